"""``verify-aws.json``, and the table that a person reads."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import botocore

from tools.verify_aws import compare
from tools.verify_aws.answers import Answers
from tools.verify_aws.questions import NOT_ASKED, QUESTIONS
from tools.verify_aws.stopping import StopError

SCHEMA = 1
SIGNS = {True: "as the lab", False: "NOT as the lab", None: ""}


def document(
    answers: Answers,
    calls: list[dict[str, Any]],
    *,
    at: float,
    region: str,
    versions: Mapping[str, str],
    switches: Mapping[str, Any],
    complete: bool,
) -> dict[str, Any]:
    """The whole result. The account is not in it: the file is meant to be shown."""
    observed = {name: answer.observed for name, answer in answers.all.items()}
    beside = compare.beside_the_lab(observed, switches)
    return {
        "schema": SCHEMA,
        "when": datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "versions": {**versions, **_own_versions()},
        "complete": complete,
        "questions": {
            question.name: {
                "asks": question.asks,
                "observed": observed[question.name],
                **beside[question.name],
                "evidence": answers.all[question.name].evidence,
            }
            for question in QUESTIONS
        },
        "calls": calls,
        "not_asked": NOT_ASKED,
    }


def write(result: Mapping[str, Any], file: Path) -> None:
    file.write_text(json.dumps(result, indent=2) + "\n")


def compared(file: Path, switches: Mapping[str, Any]) -> dict[str, Any]:
    """A result of another day, beside the lab of today. Raises StopError if it is not one."""
    try:
        result: dict[str, Any] = json.loads(file.read_text())
        if result["schema"] != SCHEMA:
            raise StopError(f"{file} has schema {result['schema']}; this program reads {SCHEMA}.")
        observed = {name: each["observed"] for name, each in result["questions"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StopError(f"{file} is no result of this program: {error!r}") from error
    for name, beside in compare.beside_the_lab(observed, switches).items():
        if name in result["questions"]:
            result["questions"][name] |= beside
    return result


def disagreements(result: Mapping[str, Any]) -> list[str]:
    """Questions that the lab answers otherwise, and calls that were judged otherwise."""
    questions = [name for name, each in result["questions"].items() if each["agrees"] is False]
    calls = [
        f"{each['call']}: {each['code']}" for each in result["calls"] if not each["as_expected"]
    ]
    return questions + calls


def table(result: Mapping[str, Any]) -> Iterator[str]:
    """Lines for a person."""
    yield f"{result['region']}, {result['when']}"
    for name, each in result["questions"].items():
        shown = _shown(each["observed"])
        guess = f"lab {_shown(each['lab'])}" if each["switch"] else ""
        yield f"  {name:<28} {shown:<34} {guess:<20} {SIGNS[each['agrees']]}".rstrip()
    good = sum(each["as_expected"] for each in result["calls"])
    yield f"  {good} of {len(result['calls'])} dry runs were judged as expected"
    for each in result["calls"]:
        if not each["as_expected"]:
            yield f"    {each['call']}: {each['code']} instead of {each['expected']}"
    if not result["complete"]:
        yield "  NOT complete: the evidence in the file says what was not answered, and why"


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple) and value:
        low = min(each["at_least"] if isinstance(each, dict) else each for each in value)
        high = max(each["at_most"] if isinstance(each, dict) else each for each in value)
        return f"{low:g} to {high:g} s"
    if isinstance(value, dict):
        return f"{len(value)} drills, see the file"
    return "?" if value is None else str(value)


def _own_versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "boto3": boto3.__version__,
        "botocore": botocore.__version__,
    }
