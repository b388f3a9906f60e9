"""What an AWS error means for the caller: look again, wait, or give up.

Codes and wordings are those of contract 3 and 4. A code that is not listed is final: an error that
nobody thought of must reach a person, not a loop.
"""

from __future__ import annotations

from enum import Enum

from botocore.exceptions import BotoCoreError, ClientError

AwsFailure = (ClientError, BotoCoreError)


class Meaning(Enum):
    """What to do about a failed call."""

    CHANGED = "the world is not as it was observed: look again"
    BUSY = "AWS is busy or out of reach: wait, then look again"
    ZONE = "this Availability Zone cannot do it, another one may"
    FINAL = "no repetition helps: a person has to act"


_CHANGED = {
    "InvalidSubnet.Conflict",
    "InvalidNetworkInterface.InUse",
    "InvalidIPAddress.InUse",
    "DependencyViolation",
    "IncorrectState",
    "IncorrectInstanceState",
    "Resource.AlreadyAssociated",
    "InvalidParameterCombination",
}
_BUSY = {
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottled",
    "RequestThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "EC2ThrottledException",
    "PriorRequestNotComplete",
    "ConcurrentTagAccess",
    "ResourceContention",
    "InternalError",
    "InternalFailure",
    "Unavailable",
    "ServiceUnavailable",
    "RequestTimeout",
    "RequestTimeoutException",
}


def meaning(error: ClientError | BotoCoreError) -> Meaning:
    """What `error` asks for."""
    if isinstance(error, BotoCoreError):  # no answer at all: connection, time-out
        return Meaning.BUSY
    code, message = code_of(error), error.response["Error"].get("Message", "").lower()
    if code == "InvalidParameterValue":
        return _of_parameter(message)
    if code in _CHANGED or code.lower().endswith(".notfound"):
        return Meaning.CHANGED
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _BUSY or status >= 500:
        return Meaning.BUSY
    return Meaning.FINAL


def code_of(error: ClientError | BotoCoreError) -> str:
    """The error's code as AWS spells it, or the name of botocore's exception."""
    if isinstance(error, ClientError):
        return str(error.response["Error"].get("Code", ""))
    return type(error).__name__


def _of_parameter(message: str) -> Meaning:
    # EC2 answers InvalidParameterValue for things in use as well (contract 3.4, 3.5).
    if "in use" in message or "already has an interface" in message:
        return Meaning.CHANGED
    if "availabilityzone" in message or "availability zone" in message:
        return Meaning.ZONE
    return Meaning.FINAL
