"""boto3 calls of a simulation without HTTP: serializing, signing and XML are left out.

They are nine tenths of what a simulated call costs and none of what it means. All the rest is
the same code as by HTTP: the client's methods and paginators above; botocore's own standard retry
classes, with their quota and waits; the lab's call pipeline; moto's response class. A test
compares the answers of both ways.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ClientError, ConnectionClosedError
from botocore.model import OperationModel
from botocore.retries import quota, standard
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.exceptions import JsonRESTError, ServiceException
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import camelcase_to_underscores
from moto.events.responses import EventsHandler
from moto.moto_api._internal import mock_random
from moto.sns.responses import SNSResponse
from moto.utilities.utils import get_partition

from lab import context as lab_context
from lab.autoscaling.api import Response as AutoScalingResponse
from lab.ec2.patches import LabResponse
from lab.errors import AwsError
from lab.pipeline.calls import CallPipeline
from lab.pipeline.idempotency import Answer
from lab.response_parser import as_parsed

RESPONSES = {
    "ec2": LabResponse,
    "autoscaling": AutoScalingResponse,
    "cloudwatch": CloudWatchResponse,
    "events": EventsHandler,
    "sns": SNSResponse,
}
URL = "https://{service}.{region}.amazonaws.com/"


def without_http(client: Any, key_of_caller: Callable[[], str], attempts: int) -> Any:
    """Let `client` (of one of RESPONSES) make its calls in-process. Returns the client."""
    calls = _InProcessCalls(client, key_of_caller, attempts)
    client._make_api_call = calls.call
    return client


class _InProcessCalls:
    """What one client's calls share: who calls, and the SDK's retries."""

    def __init__(self, client: Any, key_of_caller: Callable[[], str], attempts: int) -> None:
        self.service = client.meta.service_model
        self.name = str(self.service.service_name)
        self.region = client.meta.region_name
        self.key_of_caller = key_of_caller
        self.conditions = standard.StandardRetryConditions(max_attempts=attempts)
        adapter = standard.RetryEventAdapter()
        throttled = standard.ThrottlingErrorDetector(adapter)
        self.backoff = standard.ExponentialBackoff(
            service_name=self.name, throttling_detector=throttled
        )
        self.quota_of_throttling = throttled

    @functools.cached_property
    def quota(self) -> standard.RetryQuotaChecker:
        return standard.RetryQuotaChecker(quota.RetryQuota(), self.quota_of_throttling)

    def call(self, action: str, params: dict[str, Any]) -> Any:
        """What `_make_api_call` does: the parsed answer, or ClientError or a connection error."""
        operation = self.service.operation_model(action)
        params = _with_token(operation, params)
        context: dict[str, Any] = {}
        attempt = 1
        while True:
            status, parsed, failure = self._attempt(action, params)
            again = self._pause_before_retry(attempt, operation, status, parsed, failure, context)
            if again is None:
                break
            lab_context.current().clock.sleep(again)
            attempt += 1
        if failure is not None:
            raise failure
        quota_of: Any = context  # a dictionary, whatever the stubs say
        self.quota.release_retry_quota(quota_of, _http(status))
        if status >= 300:
            raise ClientError(parsed, action)
        return parsed

    def _attempt(self, action: str, params: dict[str, Any]) -> tuple[int, Any, Exception | None]:
        response = _response(self.name, action, params, self.key_of_caller(), self.region)
        try:
            status, _, body = _InProcess(lab_context.current(), response, params).run()
        except ConnectionClosedError as failure:
            return 0, {}, failure
        parsed: Any = body
        parsed["ResponseMetadata"] = {"HTTPStatusCode": status, "RetryAttempts": 0}
        return status, parsed, None

    def _pause_before_retry(
        self,
        attempt: int,
        operation: OperationModel,
        status: int,
        parsed: dict[str, Any],
        failure: Exception | None,
        context: dict[str, Any],
    ) -> float | None:
        if failure is None and status < 300:
            return None
        retry = standard.RetryContext(
            attempt,
            operation_model=operation,
            parsed_response=parsed if failure is None else None,
            http_response=None if failure else _http(status),
            caught_exception=failure,
            request_context=context,
        )
        if not self.conditions.is_retryable(retry):
            return None
        if not self.quota.acquire_retry_quota(retry):
            return None
        return float(self.backoff.delay_amount(retry))


class _InProcess(CallPipeline):
    """The call pipeline for a call whose arguments and answer are Python objects already."""

    def __init__(self, active: Any, response: BaseResponse, params: dict[str, Any]) -> None:
        super().__init__(active, response, disposition=None)
        self.params = params

    def parameters(self) -> dict[str, Any]:
        return dict(self.params)

    def moto(self) -> Answer:
        action = str(self.response._get_action())
        try:
            result = getattr(self.response, _method(action))()
        except ServiceException as error:
            return self.rendered(AwsError(error.code, error.message))
        except JsonRESTError as error:
            return self.rendered(AwsError(error.error_type, error.message, status=error.code))
        if isinstance(result, tuple):  # EventBridge's documents are JSON, which is soon read
            return 200, {}, json.loads(result[0])
        assert isinstance(result, ActionResult), f"{action} answers with a document"
        return 200, {}, as_parsed(self.response, action, result.result)

    def rendered(self, error: AwsError) -> Answer:
        described = {"Error": {"Code": error.code, "Message": error.message}}
        return error.status, {}, described

    def error_code(self, answer: Answer) -> str | None:
        status, _, body = answer
        return None if status < 400 else str(body["Error"]["Code"])


_method = functools.cache(camelcase_to_underscores)


def _response(
    service: str, action: str, params: dict[str, Any], key: str, region: str
) -> BaseResponse:
    """moto's response class as its `setup_class` leaves it for such a request."""
    response = RESPONSES[service]()
    response.params = params
    response.querystring = {"Action": [action]}
    response.data = response.querystring
    response.headers, response.method = {}, "POST"
    response.body = json.dumps(params) if service == "events" else None
    response.uri = URL.format(service=service, region=region)
    response.path, response.uri_match, response.response_headers = "/", {}, {}
    response.region, response.partition = region, get_partition(region)
    response.access_key, response.current_account = key, lab_context.ACCOUNT
    return response


def _with_token(operation: OperationModel, params: dict[str, Any]) -> dict[str, Any]:
    """botocore fills in idempotency tokens; here they come from the seeded source."""
    filled = dict(params)
    for name in operation.idempotent_members:
        filled.setdefault(name, str(mock_random.uuid4()))
    return filled


def _http(status: int) -> AWSResponse:
    return AWSResponse("", status, HTTPHeaders(), None)
