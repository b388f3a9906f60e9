"""What was observed beside what the lab takes for granted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.verify_aws.questions import QUESTIONS


def beside_the_lab(
    observed: Mapping[str, Any], switches: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """By question: switch, the lab's default, and whether the two agree.

    observed: the value of each question's answer. A question without an entry was not asked.
    """
    return {
        question.name: {
            "switch": question.switch,
            "lab": switches.get(question.switch) if question.switch else None,
            "agrees": _agrees(
                observed.get(question.name),
                switches.get(question.switch) if question.switch else None,
            ),
        }
        for question in QUESTIONS
    }


def _agrees(observed: Any, guess: Any) -> bool | None:
    """None where there is nothing to compare.

    A span agrees with a range when some value lies in both: a look cannot tell more.
    """
    if observed is None or guess is None:
        return None
    if isinstance(guess, tuple):
        low, high = guess
        return all(span["at_most"] >= low and span["at_least"] <= high for span in observed)
    return bool(observed == guess)
