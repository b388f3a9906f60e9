"""What is broken in the demo, and when it counts as healed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from demo.live import LiveDemo
from demo.model import Outcome
from demo.wording import changes, short, told
from lab.pipeline.call_log import Call
from lab.timeline import Entry
from tests.support.vip import Vip

HEAL_LIMIT_SECONDS = 1500.0
CHECKED_LIMIT_SECONDS = 900.0
WARM_UP_LIMIT_SECONDS = 900.0


@dataclass(frozen=True)
class Drill:
    """strike: break something of the VIP's present place; mend: what the lab needs afterwards.
    prepare: what has to be there first; False if it does not come.

    replaced: whether another instance must hold the VIP afterwards, or the same one.
    """

    title: str
    says: str
    strike: Callable[[LiveDemo, Vip], None]
    replaced: bool = True
    leaves_zone: bool = False
    mend: Callable[[LiveDemo, Vip], None] | None = None
    prepare: Callable[[LiveDemo], bool] | None = None


def warm_up(live: LiveDemo) -> bool:
    """Wait for the first instance in service with the VIP wholly on it."""
    return live.wait(
        "waiting for the warm-up and the first instance",
        lambda: in_service(live),
        WARM_UP_LIMIT_SECONDS,
    )


def in_service(live: LiveDemo) -> bool:
    """Whether the VIP is wholly on a healthy instance in service, whose guest answers."""
    vip = live.recorder.vip
    answers = vip.instance_id not in live.lab.guests.hung
    return (
        vip.whole
        and answers
        and any(
            member.in_service and member.healthy and member.instance_id == vip.instance_id
            for member in live.recorder.members()
        )
    )


def run_drill(live: LiveDemo, drill: Drill) -> Outcome:
    """Strike, wait until healed and at rest, and judge."""
    prepared = drill.prepare is None or drill.prepare(live)
    with live.lab.lock:
        before, first_call = live.recorder.look(), len(live.lab.call_log.calls)
        first_entry = len(live.lab.timeline.entries)
    struck_at = live.lab.clock.now()
    drill.strike(live, before)
    healed = live.wait("waiting for the heal", lambda: in_service(live), HEAL_LIMIT_SECONDS)
    seconds = live.lab.clock.now() - struck_at
    if healed:
        _tell_healed(live, seconds)
    rested = live.come_to_rest()
    if drill.mend:
        drill.mend(live, before)
    with live.lab.lock:
        after = live.recorder.look()
        handlers = _handlers(live.lab.call_log.of(kind="lambda", after=first_call))
        noticed = _noticed(live.lab.timeline.entries[first_entry:], handlers)
    return Outcome(
        title=drill.title,
        before=before,
        after=after,
        noticed_after=noticed - struck_at if noticed else None,
        seconds_to_heal=seconds if healed else None,
        calls_mutating=sum(map(changes, handlers)),
        calls_all=len(handlers),
        problems=tuple(
            _wrong(drill, before, after) if prepared and rested else ["did not come to rest"]
        ),
    )


def _handlers(calls: list[Call]) -> list[Call]:
    return [call for call in calls if call.caller.name.endswith("hook-handler")]


def _noticed(entries: list[Entry], handlers: list[Call]) -> float | None:
    """When Auto Scaling found the instance unhealthy, or the handler changed something first."""
    found = [e.at for e in entries if e.who == "Auto Scaling" and e.what.startswith("finds ")]
    return min([*found, *(call.at for call in handlers if changes(call))], default=None)


def _tell_healed(live: LiveDemo, seconds: float) -> None:
    vip = live.recorder.vip
    live.say(
        "VIP",
        f"{told(vip)}: wholly on {short(str(vip.instance_id))} in {vip.zone}: "
        f"healed in {seconds:.0f} s",
        "good",
    )


def _wrong(drill: Drill, before: Vip, after: Vip) -> list[str]:
    """What the heal should have done otherwise."""
    wrong = []
    if not after.whole:
        wrong.append("the VIP is not whole")
    if drill.replaced and after.instance_id == before.instance_id:
        wrong.append("the instance was not replaced")
    if not drill.replaced and after.instance_id != before.instance_id:
        wrong.append("the instance was replaced, not repaired in place")
    if drill.leaves_zone and after.zone == before.zone:
        wrong.append(f"the VIP did not leave {before.zone}")
    return wrong


def terminate(live: LiveDemo, vip: Vip) -> None:
    """Somebody ends the instance."""
    live.say("demo", f"TerminateInstances {short(str(vip.instance_id))}", "struck")
    live.ec2.terminate_instances(InstanceIds=[str(vip.instance_id)])


def impair(live: LiveDemo, vip: Vip) -> None:
    """The instance hangs."""
    live.say("demo", f"the status checks of {short(str(vip.instance_id))} fail", "struck")
    with live.lab.lock:
        live.lab.ec2.impaired.add(str(vip.instance_id))


def _detach(live: LiveDemo, vip: Vip) -> None:
    found = live.ec2.describe_network_interfaces(
        Filters=[{"Name": "addresses.private-ip-address", "Values": [str(vip.private_ip)]}]
    )
    [interface] = found["NetworkInterfaces"]
    eni = short(interface["NetworkInterfaceId"])
    live.say("demo", f"DetachNetworkInterface {eni}, behind the module's back", "struck")
    live.ec2.detach_network_interface(AttachmentId=interface["Attachment"]["AttachmentId"])


def lose_zone(live: LiveDemo, vip: Vip) -> None:
    """The whole Availability Zone goes down."""
    live.say("demo", f"{vip.zone} goes down: its instance hangs, no launch succeeds", "struck")
    with live.lab.lock:
        live.lab.ec2.az_down.add(str(vip.zone))


def restore_zone(live: LiveDemo, vip: Vip) -> None:
    """It comes back."""
    with live.lab.lock:
        live.lab.ec2.az_down.discard(str(vip.zone))
    live.say("demo", f"{vip.zone} is back")


# The longest time-out that a check takes: at the demo's pace it is half a second.
SIP_CHECK = {"type": "sip", "mode": "replace", "timeout_seconds": 9}
SIP_ALARM = "service-access-sip-5060"
# Seconds until an alarm that is OK speaks of the present holder alone: its periods, and a minute.
KNOWN_AFTER = 5 * 10 + 60.0


def _check_the_service(live: LiveDemo) -> bool:
    """Switch the check on; True once its alarm knows that the service answers on this holder."""
    with live.lab.lock:
        address = str(live.recorder.look().private_ip)
        live.lab.guests.ports[address, "udp", 5060] = live.sip_port
    live.switch_the_checks_on({"access": [SIP_CHECK]})
    alarm = f"{live.recorder.name}-{SIP_ALARM}"
    answered = live.wait(
        "waiting until the check has passed",
        lambda: live.lab.alarms.state(alarm) == "OK",
        CHECKED_LIMIT_SECONDS,
    )
    live.wait("waiting until it has passed for a while", lambda: False, KNOWN_AFTER)
    return answered


def hang(live: LiveDemo, vip: Vip) -> None:
    """The service hangs, and EC2 does not see it."""
    live.say("demo", f"the SIP stack of {short(str(vip.instance_id))} answers no more", "struck")
    with live.lab.lock:
        live.lab.guests.hung.add(str(vip.instance_id))


DRILLS = (
    Drill(
        "terminated instance",
        "Somebody terminates the VNF's instance.",
        terminate,
    ),
    Drill(
        "failed health checks",
        "The instance hangs: EC2's status checks fail, the guest answers nothing.",
        impair,
    ),
    Drill(
        "detached interface",
        "Somebody detaches the VIP interface by hand: the audit puts it back, in place.",
        _detach,
        replaced=False,
    ),
    Drill(
        "AZ outage",
        "A whole Availability Zone goes down, with the VNF in it.",
        lose_zone,
        leaves_zone=True,
        mend=restore_zone,
    ),
    Drill(
        "hot standby",
        "An apply switches a second instance on. Then somebody terminates the first one.",
        terminate,
        prepare=LiveDemo.switch_the_standby_on,
    ),
    Drill(
        "service that hangs",
        "An apply switches a check of the service on. Then the SIP stack hangs, and EC2 sees "
        "nothing of it.",
        hang,
        prepare=_check_the_service,
    ),
)
