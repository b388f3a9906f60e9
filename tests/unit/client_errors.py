"""AWS's refusals, as boto3 raises them."""

from __future__ import annotations

from botocore.exceptions import ClientError


def client_error(code: str, message: str = "", status: int = 400) -> ClientError:
    return ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {"HTTPStatusCode": status},
        },
        "Operation",
    )
