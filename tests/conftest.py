"""Settings for all tests: property tests find the same examples on every run and every machine;
an assertion in a helper says what it compared, as one in a test does."""

from __future__ import annotations

import pytest
from hypothesis import settings

pytest.register_assert_rewrite(
    "tests.by_hand",
    "tests.cases",
    "tests.deploy",
    "tests.first_boot",
    "tests.guest",
    "tests.heal",
    "tests.lab",
    "tests.plan",
    "tests.prober",
    "tests.support",
)

settings.register_profile("project", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("project")
