"""The demo's own judgement on a deployment in simulated time, without Terraform and a screen."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from demo.live import LiveDemo
from demo.model import Run
from demo.recorder import Recorder
from lab.inventory import inventory
from tests.support.deployment import Deployment

SILENT = SimpleNamespace(say=lambda _: None, doing=lambda _: None, idle=lambda: None)


def live_demo(deployed: Deployment) -> LiveDemo:
    """Of two instances."""
    recorder = Recorder(deployed.lab, deployed.name)
    recorder.start()
    return LiveDemo(
        lab=deployed.lab,
        terraform=cast(Any, None),
        screen=cast(Any, SILENT),
        recorder=recorder,
        run=Run(rate=1.0),
        ec2=deployed.ec2,
        autoscaling=deployed.autoscaling,
        empty=inventory(deployed.lab),
        instances=2,
    )
