"""The Lambda service of the lab: functions invoked, at once or by way of the queue."""

from __future__ import annotations

import uuid
from typing import Any

from lab.context import Lab
from lab.errors import AwsError
from lab.lambdas.asynchronous import AsyncQueue
from lab.lambdas.attempts import Attempts
from lab.lambdas.inline import Handler
from lab.lambdas.interfaces import Interfaces
from lab.lambdas.invocation import InvocationResult


class Lambdas:
    """`lab.lambdas`, as `lab.services` describes it."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self.local: dict[str, Handler] = {}
        self._attempts = Attempts(lab, self.local)
        self._queue = AsyncQueue(lab, self._attempts)
        self._interfaces = Interfaces(lab)

    def invoke(self, function_name: str, event: Any) -> InvocationResult:
        """RequestResponse: run now and wait. Must not be called with the lab's lock held.

        Raises TooManyRequestsException (429) beyond the concurrency, reserved or the account's.
        """
        results: list[InvocationResult] = []
        with self._lab.lock:
            function = self._attempts.function(function_name)
            if self._attempts.is_throttled(function):
                self._attempts.count_throttle(function)
                raise AwsError("TooManyRequestsException", "Rate Exceeded.", status=429)
            self._attempts.start(function, event, self._new_request_id(), 1, results.append)
        limit = self._attempts.limit_seconds(function) + 1
        if not self._lab.clock.run_until(lambda: bool(results), limit):
            raise RuntimeError(f"{function_name} did not end in {limit} s")
        return results[0]

    def invoke_async(self, function_name: str, event: Any, source: str = "events") -> str:
        """Event: queue it and return its request id. Unknown functions raise (404)."""
        with self._lab.lock:
            name = self._attempts.function(function_name).function_name
            request_id = self._new_request_id()
            self._lab.timeline.add("Lambda", f"takes an event for {name}", source=source)
            self._queue.put(function_name, event, request_id)
            return request_id

    def kill(self, request_id: str) -> None:
        """SIGKILL of the process that handles this request; nothing if it has ended."""
        with self._lab.lock:
            self._attempts.kill(request_id)

    @property
    def busy(self) -> int:
        """Invocations that run now."""
        return self._attempts.running

    def idle(self) -> bool:
        """Nothing runs and no event waits for an attempt."""
        return not self._attempts.running and not self._queue.waiting

    def stop(self) -> None:
        """End all invocations and leave no process and no file behind."""
        self._attempts.stop()

    def require_network(self, role_arn: str, subnets: list[str], groups: list[str]) -> None:
        """Refuse a function with that role in these subnets, with these security groups."""
        self._interfaces.require(role_arn, subnets, groups)

    def networks_changed(self) -> None:
        """A function came, moved or went: the interfaces of all of them follow."""
        self._interfaces.follow()

    def interfaces_of(self, function_name: str) -> list[str]:
        """Ids of its interfaces in a VPC; none where it is outside of any."""
        return self._interfaces.of(function_name)

    def _new_request_id(self) -> str:
        return str(uuid.UUID(int=self._lab.rng.getrandbits(128), version=4))
