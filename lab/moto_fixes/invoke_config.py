"""Asynchronous invocation settings, one per qualifier.

moto appends each Put, answers with the first, and has no qualifiers.

docs/aws-behaviour.md#asynchronous-invocation
"""

from __future__ import annotations

from typing import Any

from moto.awslambda.exceptions import UnknownEventConfig
from moto.awslambda.models import EventInvokeConfig, LambdaFunction
from moto.awslambda.responses import LambdaResponse
from moto.core.responses import ActionResult
from moto.core.utils import unix_time

from lab.patching import replace

LATEST = "$LATEST"


def invoke_config(function: LambdaFunction, qualifier: str = LATEST) -> dict[str, Any]:
    """MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig; empty if never set.

    `function` is the unpublished one; `qualifier` a version or an alias.
    """
    config = _configs(function).get(qualifier)
    return {} if config is None else dict(config.config)


def _configs(function: LambdaFunction) -> dict[str, EventInvokeConfig]:
    configs: dict[str, EventInvokeConfig] = vars(function).setdefault("invoke_configs", {})
    return configs


def _asked(response: LambdaResponse) -> tuple[LambdaFunction, str]:
    name = response.uri_match["FunctionName"]
    qualifier = response.querystring.get("Qualifier", [LATEST])[0]
    return response.backend.get_function(name), qualifier


def _put(response: LambdaResponse) -> ActionResult:
    function, qualifier = _asked(response)
    return _store(function, qualifier, response.json_body)


def _update(response: LambdaResponse) -> ActionResult:
    function, qualifier = _asked(response)
    return _store(function, qualifier, invoke_config(function, qualifier) | response.json_body)


def _store(function: LambdaFunction, qualifier: str, config: dict[str, Any]) -> ActionResult:
    arn = f"{function.function_arn}:{qualifier}"
    stored = EventInvokeConfig(arn, unix_time(), config)  # type: ignore[arg-type]
    _configs(function)[qualifier] = stored
    return ActionResult(stored.response())


def _get(response: LambdaResponse) -> ActionResult:
    function, qualifier = _asked(response)
    if qualifier not in _configs(function):
        raise UnknownEventConfig(f"{function.function_arn}:{qualifier}")
    return ActionResult(_configs(function)[qualifier].response())


def _delete(response: LambdaResponse) -> tuple[int, dict[str, int], str]:
    function, qualifier = _asked(response)
    if _configs(function).pop(qualifier, None) is None:
        raise UnknownEventConfig(f"{function.function_arn}:{qualifier}")
    return 204, {"status": 204}, ""


def _list(response: LambdaResponse) -> ActionResult:
    function, _ = _asked(response)
    found = [config.response() for config in _configs(function).values()]
    return ActionResult({"FunctionEventInvokeConfigs": found})


def install() -> None:
    replace(LambdaResponse, "put_function_event_invoke_config", _put)
    replace(LambdaResponse, "update_function_event_invoke_config", _update)
    replace(LambdaResponse, "get_function_event_invoke_config", _get)
    replace(LambdaResponse, "delete_function_event_invoke_config", _delete)
    replace(LambdaResponse, "list_function_event_invoke_configs", _list)
