"""The variables that Terraform gives a function, read from the module's files."""

from __future__ import annotations

import re

from tests.support.project import PROJECT

_FUNCTION = re.compile(r"^    (\w+) = \{\n(.*?)^    \}", re.MULTILINE | re.DOTALL)
_ENVIRONMENT = re.compile(r"^      environment += \{\n(.*?)^      \}", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"^ +([A-Z_]+) += ", re.MULTILINE)


def variables_of(function: str) -> set[str]:
    """Names of the environment's variables; KeyError for a function that there is not."""
    text = (PROJECT / "modules" / "lifecycle" / "functions.tf").read_text()
    body = dict(_FUNCTION.findall(text))[function]
    (environment,) = _ENVIRONMENT.findall(body)
    return set(_NAME.findall(environment))
