"""IAM of the lab: policies of roles, evaluated for every call made with them, and those of topics,
queues, keys and roles, evaluated for AWS's services."""

from lab.iam import log_groups, sessions
from lab.iam.enforcement import Denied, Iam

__all__ = ["Denied", "Iam", "install"]


def install() -> None:
    """For calls there is nothing to patch: the call hook asks `Iam.authorize`."""
    log_groups.install()
    sessions.install()
