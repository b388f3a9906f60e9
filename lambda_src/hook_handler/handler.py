"""The entry point: what arrived, and which trigger answers it."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from typing import Any

from common import log_format, log_level
from common.runtime import LambdaContext
from hook_handler import maintenance
from hook_handler.audit import audit, scheduled_audit
from hook_handler.clients import Clients, for_lambda
from hook_handler.config import Config, from_environment
from hook_handler.events import (
    Alarm,
    Audit,
    Launch,
    PassThrough,
    Refused,
    StateChange,
    Sweep,
    Terminate,
    parse,
)
from hook_handler.hooks import CONTINUE, Hooks
from hook_handler.launch import launch
from hook_handler.marking import MARKED, NOTHING, attempt
from hook_handler.observe import group
from hook_handler.reconcile import Reconciler
from hook_handler.report import Reporter
from hook_handler.retry import Retrier
from hook_handler.service_checks import mark_if_sick
from hook_handler.status_checks import mark_if_impaired
from hook_handler.sweep import sweep, tidy
from hook_handler.terminate import terminate
from hook_handler.told_early import mark_if_gone

log = logging.getLogger(__name__)

_LONGEST_REASON = 500  # characters: a foreign event must not flood the log


def handle(event: object, context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry. Returns what came of the event; see `run`."""
    log_format.apply(os.environ)
    log_level.apply(os.environ)
    return run(event, from_environment(os.environ), for_lambda(context))


def run(event: object, config: Config, clients: Clients) -> dict[str, Any]:
    """Answer one event. Raises RetryLater for what Lambda's own retry shall take up.

    A sweep raises TerminalError too, for Terraform to show, and so does a hook that is let through.
    """
    trigger = parse(event, config)
    name = type(trigger).__name__.lower()
    if isinstance(trigger, Refused):
        log.warning("event refused", extra={"reason": trigger.reason[:_LONGEST_REASON]})
        return {"trigger": name, "outcome": trigger.reason[:_LONGEST_REASON]}
    log.info("trigger", extra={"trigger": name})
    outcome = _dispatch(trigger, config, clients)
    log.info("outcome", extra={"trigger": name, "outcome": outcome})
    return {"trigger": name, "outcome": outcome}


def _dispatch(
    trigger: Launch | Terminate | PassThrough | StateChange | Alarm | Audit | Sweep,
    config: Config,
    clients: Clients,
) -> str:
    if isinstance(trigger, Sweep):
        config = replace(config, removed=trigger.removed)
    retrier = Retrier(clients.runtime, fail_fast=isinstance(trigger, Audit | StateChange | Alarm))
    leaving_since = trigger.action.began_at if isinstance(trigger, Terminate) else None
    reconciler = Reconciler(config, clients, retrier, leaving_since=leaving_since)
    hooks = Hooks(config.group_name, clients.autoscaling, retrier)
    report = Reporter(config, clients, retrier, reconciler.progress)
    match trigger:
        case Launch(action):
            return launch(reconciler, hooks, report, action)
        case Terminate(action):
            return terminate(reconciler, hooks, report, action)
        case PassThrough(action):
            hooks.complete(action, CONTINUE)
            return "let through"
        case StateChange(instance_id):
            marked = attempt(lambda: mark_if_gone(instance_id, config, clients, retrier), report)
            return _move_to_the_standby(marked, config, clients)
        case Alarm():
            marked = _mark_the_sick(reconciler, report)
            return _move_to_the_standby(marked, config, clients)
        case Audit():
            return scheduled_audit(reconciler, hooks, report)
        case Sweep("create"):
            return "nothing to do"
        case Sweep("update"):  # a new configuration: what it changes is put right at once
            try:
                maintenance.switch(trigger.maintenance, reconciler, report)
            finally:
                tidy(reconciler)  # Terraform does not ask for it again
            return audit(reconciler, hooks, report, is_asked=trigger.changes_vips)
        case Sweep():
            return sweep(reconciler)


def _mark_the_sick(reconciler: Reconciler, report: Reporter) -> str:
    """Whatever alarm it is that rings, each kind of sickness is looked for by itself."""
    config, clients, retrier = reconciler.config, reconciler.clients, reconciler.retrier
    marked = NOTHING
    if config.impaired_after_seconds:
        marked = attempt(
            lambda: mark_if_impaired(
                group(config, clients, retrier), config, clients, retrier, report
            ),
            report,
        )
    if config.service_alarm_arns and marked != MARKED:
        marked = attempt(
            lambda: mark_if_sick(reconciler.look(), config, clients, retrier, report), report
        )
    return marked


def _move_to_the_standby(marked: str, config: Config, clients: Clients) -> str:
    """Once the holder is marked another one is elected, who is in service already.

    Auto Scaling comes to the leaver's hook seconds later. A mark is not insisted on, a move is.
    Returns what came of it all.
    """
    if marked != MARKED or not config.has_standby:
        return marked
    retrier = Retrier(clients.runtime)
    reconciler = Reconciler(config, clients, retrier)
    hooks = Hooks(config.group_name, clients.autoscaling, retrier)
    report = Reporter(config, clients, retrier, reconciler.progress)
    return f"{marked}, {scheduled_audit(reconciler, hooks, report, moves=True)}"
