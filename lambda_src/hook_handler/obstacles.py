"""What stands in the way, in a sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from common.failures import Meaning, code_of, meaning
from hook_handler import strangers
from hook_handler.config import Config
from hook_handler.notes import rebooted
from hook_handler.steps import Attach, Call, CreateInterface, CreateSubnet, DeleteSubnet, Reboot

if TYPE_CHECKING:
    from hook_handler.tools import Tools

_DENIED = ("UnauthorizedOperation", "AccessDenied", "AccessDeniedException")
_INTERFACES_OF_THE_TYPE = ("AttachmentLimitExceeded", "InvalidInterface.IpAddressLimitExceeded")
_LOOK = "Look at the AWS error; the audit tries again every minute."


class Obstacle(Exception):
    """Something that waiting does not mend."""

    def __init__(self, sentence: str, zone_bound: bool = False) -> None:
        super().__init__(sentence)
        self.zone_bound = zone_bound  # an instance in another zone would get round it


class NotYet(Exception):
    """Time is up before the goal is reached. Raised so that Lambda's own retry goes on."""


def obstacle(
    call: Call, error: ClientError | BotoCoreError, config: Config, tools: Tools
) -> Obstacle:
    """The obstacle that `error` shows, met by `call`."""
    zone_bound = meaning(error) is Meaning.ZONE
    advice = _advice_on(error) or _advice(call, error, config, tools)
    return Obstacle(_refused(type(call).__name__, error, advice), zone_bound)


def unanswerable(error: ClientError) -> Obstacle:
    """The obstacle of a question to AWS, or of an answer to a hook, that is refused for good."""
    return Obstacle(_refused(error.operation_name, error, _advice_on(error) or _LOOK))


def unfinished(reboot: Reboot) -> Obstacle:
    """Nobody can tell whether the appliance was rebooted, and nobody tries any more."""
    note = rebooted(reboot.attachment_id)
    return Obstacle(
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


def _advice(call: Call, error: ClientError | BotoCoreError, config: Config, tools: Tools) -> str:
    """What to do about a thing in the way: only an error that says so speaks of one."""
    if meaning(error) is not Meaning.CHANGED or code_of(error).lower().endswith(".notfound"):
        return _LOOK
    match call:
        case CreateSubnet():
            return (
                f"{strangers.subnets_on(config, tools)} uses {config.vip_cidr}: delete it, or give "
                "the module another vip_cidr."
            )
        case DeleteSubnet(subnet_id):
            return (
                f"{strangers.interfaces_in(subnet_id, tools)} in the VIP subnet {subnet_id} keep "
                "it where it is: delete them, or what made them. Nothing else may be put into that "
                "subnet."
            )
        case CreateInterface(subnet_id):
            return (
                f"Somebody else uses {config.vip_address} in the VIP subnet: "
                f"{strangers.interfaces_in(subnet_id, tools, config.vip_address)}. Delete that."
            )
        case Attach(instance_id=instance_id):
            return f"Look at {instance_id}: device index 1 has to be free."
    return _LOOK
