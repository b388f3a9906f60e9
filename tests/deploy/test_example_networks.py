"""The network of an example is somebody else's: VNFs come, heal and go, and it is as before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.support.network_snapshot import differences, snapshot
from tests.support.served_lab import DEFAULT_NAME, ServedLab
from tests.support.terraform import Terraform

EXISTING_VPC, SEVERAL_VNFS = "examples/existing_vpc", "examples/several_vnfs"
VPN_HUB = {
    "cidr": "10.60.10.16/28",
    "address": "10.60.10.26",
    "port": 4500,
    "peers": ["198.51.100.0/24"],
}


@pytest.mark.nightly
def test_the_vpc_of_a_carrier(served: ServedLab, tmp_path: Path) -> None:
    names = [DEFAULT_NAME]
    terraform = served.example(EXISTING_VPC, tmp_path, names, name=DEFAULT_NAME)
    is_as_before(served, terraform, names, lambda: None)


@pytest.mark.nightly
def test_the_vpc_that_several_share(served: ServedLab, tmp_path: Path) -> None:
    """One of them goes while the other one serves."""
    names = ["sbc", "vpn-hub"]
    terraform = served.example(SEVERAL_VNFS, tmp_path, names)

    def one_goes() -> None:
        serving = served.in_service("vpn-hub")
        terraform.variables = {"vnfs": {"vpn-hub": VPN_HUB}}
        terraform.apply()
        assert served.in_service("vpn-hub") == serving
        assert served.vip("vpn-hub").whole

    is_as_before(served, terraform, names, one_goes)


def is_as_before(
    served: ServedLab, terraform: Terraform, names: Sequence[str], meanwhile: Callable[[], None]
) -> None:
    """The network alone; then the VNFs in it, each healed once; then the network alone again."""
    terraform.init()
    terraform.apply(target=terraform.plan().own_resources)
    ec2 = served.client("ec2")
    before = snapshot(ec2)
    assert any(before["describe_subnets"])

    terraform.apply()
    gone = [instance for name in names for instance in healed_once(served, name)]
    assert terraform.plan().empty, terraform.plan().changes
    assert differences(before, snapshot(ec2)) != []

    meanwhile()
    terraform.destroy(target=["module.vnf"])
    # An instance that is still shutting down has its address in a subnet of theirs.
    served.wait(
        lambda: {served.lab.ec2.state(each) for each in gone} == {"terminated"},
        "the end of all instances",
    )
    assert differences(before, snapshot(ec2)) == []
    terraform.destroy()
    served.clean()


def healed_once(served: ServedLab, name: str) -> tuple[str, str]:
    """Into another zone, with all addresses. Returns the ids of both instances."""
    served.in_service(name)
    addresses = served.vip(name).addresses
    first, second = served.heal_into_another_zone(name)
    vip = served.vip(name)
    assert vip.whole, vip.missing
    assert vip.addresses == addresses
    return first.instance_id, second.instance_id
