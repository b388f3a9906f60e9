"""A running deployment of the module: one change of it, and what has to hold afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lab.autoscaling.states import Member
from tests.support.served_lab import DEFAULT_NAME, ServedLab
from tests.support.vip import Vip

# What a plan says of itself; nothing of the VNF changes with it.
TOLD_POLICIES = ("terraform_data.role_policies:", "output.role_policies:")
TOLD = (
    *("module.interruptions.", "output.interrupts:", "module.asg.terraform_data.first_boot:"),
    *TOLD_POLICIES,
)


class Running:
    """The module with its defaults and `variables`, warmed up at once and in service."""

    def __init__(
        self, served: ServedLab, work: Path, *, program: str = "terraform", **variables: Any
    ) -> None:
        self.served = served
        self.name: str = variables.get("name", DEFAULT_NAME)
        variables = {"warmup_grace_seconds": 0} | variables
        self.terraform = served.terraform(".", work, program=program, **variables)
        self.terraform.init()
        self.terraform.apply()
        self.served.in_service(self.name)
        vip = self.vip
        assert vip.whole, vip.missing
        self.addresses = (vip.private_ip, vip.public_ip)  # private and public, of the beginning

    @property
    def vip(self) -> Vip:
        return self.served.vip(self.name)

    def change(self, **variables: Any) -> set[str]:
        """Apply with changed variables; None: the default again. Returns what was planned
        for the VNF."""
        changed = {**self.terraform.variables, **variables}
        self.terraform.variables = {n: value for n, value in changed.items() if value is not None}
        # As a pipeline does: what was planned is applied, and planned once.
        saved = self.terraform.work / "change.tfplan"
        changes = self.terraform.plan(saved).changes
        self.terraform.apply_saved(saved)
        return {each for each in changes if not each.startswith(TOLD)}

    def replace_the_instance(self, old: Member) -> Member:
        """By the command of docs/operations.md. Returns the new instance."""
        self.served.client("autoscaling").terminate_instance_in_auto_scaling_group(
            InstanceId=old.instance_id, ShouldDecrementDesiredCapacity=False
        )
        return self.served.in_service(self.name, other_than=old)

    def at_rest(self) -> None:
        """Nothing is left to apply, and the addresses serve that the outputs promise."""
        plan = self.terraform.plan()
        assert plan.empty, plan.changes
        vip = self.vip
        assert vip.whole, vip.missing
        assert (vip.private_ip, vip.public_ip) == self.served.promised(self.terraform.outputs())

    def destroy(self) -> None:
        self.terraform.destroy()
        self.served.clean()
