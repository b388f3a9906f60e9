"""All dry runs of one run, in the order in which they are reported."""

from __future__ import annotations

from typing import Any

from tools.verify_aws.answers import Answers
from tools.verify_aws.facts import Facts
from tools.verify_aws.rights import calls
from tools.verify_aws.rights.calls import Call
from tools.verify_aws.rights.checked import doubts, settle
from tools.verify_aws.rights.dry_run import ask
from tools.verify_aws.rights.role import LentRole


def judge(role: LentRole, facts: Facts, answers: Answers) -> list[dict[str, Any]]:
    """Asks what the role may do. Returns one entry for each call, with its code."""
    ec2 = role.ec2()
    _doubtful(role, facts, answers)
    _missing(ec2, answers)
    may = [_entry("may", ec2, call) for call in calls.of_the_handler(facts)]
    return may + [_entry("must not", ec2, call) for call in calls.forbidden(facts)]


def _doubtful(role: LentRole, facts: Facts, answers: Answers) -> None:
    for doubt in doubts(facts):
        finding = settle(doubt, role)
        answers.found(
            doubt.question,
            finding.checked,
            all_allowed=finding.with_it,
            without_the_one_in_doubt=finding.without_it,
        )


def _missing(ec2: Any, answers: Answers) -> None:
    code = ask(ec2, Call("delete_subnet", {"SubnetId": calls.NOBODY}))
    answers.found("missing_resource_is_denied", code == calls.DENIED, code=code)


def _entry(kind: str, ec2: Any, call: Call) -> dict[str, Any]:
    code = ask(ec2, call)
    return {
        "the handler": kind,
        "call": call.method,
        "arguments": sorted(call.arguments),
        "expected": call.expected,
        "code": code,
        "as_expected": code == call.expected,
        **({"about": call.about} if call.about else {}),
    }
