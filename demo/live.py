"""The demo while it lasts: a fresh served lab, real Terraform against it, and waiting."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from tests.support.deployer import credentials, deployer, give_the_network
from tests.support.network_snapshot import Snapshot, differences, snapshot
from tests.support.sip_guest import sip_guest
from tests.support.terraform import Terraform

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_ec2 import EC2Client

EXAMPLE = "examples/existing_vpc"
NAME = "persistent-vnf"
VNF = "module.vnf"  # the example's call of the module; everything else is the network
QUIET_LIMIT_SECONDS = 600.0


@dataclass
class LiveDemo:
    lab: Lab
    terraform: Terraform
    screen: Screen
    recorder: Recorder
    run: Run
    ec2: EC2Client  # boto3's, of the operator: a person with a console
    autoscaling: AutoScalingClient
    empty: Inventory  # the account before the apply
    network: Snapshot = field(default_factory=dict)  # before the VNF came
    sip_port: int = 0  # on loopback, of a SIP server that answers for the guests
    instances: int = 1  # that are to be in service

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
        """Wait until only those that should be are left, in service, and no function runs."""
        return self.wait(
            "waiting until the old instance is gone and all functions rest",
            lambda: self._are_in_service() and self.lab.lambdas.idle(),
            QUIET_LIMIT_SECONDS,
        )

    def make_the_network(self) -> None:
        """All of the example but the call of the module, and how each object of it is."""
        with self._timed("terraform init"):
            self.screen.doing("terraform init")
            self.terraform.init()
        with self._timed("terraform plan"):
            self.screen.doing("terraform plan")
            beside = self.terraform.plan().own_resources
        self._apply("network", beside)
        self.network = snapshot(self.ec2)

    def apply(self) -> None:
        self._apply("apply")

    def switch_the_standby_on(self, **variables: object) -> bool:
        """By an apply, as an operator does. Whether both instances came into service.

        variables: what else of the example is changed with it.
        """
        self.terraform.variables = {**self.terraform.variables, "standby": "hot", **variables}
        self.instances = 2
        self._apply("standby on")
        return self.come_to_rest()

    def switch_the_checks_on(self, checks: Mapping[str, object]) -> None:
        """Likewise: the example's variable `service_checks`."""
        self.terraform.variables = {**self.terraform.variables, "service_checks": checks}
        self._apply("checks on")

    def take_the_vnf_away(self) -> None:
        self._destroy("destroy", [VNF])
        # An instance that is still shutting down has its address in a subnet of theirs.
        self.wait("waiting for the end of all instances", self._all_ended, QUIET_LIMIT_SECONDS)

    def changes_of_the_network(self) -> list[str]:
        """What of it is not as it was before the VNF came."""
        changed = differences(self.network, snapshot(self.ec2))
        if not changed:
            objects = sum(map(len, self.network.values()))
            self.say("network", f"{objects} objects, each as it was before the VNF came", "good")
        return changed

    def take_the_network_away(self) -> None:
        self._destroy("network away")

    def _are_in_service(self) -> bool:
        members = self.recorder.members()
        well = [
            each for each in members if each.in_service and self.lab.ec2.is_well(each.instance_id)
        ]
        return len(well) == len(members) == self.instances

    def _all_ended(self) -> bool:
        return {self.lab.ec2.state(each) for each in self.recorder.zones} <= {"terminated"}

    def _apply(self, step: str, target: Sequence[str] = ()) -> None:
        progress = Progress(self.screen, "apply")
        self.screen.doing("terraform apply: planning")
        with self._timed(step):
            self.terraform.apply(progress, target=target)
        self._told(step, progress)

    def _destroy(self, step: str, target: Sequence[str] = ()) -> None:
        progress = Progress(self.screen, "destroy")
        self.screen.doing("terraform destroy: planning")
        with self._timed(step):
            self.terraform.destroy(progress, target)
        self._told(step, progress)

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

    def _told(self, step: str, progress: Progress) -> None:
        seconds = self.run.real_seconds[step]
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
        role = deployer(active, NAME)  # with the rights of docs/deployer-rights.md
        give_the_network(active, role)
        environment = server.environment | credentials(role)
        terraform = Terraform(EXAMPLE, work, environment, {"name": NAME})
        run = Run(rate, screen.chapters)
        ec2 = boto3.client("ec2", **_operator(server))
        autoscaling = boto3.client("autoscaling", **_operator(server))
        port = at_end.enter_context(sip_guest()).port
        yield LiveDemo(
            lab=active,
            terraform=terraform,
            screen=screen,
            recorder=recorder,
            run=run,
            ec2=ec2,
            autoscaling=autoscaling,
            empty=inventory(active),
            sip_port=port,
        )


def _tell(active: Lab, story: Story) -> None:
    with active.lock:
        active.timeline.listeners.append(story.entry)
        active.call_log.listeners.append(story.call)


def _operator(server: LabServer) -> dict[str, Any]:
    """What a client of the operator's is made with."""
    return {
        "endpoint_url": server.url,
        "region_name": server.lab.region,
        "aws_access_key_id": OPERATOR_KEY,
        "aws_secret_access_key": OPERATOR_KEY,
    }


def _forget_own_settings() -> None:
    """A person's own AWS profile, keys or endpoints have no place here."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
