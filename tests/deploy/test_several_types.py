"""Several instance types: what is sold out does not stop a heal, and the list changes in place."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.autoscaling.states import Member
from tests.support.running import Running
from tests.support.served_lab import ServedLab

TEMPLATE = "module.asg.aws_launch_template.this: update"
GROUP = "module.asg.aws_autoscaling_group.this: update"
PREFERRED, FALLBACK, LAST = "t3.small", "t3a.small", "t3.medium"
ZONES = ("eu-west-1a", "eu-west-1b", "eu-west-1c")


@pytest.mark.nightly
def test_several_types(served: ServedLab, tmp_path: Path) -> None:
    sold_out(served, PREFERRED)
    running = Running(served, tmp_path, instance_types=[PREFERRED, FALLBACK])
    running.at_rest()
    first = served.in_service()
    assert first.instance_type == FALLBACK

    one_type_and_back_again_in_place(running, first)
    the_preferred_one_comes_when_it_is_to_be_had(running, first)
    with_instance_refresh_another_list_replaces_at_once(running)
    running.destroy()


def one_type_and_back_again_in_place(running: Running, present: Member) -> None:
    assert running.change(instance_types=[PREFERRED]) == {GROUP}
    assert running.change(instance_types=[PREFERRED, FALLBACK]) == {GROUP}
    assert running.change(instance_types=[FALLBACK]) == {TEMPLATE, GROUP}
    assert running.change(instance_types=[PREFERRED, FALLBACK]) == {TEMPLATE, GROUP}
    running.at_rest()
    assert running.served.in_service().instance_id == present.instance_id


def the_preferred_one_comes_when_it_is_to_be_had(running: Running, present: Member) -> None:
    sold_out(running.served)
    second = running.replace_the_instance(present)
    assert second.instance_type == PREFERRED
    running.at_rest()


def with_instance_refresh_another_list_replaces_at_once(running: Running) -> None:
    present = running.served.in_service()
    sold_out(running.served, PREFERRED, FALLBACK)
    types = [PREFERRED, FALLBACK, LAST]
    assert running.change(instance_types=types, enable_instance_refresh=True) == {GROUP}
    assert running.served.in_service(other_than=present).instance_type == LAST
    running.at_rest()


def sold_out(served: ServedLab, *types: str) -> None:
    with served.lab.lock:
        served.lab.ec2.sold_out.clear()
        served.lab.ec2.sold_out.update((each, zone) for each in types for zone in ZONES)
