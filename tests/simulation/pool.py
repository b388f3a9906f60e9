"""Cases, each in a fork of a world prepared once; two processes on two cores."""

from __future__ import annotations

import dataclasses
import gc
import json
import logging
import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stdout
from functools import cache
from itertools import groupby
from pathlib import Path

from lab.in_process import client, simulated
from lab.in_process_client import without_http
from lab.switches import Switches
from tests.simulation import scenarios
from tests.simulation.case import Case, Outcome, from_json
from tests.simulation.case_run import CaseRun
from tests.simulation.switch_usage import TrackedSwitches
from tests.support.deployment import Deployment

# Real seconds after which a case is one that does not end.
REAL_LIMIT = 180
BATCH = 300
FORK = multiprocessing.get_context("fork")
OPERATOR = "operator"
BROKEN = "the simulation itself failed"


def run(cases: Iterable[Case], workers: int = 2) -> Iterator[Outcome]:
    """Run all cases, in the order given within each scenario."""
    batches = list(_batches(cases))
    if workers == 1 or len(batches) == 1:
        for batch in batches:
            yield from run_batch(batch)
        return
    with ProcessPoolExecutor(workers, mp_context=FORK) as pool:
        for outcomes in pool.map(run_batch, batches):
            yield from outcomes


def run_batch(cases: Sequence[Case]) -> list[Outcome]:
    """Prepare the world of the cases' scenario once, and run each case in a fork of it."""
    _warm()
    with _prepared(cases[0].scenario) as (deployed, neighbours), nothing_printed():
        return [_in_a_fork(deployed, case, neighbours) for case in cases]


@cache
def _warm() -> None:
    """Fill what moto, botocore and the lab work out once: each fork would do it again."""
    with nothing_printed():
        run_case(Case("reboot"))


def run_case(case: Case, observer: Callable[[CaseRun], object] | None = None) -> Outcome:
    """Run one case in this process. `observer` is given the run before it begins."""
    with _prepared(case.scenario) as (deployed, neighbours):
        run = CaseRun(deployed, case, neighbours)
        if observer:
            observer(run)
        return run.run()


@contextmanager
def _prepared(name: str) -> Iterator[tuple[Deployment, set[str]]]:
    scenario = scenarios.SCENARIOS[name]
    logging.disable()  # thousands of faults, each with its line
    with simulated(seed=1, switches=TrackedSwitches(**scenarios.FAST)) as lab:  # type: ignore[arg-type]
        with nothing_printed():
            deployed = scenarios.deploy(lab, scenario)
            _operate_without_http(deployed)
            neighbours = scenarios.neighbour(deployed)
            lab.iam.authorize = lambda *_: None  # type: ignore[method-assign]  # all is allowed
            scenarios.prepare(deployed, scenario)
        _usual_switches(lab.switches)
        gc.collect()
        gc.freeze()
        yield deployed, neighbours


@contextmanager
def nothing_printed() -> Iterator[None]:
    """Metrics are printed."""
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        yield


def _operate_without_http(deployed: Deployment) -> None:
    """People's calls go the short way too: by HTTP two of them cost as much as a heal."""
    deployed.ec2, deployed.autoscaling = (
        without_http(client(service, OPERATOR), lambda: OPERATOR, attempts=1)
        for service in ("ec2", "autoscaling")
    )


def _usual_switches(switches: Switches) -> None:
    for each in dataclasses.fields(Switches):
        setattr(switches, each.name, each.default)


def _in_a_fork(deployed: Deployment, case: Case, neighbours: set[str]) -> Outcome:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(REAL_LIMIT)
        os.close(reader)
        _send(writer, _outcome(deployed, case, neighbours))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        sent = pipe.read()
    os.waitpid(child, 0)
    if not sent:
        return Outcome(case, failure=f"no end in {REAL_LIMIT} real seconds")
    found = json.loads(sent)
    found["case"] = from_json(json.dumps(case.as_json()))
    found["actions"] = tuple(found["actions"])
    found["switches_used"] = tuple(found["switches_used"])
    found["handler_calls"] = tuple(tuple(each) for each in found["handler_calls"])
    return Outcome(**found)


def _outcome(deployed: Deployment, case: Case, neighbours: set[str]) -> Outcome:
    try:
        return CaseRun(deployed, case, neighbours).run()
    except Exception:
        return Outcome(case, failure=f"{BROKEN}:\n{traceback.format_exc()}")


def _send(writer: int, outcome: Outcome) -> None:
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(json.dumps(dataclasses.asdict(outcome)).encode())


def _batches(cases: Iterable[Case]) -> Iterator[list[Case]]:
    ordered = sorted(cases, key=lambda case: case.scenario)
    for _, group in groupby(ordered, key=lambda case: case.scenario):
        same = list(group)
        for start in range(0, len(same), BATCH):
            yield same[start : start + BATCH]
