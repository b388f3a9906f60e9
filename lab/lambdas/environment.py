"""What a function's process finds in its environment, and nothing else."""

from __future__ import annotations

from pathlib import Path

from lab.context import Lab
from lab.lambdas.invocation import Invocation


def of(lab: Lab, invocation: Invocation, task_root: Path) -> dict[str, str]:
    """The function's own variables and those Lambda's runtime reserves (which win)."""
    function = invocation.function
    logging = invocation.logging
    level = logging.get("ApplicationLogLevel")
    return {
        **function.environment_vars,
        "AWS_ACCESS_KEY_ID": invocation.access_key_id,
        "AWS_SECRET_ACCESS_KEY": "secret-of-the-lab",
        "AWS_SESSION_TOKEN": f"session-of-{invocation.request_id}",
        "AWS_REGION": lab.region,
        "AWS_DEFAULT_REGION": lab.region,
        "AWS_ENDPOINT_URL": lab.endpoint,  # the one thing AWS would not set
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_FUNCTION_VERSION": str(function.version),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": invocation.log_group,
        "AWS_LAMBDA_LOG_STREAM_NAME": invocation.log_stream,
        "AWS_LAMBDA_LOG_FORMAT": logging["LogFormat"],
        **({"AWS_LAMBDA_LOG_LEVEL": level} if level else {}),
        "LAMBDA_TASK_ROOT": str(task_root),
        "_HANDLER": function.handler,
        "LANG": "en_US.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/bin",
        "TZ": ":UTC",
    }
