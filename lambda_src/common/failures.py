"""What an AWS error means for the caller: look again, wait, or give up.

Codes and wordings are EC2's and Auto Scaling's (docs/aws-behaviour.md#ec2-error-codes,
docs/aws-behaviour.md#auto-scaling-request-rate). A code that is not listed is final: an error that
nobody thought of must reach a person, not a loop.
"""

from __future__ import annotations

from enum import Enum

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

AwsFailure = (ClientError, BotoCoreError)


class Meaning(Enum):
    """What to do about a failed call."""

    CHANGED = "the world is not as it was observed: look again"
    BUSY = "AWS is busy or out of reach: wait, then look again"
    UNSURE = "refused, perhaps for a moment only: try some times, then a person has to act"
    ZONE = "this Availability Zone cannot do it, another one may"
    FINAL = "no repetition helps: a person has to act"


_CHANGED = {
    "InvalidSubnet.Conflict",
    "InvalidNetworkInterface.InUse",
    "InvalidIPAddress.InUse",
    "InvalidCidrBlock.InUse",
    "DependencyViolation",
    "IncorrectState",
    "IncorrectInstanceState",
    "InvalidState",
    # Without ".NotFound": the instance began to end after it was looked at.
    "InvalidInstanceID",
    "Resource.AlreadyAssociated",
    "RouteAlreadyExists",
    "InvalidParameterCombination",
}
# EC2 answers InvalidParameterValue then, so only the message tells.
_CHANGED_WORDS = ("already has an interface", "no route defined", "not assigned to interface")
_THROTTLED = {
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottled",
    "RequestThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "EC2ThrottledException",
}
_BUSY = {
    *_THROTTLED,
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
# The credentials were not accepted. A function gets its own from Lambda, and they are valid: it
# passes by itself, unless the account or the address is really not ours.
_UNSURE = {
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "RequestExpired",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}


def meaning(error: ClientError | BotoCoreError) -> Meaning:
    """What `error` asks for."""
    if isinstance(error, ParamValidationError):  # the SDK itself refused to ask
        return Meaning.FINAL
    if isinstance(error, BotoCoreError):  # no answer at all: connection, time-out
        return Meaning.BUSY
    code = code_of(error)
    if code == "InvalidParameterValue":
        return _of_parameter(error)
    if code in _CHANGED or code.lower().endswith(".notfound"):
        return Meaning.CHANGED
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _BUSY or status >= 500:
        return Meaning.BUSY
    return Meaning.UNSURE if code in _UNSURE else Meaning.FINAL


def is_in_use(error: ClientError | BotoCoreError) -> bool:
    """Whether EC2 says that something else uses what it was asked for."""
    if not isinstance(error, ClientError):
        return False
    return code_of(error).endswith(".InUse") or "in use" in _message_of(error)


def is_gone_from_group(error: ClientError | BotoCoreError) -> bool:
    """Whether Auto Scaling says that the member, or its action, is no longer there."""
    return code_of(error) in ("ValidationError", "ValidationException")


def may_have_acted(error: ClientError | BotoCoreError) -> bool:
    """Whether AWS may have done what it was asked for all the same.

    Not if it said no, or was not asked; but an answer that never came, or an error of AWS's own,
    leaves it open.
    """
    if isinstance(error, BotoCoreError):
        return not isinstance(error, ParamValidationError)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status >= 500 and code_of(error) not in _THROTTLED


def code_of(error: ClientError | BotoCoreError) -> str:
    """The error's code as AWS spells it, or the name of botocore's exception."""
    if isinstance(error, ClientError):
        return str(error.response["Error"].get("Code", ""))
    return type(error).__name__


def _of_parameter(error: ClientError) -> Meaning:
    # EC2 answers InvalidParameterValue for things in use as well.
    message = _message_of(error)
    if is_in_use(error) or any(words in message for words in _CHANGED_WORDS):
        return Meaning.CHANGED
    if "availabilityzone" in message or "availability zone" in message:
        return Meaning.ZONE
    return Meaning.FINAL


def _message_of(error: ClientError) -> str:
    return error.response["Error"].get("Message", "").lower()
