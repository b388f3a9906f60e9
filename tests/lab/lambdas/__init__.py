"""Lambda of the lab: deployed zips in processes of their own, or handlers on virtual time."""

from tests.lab.lambdas.inline import InlineContext, session
from tests.lab.lambdas.invocation import InvocationResult
from tests.lab.lambdas.invoke_api import install
from tests.lab.lambdas.service import Lambdas

__all__ = ["InlineContext", "InvocationResult", "Lambdas", "install", "session"]
