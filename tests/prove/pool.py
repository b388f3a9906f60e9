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

from tests.lab.deployment import Deployment
from tests.lab.express import express
from tests.lab.simulation import client, simulated
from tests.lab.switches import Switches
from tests.prove import stage
from tests.prove.asked import Asked
from tests.prove.case import Case, Outcome, from_json
from tests.prove.play import Play

# Real seconds after which a case is one that runs for ever.
REAL_LIMIT = 180
BATCH = 300
FORK = multiprocessing.get_context("fork")
OPERATOR = "operator"


def run(cases: Iterable[Case], workers: int = 2) -> Iterator[Outcome]:
    """Play all cases, in the order given within each path."""
    batches = list(_batches(cases))
    if workers == 1 or len(batches) == 1:
        for batch in batches:
            yield from play_all(batch)
        return
    with ProcessPoolExecutor(workers, mp_context=FORK) as pool:
        for outcomes in pool.map(play_all, batches):
            yield from outcomes


def play_all(cases: Sequence[Case]) -> list[Outcome]:
    """Prepare the world of the cases' path once, and play each case in a fork of it."""
    _warm()
    with _prepared(cases[0].path) as (deployed, neighbours), nothing_printed():
        return [_in_a_fork(deployed, case, neighbours) for case in cases]


@cache
def _warm() -> None:
    """Fill what moto, botocore and the lab work out once: each fork would do it again."""
    with nothing_printed():
        play(Case("reboot"))


def play(case: Case, watcher: Callable[[Play], object] | None = None) -> Outcome:
    """Play one case in this process. `watcher` is shown the play before it begins."""
    with _prepared(case.path) as (deployed, neighbours):
        made = Play(deployed, case, neighbours)
        if watcher:
            watcher(made)
        return made.run()


@contextmanager
def _prepared(name: str) -> Iterator[tuple[Deployment, set[str]]]:
    path = stage.PATHS[name]
    logging.disable()  # thousands of faults, each with its line
    with simulated(seed=1, switches=Asked(**stage.BRISK)) as lab:  # type: ignore[arg-type]
        with nothing_printed():
            deployed = Deployment(lab, **path.environment)
            _operate_without_http(deployed)
            neighbours = stage.neighbour(deployed)
            lab.iam.authorize = lambda *_: None  # type: ignore[method-assign]  # all is allowed
            stage.prepare(deployed, path)
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
        express(client(service, OPERATOR), lambda: OPERATOR, attempts=1)
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
        _tell(writer, _played(deployed, case, neighbours))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    if not told:
        return Outcome(case, wrong=f"no end in {REAL_LIMIT} real seconds")
    found = json.loads(told)
    found["case"] = from_json(json.dumps(case.as_json()))
    found["actions"], found["asked"] = tuple(found["actions"]), tuple(found["asked"])
    found["handlers"] = tuple(tuple(each) for each in found["handlers"])
    return Outcome(**found)


def _played(deployed: Deployment, case: Case, neighbours: set[str]) -> Outcome:
    try:
        return Play(deployed, case, neighbours).run()
    except Exception:
        return Outcome(case, wrong=f"the proof itself failed:\n{traceback.format_exc()}")


def _tell(writer: int, outcome: Outcome) -> None:
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(json.dumps(dataclasses.asdict(outcome)).encode())


def _batches(cases: Iterable[Case]) -> Iterator[list[Case]]:
    ordered = sorted(cases, key=lambda case: case.path)
    for _, group in groupby(ordered, key=lambda case: case.path):
        same = list(group)
        for start in range(0, len(same), BATCH):
            yield same[start : start + BATCH]
