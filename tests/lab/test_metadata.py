"""Instance metadata says what the lab's EC2 shows of the interfaces."""

from __future__ import annotations

from lab.metadata import metadata, read
from tests.support.worlds.ec2 import Ec2World

MACS = "network/interfaces/macs/"


def test_an_interface_is_in_the_metadata_while_it_is_attached(world: Ec2World) -> None:
    instance_id, eni_id = world.running(), world.vip()
    mac = world.see_interface(eni_id)["MacAddress"]
    first = read(metadata(world.ec2, instance_id), "mac")
    assert read(metadata(world.ec2, instance_id), MACS) == f"{first}/"
    attachment_id = world.attach(eni_id, instance_id)
    assert read(metadata(world.ec2, instance_id), MACS) == f"{first}/"
    world.pass_time(60)
    assert read(metadata(world.ec2, instance_id), MACS) == f"{first}/\n{mac}/"
    world.ec2.detach_network_interface(AttachmentId=attachment_id)
    world.pass_time(60)
    assert read(metadata(world.ec2, instance_id), MACS) == f"{first}/"


def test_metadata_has_an_interfaces_addresses_and_ranges(world: Ec2World) -> None:
    instance_id, eni_id, allocation_id = world.running(), world.vip(), world.eip()
    world.attached(eni_id, instance_id)
    world.associate(allocation_id, eni_id)
    tree = metadata(world.ec2, instance_id)
    below = f"{MACS}{world.see_interface(eni_id)['MacAddress']}"
    public = world.see_address(allocation_id)["PublicIp"]
    expected = {
        "device-number": "1",
        "interface-id": eni_id,
        "local-ipv4s": "10.16.10.20",
        "public-ipv4s": public,
        f"ipv4-associations/{public}": "10.16.10.20",
        "subnet-ipv4-cidr-block": "10.16.10.0/24",
        "vpc-ipv4-cidr-blocks": "10.16.0.0/16",
        "ipv4-prefix": None,
    }
    assert {key: read(tree, f"{below}/{key}") for key in expected} == expected
