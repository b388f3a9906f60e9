"""What AWS refuses for good, in a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from common.failures import Meaning, code_of, meaning
from hook_handler import conflicts
from hook_handler.config import Config
from hook_handler.errors import TerminalError
from hook_handler.observe import interfaces_in, subnets_on
from hook_handler.reboot_mark import rebooted
from hook_handler.steps import (
    AssignAddresses,
    Attach,
    Call,
    CreateInterface,
    CreateSubnet,
    DeleteSubnet,
    Reboot,
)

if TYPE_CHECKING:
    from hook_handler.clients import Clients
    from hook_handler.retry import Retrier
    from hook_handler.world import World

_DENIED = ("UnauthorizedOperation", "AccessDenied", "AccessDeniedException")
_INTERFACES_OF_THE_TYPE = (
    "AttachmentLimitExceeded",
    "InvalidInterface.IpAddressLimitExceeded",
    "PrivateIpAddressLimitExceeded",
)
_LOOK = "Look at the AWS error; the audit keeps trying."


def of_step(
    call: Call,
    error: ClientError | BotoCoreError,
    world: World,
    config: Config,
    clients: Clients,
    retrier: Retrier,
) -> TerminalError:
    """The obstacle that `error` shows, met by a step of the plan in `world`. Reads who is in the
    way."""
    zone_bound = meaning(error) is Meaning.ZONE
    advice = _advice_on(error)
    if not advice and meaning(error) is Meaning.CHANGED and not _is_not_found(error):
        advice = _advice_on_conflict(call, world, config, clients, retrier)
    advice = advice or _LOOK
    return TerminalError(_refused(type(call).__name__, error, advice), zone_bound)


def of_request(error: ClientError | BotoCoreError) -> TerminalError:
    """The obstacle of a read, or of an answer to a hook, that is refused for good."""
    what = error.operation_name if isinstance(error, ClientError) else "A request"
    return TerminalError(_refused(what, error, _advice_on(error) or _LOOK))


def unfinished(reboot: Reboot) -> TerminalError:
    """Nobody can tell whether the appliance was rebooted, and nobody tries any more."""
    note = rebooted(reboot.attachment_id)
    return TerminalError(
        f"A reboot of {reboot.instance_id} for {reboot.attachment_id} was begun "
        f"{reboot.begun.ordinal if reboot.begun else 0} times, and never noted as made. It is not "
        "begun again. Look whether the appliance sees its VIP interface: if not, replace the "
        f'instance; if so, set the description of {reboot.interface_id} to "{note}".'
    )


def _refused(what: str, error: ClientError | BotoCoreError, advice: str) -> str:
    return f"{what} was refused: {str(error).rstrip('.')}. {advice}"


def _advice_on(error: ClientError | BotoCoreError) -> str:
    """What to do about an error whatever call met it; empty if that depends on the call."""
    code = code_of(error)
    if code in _DENIED:
        return "Give the function's role this right: apply the module again, look for a boundary."
    if code in _INTERFACES_OF_THE_TYPE:
        return "The instance type carries no more: detach what else hangs on it, or choose another."
    if code.endswith("LimitExceeded"):
        return "Ask for a higher quota or remove what is not needed."
    return ""


def _is_not_found(error: ClientError | BotoCoreError) -> bool:
    """Such an error speaks of nothing that is in the way."""
    return code_of(error).lower().endswith(".notfound")


def _advice_on_conflict(
    call: Call, world: World, config: Config, clients: Clients, retrier: Retrier
) -> str:
    """What to do about the thing that is in the way of `call`; empty if no thing can be."""
    match call:
        case CreateSubnet(key):
            cidr = config.vip(key).cidr
            ids = subnets_on(cidr, config.vpc_id, clients, retrier)
            return (
                f"{conflicts.subnets(ids, config.vpc_id)} uses {cidr}: delete it, or give the VIP "
                f"{key} another cidr."
            )
        case DeleteSubnet(subnet_id):
            found = interfaces_in(subnet_id, clients, retrier)
            return (
                f"{conflicts.interfaces(found)} in the VIP subnet {subnet_id} keep it where it is: "
                "delete them, or what made them. Nothing else may be put into that subnet."
            )
        case CreateInterface(key, subnet_id):
            vip = config.vip(key)
            addresses = vip.secondary_addresses | {vip.address}
            return _advice_on_addresses(addresses, subnet_id, clients, retrier)
        case AssignAddresses(interface_id, addresses):
            subnet_id = _subnet_of(interface_id, world)
            return _advice_on_addresses(addresses, subnet_id, clients, retrier)
        case Attach(instance_id=instance_id, device_index=device_index):
            return f"Look at {instance_id}: device index {device_index} has to be free."
    return ""


def _subnet_of(interface_id: str, world: World) -> str:
    return next(
        (each.subnet_id for each in world.interfaces if each.interface_id == interface_id), "none"
    )


def _advice_on_addresses(
    addresses: Set[str], subnet_id: str, clients: Clients, retrier: Retrier
) -> str:
    found = interfaces_in(subnet_id, clients, retrier)
    return (
        f"Somebody else uses {' or '.join(sorted(addresses))} in the VIP subnet: "
        f"{conflicts.interfaces(found, addresses)}. Delete that."
    )
