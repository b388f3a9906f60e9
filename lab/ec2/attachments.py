"""Attaching and detaching interfaces: preconditions and slow states.

docs/aws-behaviour.md#attaching
docs/aws-behaviour.md#detaching
docs/aws-behaviour.md#forced-detach
docs/aws-behaviour.md#several-interfaces-on-an-instance
"""

from __future__ import annotations

from functools import partial

from moto.ec2.models import EC2Backend
from moto.ec2.models.elastic_network_interfaces import Attachment
from moto.ec2.models.instances import Instance

from lab.ec2.current import after, current, draw, now, tell
from lab.ec2.network_interface import NetworkInterface, of_the_lab
from lab.ec2.refusals import incorrect_state, invalid_parameter_value, unknown_attachment
from lab.ec2.service_attachments import require_not_of_a_service
from lab.ec2.type_limits import require_addresses, require_interfaces
from lab.errors import AwsError

PRIMARY_INDEX = 0
HOT_OR_WARM = ("running", "stopped")


class Attachments(EC2Backend):
    def attach_network_interface(
        self, eni_id: str, instance_id: str, device_index: int
    ) -> Attachment:
        eni = of_the_lab(self.get_network_interface(eni_id))
        instance = self.get_instance(instance_id)
        self._require_attachable(eni, instance, int(device_index))
        instance.attach_eni(eni, int(device_index))
        eni.delete_on_termination = False  # true only for what RunInstances made
        tell(f"attaching {eni.id} to {instance.id}", address=eni.private_ip_address)
        _move(eni, "attaching")
        after(
            current().switches.attach_seconds,
            partial(_arrive, eni, eni.attachment_id),
            f"{eni.id} attached",
        )
        attachment = eni.attachment
        assert attachment is not None, "it has just been attached"
        return attachment

    def _require_attachable(self, eni: NetworkInterface, instance: Instance, index: int) -> None:
        early = instance.state == "pending" and current().switches.attach_to_pending_succeeds
        if instance.state not in HOT_OR_WARM and not early:
            raise incorrect_state(f"Instance '{instance.id}' is not 'running' or 'stopped'.")
        if eni.attachment_id is not None:
            raise AwsError("InvalidNetworkInterface.InUse", f"Interface: [{eni.id}] in use.")
        if eni.availability_zone != instance.availability_zone:
            raise AwsError(
                "InvalidParameterCombination",
                "You may not attach a network interface to an instance if they are not in the "
                "same availability zone",
            )
        if index in instance.nics:
            raise invalid_parameter_value(
                f"Instance '{instance.id}' already has an interface attached at device index "
                f"'{index}'."
            )
        require_interfaces(self, instance, len(instance.nics) + 1)
        addresses, in_ipv6 = len(eni.private_ip_addresses), len(eni.ipv6_addresses)
        require_addresses(self, instance, ipv4=addresses, ipv6=in_ipv6)

    def detach_network_interface(self, attachment_id: str, force: bool = False) -> None:
        require_not_of_a_service(attachment_id)
        eni, instance = self._attached_as(attachment_id)
        if eni.device_index == PRIMARY_INDEX:
            raise AwsError(
                "OperationNotPermitted",
                "The network interface at device index 0 and networkCard index 0 cannot be "
                "detached.",
            )
        if eni.attachment_status == "detaching" and not force:
            if current().switches.detach_again_succeeds:
                return
            raise incorrect_state(f"The attachment '{attachment_id}' is already 'detaching'.")
        seconds = _detach_seconds(instance, force)
        tell(f"detaching {eni.id} from {instance.id}", forced=force)
        _move(eni, "detaching")
        if seconds is not None:
            after((seconds, seconds), partial(_depart, eni, attachment_id), f"{eni.id} detached")

    def _attached_as(self, attachment_id: str) -> tuple[NetworkInterface, Instance]:
        for eni in self.enis.values():
            if eni.instance is not None and eni.attachment_id == attachment_id:
                return of_the_lab(eni), eni.instance
        raise unknown_attachment(attachment_id)


def _detach_seconds(instance: Instance, force: bool) -> float | None:
    """How long the detachment takes in lab seconds; None: only Force or termination ends it."""
    lab = current()
    if instance.state == "stopped":
        return 0.0
    if instance.state == "shutting-down":
        return _detach_seconds_while_shutting_down()
    if force:
        return None if lab.ec2.hang_forced_detach else draw(lab.switches.forced_detach_seconds)
    deaf = instance.id in lab.ec2.impaired and lab.switches.impaired_guest_hangs_detach
    return None if deaf or lab.ec2.hang_detach else draw(lab.switches.detach_seconds)


def _detach_seconds_while_shutting_down() -> float | None:
    """By the switch: it may succeed, fail, or sit in `detaching` to the end."""
    switches = current().switches
    if switches.detach_while_shutting_down == "refused":
        raise incorrect_state("The instance of this attachment is 'shutting-down'.")
    return None if switches.detach_while_shutting_down == "hangs" else draw(switches.detach_seconds)


def _move(eni: NetworkInterface, status: str) -> None:
    eni.attachment_status = status
    between = status != "attached"
    follows = between and current().switches.interface_status_follows_attachment
    eni.status = status if follows else "in-use"


def _arrive(eni: NetworkInterface, attachment_id: str | None) -> None:
    attaching = eni.attachment_id == attachment_id and eni.attachment_status == "attaching"
    if eni.instance is not None and attaching:
        tell(f"{eni.id} attached to {eni.instance.id}", address=eni.private_ip_address)
        _move(eni, "attached")


def _depart(eni: NetworkInterface, attachment_id: str) -> None:
    if eni.instance is not None and eni.attachment_id == attachment_id:
        release(eni, eni.instance)


def release(eni: NetworkInterface, instance: Instance) -> None:
    """The interface leaves its instance, keeping address, MAC, groups and Elastic IP.

    Deletion may still say "in use" for some seconds.
    """
    eni.in_use_until = now() + draw(current().switches.delete_lag_after_detach_seconds)
    tell(
        f"{eni.id} detached from {instance.id}",
        address=eni.private_ip_address,
        in_use_until=eni.in_use_until,
    )
    instance.detach_eni(eni)
    eni.delete_on_termination = False
