"""Which resources and condition keys each action is evaluated on.

One entry per action the Lambdas may call, and per action AWS performs with their roles. An action
that is not listed is a gap of the lab: guessing would let a wrong policy pass.

docs/aws-behaviour.md#resources-of-a-call
docs/aws-behaviour.md#tags-on-creation
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lab.errors import NotModelled
from lab.iam import keys
from lab.iam.world import ANY, Keys, Resource, World, lowered, request_tags

Params = Mapping[str, Any]
Evaluated = Callable[[World, Params], list[Resource]]

# Types of resources by the prefix of their ids.
_KINDS = {
    "eipalloc": "elastic-ip",
    "eni": "network-interface",
    "i": "instance",
    "rtb": "route-table",
    "sg": "security-group",
    "subnet": "subnet",
    "vpc": "vpc",
}


# IAM names the action otherwise than the API.
RENAMED = {"lambda:Invoke": "lambda:InvokeFunction"}


@dataclass(frozen=True)
class Check:
    """One action that must be allowed on one resource, for the call to pass."""

    action: str
    resource: Resource


def checks(world: World, service: str, action: str, params: Params) -> list[Check]:
    """All that IAM evaluates for a call, the implied permissions included."""
    name = RENAMED.get(f"{service}:{action}", f"{service}:{action}")
    if name not in TABLE:
        raise NotModelled(
            f"IAM: no entry for {name}; see docs/aws-behaviour.md#resources-of-a-call"
        )
    own = [Check(name, found) for each in TABLE[name] for found in each(world, params)]
    return own + tag_on_create(world, service, action, params) + _encryption(world, name, params)


# --- what an action is evaluated on --------------------------------------------------------
def _anything(_: World, __: Params) -> list[Resource]:
    return [ANY]


def _existing(kind: str, parameter: str) -> Evaluated:
    """The EC2 resources a parameter names (one id or a list), those present in the request."""

    def resources(world: World, params: Params) -> list[Resource]:
        named = params.get(parameter) or []
        ids = [named] if isinstance(named, str) else named
        return [found for each in ids if (found := world.find(kind, each)) is not None]

    return resources


def _new(kind: str) -> Evaluated:
    return lambda world, params: [world.new(kind, _tags_for(kind, params))]


def _attached(world: World, params: Params) -> list[Resource]:
    """DetachNetworkInterface names an attachment; instance and interface are evaluated."""
    eni = world.attachment(params["AttachmentId"])
    if eni is None:
        return []
    found = [world.find("network-interface", eni.id)]
    if eni.instance is not None:
        found.append(world.find("instance", eni.instance.id))
    return [each for each in found if each is not None]


def _tagged_resources(world: World, params: Params) -> list[Resource]:
    """What CreateTags names: ids of any type, with the tags they are to get."""
    tags = request_tags(params.get("Tags") or [])
    found = [_by_id(world, each) for each in params["Resources"]]
    return [Resource(each.arn, each.keys | tags) for each in found if each is not None]


def _by_id(world: World, identifier: str) -> Resource | None:
    """Of a type that is not listed only a statement on ``*`` can speak."""
    kind = _KINDS.get(identifier.rpartition("-")[0])
    if kind is None:
        return Resource(world.arn("ec2", f"*/{identifier}"))
    return world.find(kind, identifier)


def _found(world: World, kind: str, identifier: str | None) -> list[Resource]:
    found = world.find(kind, identifier) if identifier else None
    return [] if found is None else [found]


def _associated(world: World, params: Params) -> list[Resource]:
    """The subnet of an association; whether the table that it leaves counts is a switch."""
    association = world.association(params["AssociationId"])
    if association is None:
        return []
    table_id, subnet_id = association
    found = _found(world, "subnet", subnet_id)
    if world.switches.replace_route_table_checks_present_table:
        found += _found(world, "route-table", table_id)
    return found


def _modified_interface(world: World, params: Params) -> list[Resource]:
    """The interface, with the attribute that changes as ``ec2:Attribute``."""
    attribute = next((key for key in params if key not in ("NetworkInterfaceId", "DryRun")), None)
    told = lowered({"ec2:Attribute": attribute})
    found = [Resource(each.arn, each.keys | told) for each in _INTERFACE(world, params)]
    instance_id = world.instance_of(params["NetworkInterfaceId"])
    if instance_id and (
        attribute == "Attachment" or world.switches.modify_interface_checks_instance
    ):
        found += _found(world, "instance", instance_id)
    return found


def _losing_interface(world: World, params: Params) -> list[Resource]:
    """The interface that an Elastic IP leaves: whether it counts is a switch."""
    holder = world.holder(params.get("AllocationId", ""))
    if holder in (None, params.get("NetworkInterfaceId")):
        return []
    if not world.switches.associate_address_checks_losing_interface:
        return []
    return _found(world, "network-interface", holder)


def _group(world: World, params: Params) -> list[Resource]:
    return [world.group(params["AutoScalingGroupName"])]


def _group_of_instance(world: World, params: Params) -> list[Resource]:
    return [world.group_of_instance(params["InstanceId"])]


def _rule(parameter: str) -> Evaluated:
    return lambda world, params: [world.rule(params[parameter])]


def _topic(_: World, params: Params) -> list[Resource]:
    return [Resource(params.get("TopicArn") or params["TargetArn"])]


def _queue(world: World, params: Params) -> list[Resource]:
    return [Resource(world.arn("sqs", _queue_name(params)))]


def _queue_name(params: Params) -> str:
    return str(params["QueueUrl"]).rsplit("/", 1)[-1]


def _log_stream(world: World, params: Params) -> list[Resource]:
    """``log-group:NAME:log-stream:STREAM``; without a stream the last part stays empty."""
    group, stream = params["logGroupName"], params.get("logStreamName", "")
    return [Resource(world.arn("logs", f"log-group:{group}:log-stream:{stream}"))]


def _function(world: World, params: Params) -> list[Resource]:
    """Named by its name or its ARN."""
    name = str(params["FunctionName"]).split(":function:")[-1].split(":")[0]
    return [Resource(world.arn("lambda", f"function:{name}"))]


def _log_group(world: World, params: Params) -> list[Resource]:
    return [Resource(world.arn("logs", f"log-group:{params['logGroupName']}"))]


def _key(world: World, params: Params) -> list[Resource]:
    key = world.key(params["KeyId"])
    return [Resource(key.arn if key else params["KeyId"])]


# --- implied permissions -------------------------------------------------------------------
def _tags_for(kind: str, params: Params) -> list[Mapping[str, str]]:
    return [
        tag
        for specification in params.get("TagSpecifications") or []
        if specification.get("ResourceType") == kind
        for tag in specification.get("Tags") or []
    ]


def tag_on_create(world: World, service: str, action: str, params: Params) -> list[Check]:
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
                world.arn("ec2", f"{kind}/*"), request_tags(_tags_for(kind, params)) | created
            ),
        )
        for kind in kinds
        if _tags_for(kind, params)
    ]


def _encryption(world: World, name: str, params: Params) -> list[Check]:
    """Who writes to an encrypted topic, queue or log group needs its key, through the service."""
    if name not in _WRITTEN_TO:
        return []
    implied = keys.uses(world, _WRITTEN_TO[name](world, params)[0].arn)
    if implied and name == "logs:PutLogEvents" and not world.switches.log_writers_need_the_key:
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
    "ec2:DescribeNetworkInterfaces": [_anything],
    "ec2:DescribeRouteTables": [_anything],
    "ec2:DescribeSubnets": [_anything],
    "ec2:CreateSubnet": [_existing("vpc", "VpcId"), _new("subnet")],
    "ec2:DeleteSubnet": [_SUBNET],
    "ec2:AssociateRouteTable": [_ROUTE_TABLE, _SUBNET],
    "ec2:ReplaceRouteTableAssociation": [_ROUTE_TABLE, _associated],
    "ec2:CreateNetworkInterface": [_new("network-interface"), _SUBNET, _GROUPS],
    "ec2:DeleteNetworkInterface": [_INTERFACE],
    "ec2:AttachNetworkInterface": [_INSTANCE, _INTERFACE],
    "ec2:DetachNetworkInterface": [_attached],
    "ec2:ModifyNetworkInterfaceAttribute": [_modified_interface, _GROUPS],
    "ec2:AssociateAddress": [
        _existing("elastic-ip", "AllocationId"),
        _INTERFACE,
        _INSTANCE,
        _losing_interface,
    ],
    "ec2:RebootInstances": [_existing("instance", "InstanceIds")],
    "ec2:TerminateInstances": [_existing("instance", "InstanceIds")],
    "ec2:ReleaseAddress": [_existing("elastic-ip", "AllocationId")],
    "ec2:CreateTags": [_tagged_resources],
    "autoscaling:DescribeAutoScalingGroups": [_anything],
    "autoscaling:DescribeLifecycleHooks": [_anything],
    "autoscaling:DescribeScalingActivities": [_anything],
    "autoscaling:CompleteLifecycleAction": [_group],
    "autoscaling:RecordLifecycleActionHeartbeat": [_group],
    "autoscaling:SetDesiredCapacity": [_group],
    "autoscaling:TerminateInstanceInAutoScalingGroup": [_group_of_instance],
    "events:DescribeRule": [_rule("Name")],
    "events:DisableRule": [_rule("Name")],
    "events:ListTargetsByRule": [_rule("Rule")],
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
