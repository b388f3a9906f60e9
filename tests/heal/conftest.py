"""The handler's own code against the lab in simulated time, deployed in a fresh world each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from lab.context import current
from lab.errors import AwsError
from lab.in_process import simulated
from lab.switches import Switches
from tests.support.deployment import Deployment

Deploy = Callable[..., Deployment]

# How each service says that a role may not.
REFUSED = {
    "ec2": AwsError("UnauthorizedOperation", "You are not authorized to do this.", 403),
    "autoscaling": AwsError("AccessDenied", "You are not authorized to do this.", 403),
    "events": AwsError("AccessDeniedException", "You are not authorized to do this.", 400),
    "sns": AwsError("AuthorizationError", "You are not authorized to do this.", 403),
}


@pytest.fixture
def deploy() -> Iterator[Deploy]:
    """Deploy with switches or a seed changed, or with settings that `Deployment` takes."""
    with ExitStack() as stack:

        def start(
            *,
            seed: int = 1,
            switches: dict[str, Any] | None = None,
            **settings: Any,
        ) -> Deployment:
            lab = stack.enter_context(simulated(seed=seed, switches=Switches(**(switches or {}))))
            return Deployment(lab, **settings)

        yield start
        # A gap is something the lab does not model: a result that rests on it proves nothing.
        assert current().gaps.all == []


def outcomes(caplog: pytest.LogCaptureFixture, trigger: str) -> list[str]:
    """What came of each event of that kind, as the handler logs it."""
    found = [each.__dict__ for each in caplog.records if each.getMessage() == "outcome"]
    return [each["outcome"] for each in found if each["trigger"] == trigger]


@pytest.fixture
def paired(deploy: Deploy) -> Deployment:
    """The default deployment with a hot standby, both in service."""
    deployment = deploy(STANDBY="hot")
    deployment.warm_up()
    deployment.join()
    return deployment


@pytest.fixture
def deployed(deploy: Deploy) -> Deployment:
    """The default deployment, in service."""
    deployment = deploy()
    deployment.warm_up()
    return deployment
