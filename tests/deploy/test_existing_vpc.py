"""The module in somebody else's VPC: it serves, heals, and leaves no trace in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.foreign_network import EVERYWHERE, VIP, ForeignNetwork
from tests.support.running import Running
from tests.support.served_lab import ServedLab
from tests.support.terraform import TerraformError


@pytest.fixture
def network(served: ServedLab) -> ForeignNetwork:
    made = ForeignNetwork(served.client("ec2"))
    served.accept_what_exists()
    return made


@pytest.mark.parametrize(
    "brought", [pytest.param("nothing", marks=pytest.mark.nightly), "a_table_and_an_acl"]
)
def test_it_serves_heals_and_leaves_the_vpc_as_it_was(
    served: ServedLab, network: ForeignNetwork, tmp_path: Path, brought: str
) -> None:
    before = network.snapshot()
    running = Running(served, tmp_path, network=variable(network, brought), **VIP)

    first, second = served.heal_into_another_zone()
    running.at_rest()

    running.destroy()
    # An instance that is still shutting down has its address in a subnet of theirs.
    ids = {first.instance_id, second.instance_id}
    served.wait(
        lambda: {served.lab.ec2.state(each) for each in ids} == {"terminated"},
        "the end of both instances",
    )
    assert network.snapshot() == before


def variable(network: ForeignNetwork, brought: str) -> dict[str, object]:
    if brought == "nothing":
        return network.variable
    return network.variable | {
        "vip_route_table_id": network.table_id,
        "vip_network_acl_id": network.acl_id,
    }


def test_a_table_that_does_not_lead_out_is_warned_of(
    served: ServedLab, network: ForeignNetwork, tmp_path: Path
) -> None:
    terraform = served.terraform(".", tmp_path)
    terraform.init()

    def warned(table_id: str, vip: dict[str, object]) -> bool:
        brought = network.variable | {"vip_route_table_id": table_id}
        chosen = {"network": brought, "vips": {"vip": vip}}
        terraform.variables = {**terraform.variables, **chosen}
        expected = f"{table_id}, which has no route of its own to {EVERYWHERE}"
        return any(expected in " ".join(each.split()) for each in terraform.plan().warnings)

    public = VIP["vips"]["vip"]
    private = public | {"elastic_ip": {"from": "none"}}
    nowhere = network.table()
    assert not warned(network.table_id, public)
    assert warned(nowhere, public)
    assert not warned(nowhere, private)


def test_what_cannot_work_is_refused_by_the_plan(
    served: ServedLab, network: ForeignNetwork, tmp_path: Path
) -> None:
    terraform = served.terraform(".", tmp_path, network=network.variable, **VIP)
    terraform.init()
    through_it = {"cidr": "192.168.0.0/16", "transit_gateway_id": network.transit_gateway_id}

    def refusal(**variables: object) -> str:
        terraform.variables = {"name": "edge", "network": network.variable, **VIP, **variables}
        with pytest.raises(TerraformError) as told:
            terraform.plan()
        return " ".join(str(told.value).split())

    brought = network.variable | {"vip_route_table_id": "rtb-0123456789abcdef0"}
    assert f"{network.vpc_id} has no such route table" in refusal(network=brought)

    overlapping = refusal(vips={"vip": {"cidr": "10.40.2.0/28", "address": "10.40.2.10"}})
    assert f"overlap {network.wan_subnet_ids['b']}" in overlapping

    network.leave_zone("b")
    cut_off = refusal(vips={"vip": VIP["vips"]["vip"] | {"routes": [through_it]}})
    assert f"{network.attachment_id} has no subnet in eu-west-1b" in cut_off

    network.detach_the_gateway()
    assert "attach an internet gateway to that VPC" in refusal()
