"""The door of the function: what it takes, what it needs, and what it logs."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

import pytest

from prober.checks import Check
from prober.codec import ALIVE, Verdict
from prober.handler import handle
from tests.prober.described import described
from tests.prober.minutes import Minutes
from tests.prober.test_config import ENVIRONMENT
from tests.support.environment import encode
from tests.support.project import PROJECT

SILENT, REFUSED = Verdict("no answer within 2 s"), Verdict("connection refused")


def test_it_needs_nothing_but_pythons_own() -> None:
    """Python without its packages, and the two folders of the zip."""
    program = f"import sys; sys.path.insert(0, {str(PROJECT / 'lambda_src')!r}); "
    program += "import prober.handler; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "prober.exchange" in loaded
    ours = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    assert ours - {"__main__"} == {"common", "prober"}


@pytest.mark.parametrize("event", [None, "text", [], {}, {"source": "persistent-vnf.audit"}])
def test_any_other_event_is_refused(
    event: object, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert Minutes().invoke(event) == {"outcome": "refused"}
    assert capsys.readouterr().out == ""
    [record] = caplog.records
    assert (record.levelname, record.message) == ("WARNING", "event refused")
    assert record.__dict__["event_type"] == type(event).__name__


class Context:
    """Lambda's, with time for one round of a second."""

    def get_remaining_time_in_millis(self) -> int:
        return 2000


def test_lambdas_entry_reads_the_environment_and_probes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Port 1 of the loopback, where nobody is."""
    environment = ENVIRONMENT | {"SERVICE_CHECKS": encode([described("tcp", port=1)])}
    for name, value in (environment | {"LOG_LEVEL": "INFO"}).items():
        monkeypatch.setenv(name, value)
    event = {"source": "persistent-vnf.prober"}
    assert handle(event, Context()) == {"outcome": "probed", "rounds": 1}
    passed, rounds = map(json.loads, capsys.readouterr().out.splitlines())
    assert (passed["Check"], passed["CheckPassed"], rounds["ProbeRounds"]) == ("tcp", 0, 1)


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, ...]]:
    """Each record since it was last asked: level, message, check, reason."""
    records = list(caplog.records)
    caplog.clear()
    return [(each.levelname, each.message, *_said(each)) for each in records]


def _said(record: logging.LogRecord) -> tuple[str, str]:
    said = record.__dict__
    return said["check"], said.get("reason", "")


def test_a_verdict_is_logged_when_it_changes(caplog: pytest.LogCaptureFixture) -> None:
    """In the next invocation as well, if Lambda kept the process."""
    caplog.set_level(logging.INFO)
    minutes = Minutes()
    verdicts = [ALIVE, ALIVE, SILENT, SILENT, REFUSED, ALIVE, *[ALIVE] * 6, SILENT, *[SILENT] * 5]
    coming = iter(verdicts)
    minutes.probe = lambda _: next(coming)
    minutes.invoke()
    assert logged(caplog) == [
        ("INFO", "check passes", "tcp-22", ""),
        ("WARNING", "check fails", "tcp-22", "no answer within 2 s"),
        ("WARNING", "check fails", "tcp-22", "connection refused"),
        ("INFO", "check passes", "tcp-22", ""),
    ]
    minutes.invoke()
    assert logged(caplog) == []
    minutes.invoke()
    assert logged(caplog) == [("WARNING", "check fails", "tcp-22", "no answer within 2 s")]


def test_each_check_has_a_verdict_of_its_own(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    minutes = Minutes({"a": 2, "b": 2})

    def probe(check: Check) -> Verdict:
        return ALIVE if check.name == "a" else SILENT

    minutes.probe = probe
    minutes.invoke()
    assert sorted(logged(caplog)) == [
        ("INFO", "check passes", "a", ""),
        ("WARNING", "check fails", "b", "no answer within 2 s"),
    ]
