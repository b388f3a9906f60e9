"""Fixtures of the lab's own tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.worlds.ec2 import Ec2World, small_world


@pytest.fixture
def world() -> Iterator[Ec2World]:
    """A small network in a simulated lab, every switch at its default."""
    with small_world() as world:
        yield world
