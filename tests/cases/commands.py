"""The `aws …` lines of a page's section, made as calls: a page and its test cannot drift apart."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import botocore.waiter
from botocore import xform_name
from botocore.model import Shape

from tests.support.project import PROJECT

OPERATIONS = PROJECT / "docs" / "operations.md"
STANDBY = PROJECT / "docs" / "standby.md"

Client = Callable[[str], Any]  # boto3's client of a service
Sleep = Callable[[float], None]  # lets lab seconds go by

_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def section(heading: str, page: Path = OPERATIONS) -> str:
    """The text between that heading and the next one, of whatever level. KeyError: no such one."""
    parts = _HEADING.split(page.read_text())
    return dict(zip(parts[1::2], parts[2::2], strict=True))[heading]


def blocks(heading: str, page: Path = OPERATIONS) -> list[list[str]]:
    """The commands of each shell block of a section, in order."""
    found = _BLOCK.findall(section(heading, page))
    return [block.replace("\\\n", " ").strip().splitlines() for block in found]


def run(commands: list[str], names: Mapping[str, str], client: Client, sleep: Sleep) -> None:
    """Make the calls of `commands`, with every name of the page replaced by the real one."""
    for command in commands:
        for written, real in names.items():
            command = command.replace(written, real)
        program, service, operation, *options = shlex.split(command)
        assert program == "aws", command
        if operation == "wait":
            _wait(client(service), options, sleep)
        else:
            _call(client(service), operation, options)


def _call(api: Any, operation: str, options: list[str]) -> None:
    method = operation.replace("-", "_")
    model = api.meta.service_model.operation_model(api.meta.method_to_api_mapping[method])
    getattr(api, method)(**dict(_arguments(options, model.input_shape)))


def _wait(api: Any, words: list[str], sleep: Sleep) -> None:
    waiter = api.get_waiter(words[0].replace("-", "_"))
    model = api.meta.service_model.operation_model(waiter.config.operation)
    with patch.object(botocore.waiter.time, "sleep", sleep):
        waiter.wait(**dict(_arguments(words[1:], model.input_shape)))


def _arguments(options: list[str], shape: Shape) -> Iterator[tuple[str, Any]]:
    """As the command line reads its options: by the type that the API gives each of them."""
    members = {xform_name(name).replace("_", "-"): name for name in shape.members}  # type: ignore[attr-defined]
    given = re.findall(r"--(\S+)((?: (?!--)\S+)*)", " ".join(options))
    for option, words in given:
        positive = option if option in members else option.removeprefix("no-")
        name = members[positive]
        values = words.split()
        match shape.members[name].type_name:  # type: ignore[attr-defined]
            case "boolean":
                yield name, option == positive
            case "list":
                yield name, values
            case "structure":
                yield name, json.loads(" ".join(values))
            case "integer":
                yield name, int(values[0])
            case _:
                yield name, " ".join(values)
