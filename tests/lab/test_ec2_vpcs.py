"""What a VPC still holds blocks its deletion.

So a VIP subnet or interface that was forgotten blocks `terraform destroy` in the lab too.
"""

from __future__ import annotations

import pytest

from tests.support.worlds.ec2 import ZONE_A, ZONE_B, Ec2World, refusal


def _empty(world: Ec2World) -> None:
    """Take away all that the world has put into its VPC, but not the VPC."""
    world.ec2.detach_internet_gateway(InternetGatewayId=world.gateway_id, VpcId=world.vpc_id)
    for zone in (ZONE_A, ZONE_B):
        world.ec2.delete_subnet(SubnetId=world.wan[zone])
    world.ec2.delete_security_group(GroupId=world.group_id)


def _delete_vpc(world: Ec2World) -> str:
    return refusal(world.ec2.delete_vpc, VpcId=world.vpc_id)[0]


@pytest.mark.behaviour("deleting-a-vpc")
@pytest.mark.moto
def test_delete_an_empty_vpc(world: Ec2World) -> None:
    """Default group, main table and default ACL go with it."""
    _empty(world)
    world.ec2.delete_vpc(VpcId=world.vpc_id)
    assert refusal(world.ec2.describe_vpcs, VpcIds=[world.vpc_id])[0] == "InvalidVpcID.NotFound"


@pytest.mark.behaviour("deleting-a-vpc")
@pytest.mark.moto
def test_delete_vpc_with_a_forgotten_vip_subnet(world: Ec2World) -> None:
    """DependencyViolation."""
    subnet_id = world.vip_subnet()
    _empty(world)
    assert _delete_vpc(world) == "DependencyViolation"
    world.ec2.delete_subnet(SubnetId=subnet_id)
    world.ec2.delete_vpc(VpcId=world.vpc_id)


@pytest.mark.behaviour("deleting-a-vpc")
def test_delete_vpc_with_an_internet_gateway(world: Ec2World) -> None:
    """DependencyViolation."""
    _empty(world)
    world.ec2.attach_internet_gateway(InternetGatewayId=world.gateway_id, VpcId=world.vpc_id)
    assert _delete_vpc(world) == "DependencyViolation"


@pytest.mark.behaviour("deleting-a-vpc")
def test_delete_vpc_with_a_security_group(world: Ec2World) -> None:
    """Any group but the default one."""
    _empty(world)
    world.group("left over", world.vpc_id)
    assert _delete_vpc(world) == "DependencyViolation"


@pytest.mark.behaviour("deleting-a-vpc")
@pytest.mark.moto
def test_delete_vpc_with_a_route_table(world: Ec2World) -> None:
    """Any table but the main one."""
    _empty(world)
    world.route_table()
    assert _delete_vpc(world) == "DependencyViolation"


@pytest.mark.behaviour("deleting-a-vpc")
def test_delete_vpc_with_an_endpoint(world: Ec2World) -> None:
    """Gateway endpoints belong to no subnet, and block as well."""
    _empty(world)
    made = world.ec2.create_vpc_endpoint(
        VpcEndpointType="Gateway",
        VpcId=world.vpc_id,
        ServiceName="com.amazonaws.eu-west-1.s3",
    )
    assert _delete_vpc(world) == "DependencyViolation"
    world.ec2.delete_vpc_endpoints(VpcEndpointIds=[made["VpcEndpoint"]["VpcEndpointId"]])
    world.ec2.delete_vpc(VpcId=world.vpc_id)


@pytest.mark.behaviour("deleting-a-vpc")
def test_detach_internet_gateway_with_a_mapped_address(world: Ec2World) -> None:
    """DependencyViolation while an EIP is associated in the VPC."""
    association_id = world.associate(world.eip(), world.vip())
    detach = world.ec2.detach_internet_gateway
    wanted = {"InternetGatewayId": world.gateway_id, "VpcId": world.vpc_id}
    code, message = refusal(detach, **wanted)
    assert code == "DependencyViolation"
    assert message.startswith(f"Network {world.vpc_id} has some mapped public address(es).")
    world.ec2.disassociate_address(AssociationId=association_id)
    detach(**wanted)


@pytest.mark.behaviour("deleting-a-security-group")
def test_delete_security_group_worn_by_an_interface(world: Ec2World) -> None:
    """The VIP's interface must be gone first."""
    group_id = world.group("vip", world.vpc_id)
    eni_id = world.interface(world.vip_subnet(), Groups=[group_id])
    delete = world.ec2.delete_security_group
    assert refusal(delete, GroupId=group_id) == (
        "DependencyViolation",
        f"resource {group_id} has a dependent object",
    )
    world.ec2.delete_network_interface(NetworkInterfaceId=eni_id)
    delete(GroupId=group_id)


@pytest.mark.behaviour("deleting-a-security-group")
def test_delete_security_group_named_in_a_rule(world: Ec2World) -> None:
    """A rule of another group depends on it; one of its own does not."""
    group_id = world.group("vip", world.vpc_id)
    rule = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group_id}]}
    for owner_id in (group_id, world.group_id):
        world.ec2.authorize_security_group_ingress(GroupId=owner_id, IpPermissions=[rule])
    delete = world.ec2.delete_security_group
    assert refusal(delete, GroupId=group_id)[0] == "DependencyViolation"
    world.ec2.revoke_security_group_ingress(GroupId=world.group_id, IpPermissions=[rule])
    delete(GroupId=group_id)


@pytest.mark.behaviour("default-security-group")
def test_the_default_group_lets_its_members_talk_to_each_other(world: Ec2World) -> None:
    """AWS's own rules of it, in and out."""
    ours = [
        {"Name": "vpc-id", "Values": [world.vpc_id]},
        {"Name": "group-name", "Values": ["default"]},
    ]
    [group] = world.ec2.describe_security_groups(Filters=ours)["SecurityGroups"]
    [ingress], [egress] = group["IpPermissions"], group["IpPermissionsEgress"]
    assert ingress["IpProtocol"] == egress["IpProtocol"] == "-1"
    assert [each["GroupId"] for each in ingress["UserIdGroupPairs"]] == [group["GroupId"]]
    assert egress["IpRanges"] == [{"CidrIp": "0.0.0.0/0"}]


@pytest.mark.behaviour("deleting-a-security-group")
def test_delete_a_security_group_that_an_endpoint_wears(world: Ec2World) -> None:
    """DependencyViolation, as for the group of any interface."""
    endpoint = world.ec2.create_vpc_endpoint(
        VpcId=world.vpc_id,
        VpcEndpointType="Interface",
        ServiceName="com.amazonaws.eu-west-1.ssm",
        SubnetIds=[world.wan[ZONE_A]],
        SecurityGroupIds=[world.group_id],
    )["VpcEndpoint"]["VpcEndpointId"]
    refused = refusal(world.ec2.delete_security_group, GroupId=world.group_id)
    assert refused[0] == "DependencyViolation"
    world.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])
    world.ec2.delete_security_group(GroupId=world.group_id)
