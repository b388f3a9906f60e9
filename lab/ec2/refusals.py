"""The refusals of EC2 that more than one call gives, in its own words.

docs/aws-behaviour.md#ec2-error-codes
"""

from __future__ import annotations

from lab.errors import AwsError


def dependency_violation(kind: str, resource_id: str) -> AwsError:
    return AwsError(
        "DependencyViolation",
        f"The {kind} '{resource_id}' has dependencies and cannot be deleted.",
    )


def incorrect_state(message: str) -> AwsError:
    return AwsError("IncorrectState", message)


def incorrect_instance_state(message: str) -> AwsError:
    return AwsError("IncorrectInstanceState", message)


def invalid_parameter_value(message: str) -> AwsError:
    return AwsError("InvalidParameterValue", message)


def address_in_use(address: str) -> AwsError:
    """The wording of RunInstances and CreateNetworkInterface."""
    return AwsError("InvalidIPAddress.InUse", f"Address {address} is in use.")


def unknown_attachment(attachment_id: str) -> AwsError:
    return AwsError(
        "InvalidAttachmentID.NotFound", f"The attachment ID '{attachment_id}' does not exist"
    )


def already_associated(message: str) -> AwsError:
    return AwsError("Resource.AlreadyAssociated", message)


def different_networks(first_id: str, second_id: str, code: str) -> AwsError:
    return AwsError(code, f"{first_id} and {second_id} belong to different networks")
