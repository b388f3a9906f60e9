"""Every variable of the root module set to something else than its default, under the policy.

The two deployments of `tests.deploy.values` side by side in one account. Both heal, change as
docs/operations.md says, and are destroyed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from lab.iam.conditions import as_list
from tests.deploy.others import Others
from tests.deploy.values import ALL, BROUGHT, BROUGHT_AT_LAST, BROUGHT_LATER, MADE, MADE_LATER
from tests.support.deployer import rendered, rendered_within
from tests.support.project import PROJECT
from tests.support.running import Running
from tests.support.served_lab import ServedLab


def test_every_variable_has_a_value_other_than_its_default() -> None:
    declared = dict(defaults())
    assert {name for values in ALL for name in values} == set(declared)
    same = [n for n in declared if all(v.get(n, declared[n]) == declared[n] for v in ALL)]
    assert same == [], "set them to something else"


def defaults() -> Iterator[tuple[str, Any]]:
    """Names of the declared variables, with their defaults: None without, else as text."""
    source = (PROJECT / "variables.tf").read_text()
    for name, block in re.findall(r'^variable "(\w+)" \{$(.*?)^\}$', source, re.M | re.S):
        default = re.search(r"^  default +?= (.+)$", block, re.M)
        if not default:
            yield name, None
            continue
        try:
            yield name, json.loads(default.group(1))
        except json.JSONDecodeError:
            yield name, default.group(1)


def test_every_variable_under_the_documented_policy(served: ServedLab, tmp_path: Path) -> None:
    others = Others(served, tmp_path)
    roles = {served.deployer(name) for name in ("made", "brought")}
    within = rendered_within(others.ids["boundary"])
    served.client("iam").put_role_policy(
        RoleName=served.deployer("made"), PolicyName="within", PolicyDocument=within
    )
    served.accept_what_exists()

    with ThreadPoolExecutor(2) as pool:
        ends = [
            pool.submit(made, served, tmp_path / "made", others),
            pool.submit(brought, served, tmp_path / "brought", others),
        ]
        for end in ends:
            end.result()

    served.clean()
    assert sorted(unused(served, roles)) == sorted(told_to_be_unused())


def made(served: ServedLab, work: Path, others: Others) -> None:
    running = Running(served, work, **others.filled(MADE))
    heals(running)
    outputs = running.terraform.outputs()
    others.ids["wan_security_group"] = outputs["wan_security_group_id"]
    others.attach("wan_gateway", outputs["vpc_id"])
    changes(running, others.filled(MADE_LATER))
    others.detach("wan_gateway", outputs["vpc_id"])
    running.terraform.destroy()


def brought(served: ServedLab, work: Path, others: Others) -> None:
    running = Running(served, work, **others.filled(BROUGHT))
    heals(running)
    first, vpc_id = served.in_service("brought"), running.terraform.outputs()["vpc_id"]
    others.connect(vpc_id)
    a_refresh_is_under_way(served)
    # Between a changed key's two updates, of the policy and of the function, no handler can run.
    with served.unseen():
        running.change(**others.filled(BROUGHT_LATER))
    refreshes_go_on(served)
    served.in_service("brought", other_than=first)
    running.at_rest()
    before = len(served.lab.call_log.calls)
    with served.unseen():
        running.change(**others.filled(BROUGHT_AT_LAST))
    running.at_rest()
    the_key_goes_last(served, after=before)
    others.detach("gateway", vpc_id)
    running.terraform.destroy()
    others.part()


def heals(running: Running) -> None:
    first = running.served.in_service(running.name)
    with running.served.lab.lock:
        running.served.lab.ec2.terminate(first.instance_id)
    running.served.in_service(running.name, other_than=first)
    running.at_rest()


def changes(running: Running, variables: Mapping[str, Any]) -> None:
    running.change(**variables)
    running.at_rest()


def a_refresh_is_under_way(served: ServedLab) -> None:
    """Somebody began it and holds it: Terraform has to cancel it, to begin one of its own."""
    autoscaling = served.client("autoscaling")
    autoscaling.suspend_processes(
        AutoScalingGroupName="brought", ScalingProcesses=["InstanceRefresh"]
    )
    autoscaling.start_instance_refresh(AutoScalingGroupName="brought")


def refreshes_go_on(served: ServedLab) -> None:
    """What somebody suspended Terraform leaves suspended."""
    served.client("autoscaling").resume_processes(
        AutoScalingGroupName="brought", ScalingProcesses=["InstanceRefresh"]
    )


def the_key_goes_last(served: ServedLab, after: int) -> None:
    """Whoever is still under a key that is scheduled for deletion can neither run nor be told."""
    operator = served.deployer("brought")
    calls = [call for call in served.lab.call_log.of(after=after) if call.caller.name == operator]
    (deletion,) = [call for call in calls if call.action == "ScheduleKeyDeletion"]
    leaving = {"UpdateFunctionConfiguration", "SetTopicAttributes", "SetQueueAttributes"}
    moves = [call for call in calls if call.action in leaving]
    assert {call.action for call in moves} == leaving
    assert all(call.number < deletion.number for call in moves)


def unused(served: ServedLab, roles: set[str]) -> set[str]:
    """Rights that the policy gives and nobody of these roles has used."""
    used = {right for arn, right in served.lab.iam.used if arn.rsplit("/", 1)[-1] in roles}
    given = {
        action
        for statement in json.loads(rendered("made"))["Statement"]
        for action in as_list(statement["Action"])
    }
    return {right for right in given if not any(fnmatchcase(each, right) for each in used)}


def told_to_be_unused() -> set[str]:
    """What docs/deployer-rights.md says no test uses, with the reason."""
    page = (PROJECT / "docs" / "deployer-rights.md").read_text()
    rows = re.findall(r"^\| (`[a-z0-9]+:.+?) \|", page, re.M)
    return {right for row in rows for right in re.findall(r"`([^`]+)`", row)}
