"""Log lines as JSON where Lambda knows its text format only."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

import hook_handler.handler
import prober.handler
import warmup.handler
from common import log_format
from common.environment import BadEnvironmentError

IN_LAMBDA = {"AWS_LAMBDA_FUNCTION_NAME": "sbc-hook-handler"}
TEXT = IN_LAMBDA | {"AWS_LAMBDA_LOG_FORMAT": "Text"}


@pytest.fixture
def printed() -> Iterator[io.StringIO]:
    """What the root logger's one handler prints, without a line end of its own, as Lambda's."""
    root, text = logging.getLogger(), io.StringIO()
    before, handler = (root.handlers, root.level), logging.StreamHandler(text)
    handler.terminator = ""
    root.handlers, root.level = [handler], logging.INFO
    yield text
    root.handlers, root.level = before


def lines(printed: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.getvalue().splitlines()]


@pytest.mark.parametrize("environment", [TEXT, IN_LAMBDA])
def test_each_record_is_a_line_with_its_extra_keys(
    environment: Mapping[str, str], printed: io.StringIO
) -> None:
    log_format.apply(environment)
    log = logging.getLogger("hook_handler.progress")
    log.info("done", extra={"step": "Attach", "aws_request_id": "r-1"})
    log.warning("refused by %s", "EC2")
    done, refused = lines(printed)
    assert done.pop("timestamp").endswith("Z")
    assert done == {
        "level": "INFO",
        "message": "done",
        "logger": "hook_handler.progress",
        "requestId": "r-1",
        "step": "Attach",
    }
    assert refused["message"] == "refused by EC2"


def test_an_exception_is_in_its_line(printed: io.StringIO) -> None:
    log_format.apply(TEXT)
    try:
        raise ValueError("late")
    except ValueError:
        logging.getLogger().exception("lost")
    (line,) = lines(printed)
    assert (line["errorType"], line["errorMessage"]) == ("ValueError", "late")
    assert "raise ValueError" in line["stackTrace"][0]


@pytest.mark.parametrize("environment", [{}, IN_LAMBDA | {"AWS_LAMBDA_LOG_FORMAT": "JSON"}])
def test_nothing_is_changed_elsewhere(environment: Mapping[str, str], printed: io.StringIO) -> None:
    log_format.apply(environment)
    logging.getLogger().info("as it was")
    assert printed.getvalue() == "as it was"


@pytest.mark.parametrize(
    "handle", [hook_handler.handler.handle, prober.handler.handle, warmup.handler.handle]
)
def test_each_function_applies_it_before_all_else(
    handle: Callable[..., object], printed: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in TEXT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("LOG_LEVEL", raising=False)
    with pytest.raises(BadEnvironmentError):
        handle({}, None)
    logging.getLogger().warning("next")
    assert [line["message"] for line in lines(printed)] == ["next"]
