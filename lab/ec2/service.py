"""EC2 as the rest of the lab sees it: launch, terminate, states, and the broken things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property

from moto.ec2.exceptions import InvalidInstanceIdError
from moto.ec2.models import EC2Backend, ec2_backends
from moto.ec2.models.instances import Instance

from lab.context import Lab
from lab.ec2 import service_attachments
from lab.ec2.impairment import Impaired, Moments
from lab.ec2.launch import launch
from lab.ec2.network_interface import of_the_lab
from lab.ec2.past import Past
from lab.ec2.shutdowns import Shutdowns
from lab.services import StateListener
from lab.switches import Range


class Ec2:
    """`lab.ec2`, as `lab.services` describes it."""

    def __init__(self, lab: Lab) -> None:
        # While moto resets, Auto Scaling's store makes EC2's anew, before the seed is set.
        ec2_backends.clear()
        self._lab = lab
        self._listeners: list[StateListener] = []
        now = lab.clock.now
        self.az_down = Moments(now)
        self.sold_out: set[tuple[str, str]] = set()
        self.reserved: set[tuple[str, str]] = set()
        self.shared: dict[str, str] = {}
        self.impaired = Impaired(lambda: self.backend, Moments(now), self.az_down)
        self.unsubscribed: set[str] = set()
        self.hang_detach = False
        self.hang_forced_detach = False
        self.reboots: Counter[str] = Counter()
        self.initializing_until: dict[str, float] = {}
        draw: Callable[[Range], float] = lambda span: lab.rng.uniform(*span)  # noqa: E731
        self.shutdowns = Shutdowns(lab.clock, draw, lambda: lab.switches)
        self.past = Past(lab.clock.now, lab.rng, lab.switches)

    @cached_property
    def backend(self) -> EC2Backend:
        """moto's store of the lab's account and region."""
        return ec2_backends[self._lab.account][self._lab.region]

    def launch(
        self,
        launch_template: dict[str, str],
        subnet_id: str,
        tags: dict[str, str],
        group_name: str,
        instance_type: str | None = None,
        reservations: str | None = None,
    ) -> str:
        """Run one instance for an Auto Scaling group; its id. `pending` first, then `running`.

        Without `instance_type` it is of the launch template's own, and so is the preference for
        Capacity Reservations without `reservations`.
        Raises AwsError when EC2 would refuse, e.g. InsufficientInstanceCapacity.
        """
        tags = tags | {"aws:autoscaling:groupName": group_name}
        chosen = {"instance_type": instance_type, "reservations": reservations}
        return str(launch(self.backend, launch_template, subnet_id, tags, **chosen).id)

    def terminate(self, instance_id: str) -> None:
        """TerminateInstances; an instance that is gone already is no error."""
        if self.state(instance_id) != "terminated":
            self.backend.terminate_instances([instance_id])

    def manage(self, interface_id: str, principal: str) -> None:
        """From now on that interface is a service's own, as an application status check's is:
        https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/application-status-checks.html"""
        operator = {"Managed": True, "Principal": principal, "HiddenByDefault": True}
        of_the_lab(self.backend.enis[interface_id]).operator = operator

    def lend(self, subnet_id: str, group_ids: list[str], kind: str, description: str) -> str:
        """A service makes itself an interface of that type, and attaches it. Returns its id."""
        return str(
            service_attachments.attach(self.backend, subnet_id, group_ids, kind, description).id
        )

    def give_back(self, interface_id: str) -> None:
        """The service detaches the interface that was lent to it."""
        service_attachments.detach(of_the_lab(self.backend.enis[interface_id]))

    def is_well(self, instance_id: str) -> bool:
        """Whether it runs, and its status checks pass."""
        return self.state(instance_id) == "running" and instance_id not in self.impaired

    def state(self, instance_id: str) -> str:
        """The EC2 state; `terminated` also for an id that EC2 has forgotten."""
        try:
            return self.instance(instance_id).state
        except InvalidInstanceIdError:
            return "terminated"

    def instance(self, instance_id: str) -> Instance:
        """moto's instance; raises InvalidInstanceIdError."""
        return self.backend.get_instance(instance_id)

    def on_state(self, listener: StateListener) -> None:
        """Be told of every change of state, after it happened."""
        self._listeners.append(listener)

    def announce(self, instance_id: str, state: str) -> None:
        for listener in self._listeners:
            listener(instance_id, state)
