"""What the runtime's boto3 knows: newer arguments are sent only if its own model has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client


def known(ec2: EC2Client, operation: str, **arguments: bool) -> dict[str, Any]:
    """Those of the arguments that EC2's `operation` has; others would be a ParamValidationError."""
    shape = ec2.meta.service_model.operation_model(operation).input_shape
    members = shape.members if shape else {}
    return {name: value for name, value in arguments.items() if name in members}
