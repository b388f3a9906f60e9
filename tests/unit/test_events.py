"""What arrives, and what it is taken for.

docs/aws-behaviour.md#lifecycle-events
docs/aws-behaviour.md#origin-and-destination
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hook_handler.events import (
    Audit,
    HookAction,
    Launch,
    PassThrough,
    Refused,
    Sweep,
    Terminate,
    parse,
)
from hook_handler.vips import Removed
from tests.support.event_shapes import (
    ACTIONS,
    AUDIT_EVENT,
    AUTO_SCALING,
    SWEEP_SOURCE,
    sweep_event,
    sweep_input,
)
from tests.support.planner.worlds import CORE, NEW, VIP, config

CONFIG = config()


def hook_event(kind: str, **detail: Any) -> dict[str, Any]:
    """A lifecycle action event in AWS's shape; a None removes its key."""
    transition = "LAUNCHING" if kind == "launch" else "TERMINATING"
    fields = {
        "LifecycleActionToken": "87654321-4321-4321-4321-210987654321",
        "AutoScalingGroupName": "sbc",
        "LifecycleHookName": f"sbc-{kind}",
        "EC2InstanceId": NEW,
        "LifecycleTransition": f"autoscaling:EC2_INSTANCE_{transition}",
        "Origin": "EC2" if kind == "launch" else "AutoScalingGroup",
        "Destination": "AutoScalingGroup" if kind == "launch" else "EC2",
    } | detail
    return {
        "version": "0",
        "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
        "detail-type": ACTIONS[kind],
        "source": AUTO_SCALING,
        "account": "123456789012",
        "time": "2026-11-23T00:00:00Z",
        "region": "eu-west-1",
        "resources": [],
        "detail": {key: value for key, value in fields.items() if value is not None},
    }


COMBINATIONS = [
    ("launch", "EC2", "AutoScalingGroup", None, Launch),
    ("launch", "EC2", "WarmPool", None, PassThrough),
    ("launch", "WarmPool", "AutoScalingGroup", None, Launch),
    ("launch", "AutoScalingGroup", "AutoScalingGroup", "ReplaceRootVolume", PassThrough),
    ("launch", None, None, None, Launch),
    ("terminate", "AutoScalingGroup", "EC2", None, Terminate),
    ("terminate", "AutoScalingGroup", "WarmPool", None, Terminate),
    ("terminate", "WarmPool", "EC2", None, PassThrough),
    ("terminate", "AutoScalingGroup", "AutoScalingGroup", "ReplaceRootVolume", PassThrough),
    ("terminate", None, None, None, Terminate),
]


@pytest.mark.parametrize(("kind", "origin", "destination", "action", "meant"), COMBINATIONS)
def test_every_combination_of_origin_and_destination_has_its_row(
    kind: str, origin: str | None, destination: str | None, action: str | None, meant: type
) -> None:
    event = hook_event(kind, Origin=origin, Destination=destination, Action=action)
    assert isinstance(parse(event, CONFIG), meant)


PLACES = ["EC2", "WarmPool", "AutoScalingGroup", "Elsewhere", None]


@pytest.mark.parametrize("kind", ["launch", "terminate"])
@pytest.mark.parametrize("origin", PLACES)
@pytest.mark.parametrize("destination", PLACES)
@pytest.mark.parametrize("action", ["ReplaceRootVolume", "SomethingNew", None])
def test_whatever_is_no_launch_and_no_leaving_is_passed_through(
    kind: str, origin: str | None, destination: str | None, action: str | None
) -> None:
    """AWS documents eight of these combinations; an event unheard of must not stall a group."""
    enters = destination in ("AutoScalingGroup", None)
    leaves = origin in ("AutoScalingGroup", None) and destination in ("EC2", "WarmPool", None)
    meant: type = PassThrough
    if action is None and kind == "launch" and enters:
        meant = Launch
    if action is None and kind == "terminate" and leaves:
        meant = Terminate
    event = hook_event(kind, Origin=origin, Destination=destination, Action=action)
    assert isinstance(parse(event, CONFIG), meant)


@pytest.mark.parametrize(
    "extra",
    [
        {"NotificationMetadata": ""},
        {"NotificationMetadata": "x" * 4000},
        {"NotificationMetadata": {"nested": ["anything"]}},
        {"SomethingNew": None},
    ],
    ids=["empty", "longest", "nested", "unknown"],
)
@pytest.mark.parametrize("kind", ["launch", "terminate"])
def test_what_else_is_in_the_detail_makes_no_difference(kind: str, extra: dict[str, Any]) -> None:
    plain = hook_event(kind)
    assert parse({**plain, "detail": {**plain["detail"], **extra}}, CONFIG) == parse(plain, CONFIG)


@pytest.mark.parametrize("key", ["version", "id", "account", "region", "resources"])
def test_the_envelope_needs_no_more_than_kind_and_source(key: str) -> None:
    plain = hook_event("launch")
    assert parse({name: plain[name] for name in plain if name != key}, CONFIG) == parse(
        plain, CONFIG
    )


def test_the_notice_that_a_hook_sends_to_a_topic_of_its_own_is_not_an_event() -> None:
    """Another JSON altogether, if somebody wires it to the function."""
    notice = {**hook_event("launch")["detail"], "Service": "AWS Auto Scaling", "AccountId": "1"}
    assert isinstance(parse(notice, CONFIG), Refused)
    assert isinstance(parse({"Event": "autoscaling:TEST_NOTIFICATION"}, CONFIG), Refused)


def test_a_launch_carries_what_completes_it() -> None:
    expected = HookAction(NEW, "sbc-launch", "87654321-4321-4321-4321-210987654321", 1795392000.0)
    assert parse(hook_event("launch"), CONFIG) == Launch(expected)
    assert expected.key == {"LifecycleActionToken": expected.token}


def test_audit_and_sweep_are_told_by_their_source() -> None:
    assert parse(AUDIT_EVENT, CONFIG) == Audit()
    for action in ("create", "update", "delete"):
        event = sweep_event(action, before=sweep_input([]))
        assert parse(event, CONFIG) == Sweep(action)


class TestWhatAnUpdateRemoves:
    """Terraform's provider sends the last input along."""

    def removed(self, action: str, before: object, *vips: dict[str, Any]) -> Removed:
        trigger = parse(sweep_event(action, vips, before), CONFIG)
        assert isinstance(trigger, Sweep)
        return trigger.removed

    def test_what_was_there_before_and_is_no_longer(self) -> None:
        before = sweep_input([VIP, VIP | CORE])
        assert self.removed("update", before, VIP).vips == {"core"}
        assert not self.removed("update", before, VIP, VIP | CORE)

    @pytest.mark.parametrize("action", ["create", "delete"])
    def test_nothing_at_any_other_time(self, action: str) -> None:
        assert not self.removed(action, sweep_input([VIP, VIP | CORE]), VIP)

    @pytest.mark.parametrize(
        "before",
        [
            None,
            "text",
            [],
            {},
            {"source": SWEEP_SOURCE},  # as it was before there were several VIPs
            {"vips": None},
            {"vips": "text"},
            {"vips": [None]},
            {"vips": [{"key": "core"}]},
            {"vips": [VIP | {"elastic_ips": ["eipalloc-1"]}]},
            {"vips": [VIP | {"device_index": None}, VIP | CORE]},
            {"vips": [VIP | {"next_hop_routes": [{"route_table_id": "rtb-1"}]}]},
        ],
    )
    def test_nothing_of_what_cannot_be_understood(self, before: object) -> None:
        assert not self.removed("update", before, VIP)

    def test_nothing_where_the_new_input_cannot_be_understood(self) -> None:
        assert not self.removed("update", sweep_input([VIP]), {"key": "core"})


class TestWhatAnUpdateChanges:
    """By the last input: what stayed the same is not Terraform's wish of today."""

    def update(self, before: object, *vips: dict[str, Any], **wish: bool | None) -> Sweep:
        trigger = parse(sweep_event("update", vips, before, **wish), CONFIG)
        assert isinstance(trigger, Sweep)
        return trigger

    @pytest.mark.parametrize(
        ("before", "now", "changed"),
        [
            (None, None, None),
            (None, True, True),
            (None, False, False),
            (True, True, None),
            (True, False, False),
            (True, None, None),
            (False, False, None),
            (False, True, True),
            (False, None, None),
        ],
    )
    def test_maintenance(self, before: bool | None, now: bool | None, changed: bool | None) -> None:
        assert self.update(sweep_input([VIP], before), VIP, maintenance=now).maintenance is changed

    def test_maintenance_where_an_earlier_release_knew_none(self) -> None:
        before = {"source": SWEEP_SOURCE, "vips": [VIP]}
        assert self.update(before, VIP, maintenance=None).maintenance is None
        assert self.update(before, VIP, maintenance=True).maintenance is True
        assert not self.update(before, VIP, maintenance=True).changes_vips

    @pytest.mark.parametrize("wish", ["true", 1, {}])
    def test_no_maintenance_by_what_is_neither_true_nor_false(self, wish: Any) -> None:
        assert self.update(sweep_input([VIP]), VIP, maintenance=wish).maintenance is None

    def test_vips(self) -> None:
        before = sweep_input([VIP])
        assert self.update(before, VIP, VIP | CORE).changes_vips
        assert not self.update(before, VIP, maintenance=True).changes_vips
        assert self.update(None, VIP).changes_vips, "what there was before is not known"


@pytest.mark.parametrize(
    "event",
    [
        None,
        "launch",
        [],
        {},
        {"source": "aws.ec2"},
        {"source": SWEEP_SOURCE},
        {"source": SWEEP_SOURCE, "tf": {"action": "explode"}},
        {"source": SWEEP_SOURCE, "tf": "delete"},
        {"source": AUTO_SCALING, "detail-type": "EC2 Instance Launch Successful"},
        {**hook_event("launch"), "detail": None},
        {**hook_event("launch"), "detail": "text"},
        hook_event("launch", AutoScalingGroupName="other"),
        hook_event("launch", LifecycleHookName="other"),
        hook_event("launch", LifecycleHookName="sbc-terminate"),
        hook_event("launch", EC2InstanceId="i-XYZ"),
        hook_event("launch", EC2InstanceId=None),
        hook_event("launch", EC2InstanceId=["i-0000000000000001"]),
        hook_event("launch", LifecycleActionToken=""),
        hook_event("launch", LifecycleActionToken=None),
        hook_event("launch", EC2InstanceId="i-" + "0" * 100_000),
        hook_event("terminate", LifecycleHookName="sbc-launch"),
        hook_event("terminate", AutoScalingGroupName="sbc" * 100_000),
        {**hook_event("launch"), "source": "aws.autoscalinG"},
        {**hook_event("launch"), "source": [AUTO_SCALING]},
    ],
)
def test_what_is_malformed_or_foreign_is_refused(event: object) -> None:
    assert isinstance(parse(event, CONFIG), Refused)


def test_a_missing_or_broken_time_is_no_reason_to_refuse() -> None:
    for time in (None, "yesterday", 7):
        trigger = parse({**hook_event("terminate"), "time": time}, CONFIG)
        assert isinstance(trigger, Terminate)
        assert trigger.action.began_at is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
FIELDS = [*hook_event("launch")["detail"], "Action"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.sampled_from(["launch", "terminate"]))
def test_no_value_of_any_field_raises(detail: dict[str, Any], kind: str) -> None:
    parse({**hook_event(kind), "detail": {**hook_event(kind)["detail"], **detail}}, CONFIG)
