"""The demo while it lasts: a fresh served lab, real Terraform against it, and waiting."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import boto3

from demo.model import Line, Run, Tone
from demo.progress import Progress
from demo.recorder import Recorder
from demo.story import Story
from demo.timeline_view import Screen
from lab import boot, moto_setup
from lab.clock import ServedClock
from lab.context import Lab
from lab.inventory import Inventory, inventory
from lab.leftovers import leftovers
from lab.server import OPERATOR_KEY, LabServer
from tests.support.deployer import credentials, deployer
from tests.support.terraform import Terraform

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client

EXAMPLE = "examples/amazon_linux"
NAME = "persistent-vnf"
QUIET_LIMIT_SECONDS = 600.0


@dataclass
class LiveDemo:
    lab: Lab
    terraform: Terraform
    screen: Screen
    recorder: Recorder
    run: Run
    ec2: EC2Client  # boto3's, of the operator: a person with a console
    empty: Inventory  # the account before the apply

    def say(self, actor: str, text: str, tone: Tone = "plain") -> None:
        self.screen.say(Line(self.lab.clock.now(), actor, text, tone))

    def wait(self, what: str, until: Callable[[], bool], limit_seconds: float) -> bool:
        """Let lab time pass until it holds (asked under the lab's lock); False at the limit."""
        self.screen.doing(what)

        def reached() -> bool:
            with self.lab.lock:
                self.recorder.look()
                return until()

        held = self.lab.clock.run_until(reached, limit_seconds)
        self.screen.idle()
        return held

    def come_to_rest(self) -> bool:
        """Wait until one instance is left and no function runs."""
        return self.wait(
            "waiting until the old instance is gone and all functions rest",
            lambda: len(self.recorder.members()) <= 1 and self.lab.lambdas.idle(),
            QUIET_LIMIT_SECONDS,
        )

    def apply(self) -> None:
        with self._timed("terraform init"):
            self.screen.doing("terraform init")
            self.terraform.init()
        progress = Progress(self.screen, "apply")
        self.screen.doing("terraform apply: planning")
        with self._timed("terraform apply"):
            self.terraform.apply(progress)
        self._applied("apply", progress)

    def destroy(self) -> None:
        progress = Progress(self.screen, "destroy")
        self.screen.doing("terraform destroy: planning")
        with self._timed("terraform destroy"):
            self.terraform.destroy(progress)
        self._applied("destroy", progress)

    def leftovers(self) -> list[str]:
        with self.lab.lock:
            return leftovers(self.empty, inventory(self.lab))

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        """Note the real seconds that a step took."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.screen.idle()
            self.run.real_seconds[step] = time.monotonic() - began

    def _applied(self, command: str, progress: Progress) -> None:
        seconds = self.run.real_seconds[f"terraform {command}"]
        self.say("Terraform", f"{progress.summary} in {seconds:.0f} real seconds", "good")


@contextmanager
def open_demo(screen_of: Callable[[ServedClock], Screen], rate: float) -> Iterator[LiveDemo]:
    """A fresh world; whatever happens, nothing of it stays: no process, no file."""
    _forget_own_settings()
    moto_setup.load_catalogue(True)
    with ExitStack() as at_end:
        work = Path(at_end.enter_context(tempfile.TemporaryDirectory(prefix="demo-")))
        clock = ServedClock(rate)
        active = boot.start(clock)
        at_end.callback(boot.stop)
        at_end.callback(active.lambdas.stop)
        server = LabServer(active).start()
        at_end.callback(server.stop)
        screen = screen_of(clock)
        at_end.callback(screen.stop)
        recorder = Recorder(active, NAME)
        recorder.start()
        _tell(active, Story(screen.say))
        rights = credentials(deployer(active, NAME))  # those of docs/deployer-rights.md
        terraform = Terraform(EXAMPLE, work, server.environment | rights, {"name": NAME})
        run = Run(rate, screen.chapters)
        ec2 = _ec2(server)
        yield LiveDemo(active, terraform, screen, recorder, run, ec2, inventory(active))


def _tell(active: Lab, story: Story) -> None:
    with active.lock:
        active.timeline.listeners.append(story.entry)
        active.call_log.listeners.append(story.call)


def _ec2(server: LabServer) -> EC2Client:
    return boto3.client(
        "ec2",
        endpoint_url=server.url,
        region_name=server.lab.region,
        aws_access_key_id=OPERATOR_KEY,
        aws_secret_access_key=OPERATOR_KEY,
    )


def _forget_own_settings() -> None:
    """A person's own AWS profile, keys or endpoints have no place here."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
