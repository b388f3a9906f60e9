"""The lab's timeline and call record folded into lines a person can follow.

A heal is some 200 entries: reads, polling, echoes of one act in three services. What stays is who
did what: about 20 lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from demo.model import Line, Tone
from demo.wording import FUNCTION, changes, cut, short, trigger, words
from lab.pipeline.call_log import Call
from lab.timeline import Entry

Say = Callable[[Line], None]

# Passing states, and what the event or the call that follows tells as well.
PASSING = (":Proceed", " is Terminating", " is Terminated", " is Pending")
AUTO_SCALING_ECHOES = ("starts hook", "hook ")
EC2_ECHOES = ("attaching ", "detaching ", "subnet ", "interface ")
GOOD = (" is InService",)
BAD = ("finds ", "failed", "terminated", "shutting-down", "detached from")


@dataclass
class Story:
    """Told of every entry and every finished call, under the lab's lock."""

    say: Say
    _triggers: dict[str, str] = field(default_factory=dict)  # by request id
    _instances: dict[str, str] = field(default_factory=dict)  # by event id
    _refusals: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def entry(self, entry: Entry) -> None:
        match entry.who:
            case "Auto Scaling":
                self._auto_scaling(entry)
            case "EC2":
                self._ec2(entry)
            case "EventBridge":
                self._event_bridge(entry)
            case "Lambda":
                if not entry.what.startswith("takes an event"):
                    self._say(entry.at, "Lambda", entry.what, "bad")
            case "CloudWatch":
                self._cloud_watch(entry)
            case "IAM" | "fault":
                self._say(entry.at, entry.who, entry.what, "bad")
            case _:
                self._function(entry)

    def call(self, call: Call) -> None:
        """A finished call of a function: told if it wanted to change something.

        What is refused time and again is told once, and once more when it succeeds.
        """
        if call.caller.kind != "lambda" or not changes(call):
            return
        who = self._actor(call.caller.request_id)
        key = (who, call.action, str(sorted(call.params)))
        if call.error:
            self._refusals[key] += 1
            if self._refusals[key] == 1:
                self._say(call.at, who, f"{words(call)}: refused, {call.error}", "warn")
        else:
            refused = self._refusals.pop(key, 0)
            again = f" (after {refused} refusals)" if refused > 1 else ""
            self.say(Line(call.at, who, words(call) + again, folds=True))

    def _actor(self, request_id: str | None) -> str:
        return f"{FUNCTION} {self._triggers.get(str(request_id), 'event')}"

    def _auto_scaling(self, entry: Entry) -> None:
        echo = entry.what.startswith(AUTO_SCALING_ECHOES)
        if not echo and not entry.what.endswith(PASSING):
            self._say(entry.at, entry.who, entry.what, _tone(entry.what))

    def _ec2(self, entry: Entry) -> None:
        echo = entry.what.startswith(EC2_ECHOES) or " associated with " in entry.what
        if not echo and not entry.what.endswith(" pending"):
            self._say(entry.at, entry.who, entry.what, _tone(entry.what))

    def _event_bridge(self, entry: Entry) -> None:
        """Hook events that reach a target, and every delivery that goes wrong."""
        event = entry.detail["event"]
        if "target" not in entry.detail:
            named = event["detail"]
            instance = named.get("EC2InstanceId") or named.get("instance-id", "")
            self._instances[event["id"]] = instance
        elif not entry.what.endswith(": delivered"):
            self._say(entry.at, entry.who, entry.what, "bad")
        elif not entry.detail["scheduled"]:
            kind = entry.what.partition(" by rule ")[0]
            function = entry.detail["target"].rpartition(":")[2]
            instance = self._instances.get(event, "")
            self._say(entry.at, entry.who, f"{kind} of {instance} to {function}")

    def _cloud_watch(self, entry: Entry) -> None:
        """Alarms; not that each new one finds nothing wrong."""
        if entry.what.startswith("ALARM") or entry.detail["before"] == "ALARM":
            tone: Tone = "good" if entry.what.startswith("OK") else "bad"
            self._say(entry.at, entry.who, entry.what, tone)

    def _function(self, entry: Entry) -> None:
        request_id = entry.detail.get("request_id", "")
        if "attempt" in entry.detail:
            self._triggers[request_id] = trigger(entry.detail.get("event"))
            if entry.detail["attempt"] > 1:
                self._say(entry.at, self._actor(request_id), "tries again")
        elif entry.what != "ends":
            self._say(entry.at, self._actor(request_id), cut(entry.what), "warn")
        elif self._triggers.get(request_id) == "sweep":
            self._say(entry.at, self._actor(request_id), "nothing is left to take down")

    def _say(self, at: float, who: str, text: str, tone: Tone = "plain") -> None:
        self.say(Line(at, who, short(text), tone))


def _tone(text: str) -> Tone:
    if any(sign in text for sign in GOOD):
        return "good"
    return "bad" if any(sign in text for sign in BAD) else "plain"
