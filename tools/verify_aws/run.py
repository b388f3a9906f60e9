"""One run: deploy, ask, drill, destroy, write down."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tools.verify_aws import facts as facts_of
from tools.verify_aws import handler_log, lab_switches, log_answers, repeats, report
from tools.verify_aws.answers import Answers
from tools.verify_aws.aws import Aws
from tools.verify_aws.clock import Clock
from tools.verify_aws.deployment import Say, deployed, variables
from tools.verify_aws.drills.order import DRILLS
from tools.verify_aws.moments import Moment
from tools.verify_aws.rights.questions import judge
from tools.verify_aws.rights.role import lent
from tools.verify_aws.stage import Stage
from tools.verify_aws.terraform import Terraform
from tools.verify_aws.watch import TookTooLongError, Watch

FIRST_LAUNCH = "first launch"
# A drill that meets one of these has failed; the others may still tell something.
TROUBLE = (ClientError, BotoCoreError, TookTooLongError, KeyError, ValueError)


def new_name() -> str:
    """Of a deployment that nothing else in the account is called like."""
    return f"verify-{secrets.token_hex(4)}"


@dataclass
class Run:
    """Everything that one run needs; `caller_arn` is the operator's, from GetCallerIdentity."""

    aws: Aws
    caller_arn: str
    checkout: Path
    folder: Path
    clock: Clock
    say: Say
    answers: Answers = field(default_factory=Answers)
    calls: list[dict[str, Any]] = field(default_factory=list)
    failures: int = 0

    @property
    def name(self) -> str:
        return self.folder.name

    def play(self, file: Path) -> dict[str, Any]:
        """Returns the result. Written to `file` whatever ends the run, if anything was asked."""
        began, versions = self.clock.now(), {}
        complete = False
        try:
            terraform = Terraform(self.checkout, self.folder, variables(self.aws, self.name))
            with deployed(terraform, self.clock, self.say):
                versions = terraform.versions()
                self._ask(terraform.outputs())
            complete = not self.failures
        finally:
            result = report.document(
                self.answers,
                self.calls,
                at=began,
                region=self.aws.region,
                versions=versions,
                switches=lab_switches.defaults(self.checkout),
                complete=complete,
            )
            if self.calls:  # or an earlier result would be lost to one that says nothing
                report.write(result, file)
        return result

    def _ask(self, outputs: dict[str, Any]) -> None:
        watch = Watch(self.aws, self.name, facts_of.allocation_id(outputs), self.clock)
        stage = Stage(self.aws, self.clock, watch, self.answers, outputs)
        began = self.clock.now()
        self._try(FIRST_LAUNCH, lambda: self._first_launch(stage))
        self._try("dry runs", lambda: self._dry_runs(outputs))
        for name, drill in DRILLS.items():
            self._try(name, lambda drill=drill: drill(stage))  # type: ignore[misc]
        self._try("the handler's log", lambda: self._read_the_log(stage, began))

    def _first_launch(self, stage: Stage) -> None:
        now = self.clock.now()
        stage.healed(FIRST_LAUNCH, Moment(now, now), None)

    def _dry_runs(self, outputs: dict[str, Any]) -> None:
        facts = facts_of.read(self.aws, self.name, self.caller_arn, outputs)
        role_name = outputs["function_role_names"]["hook_handler"]
        with lent(self.aws, self.clock, role_name, self.caller_arn) as role:
            self.calls = judge(role, facts, self.answers)
        repeats.ask(self.aws, facts, self.answers)

    def _read_the_log(self, stage: Stage, began: float) -> None:
        self.answers.found(
            "interface_status_follows", log_answers.status_follows(stage.watch.looks)
        )
        self.clock.sleep(handler_log.LAG_SECONDS)
        group = stage.outputs["log_group_names"]["hook_handler"]
        log_answers.answer(stage, handler_log.read(self.aws, group, began))

    def _try(self, name: str, part: Callable[[], None]) -> None:
        """A part that fails is written down and does not keep the others from being asked."""
        self.say(name)
        try:
            part()
        except TROUBLE as trouble:
            self.failures += 1
            self.say(f"  failed: {trouble}")
            self.answers.failed(name, str(trouble))
