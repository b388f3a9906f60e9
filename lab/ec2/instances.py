"""Instance states: every change takes its time, and the lab is told.

moto's own stop, start and terminate do what is due at the *end* of a transition.

docs/aws-behaviour.md#instance-states
docs/aws-behaviour.md#ending-an-instance
docs/aws-behaviour.md#interfaces-of-an-ending-instance
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from moto.ec2.exceptions import InvalidParameterCombination, OperationNotPermitted4
from moto.ec2.models.instances import Instance, InstanceState, Reservation, StateReason

from lab.ec2 import capacity
from lab.ec2.attachments import release
from lab.ec2.current import after, current, now, tell
from lab.ec2.images import Images
from lab.ec2.interfaces import Interfaces
from lab.ec2.network_interface import of_the_lab
from lab.ec2.refusals import incorrect_instance_state, incorrect_state
from lab.ec2.shutdowns import Haste
from lab.patching import replace

CODES = {
    "pending": 0,
    "running": 16,
    "shutting-down": 32,
    "terminated": 48,
    "stopping": 64,
    "stopped": 80,
}
ENDING = ("shutting-down", "terminated")
UNHURRIED = Haste()

Change = tuple[Instance, InstanceState]  # with the state before


class Instances(Interfaces, Images):
    def run_instances(self, image_id: str, *args: Any, **options: Any) -> Reservation:
        self.require_subscription(image_id)
        nics: list[dict[str, Any]] = options.get("nics") or []
        subnet_id = options.get("subnet_id") or next(
            (nic["SubnetId"] for nic in nics if "SubnetId" in nic), None
        )
        if subnet_id is not None:
            zone = self.get_subnet(subnet_id).availability_zone
            preference = options.pop("reservation_preference", capacity.OPEN)
            capacity.require(str(options.get("instance_type")), zone, preference)
        try:
            reservation = super().run_instances(image_id, *args, **options)
        finally:
            self._drop_empty_reservations()  # a failed launch leaves nothing
        for instance in reservation.instances:
            _name_primary_groups(instance)
            _set_delete_on_termination(instance, nics)
            self._boot(instance)
        return reservation

    def start_instances(self, instance_ids: list[str]) -> list[Change]:
        """All of them or, where there is no capacity for one, none."""
        instances = self.get_multi_instances_by_id(instance_ids)
        for instance in instances:
            if instance.state == "stopped":
                capacity.require(str(instance.instance_type), str(instance.availability_zone))
        return [self._start(instance) for instance in instances]

    def _start(self, instance: Instance) -> Change:
        before = copy.copy(instance.instance_state)
        if before.name == "stopped":
            if len(instance.nics) == 1:
                # With a second interface there is no new public address.
                instance.nics[0].start()
            instance._reason, instance.state_reason = "", StateReason()
            self._boot(instance)
        elif before.name not in ("pending", "running"):
            raise incorrect_instance_state(
                f"The instance '{instance.id}' is not in a state from which it can be started."
            )
        return instance, before

    def _boot(self, instance: Instance) -> None:
        become(instance, "pending")
        _initialize(instance, current().switches.launch_initializing_seconds)
        after(
            current().switches.instance_pending_seconds,
            partial(_unless_ending, instance, "running"),
            f"{instance.id} running",
        )

    def stop_instances(self, instance_ids: list[str]) -> list[Change]:
        return [self._stop(one) for one in self.get_multi_instances_by_id(instance_ids)]

    def _stop(self, instance: Instance) -> Change:
        before = copy.copy(instance.instance_state)
        if before.name == "running":
            become(instance, "stopping")
            after(
                current().switches.instance_stopping_seconds,
                partial(_stopped, instance),
                f"{instance.id} stopped",
            )
        elif before.name not in ("stopping", "stopped"):
            raise incorrect_instance_state(
                f"The instance '{instance.id}' is not in a state from which it can be stopped."
            )
        return instance, before

    def reboot_instances(self, instance_ids: list[str]) -> list[Instance]:
        """The state stays `running`; terminated instances in the list are passed over."""
        rebooting = [
            one for one in self.get_multi_instances_by_id(instance_ids) if one.state != "terminated"
        ]
        for instance in rebooting:
            if instance.state != "running":
                raise incorrect_state(f"Instance '{instance.id}' is not 'running'.")
        for instance in rebooting:
            tell(f"instance {instance.id} reboots")
            current().ec2.reboots[instance.id] += 1
            _initialize(instance, current().switches.reboot_initializing_seconds)
        return rebooting

    def terminate_instances(
        self, instance_ids: list[str], haste: Haste = UNHURRIED
    ) -> list[Change]:
        if not instance_ids:
            raise InvalidParameterCombination("No instances specified")
        instances = self.get_multi_instances_by_id(instance_ids)
        for instance in instances:
            if instance.disable_api_termination:
                raise OperationNotPermitted4(instance.id)
        return [self._terminate(instance, haste) for instance in instances]

    def _terminate(self, instance: Instance, haste: Haste) -> Change:
        before = copy.copy(instance.instance_state)
        shutdowns = current().ec2.shutdowns
        if before.name in ENDING:
            shutdowns.hasten(instance.id, haste)
        else:
            become(instance, "shutting-down")
            seconds = shutdowns.begin(
                instance.id, haste, partial(self._end, instance), f"{instance.id} terminated"
            )
            if len(instance.nics) > 1 and current().switches.interfaces_freed_while_shutting_down:
                half = seconds / 2
                after((half, half), partial(_free_later_ones, instance), f"{instance.id} lets go")
        return instance, before

    def _end(self, instance: Instance) -> None:
        """Interfaces go first, then what moto does: volumes, profile."""
        for eni in map(of_the_lab, list(instance.nics.values())):
            if eni.delete_on_termination:
                instance.detach_eni(eni)
                self.discard_interface(eni)
            else:
                release(eni, instance)
        instance._subnet_id = None  # a terminated instance is shown without a network
        Instance.terminate(instance)
        become(instance, "terminated")
        after(
            (current().switches.terminated_visible_seconds,) * 2,
            partial(self._forget, instance),
            f"{instance.id} forgotten",
        )

    def _forget(self, instance: Instance) -> None:
        """After about an hour the id is InvalidInstanceID.NotFound."""
        for reservation in self.reservations.values():
            if instance in reservation.instances:
                reservation.instances.remove(instance)
        self._drop_empty_reservations()

    def _drop_empty_reservations(self) -> None:
        for reservation in list(self.reservations.values()):
            if not reservation.instances:
                del self.reservations[reservation.id]


def _initialize(instance: Instance, seconds: float) -> None:
    """Status checks begin anew; a check that is under way for longer is not cut short."""
    until = current().ec2.initializing_until
    until[instance.id] = max(until.get(instance.id, 0.0), now() + seconds)


def become(instance: Instance, state: str) -> None:
    """The instance changes state: shown in the timeline, told to whoever listens."""
    instance._state = InstanceState(state, CODES[state])
    tell(f"instance {instance.id} {state}", zone=instance.availability_zone)
    current().ec2.announce(instance.id, state)


def _unless_ending(instance: Instance, state: str) -> None:
    if instance.state not in ENDING:
        become(instance, state)


def _stopped(instance: Instance) -> None:
    if instance.state == "stopping":
        Instance.stop(instance)
        become(instance, "stopped")


def _free_later_ones(instance: Instance) -> None:
    for eni in list(instance.nics.values()):
        if not eni.delete_on_termination:
            release(of_the_lab(eni), instance)


def _name_primary_groups(instance: Instance) -> None:
    """DescribeInstances shows the groups of the primary interface."""
    if instance.nics:
        instance.security_groups = list(instance.nics[0]._group_set)


def _set_delete_on_termination(instance: Instance, specs: Iterable[dict[str, Any]]) -> None:
    """True for interfaces that RunInstances makes, unless it is told otherwise."""
    by_index = {int(spec["DeviceIndex"]): spec for spec in specs}
    for index, eni in instance.nics.items():
        spec = by_index.get(index, {})
        made_here = "NetworkInterfaceId" not in spec
        eni.delete_on_termination = spec.get("DeleteOnTermination", made_here)
        of_the_lab(eni).attachment_status = "attached"


def _of_primary(attribute: str) -> property:
    """moto fails with a KeyError once the primary interface is gone."""
    return property(
        lambda instance: getattr(instance.nics[0], attribute) if 0 in instance.nics else None
    )


def _private_dns_name(instance: Instance) -> str:
    return str(_moto_private_dns_name(instance)) if 0 in instance.nics else ""


def _moment(at: float) -> datetime:
    """As moto keeps times: UTC without saying so."""
    return datetime.fromtimestamp(at, UTC).replace(tzinfo=None)


def _status(instance: Instance) -> dict[str, Any]:
    """DescribeInstanceStatus, of instance and system alike."""
    if instance.state != "running":
        return {"Status": "not-applicable"}
    since = current().ec2.impaired.since(instance.id)
    if since is not None:
        failed = {"Name": "reachability", "Status": "failed", "ImpairedSince": _moment(since)}
        return {"Details": [failed], "Status": "impaired"}
    if now() < current().ec2.initializing_until.get(instance.id, 0.0):
        status, reachability = "initializing", "initializing"
    else:
        status, reachability = "ok", "passed"
    return {"Details": [{"Name": "reachability", "Status": reachability}], "Status": status}


_moto_private_dns_name = vars(Instance)["private_dns_name"].fget


def install() -> None:
    for name in ("private_ip", "private_ip_address"):
        replace(Instance, name, _of_primary("private_ip_address"))
    for name in ("public_ip", "public_ip_address"):
        replace(Instance, name, _of_primary("public_ip"))
    for name in ("instance_status", "system_status"):
        replace(Instance, name, property(_status))
    replace(Instance, "private_dns_name", property(_private_dns_name))
