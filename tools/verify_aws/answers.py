"""What was observed, question by question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tools.verify_aws.moments import Moment, Span, between
from tools.verify_aws.questions import QUESTIONS


@dataclass
class Answer:
    """`observed`: a value, spans in seconds, or None; `evidence`: codes, orders, reasons."""

    observed: Any = None
    evidence: dict[str, Any] = field(default_factory=dict)


class Answers:
    """One for each question; an unknown name is a KeyError."""

    def __init__(self) -> None:
        self.all = {question.name: Answer() for question in QUESTIONS}

    def found(self, question: str, observed: Any, **evidence: Any) -> None:
        """The answer; None with evidence says why there is none."""
        answer = self.all[question]
        answer.observed = observed
        answer.evidence |= evidence

    def named(self, question: str, name: str, observed: Any) -> None:
        """One part of an answer that has several: of a drill."""
        answer = self.all[question]
        answer.observed = {**(answer.observed or {}), name: observed}

    def lasted(self, question: str, begin: Moment | None, end: Moment | None) -> None:
        """One more duration; nothing if one of its ends was not seen."""
        if begin is not None and end is not None:
            self.took(question, between(begin, end))

    def took(self, question: str, span: Span) -> None:
        answer = self.all[question]
        answer.observed = [*(answer.observed or []), span.rounded()]

    def failed(self, drill: str, why: str) -> None:
        """A drill did not come to its end: the questions without an answer say so."""
        for answer in self.all.values():
            if answer.observed is None:
                answer.evidence.setdefault("not answered", f"{drill}: {why}")
