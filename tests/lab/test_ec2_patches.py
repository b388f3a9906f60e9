"""moto still has what the lab's EC2 replaces: an upgrade that moves it fails here, by name."""

from __future__ import annotations

import inspect

import boto3
import pytest
from moto.ec2.models.elastic_ip_addresses import ElasticAddress
from moto.ec2.models.elastic_network_interfaces import Attachment, NetworkInterface
from moto.ec2.models.instances import Instance
from moto.ec2.models.launch_templates import LaunchTemplate
from moto.ec2.models.subnets import Subnet
from moto.ec2.responses import EC2Response

from lab.ec2.consistency import WRITES
from tests.support.worlds.ec2 import small_world


@pytest.mark.parametrize("name", sorted(WRITES))
def test_response_method_is_moto_s(name: str) -> None:
    """The action has the name under which moto dispatches it."""
    assert callable(getattr(EC2Response, name))


@pytest.mark.parametrize(
    ("owner", "names"),
    [
        (NetworkInterface, ["attachment", "group_set", "get_filter_value", "association"]),
        (ElasticAddress, ["instance_id", "get_filter_value"]),
        (Instance, ["private_ip", "public_ip", "instance_status", "attach_eni", "detach_eni"]),
        (Instance, ["private_ip_address", "public_ip_address", "private_dns_name"]),
        (Instance, ["system_status", "stop", "terminate"]),
        (LaunchTemplate, ["create_version", "get_version"]),
        (Subnet, ["get_available_subnet_ip", "request_ip", "available_ip_address_count"]),
    ],
)
def test_model_attribute_is_moto_s(owner: type, names: list[str]) -> None:
    """What is replaced or relied upon on moto's models."""
    for name in names:
        assert name in vars(owner)


def test_attachment_is_made_of_an_interface() -> None:
    """The lab makes moto's Attachment and sets its status."""
    assert list(inspect.signature(Attachment).parameters) == ["eni"]


def test_the_same_seed_gives_the_same_ids() -> None:
    """Also after a lab in which Auto Scaling's store held EC2's across moto's reset."""
    vpc_ids = []
    for _ in range(3):
        with small_world() as world:
            boto3.client("autoscaling").describe_auto_scaling_groups()
            vpc_ids.append(world.vpc_id)
    assert len(set(vpc_ids)) == 1
