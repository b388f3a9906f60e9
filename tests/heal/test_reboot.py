"""Appliances that see their new interface only after a reboot: once, whatever happens."""

from __future__ import annotations

import pytest

from hook_handler.timing import MOST_REBOOTS
from lab.pipeline.faults import Fault
from tests.heal.conftest import Deploy
from tests.support.actions import fail, mark_unhealthy, messages, settle
from tests.support.deployment import Deployment
from tests.support.event_shapes import LAUNCH

DELAY_SECONDS = 30.0
FUNCTION_TIMEOUT_SECONDS = 120.0
REBOOT_SHOWS_SECONDS = 60.0


def at(deployment: Deployment, action: str) -> list[float]:
    """When each call of that name ended, in lab time."""
    return [
        call.finished_at
        for call in deployment.lab.call_log.of(action=action, kind="lambda")
        if call.finished_at is not None and call.error is None
    ]


def test_once_per_attachment(deploy: Deploy) -> None:
    deployment = deploy(REBOOT_AFTER_ATTACH="true")
    deployment.lab.events.duplicate(LAUNCH, count=10)
    first = deployment.warm_up()
    settle(deployment)
    assert deployment.lab.ec2.reboots == {first: 1}
    old = fail(deployment)
    second = deployment.in_service(other_than=old)
    settle(deployment)
    assert deployment.lab.ec2.reboots == {first: 1, second: 1}


def test_after_the_delay_and_before_the_hook_is_answered(deploy: Deploy) -> None:
    deployment = deploy(REBOOT_AFTER_ATTACH="true")
    deployment.warm_up()
    settle(deployment, 5)  # the answer's own way back
    (attached,), (rebooted,) = (
        at(deployment, "AttachNetworkInterface"),
        at(deployment, "RebootInstances"),
    )
    (answered,) = at(deployment, "CompleteLifecycleAction")
    assert rebooted - attached >= DELAY_SECONDS
    assert answered > rebooted


def test_by_the_terminates_handler_if_that_attached(deploy: Deploy) -> None:
    """Nobody else reboots while it may be alive, and it lives on although the leaver may go."""
    slow = {"detach_seconds": (25.0, 28.0), "instance_pending_seconds": (3.0, 5.0)}
    deployment = deploy(switches=slow, REBOOT_AFTER_ATTACH="true")
    old = deployment.warm_up()
    settle(deployment)
    deployment.lab.events.drop(LAUNCH, count=1)
    began = len(deployment.lab.call_log.calls)
    mark_unhealthy(deployment)
    new = deployment.in_service(other_than=old)
    made = deployment.lab.call_log.of(kind="lambda", after=began)
    (attached,) = [each for each in made if each.action == "AttachNetworkInterface"]
    (reboots,) = [each for each in made if each.action == "RebootInstances"]
    left, *_ = [each for each in made if each.action == "CompleteLifecycleAction"]
    assert left.caller.request_id == attached.caller.request_id == reboots.caller.request_id
    assert left.at < reboots.at
    assert DELAY_SECONDS <= reboots.at - attached.at < DELAY_SECONDS + 5
    assert deployment.lab.ec2.reboots[new] == 1


class TestWait:
    """After the reboot the hook is held while EC2 shows the instance coming up, for a while."""

    @pytest.fixture(params=[0.0, 30.0, 10_000.0], ids=["shows nothing", "30 s", "hangs"])
    def shown(self, request: pytest.FixtureRequest) -> float:
        return float(request.param)

    def test_it_is_no_gate(self, deploy: Deploy, shown: float) -> None:
        switches = {"launch_initializing_seconds": 0.0, "reboot_initializing_seconds": shown}
        deployment = deploy(
            switches=switches, REBOOT_AFTER_ATTACH="true", FUNCTION_TIMEOUT_SECONDS="240"
        )
        first = deployment.warm_up()
        settle(deployment, 5)
        (rebooted,) = at(deployment, "RebootInstances")
        (answered,) = at(deployment, "CompleteLifecycleAction")
        longest = min(shown, REBOOT_SHOWS_SECONDS)
        assert longest <= answered - rebooted <= longest + 15
        assert deployment.lab.ec2.reboots == {first: 1}

    def test_no_answer_is_no_reason_to_wait(self, deploy: Deploy) -> None:
        deployment = deploy(REBOOT_AFTER_ATTACH="true")
        deployment.lab.faults.inject(Fault("ec2", "DescribeInstanceStatus", "throttle", count=50))
        deployment.warm_up()
        assert len(at(deployment, "RebootInstances")) == 1

    def test_only_who_rebooted_asks(self, deploy: Deploy) -> None:
        deployment = deploy()
        deployment.warm_up()
        assert "DescribeInstanceStatus" not in deployment.calls()


class TestDeath:
    """The handler dies around the reboot: at least once, twice only if it died in between."""

    def struck(self, deploy: Deploy, action: str, when: str, nth: int = 1) -> Deployment:
        deployment = deploy(REBOOT_AFTER_ATTACH="true")
        fault = Fault("ec2", action, "kill", when=when, nth=nth, caller="lambda")  # type: ignore[arg-type]
        deployment.lab.faults.inject(fault)
        first = deployment.warm_up()
        settle(deployment, 600)
        assert fault.seen, "the fault never struck"
        deployment.assert_wholly_on(first)
        return deployment

    def test_before_the_reboot(self, deploy: Deploy) -> None:
        deployment = self.struck(deploy, "RebootInstances", "before")
        assert list(deployment.lab.ec2.reboots.values()) == [1]
        (attached,) = at(deployment, "AttachNetworkInterface")
        (rebooted,) = at(deployment, "RebootInstances")
        assert rebooted - attached >= FUNCTION_TIMEOUT_SECONDS  # nobody else was at work any more

    def test_after_the_reboot(self, deploy: Deploy) -> None:
        deployment = self.struck(deploy, "RebootInstances", "after")
        assert list(deployment.lab.ec2.reboots.values()) == [2]

    def test_before_the_mark(self, deploy: Deploy) -> None:
        deployment = deploy(REBOOT_AFTER_ATTACH="true")
        marks = Fault(
            "ec2", "ModifyNetworkInterfaceAttribute", "kill", nth=2, caller="lambda"
        )  # the first switches the source/destination check off
        deployment.lab.faults.inject(marks)
        deployment.warm_up()
        settle(deployment, 600)
        assert list(deployment.lab.ec2.reboots.values()) == [2]

    def test_after_the_mark(self, deploy: Deploy) -> None:
        deployment = self.struck(deploy, "ModifyNetworkInterfaceAttribute", "after", nth=2)
        assert list(deployment.lab.ec2.reboots.values()) == [1]

    def test_the_marks_answer_is_lost(self, deploy: Deploy) -> None:
        deployment = deploy(REBOOT_AFTER_ATTACH="true")
        deployment.lab.faults.inject(Fault("ec2", "ModifyNetworkInterfaceAttribute", "lost", nth=2))
        deployment.warm_up()
        assert list(deployment.lab.ec2.reboots.values()) == [1]


def test_a_delay_longer_than_the_function_runs_is_kept_by_its_retry(deploy: Deploy) -> None:
    deployment = deploy(REBOOT_AFTER_ATTACH="true", REBOOT_DELAY_SECONDS="200")
    first = deployment.warm_up()
    settle(deployment, 300)
    assert deployment.lab.ec2.reboots == {first: 1}
    assert len([subject for subject in messages(deployment) if " is on " in subject]) == 1


class TestNeverForEver:
    """Whatever fails each time: an appliance that serves is not rebooted again and again."""

    def fault(self, deployment: Deployment, kind: str) -> None:
        deployment.lab.faults.inject(
            Fault("ec2", "RebootInstances", kind, when="after", count=10**6, caller="lambda")  # type: ignore[arg-type]
        )

    def test_the_handler_dies_each_time(self, deploy: Deploy) -> None:
        """Told to reboot a running instance: three audits begin that, then a person looks."""
        deployment = deploy()
        serving = deployment.warm_up()
        settle(deployment, 300)
        deployment.make_alarms("heal-failed")
        settle(deployment, 60)
        self.fault(deployment, "kill")
        deployment.configure(REBOOT_AFTER_ATTACH="true")
        settle(deployment, 7200)
        assert deployment.lab.ec2.reboots == {serving: MOST_REBOOTS}
        alarms = [told for told in deployment.mailed_by_alarms() if told.startswith("ALARM")]
        assert len(alarms) == 1

    def test_the_answer_never_comes(self, deploy: Deploy) -> None:
        """The SDK asks four times; who hears nothing after three such calls takes it for made."""
        deployment = deploy(REBOOT_AFTER_ATTACH="true")
        self.fault(deployment, "lost")
        serving = deployment.warm_up()
        deployment.assert_wholly_on(serving)
        before = deployment.lab.ec2.reboots[serving]
        assert before <= 4 * MOST_REBOOTS
        settle(deployment, 3600)
        assert deployment.lab.ec2.reboots == {serving: before}
