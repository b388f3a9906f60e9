"""Groups of several instance types, zones that have none of one, Capacity Reservations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.context import Lab
from lab.in_process import client, simulated
from tests.support.worlds.auto_scaling import AZ_A, AZ_B, GROUP, GroupWorld, build, create

PREFERRED, SECOND, THIRD = "c5.large", "c6i.large", "m5.large"
ALL_TYPES = (PREFERRED, SECOND, THIRD)
ON_DEMAND = {
    "OnDemandAllocationStrategy": "prioritized",
    "OnDemandBaseCapacity": 0,
    "OnDemandPercentageAboveBaseCapacity": 100,
    "SpotAllocationStrategy": "lowest-price",
    "SpotInstancePools": 2,
}


def policy(*types: str, **distribution: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "LaunchTemplate": {
            "LaunchTemplateSpecification": {"LaunchTemplateName": GROUP, "Version": "$Latest"},
            "Overrides": [{"InstanceType": each} for each in types],
        }
    }
    return given | ({"InstancesDistribution": distribution} if distribution else {})


def mixed(lab: Lab, *types: str) -> GroupWorld:
    return build(lab, LaunchTemplate=None, MixedInstancesPolicy=policy(*types or ALL_TYPES))


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=3) as active:
        yield active
        active.gaps.check()


def sell_out(lab: Lab, *types: str, zones: tuple[str, ...] = (AZ_A, AZ_B)) -> None:
    lab.ec2.sold_out |= {(each, zone) for each in types for zone in zones}


def failures(world: GroupWorld) -> list[str]:
    """What the failed activities say, the first one first."""
    failed = [each for each in world.activities() if each["StatusCode"] == "Failed"]
    return [str(each["StatusMessage"]) for each in reversed(failed)]


def refusal(zone: str, instance_type: str) -> str:
    return (
        f"We currently do not have sufficient {instance_type} capacity in the Availability Zone "
        f"you requested ({zone}). Our system will be working on provisioning additional capacity. "
        "Launching EC2 instance failed."
    )


def fleet_refusal(zone: str, instance_type: str) -> str:
    words = refusal(zone, instance_type)
    return f"Could not launch On-Demand Instances. InsufficientInstanceCapacity - {words}"


# --- the policy as it is read back --------------------------------------------------------------


@pytest.mark.behaviour("mixed-instances-policy")
def test_a_policy_is_read_back_with_its_defaults_and_without_a_template_beside(lab: Lab) -> None:
    group = mixed(lab).described()
    template = group["MixedInstancesPolicy"]["LaunchTemplate"]
    assert template["Overrides"] == [{"InstanceType": each} for each in ALL_TYPES]
    assert template["LaunchTemplateSpecification"]["LaunchTemplateName"] == GROUP
    assert template["LaunchTemplateSpecification"]["Version"] == "$Latest"
    assert group["MixedInstancesPolicy"]["InstancesDistribution"] == ON_DEMAND
    assert "LaunchTemplate" not in group


@pytest.mark.behaviour("mixed-instances-policy")
def test_an_empty_price_is_none(lab: Lab) -> None:
    """As Terraform's provider sends it for a policy without Spot Instances."""
    given = policy(PREFERRED, SpotMaxPrice="", OnDemandPercentageAboveBaseCapacity=100)
    group = build(lab, LaunchTemplate=None, MixedInstancesPolicy=given).described()
    assert group["MixedInstancesPolicy"]["InstancesDistribution"] == ON_DEMAND


@pytest.mark.behaviour("attributes-of-a-group")
def test_an_update_of_something_else_leaves_the_policy(lab: Lab) -> None:
    world = mixed(lab)
    before = world.described()["MixedInstancesPolicy"]
    world.api.update_auto_scaling_group(AutoScalingGroupName=GROUP, DefaultCooldown=10)
    assert world.described()["MixedInstancesPolicy"] == before


@pytest.mark.behaviour("attributes-of-a-group")
def test_an_update_of_the_types_leaves_the_distribution(lab: Lab) -> None:
    world = mixed(lab)
    name = {"AutoScalingGroupName": GROUP}
    base = policy(*ALL_TYPES, OnDemandBaseCapacity=1)
    world.api.update_auto_scaling_group(**name, MixedInstancesPolicy=base)
    world.api.update_auto_scaling_group(**name, MixedInstancesPolicy=policy(SECOND))
    shown = world.described()["MixedInstancesPolicy"]
    assert shown["LaunchTemplate"]["Overrides"] == [{"InstanceType": SECOND}]
    assert shown["InstancesDistribution"] == ON_DEMAND | {"OnDemandBaseCapacity": 1}


@pytest.mark.behaviour("mixed-instances-policy")
def test_a_group_changes_between_a_template_and_a_policy_in_place(lab: Lab) -> None:
    world = build(lab)
    member = world.serve()
    name = {"AutoScalingGroupName": GROUP}
    world.api.update_auto_scaling_group(**name, MixedInstancesPolicy=policy(*ALL_TYPES))
    assert "LaunchTemplate" not in world.described()
    plain = {"LaunchTemplateId": world.template_id, "Version": "1"}
    world.api.update_auto_scaling_group(**name, LaunchTemplate=plain)
    group = world.described()
    assert "MixedInstancesPolicy" not in group
    assert group["LaunchTemplate"]["Version"] == "1"
    lab.clock.sleep(600)
    assert world.members == [member]


@pytest.mark.behaviour("mixed-instances-policy")
def test_a_template_and_a_policy_at_once_are_refused(lab: Lab) -> None:
    world = build(lab)
    with pytest.raises(ClientError, match="Valid requests must contain either") as created:
        create(world, AutoScalingGroupName="other", MixedInstancesPolicy=policy(PREFERRED))
    both = {
        "LaunchTemplate": {"LaunchTemplateId": world.template_id},
        "MixedInstancesPolicy": policy(PREFERRED),
    }
    with pytest.raises(ClientError, match="Valid requests must contain either") as updated:
        world.api.update_auto_scaling_group(AutoScalingGroupName=GROUP, **both)
    codes = [each.value.response["Error"]["Code"] for each in (created, updated)]
    assert codes == ["ValidationError"] * 2


WEIGHTED: dict[str, Any] = policy()
WEIGHTED["LaunchTemplate"]["Overrides"] = [{"InstanceType": PREFERRED, "WeightedCapacity": "2"}]


@pytest.mark.behaviour("what-is-read-back")
@pytest.mark.parametrize(
    "given",
    [
        policy(PREFERRED, OnDemandPercentageAboveBaseCapacity=50),
        policy(PREFERRED, OnDemandAllocationStrategy="lowest-price"),
        policy(PREFERRED, SpotMaxPrice="1"),
        WEIGHTED,
        {"InstancesDistribution": {"OnDemandBaseCapacity": 1}},
    ],
    ids=["spot", "price", "bid", "weights", "part"],
)
def test_what_a_policy_would_store_and_not_do_is_a_gap(given: dict[str, Any]) -> None:
    with simulated() as lab:
        world = build(lab)
        with pytest.raises(ClientError, match="NotModelled"):
            world.api.update_auto_scaling_group(
                AutoScalingGroupName=GROUP, MixedInstancesPolicy=given
            )
        assert len(lab.gaps.all) == 1


# --- which type comes, and where ----------------------------------------------------------------


@pytest.mark.behaviour("mixed-instances-policy")
def test_the_first_type_is_preferred(lab: Lab) -> None:
    world = mixed(lab)
    member = world.serve()
    [shown] = world.described()["Instances"]
    assert (member.instance_type, shown["InstanceType"]) == (PREFERRED, PREFERRED)
    assert shown["LaunchTemplate"]["LaunchTemplateName"] == GROUP
    found = client("ec2").describe_instances(InstanceIds=[member.instance_id])
    assert found["Reservations"][0]["Instances"][0]["InstanceType"] == PREFERRED


@pytest.mark.behaviour("mixed-instances-policy")
def test_without_types_of_its_own_a_policy_launches_the_templates(lab: Lab) -> None:
    group = {"LaunchTemplate": None, "MixedInstancesPolicy": policy()}
    assert build(lab, **group).serve().instance_type == "t3.small"


@pytest.mark.behaviour("mixed-instances-policy")
def test_the_next_type_comes_where_the_first_is_sold_out(lab: Lab) -> None:
    world = mixed(lab)
    sell_out(lab, PREFERRED)
    lab.groups.force_az = AZ_A
    member = world.serve()
    assert (member.instance_type, member.availability_zone) == (SECOND, AZ_A)
    assert failures(world) == []


@pytest.mark.behaviour("mixed-instances-policy")
@pytest.mark.parametrize(
    ("first", "came"), [(True, (THIRD, AZ_A)), (False, (PREFERRED, AZ_B))], ids=["types", "zones"]
)
def test_all_types_in_a_zone_or_the_first_one_in_all_zones(
    lab: Lab, first: bool, came: tuple[str, str]
) -> None:
    lab.switches.types_before_zones = first
    world = mixed(lab)
    sell_out(lab, PREFERRED, SECOND, zones=(AZ_A,))
    lab.groups.force_az = AZ_A
    member = world.serve()
    assert (member.instance_type, member.availability_zone) == came


@pytest.mark.behaviour("insufficient-capacity")
@pytest.mark.parametrize("first", [True, False])
def test_a_zone_without_any_of_the_types_is_left_for_another(lab: Lab, first: bool) -> None:
    lab.switches.types_before_zones = first
    world = mixed(lab, PREFERRED, SECOND)
    sell_out(lab, PREFERRED)
    sell_out(lab, SECOND, zones=(AZ_A,))
    lab.groups.force_az = AZ_A
    member = world.serve()
    assert (member.instance_type, member.availability_zone) == (SECOND, AZ_B)
    assert failures(world)[-1] == fleet_refusal(AZ_A, SECOND)


@pytest.mark.behaviour("insufficient-capacity")
@pytest.mark.parametrize("first", [True, False])
def test_launches_fail_while_no_zone_has_any_type(lab: Lab, first: bool) -> None:
    """Each try is a failed activity, and no lifecycle event; a type that comes back is launched."""
    lab.switches.types_before_zones = first
    world = mixed(lab, PREFERRED, SECOND)
    sell_out(lab, PREFERRED, SECOND)
    world.scale(1)
    lab.clock.sleep(600)
    assert world.members == []
    last = {fleet_refusal(zone, SECOND) for zone in (AZ_A, AZ_B)}
    others = set() if first else {fleet_refusal(zone, PREFERRED) for zone in (AZ_A, AZ_B)}
    assert set(failures(world)) == last | others
    lab.ec2.sold_out.remove((SECOND, AZ_B))
    [member] = world.reach("Pending:Wait")
    assert (member.instance_type, member.availability_zone) == (SECOND, AZ_B)


@pytest.mark.behaviour("insufficient-capacity")
def test_a_group_of_one_type_says_so_without_a_fleet(lab: Lab) -> None:
    world = build(lab)
    sell_out(lab, "t3.small", zones=(AZ_A,))
    lab.groups.force_az = AZ_A
    assert world.serve().availability_zone == AZ_B
    assert failures(world) == [refusal(AZ_A, "t3.small")]


@pytest.mark.behaviour("insufficient-capacity")
def test_other_types_of_the_zone_are_to_be_had(lab: Lab) -> None:
    """A zone that has none of one type serves the others."""
    world = build(lab)
    sell_out(lab, PREFERRED)
    world.serve()
    assert failures(world) == []


@pytest.mark.behaviour("insufficient-capacity")
def test_a_stopped_instance_is_not_started_where_its_type_is_sold_out(lab: Lab) -> None:
    world, ec2 = build(lab), client("ec2")
    subnet = world.subnets[AZ_A]
    made = ec2.run_instances(
        ImageId="ami-12345678", InstanceType="t3.small", MinCount=1, MaxCount=1, SubnetId=subnet
    )
    ids = [made["Instances"][0]["InstanceId"]]
    lab.clock.sleep(60)
    ec2.stop_instances(InstanceIds=ids)
    lab.clock.sleep(60)
    sell_out(lab, "t3.small")
    with pytest.raises(ClientError, match="InsufficientInstanceCapacity"):
        ec2.start_instances(InstanceIds=ids)
    assert lab.ec2.state(ids[0]) == "stopped"
    lab.ec2.sold_out.clear()
    ec2.start_instances(InstanceIds=ids)
    assert lab.ec2.state(ids[0]) == "pending"


# --- instances that are there -------------------------------------------------------------------


@pytest.mark.behaviour("mixed-instances-policy")
def test_other_types_replace_no_instance(lab: Lab) -> None:
    """They are for the launches to come; a refresh that skips what matches replaces the others."""
    world = mixed(lab, PREFERRED)
    old = world.serve()
    name = {"AutoScalingGroupName": GROUP}
    skipping = {"SkipMatching": True, "InstanceWarmup": 0}
    world.api.update_auto_scaling_group(**name, MixedInstancesPolicy=policy(SECOND, PREFERRED))
    world.api.start_instance_refresh(**name, Preferences=skipping)
    lab.clock.sleep(300)
    assert world.members == [old]
    world.api.update_auto_scaling_group(**name, MixedInstancesPolicy=policy(SECOND))
    lab.clock.sleep(300)
    assert world.members == [old]
    world.api.start_instance_refresh(**name, Preferences=skipping)
    world.reach("Terminating:Wait", "Pending:Wait")
    assert world.in_state("Pending:Wait").instance_type == SECOND


# --- Capacity Reservations ----------------------------------------------------------------------

ONLY, FIRST = "capacity-reservations-only", "capacity-reservations-first"


def reserving(lab: Lab, preference: str, zone: str = AZ_B) -> GroupWorld:
    """A group with this preference; zone B has a reservation for the second type."""
    lab.ec2.reserved.add((SECOND, zone))
    return build(
        lab,
        LaunchTemplate=None,
        MixedInstancesPolicy=policy(PREFERRED, SECOND),
        CapacityReservationSpecification={"CapacityReservationPreference": preference},
    )


@pytest.mark.behaviour("capacity-reservations")
def test_a_group_that_wants_reservations_only_launches_in_no_other_capacity(lab: Lab) -> None:
    world = reserving(lab, ONLY)
    lab.groups.force_az = AZ_A
    member = world.serve()
    assert (member.instance_type, member.availability_zone) == (SECOND, AZ_B)
    assert failures(world) == [
        "Could not launch On-Demand Instances. ReservationCapacityExceeded - The requested "
        "reservation does not have sufficient compatible and available capacity for this request. "
        "Launching EC2 instance failed."
    ]


@pytest.mark.behaviour("capacity-reservations")
@pytest.mark.parametrize("preference", [FIRST, "default"])
def test_reserved_capacity_is_there_when_all_others_are_sold_out(lab: Lab, preference: str) -> None:
    world = reserving(lab, preference)
    sell_out(lab, PREFERRED, SECOND)
    member = world.serve()
    assert (member.instance_type, member.availability_zone) == (SECOND, AZ_B)


@pytest.mark.behaviour("capacity-reservations")
def test_a_group_that_wants_none_leaves_its_reservations_alone(lab: Lab) -> None:
    world = reserving(lab, "none")
    sell_out(lab, PREFERRED, SECOND)
    world.scale(1)
    lab.clock.sleep(300)
    assert world.members == []


@pytest.mark.behaviour("capacity-reservations")
@pytest.mark.parametrize(("preference", "launched"), [("default", 0), ("none", 1)])
def test_by_default_the_template_says(lab: Lab, preference: str, launched: int) -> None:
    world = reserving(lab, preference)
    own = {"CapacityReservationPreference": ONLY}
    client("ec2").create_launch_template_version(
        LaunchTemplateName=GROUP,
        LaunchTemplateData={
            "ImageId": "ami-12345678",
            "InstanceType": "t3.small",
            "CapacityReservationSpecification": own,
        },
    )
    lab.ec2.reserved.clear()
    world.scale(1)
    lab.clock.sleep(60)
    assert len(world.members) == launched


@pytest.mark.behaviour("capacity-reservations")
def test_a_reservation_does_not_survive_its_zone(lab: Lab) -> None:
    world = reserving(lab, FIRST)
    lab.ec2.az_down.add(AZ_B)
    lab.groups.force_az = AZ_B
    assert world.serve().availability_zone == AZ_A


TARGET = {"CapacityReservationIds": ["cr-0123456789abcdef0"]}


@pytest.mark.behaviour("capacity-reservations")
@pytest.mark.parametrize("preference", ["none", "default"])
def test_a_target_without_a_preference_for_reservations_is_refused(
    lab: Lab, preference: str
) -> None:
    given = {"CapacityReservationPreference": preference, "CapacityReservationTarget": TARGET}
    with pytest.raises(ClientError, match="ValidationError"):
        build(lab, CapacityReservationSpecification=given)


@pytest.mark.behaviour("capacity-reservations")
def test_an_unknown_preference_is_refused(lab: Lab) -> None:
    world = build(lab)
    with pytest.raises(ClientError, match="Member must satisfy enum value set"):
        world.api.update_auto_scaling_group(
            AutoScalingGroupName=GROUP,
            CapacityReservationSpecification={"CapacityReservationPreference": "open"},
        )


@pytest.mark.behaviour("what-is-read-back")
@pytest.mark.parametrize("preference", [ONLY, FIRST])
def test_a_target_is_read_back(lab: Lab, preference: str) -> None:
    given = {"CapacityReservationPreference": preference, "CapacityReservationTarget": TARGET}
    world = build(lab, CapacityReservationSpecification=given)
    assert world.described()["CapacityReservationSpecification"] == given
