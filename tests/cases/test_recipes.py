"""The recipes of docs/operations.md, run as they are written there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from lab.in_process import client
from tests.cases import commands
from tests.cases.recipes import (
    BACK,
    END,
    MAINTENANCE,
    MINUTE,
    OLD,
    REPLACE,
    REST,
    SWITCH,
    WORK,
    Operator,
    operator,
)
from tests.support.actions import alarmed, processes
from tests.support.deployment import ZONES


@pytest.fixture
def person() -> Iterator[Operator]:
    with operator() as found:
        yield found


def bound(recipe: str, zone: str) -> float:
    """What an outage must stay below: twice the median that the page's table has of a recipe."""
    table = commands.section("Planned maintenance").splitlines()
    (row,) = [line for line in table if recipe in line]
    found = re.search(rf"{zone} zone (\d+)", row)
    assert found, row
    return 2 * float(found[1])


def stop_and_start(person: Operator) -> None:
    ec2 = person.deployed.ec2
    ec2.stop_instances(InstanceIds=[person.old])
    person.waits(4 * MINUTE)
    ec2.start_instances(InstanceIds=[person.old])
    person.waits(2 * MINUTE)


def test_work_on_the_guest(person: Operator) -> None:
    """Stopped and started meanwhile: it is the same instance, and holds the VIP again."""
    person.types(WORK)
    stop_and_start(person)
    assert person.away() > 0, "it was stopped"
    person.types(WORK, block=1)
    person.waits()
    assert person.states() == {person.old: "InService"}
    person.deployed.assert_wholly_on(person.old)
    assert person.away() == 0
    assert [subject for subject, _ in person.read() if subject.startswith("VIP")] == []


def test_work_on_the_guest_that_then_ends_is_told(person: Operator) -> None:
    """Nothing replaces it: a wish that it be left alone, not that there be no service."""
    person.types(WORK)
    person.deployed.ec2.terminate_instances(InstanceIds=[person.old])
    person.waits(6 * MINUTE)
    assert alarmed(person.deployed) == ["sbc-vip-not-held-vip"]


@pytest.mark.parametrize(("says", "zone"), [("same", ZONES[0]), ("other", ZONES[1])])
def test_switch_and_end_the_old_one(person: Operator, says: str, zone: str) -> None:
    person.switches(zone)
    assert 0 < person.away() < bound("[switch](", says)
    assert person.states() == {person.old: "Standby", person.new: "InService"}
    person.deployed.assert_wholly_on(person.new)
    ((subject, body),) = person.read()
    assert subject == f"VIP 10.16.10.20 moved to {person.new} in {zone}"
    assert f"Why: {person.old} is in Standby" in body
    person.types(END)
    person.waits()
    assert person.states() == {person.new: "InService"}
    person.deployed.assert_wholly_on(person.new)
    assert (person.away(), person.read()) == (0, [])


@pytest.mark.parametrize(("says", "zone"), [("same", ZONES[0]), ("other", ZONES[1])])
def test_switch_and_switch_back(person: Operator, says: str, zone: str) -> None:
    person.switches(zone)
    person.away()
    person.read()
    person.types(BACK)
    person.waits()
    assert 0 < person.away() < bound("[switch back](", says)
    assert person.states() == {person.old: "InService", person.new: "Standby"}
    person.deployed.assert_wholly_on(person.old)
    ((subject, body),) = person.read()
    assert subject == f"VIP 10.16.10.20 moved to {person.old} in {ZONES[0]}"
    assert f"Why: {person.new} is in Standby" in body
    person.types(BACK, block=1)
    person.waits()
    assert person.states() == {person.old: "InService"}
    assert (person.away(), person.read()) == (0, [])


def apply_image(person: Operator, image: str) -> None:
    """What an apply with another image does to group and launch template."""
    person.deployed.ec2.create_launch_template_version(
        LaunchTemplateName=person.deployed.name,
        SourceVersion="$Latest",
        LaunchTemplateData={"ImageId": image},
    )


def image_of(person: Operator, instance_id: str) -> str:
    found = person.deployed.ec2.describe_instances(InstanceIds=[instance_id])
    return str(found["Reservations"][0]["Instances"][0]["ImageId"])


def test_upgrade_and_roll_back(person: Operator) -> None:
    """The new image is no good, and the old instance is at hand; then it is mended, and is kept."""
    before = image_of(person, person.old)
    apply_image(person, "ami-87654321")
    person.switches()
    assert image_of(person, person.new) == "ami-87654321"
    person.deployed.assert_wholly_on(person.new)
    assert person.away() < bound("[upgrade](", "same")
    apply_image(person, before)
    person.types(BACK)
    person.waits()
    person.types(BACK, block=1)
    person.waits()
    person.deployed.assert_wholly_on(person.old)
    person.switches()
    assert image_of(person, person.new) == before
    person.types(END)
    person.waits()
    person.deployed.assert_wholly_on(person.new)


def test_in_maintenance(person: Operator) -> None:
    person.types(MAINTENANCE)
    person.waits(10 * MINUTE)
    assert person.states() == {person.old: "InService"}
    person.types(MAINTENANCE, block=1)
    person.waits(4 * MINUTE)
    assert person.states() == {person.old: "InService"}
    person.deployed.assert_wholly_on(person.old)
    person.away()
    person.deployed.ec2.terminate_instances(InstanceIds=[person.old])
    person.deployed.assert_wholly_on(person.deployed.in_service(other_than=person.old))


@pytest.mark.parametrize("block", [0, 1])
@pytest.mark.parametrize("zone", ZONES[:2])
def test_replace_the_instance_now(person: Operator, zone: str, block: int) -> None:
    person.replaces(zone, block)
    assert 0 < person.away() < 5 * MINUTE
    assert person.states() == {person.new: "InService"}
    person.deployed.assert_wholly_on(person.new)
    told = [subject for subject, _ in person.read()]
    assert told[-1] == f"VIP 10.16.10.20 is on {person.new} in {zone}"


def test_a_planned_replacement_in_maintenance(person: Operator) -> None:
    processes(person.deployed, "suspend", "HealthCheck", "ReplaceUnhealthy")
    person.replaces(ZONES[1])
    person.deployed.assert_wholly_on(person.new)


def test_a_mark_in_maintenance_waits_for_its_end(person: Operator) -> None:
    processes(person.deployed, "suspend", "HealthCheck", "ReplaceUnhealthy")
    person.types(REPLACE, block=1)
    person.waits(10 * MINUTE)
    assert person.states() == {person.old: "InService"}
    processes(person.deployed, "resume", "HealthCheck", "ReplaceUnhealthy")
    person.deployed.assert_wholly_on(person.deployed.in_service(other_than=person.old))


def test_take_the_service_down_and_bring_it_back(person: Operator) -> None:
    person.types(REST)
    person.waits(30 * MINUTE)
    person.deployed.assert_nothing_left()
    assert alarmed(person.deployed) == []
    person.types(REST, block=1)
    person.deployed.assert_wholly_on(person.deployed.in_service())


class TestTheObviousCommand:
    """What the page warns of does what it says."""

    def test_ending_the_old_one_with_a_decrement_ends_both(self, person: Operator) -> None:
        person.switches()
        (command,) = commands.blocks(END)[0]
        obvious = command.replace("--no-should-decrement", "--should-decrement")
        commands.run([obvious], {OLD: person.old}, client, person.clock.advance)
        person.waits(8 * MINUTE)
        assert person.states() == {}
        assert alarmed(person.deployed) == ["sbc-vip-not-held-vip"]

    def test_exit_standby_beside_one_in_service_is_refused(self, person: Operator) -> None:
        person.switches()
        with pytest.raises(ClientError, match="desiredSize equals maxSize"):
            person.types(WORK, block=1)
        person.waits()
        assert person.states() == {person.old: "Standby", person.new: "InService"}

    def test_or_ends_one_of_the_two(self) -> None:
        with operator(exit_standby_at_max_size="ends one") as person:
            person.switches()
            person.types(WORK, block=1)
            person.waits(5 * MINUTE)
            (left,) = person.states()
            person.deployed.assert_wholly_on(left)


def test_the_words_of_a_switch_are_on_the_page() -> None:
    assert "--no-should-decrement-desired-capacity" in commands.blocks(SWITCH)[0][0]
