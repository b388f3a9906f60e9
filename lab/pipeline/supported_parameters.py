"""Arguments and filters that moto, with the lab on top, acts upon in the functions' calls.

moto ignores what it does not know, and evaluates a filter only when there is something to filter;
so a call that looks right would prove nothing. What is not listed for a call here is a gap.
"""

from __future__ import annotations

from dataclasses import dataclass

from lab.errors import NotModelled
from lab.pipeline.call_log import Call

PAGING = frozenset({"MaxResults", "NextToken"})


@dataclass(frozen=True)
class Supported:
    arguments: frozenset[str]
    filters: frozenset[str] = frozenset()  # "tag:" stands for any tag


def _call(*arguments: str) -> Supported:
    return Supported(frozenset(arguments))


def _describe(*filters: str, arguments: tuple[str, ...] = ()) -> Supported:
    return Supported(PAGING | {"Filters", *arguments}, frozenset(filters))


SUPPORTED = {
    "ec2:DescribeSubnets": _describe("vpc-id", "subnet-id", "cidr-block", "tag:"),
    "ec2:DescribeNetworkInterfaces": _describe(
        "vpc-id",
        "subnet-id",
        "network-interface-id",
        "private-ip-address",
        "attachment.instance-id",
        "tag:",
        arguments=("IncludeManagedResources",),
    ),
    "ec2:DescribeAddresses": Supported(frozenset({"Filters"}), frozenset({"allocation-id"})),
    "ec2:DescribeRouteTables": _describe(
        "association.subnet-id", "route-table-id", "vpc-id", arguments=("RouteTableIds",)
    ),
    "ec2:DescribeNetworkAcls": _describe(
        "association.subnet-id", "vpc-id", arguments=("NetworkAclIds",)
    ),
    "ec2:DescribeInstances": _describe(
        "instance-id", "vpc-id", "instance-state-name", "instance.group-id"
    ),
    "ec2:DescribeInstanceStatus": _call("InstanceIds"),
    "ec2:CreateSubnet": _call(
        "VpcId", "CidrBlock", "Ipv6CidrBlock", "AvailabilityZone", "TagSpecifications"
    ),
    "ec2:AssociateSubnetCidrBlock": _call("SubnetId", "Ipv6CidrBlock"),
    "ec2:DisassociateSubnetCidrBlock": _call("AssociationId"),
    "ec2:DeleteSubnet": _call("SubnetId"),
    "ec2:AssociateRouteTable": _call("RouteTableId", "SubnetId"),
    "ec2:DisassociateRouteTable": _call("AssociationId"),
    "ec2:ReplaceRouteTableAssociation": _call("AssociationId", "RouteTableId"),
    "ec2:CreateRoute": _call(
        "RouteTableId", "DestinationCidrBlock", "DestinationIpv6CidrBlock", "NetworkInterfaceId"
    ),
    "ec2:ReplaceRoute": _call(
        "RouteTableId", "DestinationCidrBlock", "DestinationIpv6CidrBlock", "NetworkInterfaceId"
    ),
    "ec2:DeleteRoute": _call("RouteTableId", "DestinationCidrBlock", "DestinationIpv6CidrBlock"),
    "ec2:ReplaceNetworkAclAssociation": _call("AssociationId", "NetworkAclId"),
    "ec2:CreateNetworkInterface": _call(
        "SubnetId",
        "PrivateIpAddress",
        "PrivateIpAddresses",
        "Ipv6Addresses",
        "Groups",
        "Description",
        "TagSpecifications",
        "ConnectionTrackingSpecification",
        "ClientToken",
    ),
    "ec2:CreateTags": _call("Resources", "Tags"),
    "ec2:AssignPrivateIpAddresses": _call(
        "NetworkInterfaceId", "PrivateIpAddresses", "AllowReassignment"
    ),
    "ec2:AssignIpv6Addresses": _call("NetworkInterfaceId", "Ipv6Addresses"),
    "ec2:UnassignIpv6Addresses": _call("NetworkInterfaceId", "Ipv6Addresses"),
    "ec2:UnassignPrivateIpAddresses": _call("NetworkInterfaceId", "PrivateIpAddresses"),
    "ec2:DeleteNetworkInterface": _call("NetworkInterfaceId"),
    "ec2:AttachNetworkInterface": _call("NetworkInterfaceId", "InstanceId", "DeviceIndex"),
    "ec2:DetachNetworkInterface": _call("AttachmentId", "Force"),
    "ec2:ModifyNetworkInterfaceAttribute": _call(
        "NetworkInterfaceId",
        "SourceDestCheck",
        "Groups",
        "Description",
        "Attachment",
        "ConnectionTrackingSpecification",
    ),
    "ec2:AssociateAddress": _call(
        "AllocationId", "NetworkInterfaceId", "PrivateIpAddress", "AllowReassociation"
    ),
    "ec2:DisassociateAddress": _call("AssociationId"),
    "ec2:RebootInstances": _call("InstanceIds"),
    "ec2:TerminateInstances": _call("InstanceIds", "Force", "SkipOsShutdown"),
    "autoscaling:DescribeAutoScalingGroups": _call("AutoScalingGroupNames"),
    "autoscaling:DescribeLifecycleHooks": _call("AutoScalingGroupName", "LifecycleHookNames"),
    "autoscaling:DescribeScalingActivities": _call(
        "AutoScalingGroupName", "IncludeDeletedGroups", "MaxRecords"
    ),
    "autoscaling:CompleteLifecycleAction": _call(
        "AutoScalingGroupName",
        "LifecycleHookName",
        "LifecycleActionToken",
        "InstanceId",
        "LifecycleActionResult",
    ),
    "autoscaling:RecordLifecycleActionHeartbeat": _call(
        "AutoScalingGroupName", "LifecycleHookName", "LifecycleActionToken", "InstanceId"
    ),
    "autoscaling:TerminateInstanceInAutoScalingGroup": _call(
        "InstanceId", "ShouldDecrementDesiredCapacity"
    ),
    "autoscaling:ResumeProcesses": _call("AutoScalingGroupName", "ScalingProcesses"),
    "autoscaling:SuspendProcesses": _call("AutoScalingGroupName", "ScalingProcesses"),
    "autoscaling:SetDesiredCapacity": _call(
        "AutoScalingGroupName", "DesiredCapacity", "HonorCooldown"
    ),
    "autoscaling:SetInstanceHealth": _call(
        "InstanceId", "HealthStatus", "ShouldRespectGracePeriod"
    ),
    "autoscaling:SetInstanceProtection": _call(
        "AutoScalingGroupName", "InstanceIds", "ProtectedFromScaleIn"
    ),
    "cloudwatch:DescribeAlarms": _call("AlarmNames"),
    "cloudwatch:DescribeAlarmHistory": _call(
        "AlarmName", "HistoryItemType", "StartDate", "ScanBy", "MaxRecords"
    ),
    "events:DescribeRule": _call("Name"),
    "events:ListTargetsByRule": _call("Rule"),
    "events:DisableRule": _call("Name"),
    "events:PutRule": _call("Name", "EventPattern", "ScheduleExpression", "State", "Description"),
    "lambda:Invoke": _call("FunctionName", "Payload"),
    # The pattern is accepted and lets every line through: the caller has to look again.
    "logs:FilterLogEvents": _call("logGroupName", "startTime", "filterPattern", "nextToken"),
    "sns:Publish": _call("TopicArn", "Subject", "Message"),
    "sqs:SendMessage": _call("QueueUrl", "MessageBody", "MessageAttributes"),
}


def check(call: Call) -> None:
    """Raise NotModelled for an argument or a filter of which the lab makes nothing.

    Calls that are not listed pass: which ones a function may make at all, IAM's table knows.
    """
    known = SUPPORTED.get(call.name)
    if known is None:
        return
    ignored = sorted(call.params.keys() - known.arguments)
    if ignored:
        raise NotModelled(f"{call.name}: argument {', '.join(ignored)} is not acted upon")
    for wanted in call.params.get("Filters", []):
        name = "tag:" if wanted["Name"].startswith("tag:") else wanted["Name"]
        if name not in known.filters:
            raise NotModelled(f"{call.name}: filter {wanted['Name']} is not acted upon")
