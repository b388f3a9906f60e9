"""IAM of the lab: policies of roles, evaluated for every call that is made with one."""

from tests.lab.iam import sessions
from tests.lab.iam.enforcement import Denied, Iam

__all__ = ["Denied", "Iam", "install"]


def install() -> None:
    """Only AssumeRole is a piece of moto: calls are seen by the call hook, which asks `Iam`."""
    sessions.install()
