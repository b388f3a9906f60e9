"""Each step is one call that names its target by id: the fence is AWS's own."""

from __future__ import annotations

from typing import Any, get_args
from unittest.mock import Mock, call

import pytest

from hook_handler import steps
from hook_handler.clients import Clients
from hook_handler.execute import execute
from tests.support.planner.worlds import ADDRESS, HOME, NEW, config

TAGS = [{"Key": "Name", "Value": "sbc-vip"}, {"Key": "PersistentVnf", "Value": "sbc"}]
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
        steps.CreateInterface("vip", "subnet-1"),
        "create_network_interface",
        {
            "SubnetId": "subnet-1",
            "PrivateIpAddress": ADDRESS,
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


@pytest.mark.parametrize(("step", "method", "arguments"), CALLS)
def test_a_step_is_this_one_call(step: steps.Call, method: str, arguments: dict[str, Any]) -> None:
    ec2 = Mock()
    answer = execute(step, config(), Mock(spec=Clients, ec2=ec2))
    assert ec2.mock_calls == [getattr(call, method)(**arguments)]
    assert answer is getattr(ec2, method).return_value
