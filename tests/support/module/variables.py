"""The variables that a module declares, read from its file."""

from __future__ import annotations

import re

from tests.support.project import PROJECT


def variables(module: str) -> dict[str, str]:
    """Name and body of each variable; the root's under an empty name."""
    folder = PROJECT / "modules" / module if module else PROJECT
    text = (folder / "variables.tf").read_text()
    return dict(re.findall(r'^variable "(\w+)" {\n(.*?)^}$', text, re.MULTILINE | re.DOTALL))
