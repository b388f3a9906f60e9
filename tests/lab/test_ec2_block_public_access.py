"""VPC Block Public Access, as far as a check can read it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.worlds.ec2 import ZONE_A, ZONE_B, Ec2World, refusal, small_world

KIND = "vpc-block-public-access-exclusion"


def options(world: Ec2World) -> dict[str, Any]:
    seen = world.ec2.describe_vpc_block_public_access_options()
    return dict(seen["VpcBlockPublicAccessOptions"])


def block(world: Ec2World, mode: str) -> dict[str, Any]:
    made = world.ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode=mode)
    return dict(made["VpcBlockPublicAccessOptions"])


def exclude(world: Ec2World, mode: str = "allow-bidirectional", **what: Any) -> dict[str, Any]:
    made = world.ec2.create_vpc_block_public_access_exclusion(
        InternetGatewayExclusionMode=mode, **what
    )
    return dict(made["VpcBlockPublicAccessExclusion"])


def seen(world: Ec2World, **asked: Any) -> list[dict[str, Any]]:
    found = world.ec2.describe_vpc_block_public_access_exclusions(**asked)
    return list(found["VpcBlockPublicAccessExclusions"])


def shown(world: Ec2World) -> tuple[str, ...]:
    """The mode that the VPC shows, and its WAN subnet in each zone."""
    vpcs = world.ec2.describe_vpcs(VpcIds=[world.vpc_id])["Vpcs"]
    subnets = [
        world.ec2.describe_subnets(SubnetIds=[world.wan[zone]])["Subnets"][0]
        for zone in (ZONE_A, ZONE_B)
    ]
    states = [each["BlockPublicAccessStates"] for each in (*vpcs, *subnets)]
    return tuple(each["InternetGatewayBlockMode"] for each in states)


@pytest.mark.behaviour("vpc-block-public-access")
def test_it_is_off_until_somebody_sets_it(world: Ec2World) -> None:
    assert options(world) == {
        "AwsAccountId": world.lab.account,
        "AwsRegion": world.lab.region,
        "State": "default-state",
        "InternetGatewayBlockMode": "off",
        "Reason": "Default State",
        "ManagedBy": "account",
        "ExclusionsAllowed": "allowed",
    }


@pytest.mark.behaviour("vpc-block-public-access")
@pytest.mark.parametrize("mode", ["block-bidirectional", "block-ingress"])
def test_it_is_set_in_the_background(mode: str) -> None:
    """The new mode shows at once."""
    with small_world(block_public_access_seconds=(30, 30)) as world:
        assert block(world, mode)["State"] == "update-in-progress"
        assert options(world)["InternetGatewayBlockMode"] == mode
        assert options(world)["State"] == "update-in-progress"
        world.pass_time(30)
        assert (options(world)["State"], "Reason" in options(world)) == ("update-complete", False)
        block(world, "off")
        world.pass_time(30)
        assert options(world)["InternetGatewayBlockMode"] == "off"


@pytest.mark.behaviour("vpc-block-public-access")
def test_an_unknown_mode_is_refused(world: Ec2World) -> None:
    modify = world.ec2.modify_vpc_block_public_access_options
    assert refusal(modify, InternetGatewayBlockMode="on")[0] == "InvalidParameterValue"
    create = world.ec2.create_vpc_block_public_access_exclusion
    wrong = {"VpcId": world.vpc_id, "InternetGatewayExclusionMode": "off"}
    assert refusal(create, **wrong)[0] == "InvalidParameterValue"
    assert options(world)["State"] == "default-state"
    assert seen(world) == []


@pytest.mark.behaviour("vpc-block-public-access")
def test_vpcs_and_subnets_are_excluded() -> None:
    """Wholly or for egress, also while it is off; found by the ARN of what is excluded."""
    with small_world(block_public_access_seconds=(30, 30)) as world:
        tags = [{"Key": "Team", "Value": "voice"}]
        vpc = exclude(
            world,
            VpcId=world.vpc_id,
            TagSpecifications=[{"ResourceType": KIND, "Tags": tags}],
        )
        subnet = exclude(world, "allow-egress", SubnetId=world.wan[ZONE_A])
        assert vpc["ResourceArn"].endswith(f":vpc/{world.vpc_id}")
        assert subnet["ResourceArn"].endswith(f":subnet/{world.wan[ZONE_A]}")
        assert [each["State"] for each in seen(world)] == ["create-in-progress"] * 2
        world.pass_time(30)
        by_arn = [{"Name": "resource-arn", "Values": [vpc["ResourceArn"]]}]
        [found] = seen(world, Filters=by_arn)
        assert (found["State"], found["Tags"]) == ("create-complete", tags)
        [other] = seen(world, ExclusionIds=[subnet["ExclusionId"]])
        assert other["InternetGatewayExclusionMode"] == "allow-egress"


@pytest.mark.behaviour("vpc-block-public-access")
def test_an_exclusion_ends() -> None:
    with small_world(block_public_access_seconds=(30, 30)) as world:
        made = exclude(world, VpcId=world.vpc_id)["ExclusionId"]
        gone = world.ec2.delete_vpc_block_public_access_exclusion(ExclusionId=made)
        assert gone["VpcBlockPublicAccessExclusion"]["State"] == "delete-in-progress"
        world.pass_time(30)
        assert [each["State"] for each in seen(world)] == ["delete-complete"]
        in_force = [{"Name": "state", "Values": ["create-complete"]}]
        assert seen(world, Filters=in_force) == []


@pytest.mark.behaviour("vpc-block-public-access")
@pytest.mark.parametrize("mode", ["off", "block-bidirectional", "block-ingress"])
def test_vpc_and_subnet_show_the_mode(world: Ec2World, mode: str) -> None:
    block(world, mode)
    made = world.ec2.create_subnet(VpcId=world.vpc_id, CidrBlock="10.16.10.0/24")["Subnet"]
    assert made["BlockPublicAccessStates"] == {"InternetGatewayBlockMode": mode}
    assert shown(world) == (mode, mode, mode)


@pytest.mark.behaviour("vpc-block-public-access")
def test_a_vpcs_exclusion_shows_in_its_subnets() -> None:
    """Once it is made, until it is deleted."""
    with small_world(block_public_access_seconds=(30, 30)) as world:
        block(world, "block-bidirectional")
        made = exclude(world, VpcId=world.vpc_id)["ExclusionId"]
        assert shown(world) == ("block-bidirectional",) * 3
        world.pass_time(30)
        assert shown(world) == ("off",) * 3
        world.ec2.delete_vpc_block_public_access_exclusion(ExclusionId=made)
        assert shown(world) == ("off",) * 3
        world.pass_time(30)
        assert shown(world) == ("block-bidirectional",) * 3


@pytest.mark.behaviour("vpc-block-public-access")
def test_a_subnets_exclusion_shows_in_that_subnet_alone() -> None:
    """One for egress leaves ingress blocked."""
    with small_world(block_public_access_seconds=(0, 0)) as world:
        block(world, "block-bidirectional")
        exclude(world, SubnetId=world.wan[ZONE_A])
        assert shown(world) == ("block-bidirectional", "off", "block-bidirectional")
        exclude(world, "allow-egress", SubnetId=world.wan[ZONE_B])
        assert shown(world) == ("block-bidirectional", "off", "block-ingress")


@pytest.mark.behaviour("vpc-block-public-access")
def test_what_is_not_there_is_not_found(world: Ec2World) -> None:
    """VPC, subnet and exclusion."""
    create = world.ec2.create_vpc_block_public_access_exclusion
    mode = {"InternetGatewayExclusionMode": "allow-egress"}
    unknown = {"ExclusionId": "vpcbpa-exclude-0123456789abcdef0"}
    assert refusal(create, VpcId="vpc-0123456789abcdef0", **mode)[0] == "InvalidVpcID.NotFound"
    missing = refusal(create, SubnetId="subnet-0123456789abcdef0", **mode)
    assert missing[0] == "InvalidSubnetID.NotFound"
    delete = world.ec2.delete_vpc_block_public_access_exclusion
    assert refusal(delete, **unknown)[0] == "InvalidVpcBlockPublicAccessExclusionId.NotFound"
