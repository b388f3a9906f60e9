"""The entry point: what arrived, and which trigger answers it."""

from __future__ import annotations

import logging
import os
from typing import Any

from common import log_level
from common.runtime import LambdaContext
from hook_handler import hooks
from hook_handler.audit import audit
from hook_handler.config import Config, from_environment
from hook_handler.events import Audit, Launch, PassThrough, Refused, Sweep, Terminate, parse
from hook_handler.launch import launch
from hook_handler.sweep import sweep
from hook_handler.terminate import terminate
from hook_handler.tools import Tools, for_lambda
from hook_handler.work import Work

log = logging.getLogger(__name__)

_LONGEST_REASON = 500  # characters: a foreign event must not flood the log


def handle(event: object, context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry. Returns what came of the event; see `run`."""
    log_level.apply(os.environ)
    return run(event, from_environment(os.environ), for_lambda(context))


def run(event: object, config: Config, tools: Tools) -> dict[str, Any]:
    """Answer one event. Raises NotYet for what Lambda's own retry shall take up.

    A sweep raises Obstacle too, for Terraform to show, and so does a hook that is let through.
    """
    trigger = parse(event, config)
    name = type(trigger).__name__.lower()
    if isinstance(trigger, Refused):
        log.warning("event refused", extra={"reason": trigger.reason[:_LONGEST_REASON]})
        return {"trigger": name, "outcome": trigger.reason[:_LONGEST_REASON]}
    log.info("trigger", extra={"trigger": name})
    outcome = _answer(trigger, config, tools)
    log.info("outcome", extra={"trigger": name, "outcome": outcome})
    return {"trigger": name, "outcome": outcome}


def _answer(
    trigger: Launch | Terminate | PassThrough | Audit | Sweep, config: Config, tools: Tools
) -> str:
    match trigger:
        case Launch(action):
            return launch(Work(config, tools), action)
        case Terminate(action):
            return terminate(Work(config, tools, leaving_since=action.began_at), action)
        case PassThrough(action):
            hooks.complete(Work(config, tools), action, hooks.CONTINUE)
            return "let through"
        case Audit():
            return audit(Work(config, tools, hasty=True))
        case Sweep(action):
            return sweep(Work(config, tools), action)
