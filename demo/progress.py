"""How far Terraform is, from its machine-readable events."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.markup import escape

from demo.timeline_view import Screen
from tests.support.terraform import Event

PLAIN_STEP = 10  # without a terminal: a line for every so many resources
LONG_SECONDS = 30  # and one for what has taken so long, in real time

VERBS = {"apply": "created", "destroy": "destroyed"}
NAMED = 2  # of the resources under way


@dataclass
class Progress:
    """A listener for `Terraform.apply` and `.destroy`."""

    screen: Screen
    command: str
    done: int = 0
    total: int = 0
    under_way: dict[str, None] = field(default_factory=dict)  # addresses, the oldest first

    def __call__(self, event: Event) -> None:
        match event["type"]:
            case "change_summary" if not self.total:
                changes = event["changes"]
                self.total = changes["add"] + changes["change"] + changes["remove"]
            case "apply_start" | "apply_progress" | "apply_complete":
                if event["hook"]["action"] != "read":
                    self._resource(event["type"], event["hook"])

    @property
    def summary(self) -> str:
        return f"{self.done} of {self.total} resources {VERBS[self.command]}"

    def _resource(self, step: str, hook: Event) -> None:
        address = hook["resource"]["addr"]
        if step == "apply_start":
            self.under_way[address] = None
        elif step == "apply_complete":
            self.under_way.pop(address, None)
            self.done += 1
        named = ", ".join(list(self.under_way)[:NAMED])
        self.screen.doing(escape(f"terraform {self.command}: {self.summary}; {named}"))
        if step == "apply_complete" and self.done % PLAIN_STEP == 0:
            self.screen.note(f"terraform {self.command}: {self.summary}")
        elif step == "apply_progress" and hook["elapsed_seconds"] % LONG_SECONDS == 0:
            self.screen.note(f"still at {address} after {hook['elapsed_seconds']} real seconds")
