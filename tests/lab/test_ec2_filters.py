"""Filters that moto lacks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.worlds.ec2 import ZONE_A, Ec2World


def _see(eni: dict[str, Any], name: str) -> str:
    """What the interface shows for the filter."""
    attachment, association = eni["Attachment"], eni["Association"]
    return {
        "addresses.private-ip-address": eni["PrivateIpAddress"],
        "association.allocation-id": association["AllocationId"],
        "association.association-id": association["AssociationId"],
        "association.public-ip": association["PublicIp"],
        "attachment.attachment-id": attachment["AttachmentId"],
        "attachment.device-index": str(attachment["DeviceIndex"]),
        "attachment.instance-id": attachment["InstanceId"],
        "attachment.status": attachment["Status"],
        "status": eni["Status"],
        "subnet-id": eni["SubnetId"],
        "tag:Name": "vip",
    }[name]


@pytest.mark.behaviour("lookups-by-id-and-by-filter")
@pytest.mark.parametrize(
    "name",
    [
        "addresses.private-ip-address",
        "association.allocation-id",
        "association.association-id",
        "association.public-ip",
        "attachment.attachment-id",
        "attachment.device-index",
        "attachment.instance-id",
        "attachment.status",
        "status",
        "subnet-id",
        "tag:Name",
    ],
)
def test_interface_filter(world: Ec2World, name: str) -> None:
    """Found by what it shows; an interface with nothing of it is not."""
    eni_id = world.vip()
    world.ec2.create_tags(Resources=[eni_id], Tags=[{"Key": "Name", "Value": "vip"}])
    world.attached(eni_id, world.running())
    world.associate(world.eip(), eni_id)
    bystander_id = world.interface(world.wan[ZONE_A])
    wanted = _see(world.see_interface(eni_id), name)
    found = world.ec2.describe_network_interfaces(Filters=[{"Name": name, "Values": [wanted]}])
    ids = {eni["NetworkInterfaceId"] for eni in found["NetworkInterfaces"]}
    assert eni_id in ids
    assert bystander_id not in ids


@pytest.mark.behaviour("lookups-by-id-and-by-filter")
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("network-interface.network-interface-id", "NetworkInterfaceId"),
        ("network-interface.subnet-id", "SubnetId"),
        ("network-interface.addresses.private-ip-address", "PrivateIpAddress"),
    ],
)
def test_instance_filter_by_interface(world: Ec2World, name: str, key: str) -> None:
    """The instance that holds the VIP, by its interface."""
    eni_id, holder_id = world.vip(), world.running()
    world.running()
    world.attached(eni_id, holder_id)
    wanted = world.see_interface(eni_id)[key]
    found = world.ec2.describe_instances(Filters=[{"Name": name, "Values": [wanted]}])
    instances = [one for group in found["Reservations"] for one in group["Instances"]]
    assert [instance["InstanceId"] for instance in instances] == [holder_id]


@pytest.mark.behaviour("lookups-by-id-and-by-filter")
def test_instance_filter_by_state_code(world: Ec2World) -> None:
    """16 is running."""
    running_id = world.running()
    world.launch()
    found = world.ec2.describe_instances(
        Filters=[{"Name": "instance-state-code", "Values": ["16"]}]
    )
    [[instance]] = [group["Instances"] for group in found["Reservations"]]
    assert instance["InstanceId"] == running_id
