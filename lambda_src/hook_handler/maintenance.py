"""Terraform begins or ends maintenance: it suspends what would replace an instance, or resumes it.

Maintenance is ReplaceUnhealthy suspended on the group, and nothing else says so: whoever suspends
that, Terraform or an operator's hand, has the instance to himself. Hooks are answered and begun
moves finished as ever; the audit repairs nothing and moves nothing.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from common.failures import AwsFailure
from hook_handler.errors import RetryLater, TerminalError
from hook_handler.world import MAINTENANCE

if TYPE_CHECKING:
    from hook_handler.reconcile import Reconciler
    from hook_handler.report import Reporter

log = logging.getLogger(__name__)


def switch(wanted: bool | None, reconciler: Reconciler, report: Reporter) -> None:
    """Begin maintenance or end it; None leaves it as it is. Raises TerminalError when AWS refuses.

    A group that is not there yet is made as Terraform wants it (modules/asg).
    """
    if wanted is None:
        return
    group = reconciler.look().world.group
    if group is None:
        return
    processes = MAINTENANCE - group.suspended if wanted else MAINTENANCE & group.suspended
    if not processes:
        return
    try:
        _suspend_or_resume(wanted, sorted(processes), reconciler)
    except (*AwsFailure, RetryLater) as error:
        raise TerminalError(_by_hand(wanted, reconciler.config.group_name, error)) from error
    log.info("maintenance", extra={"on": wanted, "processes": sorted(processes)})
    if group.in_maintenance != wanted:
        report.maintenance(wanted)


def _suspend_or_resume(wanted: bool, processes: list[str], reconciler: Reconciler) -> None:
    autoscaling, name = reconciler.clients.autoscaling, reconciler.config.group_name
    if wanted:
        reconciler.retrier.call(
            lambda: autoscaling.suspend_processes(
                AutoScalingGroupName=name, ScalingProcesses=processes
            )
        )
    else:
        reconciler.retrier.call(
            lambda: autoscaling.resume_processes(
                AutoScalingGroupName=name, ScalingProcesses=processes
            )
        )


def _by_hand(wanted: bool, group_name: str, error: Exception) -> str:
    did, command = ("begun", "suspend") if wanted else ("ended", "resume")
    return (
        f"Maintenance was not {did}: {str(error).rstrip('.')}. Terraform takes the change for made "
        f"and does not ask again: aws autoscaling {command}-processes --auto-scaling-group-name "
        f"{group_name} --scaling-processes {' '.join(sorted(MAINTENANCE))}"
    )
