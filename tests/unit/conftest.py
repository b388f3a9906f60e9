"""What the tests of set-up share: a machine of their own, and what is said to the person."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.tools_ground import ground
from tools.setup.places import Places
from tools.setup.report import Report


@pytest.fixture
def where(tmp_path: Path) -> Places:
    return ground(tmp_path)


@pytest.fixture
def lines() -> list[str]:
    """What the report has said so far."""
    return []


@pytest.fixture
def report(lines: list[str]) -> Report:
    return Report(lines.append)
