"""Private only: nobody asks for a gateway or an address, has a right on one or speaks of one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.served_lab import DEFAULT_NAME, ServedLab

ON_ADDRESSES = {
    f"{verb}Address" for verb in ("Allocate", "Associate", "Disassociate", "Release")
} | {"DescribeAddresses"}
ON_GATEWAYS = {f"{verb}InternetGateway" for verb in ("Create", "Attach", "Detach", "Delete")} | {
    "DescribeInternetGateways"
}
WORDS = ("elastic ip", "eip", "public", "internet")


@pytest.mark.nightly
def test_neither_calls_nor_rights_nor_words(served: ServedLab, tmp_path: Path) -> None:
    terraform = served.example("examples/private_only", tmp_path, [DEFAULT_NAME], name=DEFAULT_NAME)
    terraform.init()
    terraform.apply()
    first = served.in_service()
    with served.lab.lock:
        served.lab.ec2.terminate(first.instance_id)
    served.in_service(other_than=first)
    assert served.vip().whole

    with served.lab.lock:
        asked = {call.action for call in served.lab.call_log.calls}
    assert asked & (ON_ADDRESSES | ON_GATEWAYS) == set()
    assert rights(served) & {f"ec2:{action}" for action in ON_ADDRESSES} == set()
    assert "ec2:CreateSubnet" in rights(served)  # they are those of the handler
    said = said_by_the_module(served)
    assert len(said) > 10
    assert [text for text in said if any(word in text.lower() for word in WORDS)] == []

    terraform.destroy()
    served.clean()


def rights(served: ServedLab) -> set[str]:
    """All actions that the roles of the functions allow."""
    iam = served.client("iam")
    roles = [each["RoleName"] for each in iam.list_roles()["Roles"]]
    found: set[str] = set()
    for role in [each for each in roles if each.startswith(DEFAULT_NAME)]:
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            policy = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
            for statement in policy["Statement"]:
                actions = statement["Action"]
                found |= {actions} if isinstance(actions, str) else set(actions)
    return found


def said_by_the_module(served: ServedLab) -> list[str]:
    """Names and descriptions of the alarms, what the dashboard shows, and the messages sent."""
    cloudwatch = served.client("cloudwatch")
    alarms = cloudwatch.describe_alarms()["MetricAlarms"]
    boards = cloudwatch.list_dashboards()["DashboardEntries"]
    bodies = [
        cloudwatch.get_dashboard(DashboardName=each["DashboardName"])["DashboardBody"]
        for each in boards
    ]
    widgets = [json.dumps(widget) for body in bodies for widget in json.loads(body)["widgets"]]
    texts = [f"{each['AlarmName']}: {each['AlarmDescription']}" for each in alarms]
    return [*texts, *widgets, *(f"{subject}\n{body}" for subject, body in served.messages())]
