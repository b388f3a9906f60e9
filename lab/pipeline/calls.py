"""The one way by which every API call passes, in every service, served or simulated.

caller -> record -> throttle -> IAM -> fault "before" -> [lock] token, moto -> fault "after" ->
latency. IAM comes before the faults, so that a permission counts as used also by a call that a
fault then strikes; tokens come below the faults, so that the SDK's retry after a lost answer
finds its first effect.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ConnectionClosedError
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import determine_request_protocol
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import get_service_model

from lab import context
from lab.context import Lab
from lab.errors import AwsError, Killed, NotModelled
from lab.patching import replace
from lab.pipeline import supported_parameters
from lab.pipeline.call_log import Call
from lab.pipeline.faults import Fault, throttled
from lab.pipeline.idempotency import Answer
from lab.pipeline.throttle import READS

# An invocation runs for minutes and calls back: it must not hold the lab's lock.
UNLOCKED = {("lambda", "Invoke")}

# WSGI environ key of the request's disposition.
DISPOSITION = "lab.disposition"
NO_ANSWER: Answer = (503, {}, "")

_moto_call_action: Callable[[BaseResponse], Answer] = BaseResponse.call_action


def install() -> None:
    replace(BaseResponse, "call_action", _call_action)


def _call_action(response: BaseResponse) -> Answer:
    active = context.active()
    if active is None:
        return _moto_call_action(response)
    return CallPipeline(
        active, response, response.normalized_request.environ.get(DISPOSITION)
    ).run()


@dataclass
class Disposition:
    """What the server learns of a request from the pipeline; there is none in a simulation."""

    passed: bool = False  # it came through the pipeline
    disconnect: bool = False  # the connection is to be closed unanswered


class CallPipeline:
    """One call on its way through the lab."""

    def __init__(
        self, active: Lab, response: BaseResponse, disposition: Disposition | None
    ) -> None:
        self.lab = active
        self.response = response
        self.disposition = disposition
        self.cut = False  # the connection closes before the answer

    def run(self) -> Answer:
        with self.lab.lock:
            self.call = self._begin()
        if self.lab.before_call is not None:
            self.lab.before_call(self.call)
        answer = self._answer()
        error = "ConnectionClosed" if self.cut else self.error_code(answer)
        self._pause()
        with self.lab.lock:
            if self.cut:
                self.lab.repeats.forget(self._invocation())
            self.lab.call_log.finish(self.call, self.lab.clock.now(), error)
        return self._disconnected() if self.cut else answer

    def _begin(self) -> Call:
        response = self.response
        if self.disposition is not None:
            self.disposition.passed = True
        return self.lab.call_log.begin(
            self.lab.clock.now(),
            self.lab.callers.identify(response.access_key),
            response.boto3_service_name,
            response._get_action() or f"{response.method} {response.path}",
            self.parameters(),
            response.region,
        )

    def _answer(self) -> Answer:
        if self.call.caller.request_id in self.lab.callers.dead:
            return self._die()
        try:
            with self.lab.lock:
                self.lab.throttle.admit(self.response.current_account, self.call)
                self._authorize()
                faults = self.lab.faults.striking(self.call)
            self._strike(faults, "before")
            answer = NO_ANSWER if self.cut else self._effect()
            self._strike(faults, "after")
            return answer
        except AwsError as error:
            return self.rendered(error)

    def _authorize(self) -> None:
        call = self.call
        self.lab.iam.authorize(call.caller, call.service, call.action, call.params)

    def _effect(self) -> Answer:
        unlocked = (self.call.service, self.call.action) in UNLOCKED
        lock: AbstractContextManager[Any] = nullcontext() if unlocked else self.lab.lock
        with lock:
            invocation = self._invocation()
            known = self.lab.tokens.recall(self.call) or self.lab.repeats.recall(invocation)
            if known is not None:
                return known
            answer = self._guarded()
            self.lab.tokens.remember(self.call, answer)
            self.lab.repeats.remember(invocation, answer)
            return answer

    def _invocation(self) -> str | None:
        """The SDK's id of a changing call by an operator's tool, the same for all its retries."""
        if self.call.caller.kind != "operator" or self.call.action.startswith(READS):
            return None
        found: str | None = self.response.headers.get("amz-sdk-invocation-id")
        return found

    def _guarded(self) -> Answer:
        """moto's own answer; whatever it does not expect becomes a gap, never a 5xx."""
        try:
            if self.call.caller.kind == "lambda":
                supported_parameters.check(self.call)
            return self.moto()
        except NotModelled as gap:
            self.lab.gaps.add(self.lab.clock.now(), self.call.name, gap.message)
            raise
        except AwsError:
            raise
        except Exception as error:
            what = f"{type(error).__name__}: {error} (arguments: {sorted(self.call.params)})"
            self.lab.gaps.add(
                self.lab.clock.now(), self.call.name, f"{what}\n{traceback.format_exc()}"
            )
            raise NotModelled(f"{self.call.name}: {what}") from error

    def _strike(self, faults: list[Fault], when: str) -> None:
        for fault in (f for f in faults if f.when == when):
            with self.lab.lock:
                self.lab.timeline.add(
                    "fault", f"{fault.kind} {when} {self.call.name}", call=self.call.number
                )
            if fault.kind == "delay":
                self.lab.clock.sleep(fault.seconds)
            elif fault.kind == "hang":
                self.lab.clock.sleep(fault.seconds)
                self._die()
            elif fault.kind == "kill":
                self._kill()
            elif fault.kind == "lost":
                self.cut = True
            else:
                raise fault.error or throttled(self.call.service)

    def _kill(self) -> None:
        if self.call.caller.request_id is None:
            raise ValueError(f"kill of {self.call.name}: {self.call.caller.name} is no process")
        self.lab.callers.dead.add(self.call.caller.request_id)
        self.lab.lambdas.kill(self.call.caller.request_id)
        self._die()

    def _die(self) -> Answer:
        """Nobody is left to hear the answer."""
        if self.disposition is None:
            raise Killed(self.call.name)
        self.cut = True
        return NO_ANSWER

    def _disconnected(self) -> Answer:
        if self.disposition is None:
            raise ConnectionClosedError(endpoint_url=self.response.uri)
        self.disposition.disconnect = True
        return NO_ANSWER

    # --- the request and its answer, by HTTP ------------------------------------------------

    def parameters(self) -> dict[str, Any]:
        """The call's arguments as boto3 takes them."""
        return _parameters(self.response)

    def moto(self) -> Answer:
        """moto's answer."""
        return _moto_call_action(self.response)

    def rendered(self, error: AwsError) -> Answer:
        """The error in the protocol of the service."""
        _, headers, body = self.response.serialized(ActionResult(error))
        headers, body = self.response._enrich_response(headers, body)
        return error.status, headers, body

    def error_code(self, answer: Answer) -> str | None:
        """The code botocore will see; None for a success."""
        return _error_code(answer)

    def _pause(self) -> None:
        if self.call.caller.kind == "operator":
            return
        switches = self.lab.switches
        reads = self.call.action.startswith(READS)
        low, high = switches.read_latency_seconds if reads else switches.write_latency_seconds
        self.lab.clock.sleep(self.lab.rng.uniform(low, high))


def _error_code(answer: Answer) -> str | None:
    """The code botocore will see; None for a success."""
    status, _, body = answer
    if status < 400:
        return None
    text = body.decode() if isinstance(body, bytes) else str(body)
    found = re.search(r"<Code>([^<]+)</Code>|\"__type\": *\"(?:[^\"#]*#)?([^\"]+)\"", text)
    return str(status) if found is None else found.group(1) or found.group(2)


def _parameters(response: BaseResponse) -> dict[str, Any]:
    """The call's arguments as boto3 takes them, whatever the protocol."""
    action = response._get_action()
    service_model = get_service_model(response.boto3_service_name)
    if action not in service_model.operation_names:
        return {}
    request = response.normalized_request
    protocol = determine_request_protocol(service_model, request.content_type)
    parser = PROTOCOL_PARSERS[protocol](service_model.operation_model(action))
    parsed: dict[str, Any] = parser.parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.data,
            "url_path": request.path,
            "url_params": response.uri_match,
        }
    )
    return parsed
