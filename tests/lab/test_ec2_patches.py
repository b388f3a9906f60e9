"""moto still has what the lab's EC2 replaces: an upgrade that moves it fails here, by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from moto.ec2.models import EC2Backend
from moto.ec2.models.elastic_ip_addresses import ElasticAddress
from moto.ec2.models.elastic_network_interfaces import Attachment, NetworkInterface
from moto.ec2.models.instances import Instance
from moto.ec2.models.launch_templates import LaunchTemplate
from moto.ec2.models.subnets import Subnet
from moto.ec2.responses import EC2Response

from tests.lab.ec2 import LabBackend, LabResponse
from tests.lab.ec2.consistency import WRITES
from tests.lab.ec2_world import small_world
from tests.lab.lab import install

install()

OWN = {  # methods of the lab that moto does not have, and need not
    "begin_interface",
    "disable_vgw_route_propagation",
    "discard_interface",
    "enable_vgw_route_propagation",
    "require_creatable",
    "require_deletable",
    "require_groups",
}


def _replaced(lab_class: type) -> list[str]:
    own = [one for one in lab_class.__mro__ if one.__module__.startswith("tests.lab.ec2")]
    names = {name for one in own for name in vars(one) if not name.startswith("_")} - OWN
    return sorted(name for name in names if callable(getattr(lab_class, name)))


def _parameters(method: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(method).parameters)


@pytest.mark.parametrize("name", _replaced(LabBackend))
def test_backend_method_takes_what_moto_passes(name: str) -> None:
    """Every parameter of moto's method is taken under its name, or by * and **."""
    theirs = _parameters(getattr(EC2Backend, name))
    ours = _parameters(getattr(LabBackend, name))
    kinds = {parameter.kind for parameter in ours.values()}
    assert set(theirs) <= set(ours) or inspect.Parameter.VAR_KEYWORD in kinds


@pytest.mark.parametrize("name", sorted({*_replaced(LabResponse), *WRITES}))
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
    assert list(_parameters(Attachment)) == ["eni"]


def test_the_same_seed_gives_the_same_ids() -> None:
    """Also after a lab in which Auto Scaling's store held EC2's across moto's reset."""
    vpc_ids = []
    for _ in range(3):
        with small_world() as world:
            boto3.client("autoscaling").describe_auto_scaling_groups()
            vpc_ids.append(world.vpc_id)
    assert len(set(vpc_ids)) == 1
