"""A hot standby, switched on and off on a living deployment: the holder stays, and is followed."""

from __future__ import annotations

from pathlib import Path

from lab.autoscaling.states import Member
from tests.support.running import Running
from tests.support.served_lab import DEFAULT_NAME, ServedLab

GROUP = "module.asg.aws_autoscaling_group.this: update"


def test_a_standby_is_switched_on_takes_over_and_is_switched_off(
    served: ServedLab, tmp_path: Path
) -> None:
    running = Running(served, tmp_path)
    first = served.in_service()

    switched_on(running, first)
    taken_over(running, first)
    switched_off(running)
    switched_on(running, served.in_service())
    running.destroy()


def switched_on(running: Running, holder: Member) -> None:
    assert GROUP in running.change(standby="hot")
    pair = both_in_service(running.served)
    assert holder.instance_id in {each.instance_id for each in pair}
    assert len({each.availability_zone for each in pair}) == 2
    assert running.vip.instance_id == holder.instance_id
    running.served.wait(lambda: protected(running.served) == {holder.instance_id}, "protection")
    running.at_rest()


def taken_over(running: Running, holder: Member) -> None:
    served = running.served
    (standby,) = [each for each in both_in_service(served) if each is not holder]
    with served.lab.lock:
        served.lab.ec2.terminate(holder.instance_id)
    served.wait(lambda: served.vip().instance_id == standby.instance_id, "the take-over")
    both_in_service(served, without=holder)
    assert served.vip().instance_id == standby.instance_id
    running.at_rest()


def switched_off(running: Running) -> None:
    served = running.served
    holder = running.vip.instance_id
    served.wait(lambda: protected(served) == {holder}, "protection of the new holder")
    assert GROUP in running.change(standby="none")
    assert served.in_service().instance_id == holder
    served.wait(lambda: protected(served) == set(), "an end of protection")
    running.at_rest()


def members(served: ServedLab) -> list[Member]:
    return list(served.lab.groups.get(DEFAULT_NAME).group.members)


def protected(served: ServedLab) -> set[str]:
    return {each.instance_id for each in members(served) if each.protected_from_scale_in}


def both_in_service(served: ServedLab, without: Member | None = None) -> list[Member]:
    """Wait until two serve, and nobody comes or goes."""

    def both() -> bool:
        found = members(served)
        return len(found) == 2 and all(each.in_service for each in found) and without not in found

    served.wait(both, "two in service")
    return members(served)
