"""IAM of the lab: policies of roles, evaluated for every call made with them."""

from tests.lab.iam.enforcement import Denied, Iam

__all__ = ["Denied", "Iam", "install"]


def install() -> None:
    """Nothing of moto needs a patch: the call hook asks `Iam.authorize`."""
