"""Where the VIP is, and through which states the instances and functions go.

Looks into the lab itself, not through its API: the record of calls stays the handler's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from demo.model import Span, Tone
from demo.wording import trigger
from lab.autoscaling.states import Member
from lab.context import Lab
from lab.timeline import Entry
from tests.support.vip import Vip, VipState, observe

LOOK_SECONDS = 0.5  # lab time
VIP_LANE = "VIP"  # all of them; each has one that is called by its key as well
EC2_PART = "/ec2"  # an instance has two lanes: what its group says, and what EC2 says

VIP_WORDS: dict[VipState, str] = {
    "in service": "in service on",
    "cut off": "cut off on",
    "attaching": "attaching to",
    "detaching": "detaching from",
    "free": "interface free",
    "absent": "no interface",
}
GROUP_TONES: dict[str, Tone] = {"InService": "good"}
EC2_TONES: dict[str, Tone] = {"running": "good", "shutting-down": "bad", "stopping": "bad"}


@dataclass
class Recorder:
    """Told of every timeline entry and every instance state; looks for the VIP by itself."""

    lab: Lab
    name: str  # of the VNF
    spans: list[Span] = field(default_factory=list)
    zones: dict[str, str] = field(default_factory=dict)  # AZ of every instance there was
    vip: Vip = field(default_factory=Vip)
    _open: dict[str, Span] = field(default_factory=dict)  # by lane

    def start(self) -> None:
        with self.lab.lock:
            self.lab.timeline.listeners.append(self._heard)
            self.lab.ec2.on_state(self._instance_changed)
            self._keep_looking()

    def look(self) -> Vip:
        """The VIP as it is now. Callers hold the lab's lock."""
        found = observe(self.lab, self.name)
        if found != self.vip:
            self.vip = found
            label = f"{VIP_WORDS[found.state]} {found.instance_id or ''}".strip()
            self._turn(VIP_LANE, label, "good" if found.whole else "bad")
            for key, state in found.each.items():
                tone: Tone = "good" if state == "in service" else "bad"
                self._turn(f"{VIP_LANE} {key}", VIP_WORDS[state].removesuffix(" on"), tone)
        return found

    def members(self) -> list[Member]:
        """All instances of all groups. Callers hold the lab's lock."""
        return self.lab.groups.members()

    def all_spans(self) -> list[Span]:
        return sorted([*self.spans, *self._open.values()], key=lambda span: span.began)

    def _keep_looking(self) -> None:
        # On the clock, not at timeline entries: those are written in the middle of a change.
        self.look()
        self.lab.clock.call_later(LOOK_SECONDS, self._keep_looking, "the demo looks at the VIP")

    def _instance_changed(self, instance_id: str, state: str) -> None:
        if state == "terminated":
            self._end(instance_id)
            self._end(f"{instance_id}{EC2_PART}")
        else:
            self._turn(f"{instance_id}{EC2_PART}", state, EC2_TONES.get(state, "plain"))

    def _heard(self, entry: Entry) -> None:
        detail = entry.detail
        if entry.who == "Auto Scaling" and "state" in detail:
            self.zones[detail["instance"]] = detail["az"]
            self._group_state(detail["instance"], detail["state"])
        elif "attempt" in detail:
            self._turn(_run_lane(entry), trigger(detail.get("event")), "plain")
        elif "seconds" in detail and "request_id" in detail:
            self._end(_run_lane(entry), "plain" if entry.what == "ends" else "bad")

    def _group_state(self, instance_id: str, state: str) -> None:
        if self.lab.ec2.state(instance_id) != "terminated":
            self._turn(instance_id, state, GROUP_TONES.get(state, "plain"))

    def _turn(self, lane: str, label: str, tone: Tone) -> None:
        known = self._open.get(lane)
        if known and (known.label, known.tone) == (label, tone):
            return
        self._end(lane)
        self._open[lane] = Span(lane, label, self.lab.clock.now(), None, tone)

    def _end(self, lane: str, tone: Tone | None = None) -> None:
        known = self._open.pop(lane, None)
        if known:
            now = self.lab.clock.now()
            self.spans.append(Span(lane, known.label, known.began, now, tone or known.tone))


def _run_lane(entry: Entry) -> str:
    return f"{entry.who}/{entry.detail['request_id']}"
