"""Fixtures of the deploy tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.served_lab import Stage, served


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A served lab of the test's own."""
    with served() as stage:
        yield stage
