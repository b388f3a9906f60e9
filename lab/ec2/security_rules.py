"""Whether security groups let traffic pass from one interface to another of the same VPC.

Groups that a rule names, and ranges of IPv4, are evaluated; no prefix lists, and no network ACLs.

docs/aws-behaviour.md#traffic-between-interfaces
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from moto.ec2.models.security_groups import SecurityGroupRule

from lab.ec2.network_interface import NetworkInterface

EVERYTHING = "-1"


@dataclass(frozen=True)
class Traffic:
    """What arrives at an address of an interface: "tcp" or "udp", and a port."""

    address: str
    protocol: str
    port: int


def passes(source: NetworkInterface, target: NetworkInterface, traffic: Traffic) -> bool:
    """Whether a request gets there; its answer then gets back."""
    leaves = [rule for group in source.group_set for rule in group.egress_rules]
    enters = [rule for group in target.group_set for rule in group.ingress_rules]
    return (
        source.vpc_id == target.vpc_id
        and _admits(leaves, traffic, traffic.address, target)
        and _admits(enters, traffic, str(source.private_ip_address), source)
    )


def _admits(
    rules: Iterable[SecurityGroupRule], traffic: Traffic, address: str, peer: NetworkInterface
) -> bool:
    groups = {group.id for group in peer.group_set}
    return any(
        _covers(rule, traffic) and (_in_range(rule, address) or _of_group(rule, groups))
        for rule in rules
    )


def _covers(rule: SecurityGroupRule, traffic: Traffic) -> bool:
    if rule.ip_protocol == EVERYTHING:
        return True
    low, high = rule.from_port, rule.to_port
    assert low is not None
    assert high is not None
    return rule.ip_protocol == traffic.protocol and low <= traffic.port <= high


def _in_range(rule: SecurityGroupRule, address: str) -> bool:
    cidr = rule.ip_range.get("CidrIp")
    return cidr is not None and IPv4Address(address) in IPv4Network(cidr)


def _of_group(rule: SecurityGroupRule, groups: set[str]) -> bool:
    return bool(rule.source_group) and rule.source_group.get("GroupId") in groups
