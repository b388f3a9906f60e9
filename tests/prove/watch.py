"""What must hold at every step: looked at after every call and every change of the world."""

from __future__ import annotations

from typing import Any

from tests.lab.record import Call
from tests.lab.timeline import Entry
from tests.prove.truth import Truth

DESTRUCTIVE = ("DetachNetworkInterface", "DeleteNetworkInterface", "DeleteSubnet")
IDS = ("AttachmentId", "NetworkInterfaceId", "SubnetId")


class Watch:
    """Collects the first violation. `hands`: people meddle, so drift is not the handler's."""

    def __init__(self, truth: Truth, neighbours: set[str], *, hands: bool) -> None:
        self.truth = truth
        self.lab = truth.lab
        self.neighbours = neighbours
        self.hands = hands
        self.violation = ""
        self.calls: list[Call] = []  # of the handlers
        self.born: dict[str, float] = {}  # when each of our objects was first there
        self.rightful: dict[int, str | None] = {}  # who was to hold the VIP, by call number
        self.tokens = self._tokens_so_far()
        self.lab.record.listeners.append(self.finished)
        self.lab.timeline.listeners.append(self.changed)

    def before(self, call: Call) -> None:
        """A call begins; what a destructive one would hit is only known now."""
        if call.caller.kind != "lambda":
            return
        self.calls.append(call)
        self._neighbours_untouched(call)
        if call.action in DESTRUCTIVE:
            self.rightful[call.number] = self._victim(call)

    def finished(self, call: Call) -> None:
        self.look()
        if call.caller.kind != "lambda" or call.error is not None:
            return
        if call.action in DESTRUCTIVE and (victim := self.rightful.get(call.number)):
            self._fail(f"{call.action} {call.params} takes it from {victim}, who should have it")
        if call.action == "CompleteLifecycleAction" and not self.hands:
            self._continue_with_all(call)

    def changed(self, entry: Entry) -> None:
        if entry.who == "EventBridge":
            self._learn(entry.detail.get("event"))
        if entry.who in ("EC2", "Auto Scaling"):
            self.look()

    def look(self) -> None:
        """At most one attachment; the Elastic IP on that interface or on none; never released."""
        attached = self.truth.attached()
        if len(attached) > 1:
            self._fail(f"{len(attached)} attachments of the VIP interface")
        eip = self.truth.address()
        if eip is None:
            self._fail("the Elastic IP was released")
        ours = {each.id for each in self.truth.interfaces()}
        if eip is not None and eip.eni is not None and not self.hands and eip.eni.id not in ours:
            self._fail(f"the Elastic IP is on {eip.eni.id}, which is not ours")
        for each in (*self.truth.interfaces(), *self.truth.subnets()):
            self.born.setdefault(str(each.id), self.lab.clock.now())

    def _continue_with_all(self, call: Call) -> None:
        config = self.truth.environment
        launch = call.params["LifecycleHookName"] == config["LAUNCH_HOOK_NAME"]
        if not launch or call.params["LifecycleActionResult"] != "CONTINUE":
            return
        token = call.params.get("LifecycleActionToken")
        instance = call.params.get("InstanceId") or self.tokens.get(str(token), "")
        missing = self.truth.wholly_on(instance)
        if config["LAUNCH_BEFORE_TERMINATE"] == "true":
            others = [self.truth.wholly_on(each) for each in self.truth.in_service()]
            missing = missing and min(others, key=len, default=missing)
        if missing:
            self._fail(f"CONTINUE for {instance} although {missing}")

    def _victim(self, call: Call) -> str | None:
        """The rightful holder, if this call takes away what was built for it or hangs on it."""
        rightful = self.truth.rightful()
        if rightful is None or self.hands:
            return None
        wanted = next((call.params[name] for name in IDS if name in call.params), "")
        if call.action == "DetachNetworkInterface":
            hit = [each for each in self.truth.attached() if each.attachment_id == wanted]
            taken = any(each.instance.id == rightful.instance_id for each in hit)
        else:
            taken = self._built_for(wanted, rightful)
        return str(rightful.instance_id) if taken else None

    def _built_for(self, wanted: str, rightful: Any) -> bool:
        """Whether a thing in the right place came into being after the rightful's launch."""
        here = [
            each
            for each in (*self.truth.interfaces(), *self.truth.subnets())
            if each.id == wanted and each.availability_zone == rightful.availability_zone
        ]
        return bool(here) and self.born.get(wanted, 0.0) > rightful.launched_at

    def _neighbours_untouched(self, call: Call) -> None:
        if any(each in str(call.params) for each in self.neighbours):
            self._fail(f"{call.action} names a thing of the neighbour: {call.params}")

    def _tokens_so_far(self) -> dict[str, str]:
        self.tokens = {}
        for event in self.lab.events.published:
            self._learn(event)
        return self.tokens

    def _learn(self, event: Any) -> None:
        detail = event.get("detail", {}) if isinstance(event, dict) else {}
        if "LifecycleActionToken" in detail:
            self.tokens[detail["LifecycleActionToken"]] = detail["EC2InstanceId"]

    def _fail(self, what: str) -> None:
        self.violation = self.violation or f"at {self.lab.clock.now():.1f}: {what}"
