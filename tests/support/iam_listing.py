"""``python -m tests.support.iam_listing``: what the lab evaluates each action on, as JSON.

Every action of the table is asked about specimens of all resources. ``make lint`` compares the
answer with AWS's Service Authorization Reference (tools/policies).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from ipaddress import ip_network
from typing import Any

from lab.iam.resources import Resources
from lab.iam.table import RENAMED, TABLE, checks
from lab.in_process import client
from lab.pipeline.supported_parameters import SUPPORTED
from tests.support.worlds import ec2

OURS = {"Key": "PersistentVnf", "Value": "vnf"}
ANYONE = {"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}
TAGGED = ("subnet", "network-interface")


def listing() -> dict[str, Any]:
    """``evaluated``: resources and keys of each action; ``called``: what the functions call."""
    with ec2.small_world() as world:
        params = _specimens(world)
        associations = _associations(world, params)
        evaluated: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLE}
        for name in TABLE:
            service, action = name.split(":")
            named = params | associations.get(action, {})
            for check in checks(Resources(world.lab), service, action, named):
                found = {"arn": check.resource.arn, "keys": sorted(check.resource.keys)}
                evaluated.setdefault(check.action, []).append(found)
    return {"evaluated": evaluated, "called": sorted(RENAMED.get(each, each) for each in SUPPORTED)}


def _specimens(world: ec2.Ec2World) -> dict[str, Any]:
    """One of everything, under each parameter by which a call names it."""
    subnet_id, instance_id = world.vip_subnet(), world.running()
    table_id, allocation_id = world.route_table(), world.eip()
    interface_id = world.interface(subnet_id, "10.16.10.20", Groups=[world.group_id])
    association = world.ec2.associate_route_table(RouteTableId=table_id, SubnetId=subnet_id)
    attachment_id = world.attached(interface_id, instance_id)
    world.associate(allocation_id, interface_id)
    taggable = [subnet_id, interface_id, instance_id, table_id, world.group_id, allocation_id]
    world.ec2.create_tags(Resources=taggable, Tags=[OURS])
    _group(world)
    default_acl = world.ec2.describe_network_acls()["NetworkAcls"][0]["NetworkAclId"]
    return _messages() | {
        "NetworkAclId": default_acl,
        # First: of what is modified, the lab takes the first to be the attribute.
        "Attachment": {"AttachmentId": attachment_id},
        "VpcId": world.vpc_id,
        "SubnetId": subnet_id,
        "RouteTableId": table_id,
        "AssociationId": association["AssociationId"],
        "NetworkInterfaceId": interface_id,
        "AttachmentId": attachment_id,
        "Groups": [world.group_id],
        "InstanceId": instance_id,
        "InstanceIds": [instance_id],
        "AllocationId": allocation_id,
        "TagSpecifications": [{"ResourceType": each, "Tags": [OURS]} for each in TAGGED],
        "Resources": [subnet_id, interface_id, instance_id],
        "Tags": [OURS],
    }


def _associations(world: ec2.Ec2World, params: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Of every kind but the route table's: each has a call of its own that names it."""
    ec2, subnet_id = world.ec2, params["SubnetId"]
    made = ec2.associate_vpc_cidr_block(VpcId=world.vpc_id, AmazonProvidedIpv6CidrBlock=True)
    world.pass_time(60)
    whole = ec2.describe_vpcs(VpcIds=[world.vpc_id])["Vpcs"][0]["Ipv6CidrBlockAssociationSet"]
    wide = next(
        each["Ipv6CidrBlock"]
        for each in whole
        if each["AssociationId"] == made["Ipv6CidrBlockAssociation"]["AssociationId"]
    )
    narrow = str(next(ip_network(wide).subnets(new_prefix=64)))
    part = ec2.associate_subnet_cidr_block(SubnetId=subnet_id, Ipv6CidrBlock=narrow)
    wanted = [{"Name": "association.subnet-id", "Values": [subnet_id]}]
    (acl,) = ec2.describe_network_acls(Filters=wanted)["NetworkAcls"]
    ours = next(each for each in acl["Associations"] if each["SubnetId"] == subnet_id)
    eip = world.see_address(params["AllocationId"])
    ids = {
        "ReplaceNetworkAclAssociation": ours["NetworkAclAssociationId"],
        "DisassociateAddress": eip["AssociationId"],
        "DisassociateSubnetCidrBlock": part["Ipv6CidrBlockAssociation"]["AssociationId"],
    }
    return {action: {"AssociationId": each} for action, each in ids.items()}


def _group(world: ec2.Ec2World) -> None:
    """An empty group with a tag of its own."""
    client("autoscaling").create_auto_scaling_group(
        AutoScalingGroupName="vnf",
        LaunchTemplate={"LaunchTemplateName": ec2.TEMPLATE},
        MinSize=0,
        MaxSize=1,
        DesiredCapacity=0,
        VPCZoneIdentifier=",".join(world.wan.values()),
        Tags=[OURS | {"PropagateAtLaunch": False}],
    )


def _messages() -> dict[str, Any]:
    """What the functions write to, all encrypted with one key, and names that need not exist."""
    made = client("kms").create_key(Policy=json.dumps({"Statement": [ANYONE]}))
    key_id = made["KeyMetadata"]["Arn"]
    topic = client("sns").create_topic(Name="vnf", Attributes={"KmsMasterKeyId": key_id})
    queue = client("sqs").create_queue(QueueName="vnf", Attributes={"KmsMasterKeyId": key_id})
    client("logs").create_log_group(logGroupName="vnf", kmsKeyId=key_id)
    return {
        "KeyId": key_id,
        "TopicArn": topic["TopicArn"],
        "QueueUrl": queue["QueueUrl"],
        "logGroupName": "vnf",
        "logStreamName": "vnf",
        "AutoScalingGroupName": "vnf",
        "FunctionName": "vnf",
        "Name": "vnf",
        "Rule": "vnf",
    }


if __name__ == "__main__":
    print(json.dumps(listing()))
