"""The prober's real zip in a subnet of its own, and a SIP service on the VIP that falls silent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.autoscaling.states import Member
from tests.support.deployer import policy_name, rendered
from tests.support.running import Running
from tests.support.served_lab import DEFAULT_NAME, ServedLab
from tests.support.sip_guest import sip_guest
from tests.support.terraform import Terraform, TerraformError

SIP = 5060
# The longest time-out that its interval takes: at the lab's pace it is half a second.
CHECK = {"type": "sip", "mode": "replace", "timeout_seconds": 9}
ALARM = f"{DEFAULT_NAME}-service-vip-sip-{SIP}"
# Seconds until an alarm that is OK speaks of this holder alone: its periods, and a minute.
KNOWN_AFTER = 5 * 10 + 60
STAYS = 120.0  # seconds that Lambda keeps its interface
FEW = "this account may run 10 at a time in eu-west-1"


def test_an_account_that_may_run_few_functions_is_warned_of(
    served: ServedLab, tmp_path: Path
) -> None:
    """docs/service-checks.md#room-for-the-prober"""
    terraform = served.terraform(".", tmp_path, service_checks={})
    terraform.init()
    served.lab.switches.lambda_concurrency = 10
    assert not of_the_quota(terraform)
    assert not list(served.lab.call_log.of("service-quotas"))

    terraform.variables = {**terraform.variables, "service_checks": {"vip": [CHECK]}}
    assert FEW in of_the_quota(terraform)
    served.lab.switches.lambda_concurrency = 1000
    assert not of_the_quota(terraform)

    looks_without(served, "servicequotas:")
    with pytest.raises(TerraformError, match="not authorized to perform: servicequotas:"):
        terraform.plan()
    served.lab.iam.denied.clear()
    terraform.variables = {**terraform.variables, "check_lambda_quota": False}
    assert not of_the_quota(terraform)
    served.clean()


def of_the_quota(terraform: Terraform) -> str:
    """What a plan warns of because of it, if it does."""
    told = [" ".join(each.split()) for each in terraform.plan().warnings]
    return " ".join(each for each in told if "quota" in each)


def looks_without(served: ServedLab, rights: str) -> None:
    """Take from the deployer those that begin so."""
    policy = json.loads(rendered(DEFAULT_NAME))
    (look,) = [each for each in policy["Statement"] if each["Sid"] == "Look"]
    look["Action"] = [each for each in look["Action"] if not each.startswith(rights)]
    served.client("iam").put_role_policy(
        RoleName=served.deployer(DEFAULT_NAME),
        PolicyName=policy_name(DEFAULT_NAME),
        PolicyDocument=json.dumps(policy),
    )


def test_a_service_that_hangs_goes_on_elsewhere(served: ServedLab, tmp_path: Path) -> None:
    """First in the prober's zone, then in one in which nothing of the prober is."""
    lab, groups = served.lab, served.lab.groups
    groups.force_az = "eu-west-1a"
    lab.switches.function_interface_stays_seconds = (STAYS, STAYS)
    checks = {"prober_subnet_cidrs": ["10.16.0.0/28"], "service_checks": {"vip": [CHECK]}}
    running = Running(served, tmp_path, **checks)
    first = served.in_service()
    address, _ = running.addresses
    with sip_guest() as guest:
        lab.guests.ports[str(address), "udp", SIP] = guest.port
        answers(served)
        groups.force_az = served.another_zone(first)
        hangs(served, first)
        second = served.in_service(other_than=first)
        assert second.availability_zone != first.availability_zone
        answers(served)
        running.at_rest()
        running.destroy()
    assert waited_for_lambda(served) >= STAYS


def answers(served: ServedLab) -> None:
    """Wait until the alarm says so of this holder alone."""
    began = served.lab.clock.now()

    def known() -> bool:
        ok = served.lab.alarms.state(ALARM) == "OK"
        return ok and served.lab.clock.now() > began + KNOWN_AFTER

    served.wait(known, "an alarm that is OK")


def hangs(served: ServedLab, holder: Member) -> None:
    """Nothing but the prober sees it."""
    with served.lab.lock:
        served.lab.guests.hung.add(holder.instance_id)
    served.wait(lambda: served.lab.alarms.state(ALARM) == "ALARM", "the alarm")
    assert served.lab.ec2.is_well(holder.instance_id)


def waited_for_lambda(served: ServedLab) -> float:
    """Seconds from the end of the prober to that of its security group, which its interface has."""
    calls = served.lab.call_log
    (function,) = [
        call.at
        for call in calls.of("lambda", "DeleteFunction")
        if call.params["FunctionName"] == f"{DEFAULT_NAME}-prober"
    ]
    groups = [call.at for call in calls.of("ec2", "DeleteSecurityGroup") if not call.error]
    return max(groups) - function
