"""Network ACLs of subnets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.worlds.ec2 import Ec2World, refusal, small_world


def _acl(world: Ec2World, vpc_id: str | None = None) -> str:
    made = world.ec2.create_network_acl(VpcId=vpc_id or world.vpc_id)
    return str(made["NetworkAcl"]["NetworkAclId"])


def _of_subnet(world: Ec2World, subnet_id: str) -> dict[str, Any]:
    """The network ACL of a subnet, with the id of their association as `AssociationId`."""
    [found] = world.ec2.describe_network_acls(
        Filters=[{"Name": "association.subnet-id", "Values": [subnet_id]}]
    )["NetworkAcls"]
    [association] = [each for each in found["Associations"] if each["SubnetId"] == subnet_id]
    return dict(found) | {"AssociationId": association["NetworkAclAssociationId"]}


def _replace(world: Ec2World, association_id: str, acl_id: str) -> str:
    made = world.ec2.replace_network_acl_association(
        AssociationId=association_id, NetworkAclId=acl_id
    )
    return str(made["NewAssociationId"])


@pytest.mark.behaviour("network-acl-of-a-subnet")
@pytest.mark.moto
def test_a_new_subnet_has_the_default_network_acl(world: Ec2World) -> None:
    """Of its VPC."""
    found = _of_subnet(world, world.vip_subnet())
    assert found["IsDefault"]
    assert found["VpcId"] == world.vpc_id


@pytest.mark.behaviour("network-acl-of-a-subnet")
@pytest.mark.moto
def test_a_subnet_gets_another_network_acl(world: Ec2World) -> None:
    """Under a new association id."""
    subnet_id, acl_id = world.vip_subnet(), _acl(world)
    old_id = _of_subnet(world, subnet_id)["AssociationId"]
    new_id = _replace(world, old_id, acl_id)
    found = _of_subnet(world, subnet_id)
    assert (found["NetworkAclId"], found["AssociationId"]) == (acl_id, new_id)
    assert new_id != old_id


@pytest.mark.behaviour("network-acl-of-a-subnet")
def test_an_association_that_was_replaced_is_gone(world: Ec2World) -> None:
    """InvalidAssociationID.NotFound."""
    subnet_id, acl_id = world.vip_subnet(), _acl(world)
    old_id = _of_subnet(world, subnet_id)["AssociationId"]
    _replace(world, old_id, acl_id)
    assert refusal(
        world.ec2.replace_network_acl_association, AssociationId=old_id, NetworkAclId=acl_id
    ) == ("InvalidAssociationID.NotFound", f"The association ID '{old_id}' does not exist")


@pytest.mark.behaviour("network-acl-of-a-subnet")
def test_an_unknown_network_acl_changes_nothing(world: Ec2World) -> None:
    subnet_id = world.vip_subnet()
    before = _of_subnet(world, subnet_id)
    code, _ = refusal(
        world.ec2.replace_network_acl_association,
        AssociationId=before["AssociationId"],
        NetworkAclId="acl-0123456789abcdef0",
    )
    assert code == "InvalidNetworkAclID.NotFound"
    assert _of_subnet(world, subnet_id) == before


@pytest.mark.behaviour("network-acl-of-a-subnet")
def test_a_network_acl_of_another_vpc(world: Ec2World) -> None:
    subnet_id, foreign_id = world.vip_subnet(), _acl(world, world.vpc("10.99.0.0/16"))
    before = _of_subnet(world, subnet_id)
    code, message = refusal(
        world.ec2.replace_network_acl_association,
        AssociationId=before["AssociationId"],
        NetworkAclId=foreign_id,
    )
    assert code == "InvalidParameterValue"
    assert "belong to different networks" in message
    assert _of_subnet(world, subnet_id) == before


@pytest.mark.behaviour("network-acl-of-a-subnet")
def test_a_network_acl_is_kept_by_its_subnet(world: Ec2World) -> None:
    """DependencyViolation, until the subnet is deleted."""
    subnet_id, acl_id = world.vip_subnet(), _acl(world)
    _replace(world, _of_subnet(world, subnet_id)["AssociationId"], acl_id)
    code, _ = refusal(world.ec2.delete_network_acl, NetworkAclId=acl_id)
    assert code == "DependencyViolation"
    world.ec2.delete_subnet(SubnetId=subnet_id)
    world.ec2.delete_network_acl(NetworkAclId=acl_id)


@pytest.mark.behaviour("deleting-a-vpc")
def test_a_vpc_with_a_network_acl_of_its_own_is_not_deleted(world: Ec2World) -> None:
    """DependencyViolation; the default one goes with it."""
    vpc_id = world.vpc("10.99.0.0/16")
    acl_id = _acl(world, vpc_id)
    code, _ = refusal(world.ec2.delete_vpc, VpcId=vpc_id)
    assert code == "DependencyViolation"
    world.ec2.delete_network_acl(NetworkAclId=acl_id)
    world.ec2.delete_vpc(VpcId=vpc_id)


@pytest.mark.behaviour("network-acl-of-a-subnet")
def test_an_acl_is_found_by_its_id_and_by_what_it_does(world: Ec2World) -> None:
    """An ACL that somebody made denies everything until it has rules."""
    acl_id = _acl(world)
    by_id = {"Name": "network-acl-id", "Values": [acl_id]}
    allowing = {"Name": "entry.rule-action", "Values": ["allow"]}
    found = world.ec2.describe_network_acls(Filters=[by_id])["NetworkAcls"]
    assert [each["NetworkAclId"] for each in found] == [acl_id]
    assert world.ec2.describe_network_acls(Filters=[by_id, allowing])["NetworkAcls"] == []


@pytest.mark.behaviour("dry-runs")
def test_a_dry_run_replaces_nothing(world: Ec2World) -> None:
    subnet_id = world.vip_subnet()
    before = _of_subnet(world, subnet_id)
    code, _ = refusal(
        world.ec2.replace_network_acl_association,
        AssociationId=before["AssociationId"],
        NetworkAclId=_acl(world),
        DryRun=True,
    )
    assert code == "DryRunOperation"
    assert _of_subnet(world, subnet_id) == before


@pytest.mark.behaviour("ec2-eventual-consistency")
def test_a_network_acl_is_seen_late() -> None:
    """The association that is shown may be gone already."""
    with small_world(stale_describe_seconds=(3, 3)) as world:
        subnet_id, acl_id = world.vip_subnet(), _acl(world)
        world.pass_time(3)
        before = _of_subnet(world, subnet_id)
        _replace(world, before["AssociationId"], acl_id)
        assert _of_subnet(world, subnet_id)["NetworkAclId"] == before["NetworkAclId"]
        world.pass_time(3)
        assert _of_subnet(world, subnet_id)["NetworkAclId"] == acl_id
