"""Fixtures of the deploy tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.served_lab import ServedLab, serve


@pytest.fixture
def served() -> Iterator[ServedLab]:
    """A served lab of the test's own."""
    with serve() as served:
        yield served
