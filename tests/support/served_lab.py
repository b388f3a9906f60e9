"""A served lab for one test, and what the test asks of it."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from lab import boot, moto_setup
from lab.autoscaling.states import Member
from lab.clock import ServedClock
from lab.context import REGION, Lab
from lab.frozen import FrozenLab, frozen
from lab.inventory import inventory
from lab.leftovers import leftovers
from lab.pipeline.call_log import Call
from lab.pipeline.principals import Caller
from lab.server import LabServer
from tests.support.console_user import ConsoleUser
from tests.support.deployer import credentials, deployer, give_the_network
from tests.support.project import PROJECT
from tests.support.terraform import ALONE, Terraform
from tests.support.vip import Vip, observe

RATE = 20  # lab seconds per real second
LONGEST_HEAL_SECONDS = 3600  # lab time: a busy machine may stand still for minutes of it

ALWAYS = 10**6  # times
DEFAULT_NAME = "persistent-vnf"  # of a test that names nothing: the module has no default
PERSON_KEY = "AKIAPERSONATTHECONSO"  # 20 letters, or moto does not recognise it


class ServedLab:
    """The lab, its server, and the group that the test deploys."""

    def __init__(self, lab: Lab, server: LabServer) -> None:
        self.lab = lab
        self._server = server
        self._before = inventory(lab)
        self._deployers: set[str] = set()  # names of the roles that Terraform runs under
        lab.callers.register(PERSON_KEY, Caller("operator", "a person"))

    def terraform(
        self,
        folder: str,
        work: Path,
        state: Path | None = None,
        tfvars: str | None = None,
        program: str = "terraform",
        **variables: Any,
    ) -> Terraform:
        """Real Terraform on a copy of `folder`, pointed at the lab, with the documented rights."""
        name = named(variables, tfvars)
        role = self.deployer(name)
        environment = self._server.environment | credentials(role)
        named_variables = {"name": name} | variables
        return Terraform(folder, work, environment, named_variables, state, tfvars, program)

    def deployer(self, *names: str) -> str:
        """The role that deploys these VNFs (`tests.support.deployer`); no left-over."""
        role = deployer(self.lab, *names)
        self._deployers.add(role)
        return role

    def example(self, folder: str, work: Path, names: Sequence[str], **variables: Any) -> Terraform:
        """As `terraform`, with the right to make the network, too. names: of the VNFs in it."""
        role = self.deployer(*names)
        give_the_network(self.lab, role)
        return Terraform(folder, work, self._server.environment | credentials(role), variables)

    @property
    def environment(self) -> dict[str, str]:
        """Of a person who may do all, and whose boto3 and Terraform lead to the lab alone."""
        keys = {"AWS_ACCESS_KEY_ID": PERSON_KEY, "AWS_SECRET_ACCESS_KEY": PERSON_KEY}
        return self._server.environment | ALONE | keys

    def client(self, service: str) -> Any:
        """The operator's own hands: boto3 with the rights to do all."""
        untyped: Any = boto3
        return untyped.client(
            service,
            endpoint_url=self._server.url,
            region_name=self.lab.region,
            aws_access_key_id=PERSON_KEY,
            aws_secret_access_key=PERSON_KEY,
        )

    def console_user(self, owner: str = DEFAULT_NAME) -> ConsoleUser:
        """Somebody who changes the VIP at the console."""
        ec2 = self.client("ec2")
        owned = [{"Name": "tag:PersistentVnf", "Values": [owner]}]
        (interface,) = ec2.describe_network_interfaces(Filters=owned)["NetworkInterfaces"]
        return ConsoleUser(ec2, self.lab.clock, interface, lets_go_seconds=LONGEST_HEAL_SECONDS)

    def in_service(self, group: str = DEFAULT_NAME, *, other_than: Member | None = None) -> Member:
        """Wait until the group's instance serves and nobody is leaving any more."""

        def serving() -> Member | None:
            engine = self.lab.groups.find(group)
            members = engine.group.members if engine else []
            alone = members[0] if len(members) == 1 and members[0].in_service else None
            if alone and other_than and alone.instance_id == other_than.instance_id:
                return None
            return alone

        reached = self.lab.clock.run_until(
            lambda: serving() is not None, limit_seconds=LONGEST_HEAL_SECONDS
        )
        found = serving()
        assert reached, f"{group} has no instance in service"
        assert found is not None
        return found

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Let time pass until `condition`, asked under the lab's lock, holds."""

        def holds() -> bool:
            with self.lab.lock:
                return condition()

        assert self.lab.clock.run_until(holds, LONGEST_HEAL_SECONDS), f"did not come: {what}"

    def before_next(self, name: str, act: Callable[[], None]) -> None:
        """Run `act` when Terraform makes its next call `name` ("ec2:DeleteVpc"), which waits."""

        def interrupt(call: Call) -> None:
            if call.name == name and call.caller.name in self._deployers:
                self.lab.before_call = None
                try:
                    act()
                except Exception:
                    traceback.print_exc()  # Terraform only hears that its call failed.
                    raise

        self.lab.before_call = interrupt

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """No audit looks meanwhile, nothing is probed, and no function is at work."""
        schedules = [{"suffix": "-audit"}, {"suffix": "-prober"}]
        with self.lab.lock:
            self.lab.events.hold({"resources": schedules}, count=ALWAYS)
        # What was published before is still under way.
        self.lab.clock.run_until(lambda: False, self.lab.switches.event_delivery_seconds[1] + 1)
        self.wait(self.lab.lambdas.idle, "the functions at rest")
        yield
        with self.lab.lock:
            self.lab.events.discard()

    @contextmanager
    def frozen(self) -> Iterator[FrozenLab]:
        """Stand still; meanwhile stories that begin here go on in forks."""
        with frozen(self.lab, self._server) as standing:
            yield standing

    def vip(self, owner: str = DEFAULT_NAME) -> Vip:
        """Where the addresses are, and whether everything that makes them serve is in place."""
        with self.lab.lock:
            return observe(self.lab, owner)

    @staticmethod
    def promised(outputs: Mapping[str, Any]) -> tuple[str, str | None]:
        """Private and public address that Terraform told the operator, who may have none."""
        return outputs["private_address"], outputs.get("public_address")

    def heal_into_another_zone(self, group: str = DEFAULT_NAME) -> tuple[Member, Member]:
        """End the instance in service. Returns it and its successor, which is in another zone."""
        first = self.in_service(group)
        with self.lab.lock:
            self.lab.groups.force_az = self.another_zone(first)
            self.lab.ec2.terminate(first.instance_id)
        second = self.in_service(group, other_than=first)
        assert second.availability_zone != first.availability_zone
        return first, second

    def another_zone(self, member: Member) -> str:
        """A zone of the group other than the member's."""
        group: Any = self.lab.groups.get(member.auto_scaling_group_name).group
        zones = [str(zone) for zone in group.availability_zones]
        return next(zone for zone in zones if zone != member.availability_zone)

    def mailed(self, group: str = DEFAULT_NAME) -> list[str]:
        """Subjects of the messages on the group's topic, in order."""
        return [subject for subject, _ in self.messages(group)]

    def messages(self, group: str = DEFAULT_NAME) -> list[tuple[str, str]]:
        """The same with what they say."""
        with self.lab.lock:
            topics = sns_backends[self.lab.account][self.lab.region].topics
            (topic,) = [each for each in topics.values() if each.name == f"{group}-notifications"]
            return [
                (str(subject), str(body)) for _id, body, subject, *_ in topic.sent_notifications
            ]

    def failed_events(self, group: str = DEFAULT_NAME) -> list[str]:
        """Types of the events in the queue of failed events."""
        with self.lab.lock:
            queues = sqs_backends[self.lab.account][self.lab.region].queues
            waiting = queues[f"{group}-failed-events"].messages
            records = [json.loads(message.body) for message in waiting]
        events = [record["requestPayload"] for record in records]
        return [event.get("detail-type", event["source"]) for event in events]

    def accept_what_exists(self) -> None:
        """From now on, what is there is no left-over: a key pair of the operator's own."""
        with self.lab.lock:
            self._before = inventory(self.lab)

    def clean(self) -> None:
        """Nothing is left, nothing happened that the lab does not model, no right was missing."""
        assert self.left_over() == []
        self.lab.gaps.check()
        assert self.lab.iam.denied == []
        assert self.lab.before_call is None, "the moment that the test waits for never came"

    def left_over(self) -> list[str]:
        """What exists now and did not before the test."""
        with self.lab.lock:
            found = leftovers(self._before, inventory(self.lab))
        return [each for each in found if each.removeprefix("role ") not in self._deployers]


def named(variables: Mapping[str, Any], tfvars: str | None) -> str:
    """The VNF's name as its variables say it, or their file, or else the tests' own."""
    said = (
        re.search(r'^name\s*=\s*"(.+)"', (PROJECT / tfvars).read_text(), re.M) if tfvars else None
    )
    return str(variables.get("name", said.group(1) if said else DEFAULT_NAME))


@contextmanager
def serve(rate: float = RATE, seed: int = 1, region: str = REGION) -> Iterator[ServedLab]:
    """A fresh lab, served until the test ends; no process outlives it."""
    moto_setup.load_catalogue(True)
    lab = boot.start(ServedClock(rate), seed=seed, region=region)
    server = LabServer(lab).start()
    try:
        yield ServedLab(lab, server)
    finally:
        lab.lambdas.stop()
        server.stop()
        boot.stop()
