"""Settings of a Lambda function that moto drops on creation or ignores on update."""

from __future__ import annotations

from typing import Any

from moto.awslambda.models import LambdaFunction

from lab.errors import AwsError
from lab.partitions import partition_of
from lab.patching import replace

_moto_init = LambdaFunction.__init__
_moto_configuration = LambdaFunction.get_configuration
_moto_update = LambdaFunction.update_configuration
_moto_update_code = LambdaFunction.update_function_code

Settings = dict[str, Any]


def _init(
    function: Any,  # moto's, with two more attributes
    account_id: str,
    spec: Settings,
    region: str,
    version: str | int = 1,
) -> None:
    _moto_init(function, account_id, spec, region, version)
    function.logging_config = {}
    function.dead_letter_config = {}
    _remember(function, spec)


def _remember(function: Any, settings: Settings) -> None:
    if "LoggingConfig" in settings:
        _require_log_formats(function.region)
        function.logging_config = _with_defaults(function, settings["LoggingConfig"])
        function.logs_group_name = function.logging_config["LogGroup"]
    if "DeadLetterConfig" in settings:
        function.dead_letter_config = settings["DeadLetterConfig"]
    if "TracingConfig" in settings:
        function.tracing_config = settings["TracingConfig"]
    if "KMSKeyArn" in settings:
        function.kms_key_arn = settings["KMSKeyArn"] or None  # "" takes the key away
    if "EphemeralStorage" in settings:
        function.ephemeral_storage = settings["EphemeralStorage"]["Size"]


def _require_log_formats(region: str) -> None:
    """docs/aws-behaviour.md#logs-of-a-function"""
    if partition_of(region) != "aws":
        raise AwsError(
            "InvalidParameterValueException",
            f"LoggingConfig is not supported in {region}. "
            "Remove LoggingConfig value from your request and try again",
        )


def _with_defaults(function: LambdaFunction, wanted: Settings) -> Settings:
    """AWS names the log group, and the levels when the format is JSON."""
    levels = {"ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO"}
    defaults = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{function.function_name}"}
    if wanted.get("LogFormat") == "JSON":
        defaults |= levels
    return defaults | wanted


def _get_configuration(function: Any, on_create: bool = False) -> Settings:
    config: Settings = _moto_configuration(function, on_create)
    config["LoggingConfig"] = function.logging_config or _with_defaults(function, {})
    if function.dead_letter_config.get("TargetArn"):  # an empty one takes it away
        config["DeadLetterConfig"] = function.dead_letter_config
    return config


def _update_configuration(function: LambdaFunction, config_updates: Settings) -> Settings:
    _remember(function, config_updates)
    return _moto_update(function, config_updates)


def _update_code(function: LambdaFunction, updated_spec: Settings) -> Settings:
    """A function changes its architecture together with its code."""
    if "Architectures" in updated_spec:
        function.architectures = updated_spec["Architectures"]
    return _moto_update_code(function, updated_spec)


def install() -> None:
    replace(LambdaFunction, "__init__", _init)
    replace(LambdaFunction, "get_configuration", _get_configuration)
    replace(LambdaFunction, "update_configuration", _update_configuration)
    replace(LambdaFunction, "update_function_code", _update_code)
