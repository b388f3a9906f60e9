"""The log level, applied by the code: all that is asked for, and nothing below it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest

import hook_handler.handler
import prober.handler
import warmup.handler
from common import log_level
from common.environment import BadEnvironmentError


@pytest.fixture(autouse=True)
def root() -> Iterator[logging.Logger]:
    """The root logger, put back afterwards: it is the whole process's."""
    root = logging.getLogger()
    before = (root.level, [(handler, handler.level) for handler in root.handlers])
    yield root
    root.setLevel(before[0])
    for handler, level in before[1]:
        handler.setLevel(level)


@pytest.mark.parametrize(
    ("level", "logged"),
    [
        ("DEBUG", ["debug", "info", "warning", "error"]),
        ("INFO", ["info", "warning", "error"]),
        ("WARN", ["warning", "error"]),
        ("ERROR", ["error"]),
    ],
)
def test_what_is_asked_for_is_logged_and_nothing_below(
    level: str, logged: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    log_level.apply({"LOG_LEVEL": level})
    log = logging.getLogger("hook_handler.handler")
    for method in (log.debug, log.info, log.warning, log.error):
        method(method.__name__)
    assert [record.message for record in caplog.records] == logged


def test_a_library_with_a_level_of_its_own_is_held_to_it_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    library = logging.getLogger("botocore")
    assert library.level == logging.WARNING  # common/aws.py
    log_level.apply({"LOG_LEVEL": "ERROR"})
    library.warning("a retry")
    assert caplog.records == []


@pytest.mark.parametrize("environment", [{}, {"LOG_LEVEL": "WARNING"}, {"LOG_LEVEL": "debug"}])
@pytest.mark.parametrize(
    "handle", [hook_handler.handler.handle, prober.handler.handle, warmup.handler.handle]
)
def test_each_function_applies_it_before_all_else(
    handle: Callable[..., object], environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value that is none of the four is named; each function reads it first."""
    monkeypatch.delenv("LOG_LEVEL", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadEnvironmentError, match="LOG_LEVEL is"):
        handle({}, None)
