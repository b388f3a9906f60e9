"""What must hold at every step: checked after every call and every change of the world."""

from __future__ import annotations

import re
from typing import Any

from lab.pipeline.call_log import Call
from lab.pipeline.throttle import READS
from lab.timeline import Entry
from tests.simulation.verdicts import FRESH, Verdicts
from tests.support.event_shapes import AUDIT_EVENT
from tests.support.oracle import Oracle

DESTRUCTIVE = ("DetachNetworkInterface", "DeleteNetworkInterface", "DeleteSubnet")
IDS = ("AttachmentId", "NetworkInterfaceId", "SubnetId")
LAST_OF_A_LOOK = "DescribeInstances"
_SURVIVES = re.compile(r"(i-[0-9a-f]+) is ReplacingRootVolume.*")
_UNHEALTHY = re.compile(r"finds (i-[0-9a-f]+) unhealthy")
_CONTINUED = re.compile(r"hook (\S+) of (i-[0-9a-f]+): CONTINUE")


class Invariants:
    """Collects the first violation.

    `manual_changes`: people change the VIP itself, so drift is not the handler's. `moving`: the
    world changes on its own, also a second time, so a look may be out of date when it is acted
    upon.
    """

    def __init__(
        self,
        oracle: Oracle,
        neighbours: set[str],
        verdicts: Verdicts,
        *,
        manual_changes: bool,
        moving: bool = False,
    ) -> None:
        self.oracle = oracle
        self.verdicts = verdicts
        self.lab = oracle.lab
        self.neighbours = neighbours
        self.manual_changes = manual_changes
        self.moving = moving
        self.violation = ""
        self.calls: list[Call] = []  # of the handlers
        self.born: dict[str, float] = {}  # when each of our objects was first there
        self.victims: dict[int, str | None] = {}  # who was to hold the VIP, by call number
        self.rebooted: set[str] = set()
        self.forced: set[str] = set()  # attachments that were detached by force
        self.survivors: set[str] = set()  # that came back with a new root volume
        # When a VIP was last wholly on an instance: what a look shows is of several moments.
        self.last_whole: dict[tuple[str, str], float] = {}
        self.last_hindered: dict[str, float] = {}  # when strangers were last in a VIP's way, by key
        self.last_able: dict[str, float] = {}  # when each in service could last take over
        self.last_rightful: dict[str, float] = {}  # when each last was who should hold the VIPs
        self.audits: dict[str, float] = {}  # when each began, by its request
        self.last_at_work = 0.0  # when the instance was last not left alone
        self.lab.call_log.listeners.append(self.finished)
        self.lab.timeline.listeners.append(self.changed)

    def before(self, call: Call) -> None:
        """A call begins; what a destructive one would hit is only known now."""
        if call.caller.kind != "lambda":
            return
        self.calls.append(call)
        self._check_neighbours(call)
        if call.action == LAST_OF_A_LOOK:
            self._see_whole()  # what it shows may be of its beginning
        self._check_maintenance(call)
        if call.action == "SetInstanceHealth":
            self._check_mark(call)
        if call.action == "SetInstanceProtection":
            self._check_protection(call)
        if call.action == "TerminateInstances":
            self._check_end(call)
        if call.action == "RebootInstances":
            self.rebooted |= set(call.params["InstanceIds"])
        if call.action == "DetachNetworkInterface" and call.params.get("Force"):
            self.forced.add(call.params["AttachmentId"])
        if call.action in DESTRUCTIVE:
            self.victims[call.number] = self._victim(call)

    def finished(self, call: Call) -> None:
        if call.action == LAST_OF_A_LOOK:
            self._see_whole()
        if call.action.startswith(READS):
            return  # what happens of itself is on the timeline
        self.look()
        if call.caller.kind != "lambda" or call.error is not None:
            return
        if call.action in DESTRUCTIVE and (victim := self.victims.get(call.number)):
            self.fail(f"{call.action} {call.params} takes it from {victim}, who should have it")

    def changed(self, entry: Entry) -> None:
        self._see_maintenance()
        if entry.what == "runs" and entry.detail["event"] == AUDIT_EVENT:
            self.audits[str(entry.detail["request_id"])] = entry.at
        if entry.who in ("EC2", "Auto Scaling"):
            self.look()
        if found := _SURVIVES.fullmatch(entry.what):
            self.survivors.add(found[1])
        if found := _UNHEALTHY.fullmatch(entry.what):
            self._note_mark(found[1])
        if found := _CONTINUED.fullmatch(entry.what):
            hook, instance = found.groups()
            if hook == self.oracle.environment["LAUNCH_HOOK_NAME"]:
                self._check_admission(instance)
            else:
                self._check_release(instance)

    def look(self) -> None:
        """Of each VIP at most one attachment, at its own index; its Elastic IPs on its interface or
        on none, and never released."""
        for vip in self.oracle.vips:
            self._look_at(vip)
            if self.oracle.strangers(vip):
                self.last_hindered[vip["key"]] = self.lab.clock.now()
        for each in (*self.oracle.interfaces(), *self.oracle.subnets()):
            self.born.setdefault(str(each.id), self.lab.clock.now())
        self._see_whole()
        self._see_able()

    def _look_at(self, vip: dict[str, Any]) -> None:
        key, interfaces = vip["key"], self.oracle.interfaces_of(vip["key"])
        attached = [each for each in interfaces if each.attachment_id]
        if len(attached) > 1:
            self.fail(f"{len(attached)} attachments of the VIP {key}")
        for each in attached:
            if int(each.device_index) != vip["device_index"] and not self.manual_changes:
                self.fail(f"the VIP {key} is at the device index {each.device_index}")
        own = {each.id for each in interfaces}
        for allocation_id in vip["elastic_ips"].values():
            eip = self.oracle.address(allocation_id)
            if eip is None:
                self.fail(f"the Elastic IP {allocation_id} was released")
            elif eip.eni is not None and not self.manual_changes and eip.eni.id not in own:
                self.fail(f"the Elastic IP {allocation_id} is on {eip.eni.id}, which is not ours")

    def _see_whole(self) -> None:
        for holder in {str(each.instance.id) for each in self.oracle.attached()}:
            for key in self.oracle.whole(holder):
                self.last_whole[holder, key] = self.lab.clock.now()
        if rightful := self.oracle.rightful_holder():
            self.last_rightful[rightful.instance_id] = self.lab.clock.now()

    def _see_able(self) -> None:
        now, grace = self.lab.clock.now(), self.oracle.environment["HEALTH_CHECK_GRACE_SECONDS"]
        serving = self.oracle.serving()
        for each in self.oracle.members:
            booted = each.instance_id in serving and each.launched_at + float(grace) <= now
            if booted and self.lab.ec2.is_well(each.instance_id):
                self.last_able[each.instance_id] = now

    def _see_maintenance(self) -> None:
        if not self.oracle.left_alone:
            self.last_at_work = self.lab.clock.now()

    def _check_maintenance(self, call: Call) -> None:
        """An audit that finds somebody at work on the instance changes nothing."""
        self._see_maintenance()
        began = self.audits.get(call.caller.request_id or "")
        if began is None or call.service != "ec2" or call.action.startswith(READS):
            return
        if self.last_at_work < began:
            self.fail(f"an audit makes {call.action} {call.params} in maintenance")

    def _check_mark(self, call: Call) -> None:
        """Nobody is marked unhealthy who runs, but who has failed his checks for long enough, or
        whose service is silent.

        EC2 tells since when in whole seconds. Beside a standby only if another one can take over.
        """
        marked = call.params["InstanceId"]
        limit = float(self.oracle.environment["IMPAIRED_AFTER_SECONDS"])
        since = self.lab.ec2.impaired.since(marked)
        sick = since is not None and 0 < limit <= self.lab.clock.now() - int(since)
        runs = self._runs(marked)
        if runs and not sick and (why_not := self.verdicts.why_not(marked)):
            self.fail(f"{marked} is marked unhealthy and runs: {why_not}")
        if runs and self.verdicts.too_many(marked):
            self.fail(f"{marked} is marked unhealthy beyond the limit")
        self._see_able()
        others = [at for instance, at in self.last_able.items() if instance != marked]
        able = max(others, default=0.0) >= self.lab.clock.now() - FRESH
        if (sick or runs) and not able and self.oracle.environment["STANDBY"] == "hot":
            self.fail(f"{marked} is marked unhealthy and nobody can take over")

    def _note_mark(self, found: str) -> None:
        """By what Auto Scaling finds: the answer to the mark may have been lost."""
        causes = {each.instance_id: str(each.unhealthy_cause) for each in self.oracle.members}
        if "user health-check" in causes[found] and self._runs(found):
            self.verdicts.marked(found)

    def _runs(self, instance: str) -> bool:
        return self.lab.ec2.state(instance) in ("pending", "running")

    def _check_protection(self, call: Call) -> None:
        """Nobody is protected but who should hold the VIP, or should when the handler looked."""
        rightful, given = self.oracle.rightful_holder(), call.params["InstanceIds"]
        wanted = [rightful.instance_id] if rightful else []
        seen = max(self.last_rightful.get(each, 0.0) for each in given)
        out_of_date = self.moving and seen >= self.lab.clock.now() - FRESH
        if call.params["ProtectedFromScaleIn"] and given != wanted and not out_of_date:
            self.fail(f"{given} is protected, and {wanted} should hold it")

    def _check_end(self, call: Call) -> None:
        """Nobody is ended but who shuts down already."""
        for ended in call.params["InstanceIds"]:
            if self.lab.ec2.state(ended) not in ("shutting-down", "terminated"):
                self.fail(f"{ended} is ended and has not begun to shut down")

    def _check_admission(self, instance: str) -> None:
        """With the VIP wholly on it, or while another one serves under launch-before-terminate,
        or beside a standby."""
        if instance in self.survivors:
            return  # it serves on, and the audit repairs what people change of the VIP
        environment = self.oracle.environment
        first = environment["LAUNCH_BEFORE_TERMINATE"] == "true" or environment["STANDBY"] == "hot"
        able = [instance, *(self.oracle.serving() if first else ())]
        attainable = self._attainable()
        missing = min((attainable.why_not_whole(each) for each in able), key=len)
        holders = {holder for holder, _ in self.last_whole} if first else {instance}
        seen = [
            min(self.last_whole.get((each, vip["key"]), 0.0) for vip in attainable.vips)
            for each in holders
        ]
        out_of_date = self.moving and max(seen, default=0.0) >= self.lab.clock.now() - FRESH
        if missing and not out_of_date:
            self.fail(f"{instance} is put in service although {missing}")
        if (
            self.oracle.environment["REBOOT_AFTER_ATTACH"] == "true"
            and instance not in self.rebooted
        ):
            self.fail(f"{instance} is put in service without a reboot")

    def _attainable(self) -> Oracle:
        """Those VIPs that no stranger was in the way of just now, if there are any: no relaunch
        would mend the others, so an instance is let in with these."""
        since = self.lab.clock.now() - FRESH
        hindered = {key for key, at in self.last_hindered.items() if at >= since}
        if all(vip["key"] in hindered for vip in self.oracle.vips):
            return self.oracle
        return Oracle(self.lab, self.oracle.environment, self.oracle.without | hindered)

    def _check_release(self, instance: str) -> None:
        """With nothing of ours on it, unless even Force does not take it off."""
        held = [each for each in self.oracle.attached() if each.instance.id == instance]
        replacing = instance in self.oracle.serving()
        if (
            held
            and not replacing
            and not self.manual_changes
            and not self.forced & {each.attachment_id for each in held}
        ):
            self.fail(f"{instance} is released with {held[0].id} on it")

    def _victim(self, call: Call) -> str | None:
        """The rightful holder, if this call takes away what was built for it or hangs on it."""
        rightful = self.oracle.rightful_holder()
        if rightful is None or self.manual_changes:
            return None
        wanted = next((call.params[name] for name in IDS if name in call.params), "")
        if call.action == "DetachNetworkInterface":
            hit = [each for each in self.oracle.attached() if each.attachment_id == wanted]
            taken = any(each.instance.id == rightful.instance_id for each in hit)
        else:
            taken = self._built_for(wanted, rightful)
        return str(rightful.instance_id) if taken else None

    def _built_for(self, wanted: str, rightful: Any) -> bool:
        """Whether a thing in the right place came into being after the rightful holder's launch."""
        here = [
            each
            for each in (*self.oracle.interfaces(), *self.oracle.subnets())
            if each.id == wanted and each.availability_zone == rightful.availability_zone
        ]
        return bool(here) and self.born.get(wanted, 0.0) > rightful.launched_at

    def _check_neighbours(self, call: Call) -> None:
        if any(each in str(call.params) for each in self.neighbours):
            self.fail(f"{call.action} names a thing of the neighbour: {call.params}")

    def fail(self, what: str) -> None:
        """Something does not hold, now."""
        self.violation = self.violation or f"at {self.lab.clock.now():.1f}: {what}"
