"""Lambda of the lab: deployed zips in processes of their own, or handlers on virtual time."""

from lab.lambdas.inline import InlineContext, session
from lab.lambdas.invocation import InvocationResult
from lab.lambdas.invoke_api import install
from lab.lambdas.service import Lambdas

__all__ = ["InlineContext", "InvocationResult", "Lambdas", "install", "session"]
