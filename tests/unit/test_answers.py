"""What AWS's answers tell of a VIP's further things."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from hook_handler import answers
from hook_handler.vips import ConnectionTracking, NextHopRoute
from hook_handler.world import ElasticIp, Group, Hop, Ipv6Range
from tests.support.planner.worlds import CORE, HOME, config

TWO = config({}, CORE)
SUBNET: dict[str, Any] = {
    "SubnetId": "subnet-1",
    "CidrBlock": "10.16.11.0/24",
    "AvailabilityZone": HOME,
    "State": "available",
}
INTERFACE: dict[str, Any] = {
    "NetworkInterfaceId": "eni-1",
    "SubnetId": "subnet-1",
    "PrivateIpAddress": "10.16.11.20",
    "Status": "available",
    "SourceDestCheck": False,
    "Groups": [],
}


def tagged(key: str) -> list[dict[str, str]]:
    return [{"Key": "Name", "Value": "x"}, {"Key": "PersistentVip", "Value": key}]


def ipv6(cidr: str, state: str) -> dict[str, Any]:
    return {
        "Ipv6CidrBlock": cidr,
        "AssociationId": f"assoc-{state}",
        "Ipv6CidrBlockState": {"State": state},
    }


class TestSubnet:
    def test_its_tag_says_whose_it_is_whatever_its_range(self) -> None:
        assert answers.subnet(SUBNET | {"Tags": tagged("vip")}, TWO).vip == "vip"
        assert answers.subnet(SUBNET | {"Tags": tagged("gone")}, TWO).vip == "gone"

    def test_without_the_tag_its_range_does(self) -> None:
        assert answers.subnet(SUBNET, TWO).vip == "core"
        assert answers.subnet(SUBNET | {"CidrBlock": "10.16.99.0/24"}, TWO).vip == ""

    def test_its_network_acl_is_the_one_of_its_association(self) -> None:
        of_another = {"SubnetId": "subnet-2", "NetworkAclId": "acl-1"}
        own = {"SubnetId": "subnet-1", "NetworkAclId": "acl-1"}
        acls = [
            {
                "Associations": [
                    of_another | {"NetworkAclAssociationId": "aclassoc-2"},
                    own | {"NetworkAclAssociationId": "aclassoc-1"},
                ]
            }
        ]
        found = answers.subnet(SUBNET, TWO, network_acls=answers.associations(acls))
        assert found.network_acl_id == "acl-1"
        assert found.network_acl_association_id == "aclassoc-1"
        assert answers.subnet(SUBNET, TWO).network_acl_association_id is None

    @pytest.mark.parametrize("state", ["associating", "associated"])
    def test_its_ipv6_range_is_the_one_that_is_there_or_comes(self, state: str) -> None:
        """What went, or never came, is listed for a while."""
        others = [ipv6("2001:db8:0:9::/64", gone) for gone in ("disassociating", "failed")]
        shown = {"Ipv6CidrBlockAssociationSet": [*others, ipv6("2001:db8:0:11::/64", state)]}
        found = answers.subnet(SUBNET | shown, TWO)
        assert found.ipv6 == Ipv6Range("2001:db8:0:11::/64", f"assoc-{state}", state)
        nothing = {"Ipv6CidrBlockAssociationSet": others}
        assert answers.subnet(SUBNET | nothing, TWO).ipv6 is None

    def test_what_the_block_of_public_access_does_to_it(self) -> None:
        """An older boto3 tells nothing of it."""
        shown = {"BlockPublicAccessStates": {"InternetGatewayBlockMode": "block-ingress"}}
        assert answers.subnet(SUBNET | shown, TWO).block_mode == "block-ingress"
        assert answers.subnet(SUBNET, TWO).block_mode == "off"


class TestInterface:
    @pytest.mark.parametrize(
        ("text", "at"),
        [
            ("2026-11-28T01:00:00+00:00", 1795827600.0),
            ("", 0.0),
            ("yesterday", 0.0),
            ("0001-01-01T00:00:00", 0.0),
        ],
    )
    def test_a_tag_says_when_its_vip_was_repaired(self, text: str, at: float) -> None:
        tag = {"Key": "PersistentVipRepairedAt", "Value": text}
        assert answers.interface(INTERFACE | {"TagSet": [tag]}, {}).repaired_at == at

    def test_its_tag_says_whose_it_is_or_its_subnet(self) -> None:
        found = answers.interface(INTERFACE | {"TagSet": tagged("core")}, {}, "vip")
        assert found.vip == "core"
        assert answers.interface(INTERFACE, {}, "vip").vip == "vip"
        assert answers.interface(INTERFACE, {}).vip == ""

    def test_its_secondary_addresses_are_all_but_the_first(self) -> None:
        shown = [{"PrivateIpAddress": f"10.16.11.{each}"} for each in (20, 21, 22)]
        found = answers.interface(INTERFACE | {"PrivateIpAddresses": shown}, {})
        assert found.secondary_addresses == {"10.16.11.21", "10.16.11.22"}
        assert answers.interface(INTERFACE, {}).secondary_addresses == frozenset()

    def test_its_ipv6_addresses(self) -> None:
        shown = {"Ipv6Addresses": [{"Ipv6Address": "2001:db8:0:11::20"}]}
        assert answers.interface(INTERFACE | shown, {}).ipv6_addresses == {"2001:db8:0:11::20"}
        assert answers.interface(INTERFACE, {}).ipv6_addresses == frozenset()

    def test_how_long_it_tracks_connections(self) -> None:
        shown = {"ConnectionTrackingConfiguration": {"TcpEstablishedTimeout": 7440}}
        found = answers.interface(INTERFACE | shown, {}).connection_tracking
        assert found == ConnectionTracking(7440, None, None)
        assert answers.interface(INTERFACE, {}).connection_tracking == ConnectionTracking()


def test_an_elastic_ip_points_to_an_address_or_nowhere() -> None:
    shown = {"AllocationId": "eipalloc-1", "PublicIp": "198.51.100.7"}
    assert answers.elastic_ip(shown) == ElasticIp("eipalloc-1", "198.51.100.7")
    place = {
        "NetworkInterfaceId": "eni-1",
        "PrivateIpAddress": "10.16.11.20",
        "AssociationId": "eipassoc-1",
    }
    assert answers.elastic_ip(shown | place) == ElasticIp(
        "eipalloc-1", "198.51.100.7", "eni-1", "10.16.11.20", "eipassoc-1"
    )


IPV4, IPV6 = NextHopRoute("rtb-5", "10.0.0.0/8"), NextHopRoute("rtb-5", "2001:db8:9::/48")
TABLE: dict[str, Any] = {
    "RouteTableId": "rtb-5",
    "Routes": [
        {"DestinationCidrBlock": "10.16.0.0/16", "GatewayId": "local", "State": "active"},
        {
            "DestinationPrefixListId": "pl-1",
            "NetworkInterfaceId": "eni-1",
            "State": "active",
        },
        {
            "DestinationCidrBlock": "10.0.0.0/8",
            "NetworkInterfaceId": "eni-1",
            "State": "blackhole",
        },
        {
            "DestinationIpv6CidrBlock": "2001:db8:9::/48",
            "TransitGatewayId": "tgw-1",
            "State": "active",
        },
    ],
}


class TestHops:
    def test_where_routes_lead_and_whether_anything_gets_through(self) -> None:
        assert answers.hops([TABLE], {IPV4, IPV6}) == (
            Hop(IPV4, "eni-1", active=False),
            Hop(IPV6, None, active=True),
        )

    def test_only_of_those_that_concern_us(self) -> None:
        another = NextHopRoute("rtb-6", "10.0.0.0/8")
        assert answers.hops([TABLE], {another}) == ()


class TestMaintenance:
    """ReplaceUnhealthy is suspended: since when, AWS says in words."""

    def group(self, *suspended: tuple[str, str]) -> Group:
        processes = [{"ProcessName": name, "SuspensionReason": why} for name, why in suspended]
        shown = {
            "Instances": [],
            "DesiredCapacity": 1,
            "MaxSize": 1,
            "CreatedTime": datetime(2026, 11, 26, tzinfo=UTC),
            "SuspendedProcesses": processes,
        }
        return answers.group(shown, {})

    def test_since_when(self) -> None:
        found = self.group(
            ("HealthCheck", "User suspended at 2026-11-26T20:00:00Z"),
            ("ReplaceUnhealthy", "User suspended at 2026-11-26T22:00:00Z"),
        )
        assert found.in_maintenance
        assert found.in_maintenance_since == "2026-11-26T22:00:00Z"

    @pytest.mark.parametrize("why", ["", "Administrator suspended: too many launches failed"])
    def test_where_aws_does_not_say(self, why: str) -> None:
        found = self.group(("ReplaceUnhealthy", why))
        assert (found.in_maintenance, found.in_maintenance_since) == (True, "")

    def test_other_processes_are_none(self) -> None:
        found = self.group(("HealthCheck", "User suspended at 2026-11-26T20:00:00Z"))
        assert (found.in_maintenance, found.in_maintenance_since) == (False, "")


ALARM: dict[str, Any] = {
    "AlarmArn": "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:sip",
    "StateValue": "ALARM",
    "StateTransitionedTimestamp": datetime(2026, 11, 26, tzinfo=UTC),
    "AlarmConfigurationUpdatedTimestamp": datetime(2026, 11, 25, tzinfo=UTC),
    "Period": 10,
    "EvaluationPeriods": 5,
    "DatapointsToAlarm": 3,
}


class TestServiceAlarm:
    @pytest.mark.parametrize(
        ("data", "rings"),
        [
            ('{"recentDatapoints": [0.0, 0.0, 0.0]}', True),
            ('{"recentDatapoints": [0.0, 0.0]}', False),
            ("{}", True),  # set by hand
            ("[]", True),
            ("", True),
            ('{"recentDatapoints": 3}', True),
        ],
    )
    def test_it_rings_on_as_many_values_as_it_wants(self, data: str, rings: bool) -> None:
        assert answers.service_alarm(ALARM | {"StateReasonData": data}).rings is rings

    def test_without_such_data(self) -> None:
        assert answers.service_alarm(ALARM).rings
        assert not answers.service_alarm(ALARM | {"StateValue": "OK"}).rings

    def test_all_of_the_periods_unless_it_says_how_many(self) -> None:
        alarm = {key: value for key, value in ALARM.items() if key != "DatapointsToAlarm"}
        data = {"StateReasonData": '{"recentDatapoints": [0.0, 0.0, 0.0]}'}
        assert not answers.service_alarm(alarm | data).rings
