"""Terraform holds the launch hook to the handler's own figures."""

from __future__ import annotations

from hook_handler.audit import NEWCOMER
from hook_handler.timing import REBOOT_SHOWS
from tests.support.project import PROJECT


def test_a_launch_is_left_to_its_event_for_as_long_as_terraform_says() -> None:
    rules = " ".join((PROJECT / "modules" / "lifecycle" / "rules.tf").read_text().split())
    reboot = f"(var.reboot_after_attach ? var.reboot_delay_seconds + {REBOOT_SHOWS:.0f} : 0)"
    assert f"audited_launch_seconds = {NEWCOMER:.0f} + {reboot} + var." in rules
