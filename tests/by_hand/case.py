"""One thing done by hand, and what has to come of it: the table in docs/failure-modes.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.by_hand.person import Person

    Act = Callable[[Person], object]

PRIVATE, PUBLIC = "private", "public"


@dataclass(frozen=True)
class Case:
    """What somebody does to a running deployment, and what the tests ask for afterwards.

    thing: an address of the state, without its index if every one of them is meant; or in words,
    what only the handler knows. did: what was done to it. do: does it.
    shows: what the plan has to show, no more and no less than these and what `drags` names.
    drags: what is changed along, because it depends on that.
    alarm: has to go to ALARM before anybody applies.
    audit: it puts everything back, within two minutes.
    refused: AWS's error code: it cannot be done.
    command: what a person has to type, and `types` types; before the apply, whose error contains
    `apply_says` without it.
    loses: what of the addresses cannot come back.
    destroy_says: what a destroy at once says, and `destroy_types` what it needs to succeed.
    destroy_first: what has to be done before a destroy, which would hang without a word.
    alone: it cannot be played together with others.
    """

    thing: str
    did: str
    do: Act
    shows: tuple[str, ...] = ()
    drags: tuple[str, ...] = ()
    alarm: str = ""
    audit: bool = False
    refused: str = ""
    command: str = ""
    types: Act | None = None
    apply_says: str = ""
    loses: str = ""
    destroy_says: str = ""
    destroy_command: str = ""
    destroy_types: Act | None = None
    destroy_first: str = ""
    alone: bool = False

    @property
    def name(self) -> str:
        """For a test: no two cases share it."""
        return f"{self.thing} {self.did}".replace('"', "")

    @property
    def noticed(self) -> str:
        """By whom, in words."""
        found = [
            "EC2 refuses" if self.refused else "",
            "the audit" if self.audit else "",
            f"alarm `{self.alarm}`" if self.alarm else "",
            "the next plan" if self.shows else "",
        ]
        return ", ".join(each for each in found if each) or "nobody"

    @property
    def mended(self) -> str:
        """By what, in words."""
        if self.refused:
            return "-"
        if self.audit:
            return "the audit, within a minute or two"
        steps = [self.command, "the next apply" if self.shows else ""]
        told = ", then ".join(each for each in steps if each) or "nothing needs to be"
        return f"{told}; {self.loses}" if self.loses else told

    @property
    def destroyed(self) -> str:
        """How a destroy at once ends, in words."""
        if self.refused:
            return "-"
        if self.destroy_first:
            return f"hangs: {self.destroy_first} before"
        return (
            f"says “{self.destroy_says}”: {self.destroy_command}" if self.destroy_says else "ends"
        )


def created(*addresses: str) -> tuple[str, ...]:
    return tuple(f"{each}: create" for each in addresses)


def updated(*addresses: str) -> tuple[str, ...]:
    return tuple(f"{each}: update" for each in addresses)


def replaced(*addresses: str) -> tuple[str, ...]:
    return tuple(f"{each}: replace" for each in addresses)
