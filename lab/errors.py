"""Errors of the lab. They live outside `moto.*`, or moto would look for an error model there."""

from __future__ import annotations


class AwsError(Exception):
    """An error AWS would give; the call pipeline renders it in the protocol of the service.

    `code` is what botocore shows as `Error.Code`, `status` the HTTP status.
    """

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class NotModelled(AwsError):
    """Neither moto nor the lab knows how AWS behaves here.

    Always a 400: an accidental 5xx is retried for minutes by every client and hides the gap.
    """

    def __init__(self, what: str) -> None:
        super().__init__("NotModelled", what)


class Killed(BaseException):
    """The process that made the call is gone. No `except Exception` of the victim catches it."""
