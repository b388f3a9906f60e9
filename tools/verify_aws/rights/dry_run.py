"""A call that EC2 judges and does not make."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from tools.verify_aws.aws import code_of
from tools.verify_aws.rights.calls import Call


def ask(ec2: Any, call: Call) -> str:
    """The error code: DryRunOperation if the rights suffice, UnauthorizedOperation if not.

    A call with DryRun never succeeds, so another code is a finding too.
    """
    try:
        getattr(ec2, call.method)(DryRun=True, **call.arguments)
    except ClientError as error:
        return code_of(error)
    return "answered although it was a dry run"
