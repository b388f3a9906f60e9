"""Each step is one call that names its target by id: the fence is AWS's own."""

from __future__ import annotations

from typing import Any, get_args
from unittest.mock import MagicMock, Mock, call

import boto3
import pytest

from hook_handler import steps
from hook_handler.clients import Clients
from hook_handler.execute import execute
from hook_handler.report import WORDS
from hook_handler.vips import ConnectionTracking, NextHopRoute
from tests.support.planner.worlds import ADDRESS, GROUPS, HOME, NEW, OLD, config

TAGS = [
    {"Key": "Name", "Value": "sbc-vip"},
    {"Key": "PersistentVnf", "Value": "sbc"},
    {"Key": "PersistentVip", "Value": "vip"},
]
ROUTE = NextHopRoute("rtb-9", "192.168.0.0/16")
ROUTE6 = NextHopRoute("rtb-9", "2001:db8::/32")
TRACKING = ConnectionTracking(tcp_established_seconds=7440, udp_seconds=60)
ATTACHMENT = "eni-attach-1"
MODIFY = "modify_network_interface_attribute"

CALLS: list[tuple[steps.Call, str, dict[str, Any]]] = [
    (
        steps.CreateSubnet("vip", HOME),
        "create_subnet",
        {
            "VpcId": "vpc-1",
            "CidrBlock": "10.16.10.0/24",
            "AvailabilityZone": HOME,
            "TagSpecifications": [{"ResourceType": "subnet", "Tags": TAGS}],
        },
    ),
    (steps.DeleteSubnet("subnet-1"), "delete_subnet", {"SubnetId": "subnet-1"}),
    (
        steps.AssociateRouteTable("subnet-1", "rtb-1"),
        "associate_route_table",
        {"SubnetId": "subnet-1", "RouteTableId": "rtb-1"},
    ),
    (
        steps.ReplaceRouteTable("rtbassoc-9", "rtb-1"),
        "replace_route_table_association",
        {"AssociationId": "rtbassoc-9", "RouteTableId": "rtb-1"},
    ),
    (
        steps.ReplaceNetworkAcl("aclassoc-1", "acl-1"),
        "replace_network_acl_association",
        {"AssociationId": "aclassoc-1", "NetworkAclId": "acl-1"},
    ),
    (
        steps.AssociateIpv6Range("subnet-1", "2001:db8:0:10::/64"),
        "associate_subnet_cidr_block",
        {"SubnetId": "subnet-1", "Ipv6CidrBlock": "2001:db8:0:10::/64"},
    ),
    (
        steps.DisassociateIpv6Range("subnet-cidr-assoc-1"),
        "disassociate_subnet_cidr_block",
        {"AssociationId": "subnet-cidr-assoc-1"},
    ),
    (
        steps.CreateInterface("vip", "subnet-1"),
        "create_network_interface",
        {
            "SubnetId": "subnet-1",
            "PrivateIpAddresses": [{"PrivateIpAddress": ADDRESS, "Primary": True}],
            "Groups": ["sg-1", "sg-2"],
            "Description": "Persistent VIP",
            "TagSpecifications": [{"ResourceType": "network-interface", "Tags": TAGS}],
        },
    ),
    (
        steps.DeleteInterface("eni-1"),
        "delete_network_interface",
        {"NetworkInterfaceId": "eni-1"},
    ),
    (
        steps.AssignAddresses("eni-1", frozenset({"10.16.10.22", "10.16.10.21"})),
        "assign_private_ip_addresses",
        {"NetworkInterfaceId": "eni-1", "PrivateIpAddresses": ["10.16.10.21", "10.16.10.22"]},
    ),
    (
        steps.UnassignAddresses("eni-1", frozenset({"10.16.10.21"})),
        "unassign_private_ip_addresses",
        {"NetworkInterfaceId": "eni-1", "PrivateIpAddresses": ["10.16.10.21"]},
    ),
    (
        steps.AssignIpv6Address("eni-1", "2001:db8:0:10::20"),
        "assign_ipv6_addresses",
        {"NetworkInterfaceId": "eni-1", "Ipv6Addresses": ["2001:db8:0:10::20"]},
    ),
    (
        steps.UnassignIpv6Address("eni-1", "2001:db8:0:10::20"),
        "unassign_ipv6_addresses",
        {"NetworkInterfaceId": "eni-1", "Ipv6Addresses": ["2001:db8:0:10::20"]},
    ),
    (
        steps.AssociateAddress("eni-1", "eipalloc-1", ADDRESS),
        "associate_address",
        {
            "AllocationId": "eipalloc-1",
            "NetworkInterfaceId": "eni-1",
            "PrivateIpAddress": ADDRESS,
            "AllowReassociation": True,
        },
    ),
    (
        steps.DisassociateAddress("eipassoc-1", "eipalloc-1"),
        "disassociate_address",
        {"AssociationId": "eipassoc-1"},
    ),
    (
        steps.DisableSourceDestCheck("eni-1"),
        MODIFY,
        {"NetworkInterfaceId": "eni-1", "SourceDestCheck": {"Value": False}},
    ),
    (
        steps.SetSecurityGroups("eni-1", GROUPS),
        MODIFY,
        {"NetworkInterfaceId": "eni-1", "Groups": ["sg-1", "sg-2"]},
    ),
    (
        steps.SetConnectionTracking("eni-1", TRACKING),
        MODIFY,
        {
            "NetworkInterfaceId": "eni-1",
            "ConnectionTrackingSpecification": {"TcpEstablishedTimeout": 7440, "UdpTimeout": 60},
        },
    ),
    (
        steps.CreateRoute(ROUTE, "eni-1"),
        "create_route",
        {
            "RouteTableId": "rtb-9",
            "DestinationCidrBlock": "192.168.0.0/16",
            "NetworkInterfaceId": "eni-1",
        },
    ),
    (
        steps.ReplaceRoute(ROUTE6, "eni-1"),
        "replace_route",
        {
            "RouteTableId": "rtb-9",
            "DestinationIpv6CidrBlock": "2001:db8::/32",
            "NetworkInterfaceId": "eni-1",
        },
    ),
    (
        steps.DeleteRoute(ROUTE),
        "delete_route",
        {"RouteTableId": "rtb-9", "DestinationCidrBlock": "192.168.0.0/16"},
    ),
    (
        steps.Attach("eni-1", NEW, 1),
        "attach_network_interface",
        {"NetworkInterfaceId": "eni-1", "InstanceId": NEW, "DeviceIndex": 1},
    ),
    (steps.Detach(ATTACHMENT), "detach_network_interface", {"AttachmentId": ATTACHMENT}),
    (
        steps.ForceDetach(ATTACHMENT),
        "detach_network_interface",
        {"AttachmentId": ATTACHMENT, "Force": True},
    ),
    (
        steps.EndShutdown(OLD),
        "terminate_instances",
        {"InstanceIds": [OLD], "Force": True, "SkipOsShutdown": True},
    ),
    (steps.Reboot(NEW, "eni-1", ATTACHMENT, 0.0), "reboot_instances", {"InstanceIds": [NEW]}),
    (
        steps.BeginReboot("eni-1", ATTACHMENT, steps.Begun(2, 1795392000.0)),
        MODIFY,
        {
            "NetworkInterfaceId": "eni-1",
            "Description": {
                "Value": f"Persistent VIP, reboot 2 for {ATTACHMENT} begun at "
                "2026-11-23T00:00:00+00:00"
            },
        },
    ),
    (
        steps.MarkRebooted("eni-1", ATTACHMENT),
        MODIFY,
        {
            "NetworkInterfaceId": "eni-1",
            "Description": {"Value": f"Persistent VIP, instance rebooted for {ATTACHMENT}"},
        },
    ),
]


def test_every_step_is_in_the_table() -> None:
    assert [type(step) for step, _, _ in CALLS] == list(get_args(steps.Call))


def test_people_are_told_of_every_step_in_words() -> None:
    assert set(WORDS) == set(get_args(steps.Call))


def test_an_sdk_that_knows_no_haste_is_not_asked_for_any() -> None:
    ec2 = MagicMock()
    ec2.meta.service_model.operation_model.return_value.input_shape.members = {"InstanceIds": {}}
    execute(steps.EndShutdown(OLD), config(), Mock(spec=Clients, ec2=ec2))
    ec2.terminate_instances.assert_called_once_with(InstanceIds=[OLD])


@pytest.mark.parametrize(("step", "method", "arguments"), CALLS)
def test_a_step_is_this_one_call(step: steps.Call, method: str, arguments: dict[str, Any]) -> None:
    ec2 = Mock(meta=boto3.client("ec2", region_name="eu-west-1").meta)
    answer = execute(step, config(), Mock(spec=Clients, ec2=ec2))
    assert ec2.mock_calls == [getattr(call, method)(**arguments)]
    assert answer is getattr(ec2, method).return_value


def test_a_vip_with_everything_is_made_with_it() -> None:
    wanted = config(
        {
            "secondary_addresses": ["10.16.10.22", "10.16.10.21"],
            "ipv6_cidr": "2001:db8:0:10::/64",
            "ipv6_address": "2001:db8:0:10::20",
            "connection_tracking": {
                "tcp_established_seconds": 7440,
                "udp_stream_seconds": None,
                "udp_seconds": 60,
            },
            "interface_tags": {"node.k8s.amazonaws.com/no_manage": "true"},
        }
    )
    ec2 = Mock()
    for step in (steps.CreateSubnet("vip", HOME), steps.CreateInterface("vip", "subnet-1")):
        execute(step, wanted, Mock(spec=Clients, ec2=ec2))
    made_subnet, made_interface = (each.kwargs for each in ec2.mock_calls)
    assert made_subnet["Ipv6CidrBlock"] == "2001:db8:0:10::/64"
    assert made_interface["PrivateIpAddresses"] == [
        {"PrivateIpAddress": ADDRESS, "Primary": True},
        {"PrivateIpAddress": "10.16.10.21"},
        {"PrivateIpAddress": "10.16.10.22"},
    ]
    assert made_interface["Ipv6Addresses"] == [{"Ipv6Address": "2001:db8:0:10::20"}]
    assert made_interface["ConnectionTrackingSpecification"] == {
        "TcpEstablishedTimeout": 7440,
        "UdpTimeout": 60,
    }
    (tagged,) = made_interface["TagSpecifications"]
    tag = {"Key": "node.k8s.amazonaws.com/no_manage", "Value": "true"}
    assert tagged["Tags"] == [tag, *TAGS]
