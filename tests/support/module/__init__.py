"""The module's own files, read: rules, variables, alarms, and the order of its resources."""

from __future__ import annotations

from tests.support.project import PROJECT

SUBMODULES = sorted(folder.name for folder in (PROJECT / "modules").iterdir())
