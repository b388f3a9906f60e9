"""An apply adds, changes and removes VIPs and what they have, and nothing else notices."""

from __future__ import annotations

from typing import Any

import pytest

from lab.pipeline.throttle import READS
from tests.heal.conftest import Deploy
from tests.support.actions import MINUTE, alarmed, fail, settle
from tests.support.deployment import ZONES, Deployment
from tests.support.event_shapes import sweep_event, sweep_input
from tests.support.several_vips import (
    CORE,
    DESTINATION,
    DESTINATION6,
    INSTANCE_TYPE,
    PLAIN,
    WITH_EIP,
    Others,
    core,
)

SWEPT_SECONDS = 100


class Applied:
    """A deployment whose second VIP is applied again and again."""

    def __init__(self, deployed: Deployment) -> None:
        self.deployed = deployed
        self.others = Others(deployed)
        (self.first,) = deployed.vips
        deployed.lab.groups.force_az = ZONES[0]
        self.instance = ""

    def core(self, **changes: Any) -> dict[str, Any]:
        return self.deployed.describe_vip(**(self.others.whole() | changes))

    def serve(self, *vips: dict[str, Any]) -> None:
        """An instance in service, with these VIPs besides the first."""
        self.deployed.change_vips(self.first, *vips)
        self.instance = self.deployed.warm_up()
        settle(self.deployed, 70)
        self.deployed.assert_wholly_on(self.instance)

    def apply(self, *vips: dict[str, Any]) -> None:
        """As Terraform does: first the function, then the sweep with the last input."""
        before = sweep_input(self.deployed.vips)
        self.deployed.change_vips(self.first, *vips)
        event = sweep_event("update", self.deployed.vips, before)
        answer = self.deployed.lab.lambdas.invoke(self.deployed.function, event)
        assert "errorMessage" not in answer.payload, answer.payload

    def written(self, since: int) -> list[str]:
        """What AWS accepted that changes something, without what was told."""
        return [
            call.action
            for call in self.deployed.lab.call_log.calls[since:]
            if call.caller.name == self.deployed.function
            and not call.action.startswith(READS)
            and call.action != "Publish"
            and call.error is None
        ]

    def changed(self, *vips: dict[str, Any]) -> list[str]:
        """What the handler calls when these are applied, with the goal reached."""
        attachments = self.attachments()
        since = len(self.deployed.lab.call_log.calls)
        self.apply(*vips)
        settle(self.deployed, SWEPT_SECONDS)
        self.deployed.assert_wholly_on(self.instance)
        assert attachments["vip"] == self.attachments()["vip"]
        return self.written(since)

    def attachments(self) -> dict[str, str]:
        return {
            vip["key"]: str(each.attachment_id)
            for vip in self.deployed.vips
            for each in self.deployed.oracle.interfaces_of(vip["key"])
        }

    def leads_to(self, destination: str) -> str | None:
        return self.deployed.oracle.leads_to(self.others.table, destination)


@pytest.fixture
def applied(deploy: Deploy) -> Applied:
    return Applied(deploy(instance_type=INSTANCE_TYPE))


@pytest.fixture
def both(applied: Applied) -> Applied:
    """Both VIPs serve."""
    applied.serve(applied.core())
    return applied


class TestAdded:
    def test_a_vip(self, applied: Applied) -> None:
        applied.serve()
        made = applied.changed(applied.core())
        assert {"CreateSubnet", "CreateNetworkInterface", "AttachNetworkInterface"} <= set(made)
        assert not {"DetachNetworkInterface", "DeleteNetworkInterface"} & set(made)

    @pytest.mark.parametrize(
        ("without", "calls"),
        [
            (
                {"secondary_addresses": [WITH_EIP]},
                ["AssignPrivateIpAddresses"],
            ),
            ({"elastic_ips": {}}, ["AssociateAddress"]),
            (
                {"ipv6_cidr": None, "ipv6_address": None},
                ["AssociateSubnetCidrBlock", "AssignIpv6Addresses"],
            ),
            ({"network_acl_id": None}, ["ReplaceNetworkAclAssociation"]),
            ({"next_hop_routes": []}, ["CreateRoute", "CreateRoute"]),
            ({"connection_tracking": None}, ["ModifyNetworkInterfaceAttribute"]),
        ],
    )
    def test_a_thing_of_a_vip(
        self, applied: Applied, without: dict[str, Any], calls: list[str]
    ) -> None:
        applied.serve(applied.core(**without))
        before = applied.attachments()
        assert applied.changed(applied.core()) == calls
        assert applied.attachments() == before


class TestRemoved:
    def test_a_vip(self, both: Applied) -> None:
        routes = [both.leads_to(each) for each in (DESTINATION, DESTINATION6)]
        assert None not in routes
        made = both.changed()
        assert sorted(made) == [
            "DeleteNetworkInterface",
            "DeleteRoute",
            "DeleteRoute",
            "DeleteSubnet",
            "DetachNetworkInterface",
        ]
        assert both.leads_to(DESTINATION) is both.leads_to(DESTINATION6) is None

    @pytest.mark.parametrize(
        ("changes", "calls"),
        [
            ({"secondary_addresses": [WITH_EIP]}, ["UnassignPrivateIpAddresses"]),
            ({"elastic_ips": {}}, ["DisassociateAddress"]),
            (
                {"secondary_addresses": [PLAIN], "elastic_ips": {}},
                ["DisassociateAddress", "UnassignPrivateIpAddresses"],
            ),
            (
                {"ipv6_cidr": None, "ipv6_address": None},
                ["UnassignIpv6Addresses", "DisassociateSubnetCidrBlock"],
            ),
            ({"next_hop_routes": []}, ["DeleteRoute", "DeleteRoute"]),
        ],
    )
    def test_a_thing_of_a_vip(
        self, both: Applied, changes: dict[str, Any], calls: list[str]
    ) -> None:
        before = both.attachments()
        assert both.changed(both.core(**changes)) == calls
        assert both.attachments() == before

    def test_a_route_that_somebody_leads_elsewhere_stays(self, both: Applied) -> None:
        ec2 = both.deployed.ec2
        gateway = ec2.describe_internet_gateways()["InternetGateways"][0]["InternetGatewayId"]
        ec2.delete_route(RouteTableId=both.others.table, DestinationCidrBlock=DESTINATION)
        ec2.create_route(
            RouteTableId=both.others.table, DestinationCidrBlock=DESTINATION, GatewayId=gateway
        )
        both.apply(both.core(next_hop_routes=[]))
        settle(both.deployed, SWEPT_SECONDS)
        (table,) = ec2.describe_route_tables(RouteTableIds=[both.others.table])["RouteTables"]
        left = [each.get("DestinationCidrBlock") for each in table["Routes"]]
        assert DESTINATION in left
        assert both.leads_to(DESTINATION6) is None

    def test_an_appliance_is_not_rebooted_for_it(self, deploy: Deploy) -> None:
        deployed = deploy(instance_type=INSTANCE_TYPE, REBOOT_AFTER_ATTACH="true")
        both = Applied(deployed)
        both.serve(both.core())
        settle(deployed, 300)
        both.changed()
        settle(deployed, 300)
        assert deployed.calls().count("RebootInstances") == 1


class TestChanged:
    def test_the_address_of_one_vip(self, both: Applied) -> None:
        """Only that one is built anew."""
        both.changed(both.core(address="10.16.11.99"))
        assert core(both.deployed).private_ip_address == "10.16.11.99"

    def test_an_elastic_ip_moves_to_another_address(self, both: Applied) -> None:
        moved = both.core(elastic_ips={PLAIN: both.others.allocation})
        assert both.changed(moved) == ["AssociateAddress"]

    def test_a_route_moves_to_the_other_vip(self, both: Applied) -> None:
        both.first = both.first | {"next_hop_routes": [both.others.route(DESTINATION)]}
        less = both.core(next_hop_routes=[both.others.route(DESTINATION6)])
        assert both.changed(less) == ["ReplaceRoute"]

    def test_the_ipv6_range(self, both: Applied) -> None:
        """A subnet has one: it is built anew."""
        another = f"{both.others.ipv6}12"
        made = both.changed(both.core(ipv6_cidr=f"{another}::/64", ipv6_address=f"{another}::20"))
        assert "DeleteSubnet" in made
        assert core(both.deployed).ipv6_addresses == [f"{another}::20"]


class TestUnknown:
    """What no configuration speaks of, and no change has removed before the handler's eyes."""

    def test_it_is_left_alone_and_told(
        self, both: Applied, caplog: pytest.LogCaptureFixture
    ) -> None:
        both.deployed.make_alarms("heal-failed")
        (interface,) = both.deployed.oracle.interfaces_of("core")
        since = len(both.deployed.lab.call_log.calls)
        both.deployed.change_vips(both.first)
        settle(both.deployed, 5 * MINUTE)
        assert both.written(since) == []
        (left,) = both.deployed.oracle.interfaces_of("core")
        assert left.attachment_id == interface.attachment_id
        said = {str(each.__dict__.get("sentence")) for each in caplog.records}
        assert any("of the VIP core, which is not configured here" in each for each in said)
        assert alarmed(both.deployed) == ["sbc-heal-failed"]

    def test_the_present_ones_are_healed_beside_it(self, both: Applied) -> None:
        both.deployed.change_vips(both.first)
        old = fail(both.deployed)
        new = both.deployed.in_service(other_than=old)
        (interface,) = both.deployed.oracle.interfaces_of("vip")
        assert interface.instance.id == new

    def test_a_destroy_takes_it_down_too(self, both: Applied) -> None:
        both.deployed.change_vips(both.first)
        both.deployed.lab.events.drop({}, count=1000)
        both.deployed.autoscaling.delete_auto_scaling_group(
            AutoScalingGroupName=both.deployed.name, ForceDelete=True
        )
        settle(both.deployed, 100)
        both.deployed.lab.lambdas.invoke_async(both.deployed.function, sweep_event("delete"))
        settle(both.deployed, 100)
        both.deployed.assert_nothing_left()


class TestWhileAnOlderRunIsAtWork:
    """It was told of the old VIPs, and knows of no other ones until it ends."""

    SECONDS = (1.0, 10.0, 20.0, 28.5, 33.0, 39.0)  # into a heal

    @pytest.fixture
    def applied(self, deploy: Deploy) -> Applied:
        return Applied(deploy(instance_type=INSTANCE_TYPE, seed=2))

    def heal(self, applied: Applied, seconds: float, *vips: dict[str, Any]) -> None:
        """Somebody applies these VIPs in the midst of it."""
        applied.deployed.lab.groups.force_az = ZONES[2]
        old = fail(applied.deployed)
        settle(applied.deployed, seconds)
        applied.apply(*vips)
        new = applied.deployed.in_service(other_than=old)
        settle(applied.deployed, 400)
        applied.deployed.assert_wholly_on(new)

    @pytest.mark.parametrize("seconds", SECONDS)
    def test_a_removed_vip_does_not_come_back(self, applied: Applied, seconds: float) -> None:
        applied.serve(applied.core())
        self.heal(applied, seconds)

    @pytest.mark.parametrize("seconds", SECONDS)
    def test_nor_does_a_removed_address(self, applied: Applied, seconds: float) -> None:
        applied.serve(applied.core())
        less = applied.core(secondary_addresses=[PLAIN], elastic_ips={})
        self.heal(applied, seconds, less)

    @pytest.mark.parametrize("seconds", SECONDS)
    def test_a_new_vip_is_there_in_the_end(self, applied: Applied, seconds: float) -> None:
        applied.serve()
        self.heal(applied, seconds, applied.core())


def test_the_first_configuration_of_this_kind_removes_nothing(both: Applied) -> None:
    """The last input was of the release before."""
    since = len(both.deployed.lab.call_log.calls)
    event = sweep_event("update", both.deployed.vips, {"source": "persistent-vnf.sweep"})
    both.deployed.lab.lambdas.invoke_async(both.deployed.function, event)
    settle(both.deployed, SWEPT_SECONDS)
    assert both.written(since) == []
    assert CORE["key"] in both.attachments()
