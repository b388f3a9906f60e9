"""What each call of the Lambdas is evaluated on (contract 6 and 8), against live moto state."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.lab.callers import OPERATOR, Caller
from tests.lab.ec2_world import World
from tests.lab.errors import AwsError, LabGap
from tests.lab.lambda_world import TRUST, client, document

EC2 = "arn:aws:ec2:eu-west-1:123456789012"
OURS = {"Key": "PersistentVnf", "Value": "vnf"}


def allow(action: str | list[str], resource: str | list[str], **condition: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return statement | ({"Condition": condition} if condition else {})


class Role:
    """The role of a function, with one inline policy."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.iam = client("iam")
        made = self.iam.create_role(
            RoleName="hook-handler", AssumeRolePolicyDocument=json.dumps(TRUST)
        )
        self.arn = made["Role"]["Arn"]
        self.caller = Caller("lambda", "vnf-hook-handler", "request", self.arn)

    def may(self, *statements: dict[str, Any]) -> None:
        self.iam.put_role_policy(
            RoleName="hook-handler", PolicyName="it", PolicyDocument=document(*statements)
        )

    def call(self, name: str, **params: Any) -> None:
        service, action = name.split(":")
        self.world.lab.iam.authorize(self.caller, service, action, params)

    def refused(self, name: str, **params: Any) -> AwsError:
        with pytest.raises(AwsError) as refusal:
            self.call(name, **params)
        assert not isinstance(refusal.value, LabGap)
        return refusal.value


@pytest.fixture
def role(world: World) -> Role:
    return Role(world)


def tagged(kind: str) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": [OURS]}]


def vip_subnet(world: World) -> str:
    made = world.ec2.create_subnet(
        VpcId=world.vpc_id,
        CidrBlock="10.16.10.0/24",
        AvailabilityZone="eu-west-1a",
        TagSpecifications=tagged("subnet"),
    )
    return str(made["Subnet"]["SubnetId"])


def test_6_only_lambda_roles_are_enforced(world: World) -> None:
    world.lab.iam.authorize(OPERATOR, "ec2", "TerminateInstances", {})
    assert not world.lab.iam.used


def test_6_describe_calls_know_only_the_star(role: Role) -> None:
    role.may(allow("ec2:Describe*", "*", StringEquals={"aws:RequestedRegion": "eu-west-1"}))
    role.call("ec2:DescribeSubnets")
    role.may(allow("ec2:DescribeSubnets", f"{EC2}:subnet/*"))
    assert role.refused("ec2:DescribeSubnets").code == "UnauthorizedOperation"


def test_6_create_subnet_needs_the_vpc_and_the_new_subnet(role: Role) -> None:
    request = {"VpcId": role.world.vpc_id, "CidrBlock": "10.16.10.0/24"}
    vpc = allow("ec2:CreateSubnet", f"{EC2}:vpc/{role.world.vpc_id}")
    subnet = allow(
        "ec2:CreateSubnet",
        f"{EC2}:subnet/*",
        StringEquals={"aws:RequestTag/PersistentVnf": "vnf"},
    )
    tags = allow(
        "ec2:CreateTags", f"{EC2}:subnet/*", StringEquals={"ec2:CreateAction": "CreateSubnet"}
    )
    role.may(vpc, subnet, tags)
    role.call("ec2:CreateSubnet", **request, TagSpecifications=tagged("subnet"))
    assert "subnet/*" in role.refused("ec2:CreateSubnet", **request).message  # untagged
    role.may(subnet, tags)
    refusal = role.refused("ec2:CreateSubnet", **request, TagSpecifications=tagged("subnet"))
    assert "vpc/vpc-" in refusal.message


def test_6_a_subnet_to_be_made_has_no_vpc_yet(role: Role) -> None:
    vpc_arn = f"{EC2}:vpc/{role.world.vpc_id}"
    role.may(allow("ec2:CreateSubnet", "*", ArnEquals={"ec2:Vpc": vpc_arn}))
    role.refused("ec2:CreateSubnet", VpcId=role.world.vpc_id, CidrBlock="10.16.10.0/24")


def test_6_tags_on_create_need_create_tags(role: Role) -> None:
    role.may(allow("ec2:CreateSubnet", "*"))
    request = {"VpcId": role.world.vpc_id, "CidrBlock": "10.16.10.0/24"}
    role.call("ec2:CreateSubnet", **request)
    refusal = role.refused("ec2:CreateSubnet", **request, TagSpecifications=tagged("subnet"))
    assert "ec2:CreateTags" in refusal.message


def test_6_create_tags_may_be_bound_to_the_creating_call(role: Role) -> None:
    role.may(
        allow("ec2:CreateNetworkInterface", "*"),
        allow("ec2:CreateTags", "*", StringEquals={"ec2:CreateAction": "CreateSubnet"}),
    )
    request = {"SubnetId": role.world.wan["eu-west-1a"]}
    tags = tagged("network-interface")
    role.refused("ec2:CreateNetworkInterface", **request, TagSpecifications=tags)


def test_6_delete_subnet_by_tag_and_vpc(role: Role) -> None:
    vpc_arn = f"{EC2}:vpc/{role.world.vpc_id}"
    role.may(
        allow(
            "ec2:DeleteSubnet",
            f"{EC2}:subnet/*",
            StringEquals={"aws:ResourceTag/PersistentVnf": "vnf"},
            ArnEquals={"ec2:Vpc": vpc_arn},
        )
    )
    role.call("ec2:DeleteSubnet", SubnetId=vip_subnet(role.world))
    role.refused("ec2:DeleteSubnet", SubnetId=role.world.wan["eu-west-1a"])  # not ours


def test_6_delete_subnet_of_another_vpc(role: Role) -> None:
    role.may(allow("ec2:DeleteSubnet", "*", ArnEquals={"ec2:Vpc": f"{EC2}:vpc/vpc-of-a-neighbour"}))
    refusal = role.refused("ec2:DeleteSubnet", SubnetId=vip_subnet(role.world))
    assert (refusal.code, refusal.status) == ("UnauthorizedOperation", 403)


def test_6_associate_route_table_needs_table_and_subnet(role: Role) -> None:
    subnet_id, table_id = vip_subnet(role.world), role.world.route_table()
    table = allow("ec2:AssociateRouteTable", f"{EC2}:route-table/{table_id}")
    subnet = allow("ec2:AssociateRouteTable", f"{EC2}:subnet/{subnet_id}")
    role.may(table, subnet)
    role.call("ec2:AssociateRouteTable", SubnetId=subnet_id, RouteTableId=table_id)
    role.may(table)
    role.refused("ec2:AssociateRouteTable", SubnetId=subnet_id, RouteTableId=table_id)


def test_6_replace_association_evaluates_the_subnet_of_the_association(role: Role) -> None:
    subnet_id, table_id = vip_subnet(role.world), role.world.route_table()
    association_id = role.world.ec2.associate_route_table(
        SubnetId=subnet_id, RouteTableId=table_id
    )["AssociationId"]
    table = allow("ec2:ReplaceRouteTableAssociation", f"{EC2}:route-table/*")
    request = {"AssociationId": association_id, "RouteTableId": table_id}
    role.may(table)
    role.refused("ec2:ReplaceRouteTableAssociation", **request)
    role.may(table, allow("ec2:ReplaceRouteTableAssociation", f"{EC2}:subnet/{subnet_id}"))
    role.call("ec2:ReplaceRouteTableAssociation", **request)


def test_6_create_interface_needs_interface_subnet_and_groups(role: Role) -> None:
    world = role.world
    request = {"SubnetId": vip_subnet(world), "Groups": [world.group_id]}
    action = "ec2:CreateNetworkInterface"
    statements = [
        allow(action, f"{EC2}:network-interface/*"),
        allow(action, f"{EC2}:subnet/{request['SubnetId']}"),
        allow(action, f"{EC2}:security-group/{world.group_id}"),
    ]
    role.may(*statements)
    role.call(action, **request)
    for missing in statements:
        role.may(*[each for each in statements if each is not missing])
        role.refused(action, **request)


def test_6_attach_needs_instance_and_interface_and_instances_have_no_vpc(role: Role) -> None:
    world = role.world
    request = {"NetworkInterfaceId": world.vip(), "InstanceId": world.running(), "DeviceIndex": 1}
    vpc = {"ec2:Vpc": f"{EC2}:vpc/{world.vpc_id}"}
    interface = allow("ec2:AttachNetworkInterface", f"{EC2}:network-interface/*", ArnEquals=vpc)
    instance = allow(
        "ec2:AttachNetworkInterface",
        f"{EC2}:instance/*",
        StringEquals={"aws:ResourceTag/Name": "vnf"},
    )
    role.may(interface, instance)
    role.call("ec2:AttachNetworkInterface", **request)
    role.may(allow("ec2:AttachNetworkInterface", "*", ArnEquals=vpc))
    assert "instance/i-" in role.refused("ec2:AttachNetworkInterface", **request).message


def test_6_detach_finds_both_by_the_attachment(role: Role) -> None:
    world = role.world
    attachment_id = world.attached(world.vip(), world.running())
    role.may(allow("ec2:DetachNetworkInterface", f"{EC2}:network-interface/*"))
    assert (
        "instance/i-"
        in role.refused("ec2:DetachNetworkInterface", AttachmentId=attachment_id).message
    )
    role.may(
        allow("ec2:DetachNetworkInterface", [f"{EC2}:network-interface/*", f"{EC2}:instance/*"])
    )
    role.call("ec2:DetachNetworkInterface", AttachmentId=attachment_id, Force=True)


def test_6_modify_interface_tells_the_attribute_and_touches_groups(role: Role) -> None:
    eni_id = role.world.vip()
    interface = allow(
        "ec2:ModifyNetworkInterfaceAttribute",
        f"{EC2}:network-interface/{eni_id}",
        StringEquals={"ec2:Attribute": ["SourceDestCheck", "Groups"]},
    )
    role.may(interface)
    modify = "ec2:ModifyNetworkInterfaceAttribute"
    role.call(modify, NetworkInterfaceId=eni_id, SourceDestCheck={"Value": False})
    role.refused(modify, NetworkInterfaceId=eni_id, Description={"Value": "x"})
    role.refused(modify, NetworkInterfaceId=eni_id, Groups=[role.world.group_id])


def test_6_associate_address_evaluates_what_the_request_names(role: Role) -> None:
    allocation_id, eni_id = role.world.eip(), role.world.vip()
    address = allow(
        "ec2:AssociateAddress",
        f"{EC2}:elastic-ip/{allocation_id}",
        StringEquals={"ec2:AllocationId": allocation_id},
    )
    role.may(address, allow("ec2:AssociateAddress", f"{EC2}:network-interface/*"))
    role.call("ec2:AssociateAddress", AllocationId=allocation_id, NetworkInterfaceId=eni_id)
    other = role.world.eip()
    role.refused("ec2:AssociateAddress", AllocationId=other, NetworkInterfaceId=eni_id)


def test_6_reboot_by_tag_of_the_instance(role: Role) -> None:
    instance_id = role.world.running()
    role.may(allow("ec2:RebootInstances", "*", StringEquals={"aws:ResourceTag/Name": "another"}))
    role.refused("ec2:RebootInstances", InstanceIds=[instance_id])


@pytest.mark.parametrize("denies", [True, False])
def test_6_a_resource_that_is_gone_has_no_tags(role: Role, denies: bool) -> None:
    role.world.lab.switches.iam_denies_missing_resources = denies
    role.may(allow("ec2:DeleteSubnet", "*", StringEquals={"aws:ResourceTag/PersistentVnf": "vnf"}))
    if denies:
        role.refused("ec2:DeleteSubnet", SubnetId="subnet-0123456789abcdef0")
    else:  # EC2 itself will say NotFound
        role.call("ec2:DeleteSubnet", SubnetId="subnet-0123456789abcdef0")


def test_6_lifecycle_actions_on_the_group_arn(role: Role) -> None:
    arn = "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName"
    role.may(allow("autoscaling:CompleteLifecycleAction", f"{arn}/vnf"))
    role.call("autoscaling:CompleteLifecycleAction", AutoScalingGroupName="vnf")
    refusal = role.refused("autoscaling:CompleteLifecycleAction", AutoScalingGroupName="other")
    assert refusal.code == "AccessDenied"


def test_6_rules_by_arn(role: Role) -> None:
    role.may(allow("events:*", "arn:aws:events:eu-west-1:123456789012:rule/vnf-hooks"))
    role.call("events:DescribeRule", Name="vnf-hooks")
    role.call("events:ListTargetsByRule", Rule="vnf-hooks")
    assert role.refused("events:DisableRule", Name="other").code == "AccessDeniedException"


def test_6_log_streams_need_the_trailing_star(role: Role) -> None:
    group = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/f"
    stream = {"logGroupName": "/aws/lambda/f", "logStreamName": "2026/11/23/[$LATEST]0"}
    role.may(allow("logs:PutLogEvents", f"{group}:*"))
    role.call("logs:PutLogEvents", **stream)
    role.may(allow("logs:PutLogEvents", group))
    role.refused("logs:PutLogEvents", **stream)


def test_6_an_unlisted_action_is_a_gap(world: World) -> None:
    role = Role(world)
    role.may(allow("*", "*"))
    with pytest.raises(LabGap, match="ec2:DeleteVpc"):
        role.call("ec2:DeleteVpc", VpcId=world.vpc_id)
    assert [gap.where for gap in world.lab.gaps.all] == ["ec2:DeleteVpc"]
    world.lab.gaps.all.clear()


def test_managed_policies_and_the_boundary_count(role: Role) -> None:
    managed = role.iam.create_policy(
        PolicyName="describe", PolicyDocument=document(allow("ec2:Describe*", "*"))
    )["Policy"]["Arn"]
    role.iam.attach_role_policy(RoleName="hook-handler", PolicyArn=managed)
    role.call("ec2:DescribeSubnets")
    boundary = role.iam.create_policy(
        PolicyName="boundary", PolicyDocument=document(allow("autoscaling:*", "*"))
    )["Policy"]["Arn"]
    role.iam.put_role_permissions_boundary(RoleName="hook-handler", PermissionsBoundary=boundary)
    assert "permissions boundary" in role.refused("ec2:DescribeSubnets").message


def test_used_and_denied_are_remembered(role: Role) -> None:
    role.may(allow("ec2:DescribeSubnets", "*"))
    role.call("ec2:DescribeSubnets")
    role.refused("ec2:DescribeInstances")
    iam = role.world.lab.iam
    assert iam.used == {(role.arn, "ec2:DescribeSubnets")}
    assert [(each.role_arn, each.action) for each in iam.denied] == [
        (role.arn, "ec2:DescribeInstances")
    ]


def delegating_key() -> str:
    """With the default key policy, which delegates to the account."""
    return str(client("kms").create_key()["KeyMetadata"]["Arn"])


def encrypted_topic(key_arn: str) -> str:
    sns = client("sns")
    made = sns.create_topic(Name="vnf", Attributes={"KmsMasterKeyId": key_arn})
    return str(made["TopicArn"])


def test_8_publish_to_an_encrypted_topic_needs_its_key(role: Role) -> None:
    key_arn = delegating_key()
    topic = encrypted_topic(key_arn)
    publish = allow("sns:Publish", topic)
    role.may(publish)
    refusal = role.refused("sns:Publish", TopicArn=topic)
    assert (refusal.code, refusal.status) == ("KMSAccessDenied", 400)
    via = {"kms:ViaService": "sns.eu-west-1.amazonaws.com"}
    role.may(publish, allow(["kms:GenerateDataKey*", "kms:Decrypt"], key_arn, StringEquals=via))
    role.call("sns:Publish", TopicArn=topic)
    assert (role.arn, "kms:GenerateDataKey") in role.world.lab.iam.used


def test_8_a_plain_topic_needs_no_key(role: Role) -> None:
    topic = client("sns").create_topic(Name="vnf")["TopicArn"]
    role.may(allow("sns:Publish", topic))
    role.call("sns:Publish", TopicArn=topic)


def test_8_keys_of_aws_need_no_permission(role: Role) -> None:
    topic = encrypted_topic("alias/aws/sns")
    role.may(allow("sns:Publish", topic))
    role.call("sns:Publish", TopicArn=topic)


def test_8_send_to_an_encrypted_queue_needs_its_key(role: Role) -> None:
    key_arn = delegating_key()
    url = client("sqs").create_queue(QueueName="failed", Attributes={"KmsMasterKeyId": key_arn})[
        "QueueUrl"
    ]
    send = allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:failed")
    role.may(send)
    role.refused("sqs:SendMessage", QueueUrl=url)
    role.may(send, allow(["kms:GenerateDataKey", "kms:Decrypt"], key_arn))
    role.call("sqs:SendMessage", QueueUrl=url)


def test_8_identity_policies_count_only_where_the_key_delegates(role: Role) -> None:
    service_only = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "kms:*",
        "Resource": "*",
    }
    kms = client("kms")
    made = kms.create_key(Policy=document(service_only))
    key_arn = made["KeyMetadata"]["Arn"]
    topic = encrypted_topic(key_arn)
    role.may(allow(["sns:Publish", "kms:*"], "*"))
    role.refused("sns:Publish", TopicArn=topic)
    to_role = service_only | {"Principal": {"AWS": role.arn}}
    kms.put_key_policy(KeyId=key_arn, PolicyName="default", Policy=document(to_role))
    role.may(allow("sns:Publish", topic))
    role.call("sns:Publish", TopicArn=topic)
