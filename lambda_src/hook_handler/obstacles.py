"""What stands in the way, in a sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from common.failures import AwsFailure, Meaning, code_of, meaning
from hook_handler.config import Config
from hook_handler.steps import Attach, Call, CreateInterface, CreateSubnet, DeleteSubnet

if TYPE_CHECKING:
    from hook_handler.tools import Tools


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
    why = str(error).rstrip(".")
    sentence = f"{type(call).__name__} was refused: {why}. {_advice(call, error, config, tools)}"
    return Obstacle(sentence, zone_bound)


def _advice(call: Call, error: ClientError | BotoCoreError, config: Config, tools: Tools) -> str:
    code = code_of(error)
    if code in ("UnauthorizedOperation", "AccessDenied"):
        return "Give the function's role this right: apply the module again, look for a boundary."
    if code.endswith("LimitExceeded"):
        return "Ask for a higher quota or remove what is not needed."
    match call:
        case CreateSubnet() if code == "InvalidSubnet.Conflict":
            return (
                f"Another subnet of {config.vpc_id} uses {config.vip_cidr}: delete it, or give the "
                "module another vip_cidr."
            )
        case DeleteSubnet(subnet_id):
            return (
                f"{_strangers(subnet_id, tools)} in the VIP subnet {subnet_id} keep it where it "
                "is: delete them. Nothing else may be put into that subnet."
            )
        case CreateInterface():
            return f"Somebody else uses {config.vip_address} in the VIP subnet: delete that."
        case Attach(instance_id=instance_id):
            return f"Look at {instance_id}: device index 1 has to be free."
    return "Look at the AWS error; the audit tries again every minute."


def _strangers(subnet_id: str, tools: Tools) -> str:
    try:
        found = tools.ec2.describe_network_interfaces(
            Filters=[{"Name": "subnet-id", "Values": [subnet_id]}]
        )["NetworkInterfaces"]
    except AwsFailure:
        return "Foreign interfaces"  # the sentence matters more than the ids
    return "The interfaces " + ", ".join(each["NetworkInterfaceId"] for each in found)
