"""Which resources and condition keys each action is evaluated on.

One entry per action that functions may call, and per action AWS performs with their roles. An
action that is not listed is a gap of the lab: guessing would let a wrong policy pass.

docs/aws-behaviour.md#resources-of-a-call
docs/aws-behaviour.md#tags-on-creation
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lab.errors import NotModelled
from lab.iam import keys
from lab.iam.resources import ANY, Keys, Resource, Resources, lowered, request_tags

Params = Mapping[str, Any]
Evaluated = Callable[[Resources, Params], list[Resource]]

# Types of resources by the prefix of their ids.
_KINDS = {
    "eipalloc": "elastic-ip",
    "eni": "network-interface",
    "i": "instance",
    "acl": "network-acl",
    "rtb": "route-table",
    "sg": "security-group",
    "subnet": "subnet",
    "vpc": "vpc",
}


# IAM names the action otherwise than the API, or than boto3.
RENAMED = {
    "lambda:Invoke": "lambda:InvokeFunction",
    "service-quotas:GetAWSDefaultServiceQuota": "servicequotas:GetAWSDefaultServiceQuota",
    "service-quotas:GetServiceQuota": "servicequotas:GetServiceQuota",
}


@dataclass(frozen=True)
class Check:
    """One action that must be allowed on one resource, for the call to pass."""

    action: str
    resource: Resource


def checks(known: Resources, service: str, action: str, params: Params) -> list[Check]:
    """All that IAM evaluates for a call, the implied permissions included."""
    name = RENAMED.get(f"{service}:{action}", f"{service}:{action}")
    if name not in TABLE:
        raise NotModelled(
            f"IAM: no entry for {name}; see docs/aws-behaviour.md#resources-of-a-call"
        )
    own = [Check(name, found) for each in TABLE[name] for found in each(known, params)]
    return own + tag_on_create(known, service, action, params) + _encryption(known, name, params)


# --- what an action is evaluated on --------------------------------------------------------
def _anything(_: Resources, __: Params) -> list[Resource]:
    return [ANY]


def _existing(kind: str, parameter: str) -> Evaluated:
    """The EC2 resources a parameter names (one id or a list), those present in the request."""

    def resources(known: Resources, params: Params) -> list[Resource]:
        named = params.get(parameter) or []
        ids = [named] if isinstance(named, str) else named
        return [found for each in ids if (found := known.find(kind, each)) is not None]

    return resources


def _new(kind: str) -> Evaluated:
    return lambda known, params: [known.new(kind, _tags_for(kind, params))]


def _attached(known: Resources, params: Params) -> list[Resource]:
    """DetachNetworkInterface names an attachment; instance and interface are evaluated."""
    eni = known.attachment(params["AttachmentId"])
    if eni is None:
        return []
    found = [known.find("network-interface", eni.id)]
    if eni.instance is not None:
        found.append(known.find("instance", eni.instance.id))
    return [each for each in found if each is not None]


def _tagged_resources(known: Resources, params: Params) -> list[Resource]:
    """What CreateTags names: ids of any type, with the tags they are to get."""
    tags = request_tags(params.get("Tags") or [])
    found = [_by_id(known, each) for each in params["Resources"]]
    return [Resource(each.arn, each.keys | tags) for each in found if each is not None]


def _by_id(known: Resources, identifier: str) -> Resource | None:
    """Of a type that is not listed only a statement on ``*`` can speak."""
    kind = _KINDS.get(identifier.rpartition("-")[0])
    if kind is None:
        return Resource(known.arn("ec2", f"*/{identifier}"))
    return known.find(kind, identifier)


def _found(known: Resources, kind: str, identifier: str | None) -> list[Resource]:
    found = known.find(kind, identifier) if identifier else None
    return [] if found is None else [found]


def _associated(known: Resources, params: Params) -> list[Resource]:
    """The subnet of a route table's association; whether that table counts is a switch."""
    counts = known.switches.replace_route_table_checks_present_table
    return _left(known, known.association(params["AssociationId"]), "route-table", counts)


def _subnet_of_acl(known: Resources, params: Params) -> list[Resource]:
    """The subnet of a network ACL's association; whether that ACL counts is a switch."""
    counts = known.switches.replace_network_acl_checks_present_acl
    return _left(known, known.acl_association(params["AssociationId"]), "network-acl", counts)


def _left(
    known: Resources, association: tuple[str, str] | None, kind: str, counts: bool
) -> list[Resource]:
    """The subnet that leaves a thing of that kind for another one, and that thing if it counts."""
    if association is None:
        return []
    thing_id, subnet_id = association
    found = _found(known, "subnet", subnet_id)
    return found + (_found(known, kind, thing_id) if counts else [])


def _subnet_of_range(known: Resources, params: Params) -> list[Resource]:
    """DisassociateSubnetCidrBlock names an association; its subnet is evaluated."""
    return _found(known, "subnet", known.subnet_of_range(params["AssociationId"]))


def _modified_interface(known: Resources, params: Params) -> list[Resource]:
    """The interface, with the attribute that changes as ``ec2:Attribute``."""
    attribute = next((key for key in params if key not in ("NetworkInterfaceId", "DryRun")), None)
    told = lowered({"ec2:Attribute": attribute})
    found = [Resource(each.arn, each.keys | told) for each in _INTERFACE(known, params)]
    instance_id = known.instance_of(params["NetworkInterfaceId"])
    if instance_id and (
        attribute == "Attachment" or known.switches.modify_interface_checks_instance
    ):
        found += _found(known, "instance", instance_id)
    return found


def _losing_interface(known: Resources, params: Params) -> list[Resource]:
    """The interface that an Elastic IP leaves: whether it counts is a switch."""
    holder = known.holder(params.get("AllocationId", ""))
    if holder in (None, params.get("NetworkInterfaceId")):
        return []
    if not known.switches.associate_address_checks_losing_interface:
        return []
    return _found(known, "network-interface", holder)


def _disassociated(known: Resources, params: Params) -> list[Resource]:
    """The Elastic IP of an association; whether the interface that it leaves counts is a switch."""
    association = known.address_association(params["AssociationId"])
    if association is None:
        return []
    allocation_id, interface_id = association
    found = _found(known, "elastic-ip", allocation_id)
    if known.switches.disassociate_address_checks_interface:
        found += _found(known, "network-interface", interface_id)
    return found


def _group(known: Resources, params: Params) -> list[Resource]:
    return [known.group(params["AutoScalingGroupName"])]


def _group_of_instance(known: Resources, params: Params) -> list[Resource]:
    return [known.group_of_instance(params["InstanceId"])]


def _rule(parameter: str) -> Evaluated:
    return lambda known, params: [known.rule(params[parameter])]


def _alarms(known: Resources, params: Params) -> list[Resource]:
    """Those that are named; without names it is all of them."""
    names = params.get("AlarmNames") or ["*"]
    return [Resource(known.arn("cloudwatch", f"alarm:{name}")) for name in names]


def _alarms_history(known: Resources, params: Params) -> list[Resource]:
    return [Resource(known.arn("cloudwatch", f"alarm:{params.get('AlarmName', '*')}"))]


def _topic(_: Resources, params: Params) -> list[Resource]:
    return [Resource(params.get("TopicArn") or params["TargetArn"])]


def _queue(known: Resources, params: Params) -> list[Resource]:
    return [Resource(known.arn("sqs", _queue_name(params)))]


def _queue_name(params: Params) -> str:
    return str(params["QueueUrl"]).rsplit("/", 1)[-1]


def _log_stream(known: Resources, params: Params) -> list[Resource]:
    """``log-group:NAME:log-stream:STREAM``; without a stream the last part stays empty."""
    group, stream = params["logGroupName"], params.get("logStreamName", "")
    return [Resource(known.arn("logs", f"log-group:{group}:log-stream:{stream}"))]


def _function(known: Resources, params: Params) -> list[Resource]:
    """Named by its name or its ARN."""
    name = str(params["FunctionName"]).split(":function:")[-1].split(":")[0]
    return [Resource(known.arn("lambda", f"function:{name}"))]


def _log_group(known: Resources, params: Params) -> list[Resource]:
    return [Resource(known.arn("logs", f"log-group:{params['logGroupName']}"))]


def _key(known: Resources, params: Params) -> list[Resource]:
    key = known.key(params["KeyId"])
    return [Resource(key.arn if key else params["KeyId"])]


# --- implied permissions -------------------------------------------------------------------
def _tags_for(kind: str, params: Params) -> list[Mapping[str, str]]:
    return [
        tag
        for specification in params.get("TagSpecifications") or []
        if specification.get("ResourceType") == kind
        for tag in specification.get("Tags") or []
    ]


def tag_on_create(known: Resources, service: str, action: str, params: Params) -> list[Check]:
    """ec2:CreateTags is checked only when the create call carries tags.

    The reference lists ec2:Vpc for CreateTags, but the resource has no VPC yet while it is being
    made; without the key the lab is the stricter of the two.
    """
    if service != "ec2":
        return []
    kinds = dict.fromkeys(each["ResourceType"] for each in params.get("TagSpecifications") or [])
    created: Keys = {"ec2:createaction": action}
    return [
        Check(
            "ec2:CreateTags",
            Resource(
                known.arn("ec2", f"{kind}/*"), request_tags(_tags_for(kind, params)) | created
            ),
        )
        for kind in kinds
        if _tags_for(kind, params)
    ]


def _encryption(known: Resources, name: str, params: Params) -> list[Check]:
    """Who writes to an encrypted topic, queue or log group needs its key, through the service."""
    if name not in _WRITTEN_TO:
        return []
    implied = keys.uses(known, _WRITTEN_TO[name](known, params)[0].arn)
    if implied and name == "logs:PutLogEvents" and not known.switches.log_writers_need_the_key:
        return []
    return [Check(action, key) for action, key in implied]


_WRITTEN_TO: dict[str, Evaluated] = {
    "logs:PutLogEvents": _log_group,
    "sns:Publish": _topic,
    "sqs:SendMessage": _queue,
}
_SUBNET = _existing("subnet", "SubnetId")
_ROUTE_TABLE = _existing("route-table", "RouteTableId")
_INTERFACE = _existing("network-interface", "NetworkInterfaceId")
_INSTANCE = _existing("instance", "InstanceId")
_GROUPS = _existing("security-group", "Groups")

TABLE: dict[str, list[Evaluated]] = {
    # No Describe call of EC2 or Auto Scaling supports resources or tags.
    "ec2:DescribeAddresses": [_anything],
    "ec2:DescribeInstances": [_anything],
    "ec2:DescribeInstanceStatus": [_anything],
    "ec2:DescribeNetworkAcls": [_anything],
    "ec2:DescribeNetworkInterfaces": [_anything],
    "ec2:DescribeRouteTables": [_anything],
    "ec2:DescribeSubnets": [_anything],
    "ec2:CreateSubnet": [_existing("vpc", "VpcId"), _new("subnet")],
    "ec2:DeleteSubnet": [_SUBNET],
    "ec2:AssociateSubnetCidrBlock": [_SUBNET],
    "ec2:DisassociateSubnetCidrBlock": [_subnet_of_range],
    "ec2:AssociateRouteTable": [_ROUTE_TABLE, _SUBNET],
    "ec2:ReplaceRouteTableAssociation": [_ROUTE_TABLE, _associated],
    "ec2:CreateRoute": [_ROUTE_TABLE],
    "ec2:ReplaceRoute": [_ROUTE_TABLE],
    "ec2:DeleteRoute": [_ROUTE_TABLE],
    "ec2:ReplaceNetworkAclAssociation": [
        _existing("network-acl", "NetworkAclId"),
        _subnet_of_acl,
    ],
    "ec2:CreateNetworkInterface": [_new("network-interface"), _SUBNET, _GROUPS],
    "ec2:DeleteNetworkInterface": [_INTERFACE],
    "ec2:AttachNetworkInterface": [_INSTANCE, _INTERFACE],
    "ec2:DetachNetworkInterface": [_attached],
    "ec2:ModifyNetworkInterfaceAttribute": [_modified_interface, _GROUPS],
    "ec2:AssignPrivateIpAddresses": [_INTERFACE],
    "ec2:UnassignPrivateIpAddresses": [_INTERFACE],
    "ec2:AssignIpv6Addresses": [_INTERFACE],
    "ec2:UnassignIpv6Addresses": [_INTERFACE],
    "ec2:AssociateAddress": [
        _existing("elastic-ip", "AllocationId"),
        _INTERFACE,
        _INSTANCE,
        _losing_interface,
    ],
    "ec2:DisassociateAddress": [_disassociated],
    "ec2:RebootInstances": [_existing("instance", "InstanceIds")],
    "ec2:TerminateInstances": [_existing("instance", "InstanceIds")],
    "ec2:ReleaseAddress": [_existing("elastic-ip", "AllocationId")],
    "ec2:CreateTags": [_tagged_resources],
    "autoscaling:DescribeAutoScalingGroups": [_anything],
    "autoscaling:DescribeLifecycleHooks": [_anything],
    "autoscaling:DescribeScalingActivities": [_anything],
    "autoscaling:CompleteLifecycleAction": [_group],
    "autoscaling:RecordLifecycleActionHeartbeat": [_group],
    "autoscaling:ResumeProcesses": [_group],
    "autoscaling:SetDesiredCapacity": [_group],
    "autoscaling:SetInstanceHealth": [_group_of_instance],
    "autoscaling:SetInstanceProtection": [_group],
    "autoscaling:SuspendProcesses": [_group],
    "autoscaling:TerminateInstanceInAutoScalingGroup": [_group_of_instance],
    "cloudwatch:DescribeAlarms": [_alarms],
    "cloudwatch:DescribeAlarmHistory": [_alarms_history],
    "events:DescribeRule": [_rule("Name")],
    "events:DisableRule": [_rule("Name")],
    "events:ListTargetsByRule": [_rule("Rule")],
    "events:PutRule": [_rule("Name")],
    "lambda:InvokeFunction": [_function],
    "logs:FilterLogEvents": [_log_stream],
    "sns:Publish": [_topic],
    # AWS performs these with a function's role, or that of flow logs.
    "sqs:SendMessage": [_queue],
    "logs:CreateLogGroup": [_log_stream],
    "logs:CreateLogStream": [_log_stream],
    "logs:DescribeLogStreams": [_log_stream],
    "logs:PutLogEvents": [_log_stream],
    "kms:Decrypt": [_key],
    "kms:GenerateDataKey": [_key],
}
