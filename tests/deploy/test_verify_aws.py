"""``python -m tools.verify_aws`` from end to end, on a lab set one way and the other.

Nothing of it is replaced but the clock and its pace: Terraform, boto3, command line are the real
ones.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from lab.iam.conditions import as_list
from lab.iam.denied import Denied
from lab.switches import Switches
from tests.support.project import PROJECT
from tests.support.served_lab import ServedLab
from tests.support.terraform import one_at_a_time
from tools.verify_aws import __main__ as program
from tools.verify_aws import watch
from tools.verify_aws.rights.calls import ALLOWED, DENIED
from tools.verify_aws.terraform import Terraform

VERIFY = "VerifyAws"  # Sid of the statement by which the role trusts the account for a while

# What the lab is set to, by question; and how long things take, so that nothing hangs on a draw.
ONE_WAY: Mapping[str, Any] = {
    "modify_interface_checks_instance": True,
    "replace_route_table_checks_present_table": True,
    "associate_address_checks_losing_interface": True,
    "iam_denies_missing_resources": False,
    "same_route_table_again_succeeds": True,
    "same_association_id_on_repeat": True,
    "detach_again_succeeds": False,
    "detach_while_shutting_down": "works",
    "interfaces_freed_while_shutting_down": False,
    "interface_status_follows_attachment": False,
    "terminate_hook_after_outside_termination": True,
}
THE_OTHER: Mapping[str, Any] = {
    "modify_interface_checks_instance": False,
    "replace_route_table_checks_present_table": False,
    "associate_address_checks_losing_interface": False,
    "iam_denies_missing_resources": True,
    "same_route_table_again_succeeds": False,
    "same_association_id_on_repeat": False,
    "detach_again_succeeds": True,
    "detach_while_shutting_down": "refused",
    "interfaces_freed_while_shutting_down": True,
    "interface_status_follows_attachment": True,
    "terminate_hook_after_outside_termination": False,
}
# Long enough to be seen by a look, on a machine that is busy with four deployments.
TIMES = {
    "attach_seconds": (10.0, 12.0),
    "detach_seconds": (10.0, 14.0),
    "shutting_down_seconds": (70.0, 80.0),
    "health_notice_seconds": (10.0, 30.0),
}
# Of the first IAM calls the action InvokeFunction; the second needs no right.
NAMED_OTHERWISE = {"lambda:Invoke", "sts:GetCallerIdentity"}
HANDLER = "-hook-handler"
LOOKS_APART = 2.0  # seconds; twice as far as on AWS, where looking costs this machine nothing
MEASURED = {
    *("instance_pending", "attach", "detach", "shutting_down", "stopping", "notice"),
    *("event_to_handler", "order_of_events", "order_of_refresh", "heal"),
}


@pytest.mark.nightly
@pytest.mark.parametrize("way", [ONE_WAY, THE_OTHER], ids=["one way", "the other"])
def test_it_finds_what_the_lab_is_set_to(
    served: ServedLab,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    way: Mapping[str, Any],
) -> None:
    set_switches(served, {**way, **TIMES})
    point_at(served, monkeypatch)

    refuses_without_confirmation(served, tmp_path)
    status, result = run(served, tmp_path)
    assert (status, result["complete"]) == (0, True), capsys.readouterr().out

    finds(result, way)
    judges_every_call(result)
    agrees_where_the_lab_has_its_default(result, way)
    leaves_nothing(served, tmp_path, result)
    asks_for_no_other_rights(served)
    assert capsys.readouterr().out.count("NOT as the lab") == disagreements(result)


def set_switches(served: ServedLab, switches: Mapping[str, Any]) -> None:
    for name, value in switches.items():
        assert hasattr(served.lab.switches, name)
        setattr(served.lab.switches, name, value)


def point_at(served: ServedLab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person whose credentials lead to the lab; the plugin cache bears one init at a time."""
    for name, value in served.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(watch, "INTERVAL_SECONDS", LOOKS_APART)
    monkeypatch.setattr(Terraform, "init", one_at_a_time()(Terraform.init))


def refuses_without_confirmation(served: ServedLab, work: Path) -> None:
    assert program.main(options(work), served.lab.clock) == program.REFUSED
    assert program.main([*options(work), "--confirm", "no"], served.lab.clock) == program.REFUSED
    assert served.lab.call_log.calls == []
    assert list(work.iterdir()) == []


def run(served: ServedLab, work: Path) -> tuple[int, dict[str, Any]]:
    status = program.main([*options(work), "--confirm", "yes"], served.lab.clock)
    return status, json.loads((work / "verify-aws.json").read_text())


def options(work: Path) -> list[str]:
    return ["--output", str(work / "verify-aws.json"), "--folder", str(work / "state")]


def finds(result: dict[str, Any], way: Mapping[str, Any]) -> None:
    observed = {
        each["switch"]: each["observed"]
        for each in result["questions"].values()
        if each["switch"] in way
    }
    assert observed == dict(way)
    unanswered = {name for name in MEASURED if not result["questions"][name]["observed"]}
    assert unanswered == set()
    launched = result["questions"]["order_of_refresh"]["observed"]
    assert launched == "launch while the termination goes on"


def judges_every_call(result: dict[str, Any]) -> None:
    assert [each for each in result["calls"] if not each["as_expected"]] == []
    assert {each["code"] for each in result["calls"]} == {ALLOWED, DENIED}


def agrees_where_the_lab_has_its_default(result: dict[str, Any], way: Mapping[str, Any]) -> None:
    defaults = Switches()
    for each in result["questions"].values():
        if each["switch"] in way:
            agrees = way[each["switch"]] == getattr(defaults, each["switch"])
            assert each["agrees"] is agrees, each


def leaves_nothing(served: ServedLab, work: Path, result: dict[str, Any]) -> None:
    """In the account, in the lab's gaps, on the disk; and the account's id is not in the file."""
    assert served.left_over() == []
    served.lab.gaps.check()
    asked = {denied.reason.split(" is not ")[0].rpartition("/")[2] for denied in others(served)}
    assert asked == {"verify-aws"}, "somebody else was denied something"
    assert [each.name for each in (work / "state").glob("*/*")] == ["terraform.log"]
    assert served.lab.account not in json.dumps(result)
    trusts = served.lab.call_log.of("iam", "UpdateAssumeRolePolicy")
    assert [VERIFY in each.params["PolicyDocument"] for each in trusts] == [True, False]


def others(served: ServedLab) -> list[Denied]:
    """Refusals, but for those that the handler meets where what is gone is denied."""
    denied = served.lab.iam.denied
    if not served.lab.switches.iam_denies_missing_resources:
        return denied
    return [each for each in denied if not each.reason.split(" is not ")[0].endswith(HANDLER)]


def asks_for_no_other_rights(served: ServedLab) -> None:
    """What Terraform and the program call is allowed by the two policies of the documentation."""
    calls = [call for call in served.lab.call_log.calls if call.caller.name == "a person"]
    called = {call.name for call in calls} - NAMED_OTHERWISE
    allowed = rights("deployer-policy.json") | rights("verify-aws-policy.json")
    assert [each for each in called if not any(fnmatch(each, right) for right in allowed)] == []


def rights(policy: str) -> set[str]:
    document = json.loads((PROJECT / "docs" / policy).read_text())
    return {action for each in document["Statement"] for action in as_list(each["Action"])}


def disagreements(result: dict[str, Any]) -> int:
    return sum(each["agrees"] is False for each in result["questions"].values())
