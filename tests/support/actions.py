"""What happens to a deployment in these tests, in the field's words."""

from __future__ import annotations

from typing import Any, cast

from lab.clock import SimulatedClock
from lab.pipeline.call_log import Call
from tests.support.console_user import ConsoleUser
from tests.support.deployment import Deployment

MINUTE = 60
WORK = ("HealthCheck", "ReplaceUnhealthy")  # what maintenance suspends


def console_user(deployed: Deployment) -> ConsoleUser:
    """Somebody at the console of that deployment, who is about to do something to its first VIP."""
    first = {"Key": "PersistentVip", "Value": deployed.vips[0]["key"]}
    (interface,) = [each for each in deployed.vip_interfaces() if first in each["TagSet"]]
    return ConsoleUser(deployed.ec2, deployed.lab.clock, interface)


def serving(deployed: Deployment) -> str:
    """The id of the instance in service."""
    (found,) = [
        each["InstanceId"] for each in deployed.instances() if each["LifecycleState"] == "InService"
    ]
    return str(found)


def in_service(deployed: Deployment) -> list[str]:
    """The ids of those in service, one or two."""
    states = {each["InstanceId"]: each["LifecycleState"] for each in deployed.instances()}
    return [each for each, state in states.items() if state == "InService"]


def holder(deployed: Deployment) -> str:
    """The id of the instance that has the VIP."""
    (interface,) = deployed.vip_interfaces()
    return str(interface["Attachment"]["InstanceId"])


def standby(deployed: Deployment) -> str:
    """The id of the one in service without it."""
    (found,) = set(in_service(deployed)) - {holder(deployed)}
    return found


def end(deployed: Deployment, instance_id: str) -> None:
    """End an instance from outside the group."""
    deployed.ec2.terminate_instances(InstanceIds=[instance_id])


def stop(deployed: Deployment, instance_id: str) -> None:
    """Stop an instance from outside the group."""
    deployed.ec2.stop_instances(InstanceIds=[instance_id])


def sicken(deployed: Deployment, instance_id: str) -> None:
    """Have an instance's status checks fail."""
    deployed.lab.ec2.impaired.add(instance_id)


def fail(deployed: Deployment) -> str:
    """End the serving instance from outside the group. Returns its id."""
    instance_id = serving(deployed)
    end(deployed, instance_id)
    return instance_id


def mark_unhealthy(deployed: Deployment) -> str:
    """Have the group replace the serving instance while it is alive. Returns its id."""
    instance_id = serving(deployed)
    deployed.autoscaling.set_instance_health(
        InstanceId=instance_id, HealthStatus="Unhealthy", ShouldRespectGracePeriod=False
    )
    return instance_id


def marks(deployed: Deployment) -> list[Call]:
    """The handler's marks that Auto Scaling accepted."""
    made = deployed.lab.call_log.of("autoscaling", "SetInstanceHealth", kind="lambda")
    return [call for call in made if not call.error]


def processes(deployed: Deployment, do: str, *names: str) -> None:
    """Suspend or resume processes of the group, as an operator does: `do` says which."""
    call = getattr(deployed.autoscaling, f"{do}_processes")
    call(AutoScalingGroupName=deployed.name, ScalingProcesses=list(names))


def settle(deployed: Deployment, seconds: float = 200) -> None:
    """Let handlers, audits and leavers finish."""
    cast(SimulatedClock, deployed.lab.clock).advance(seconds)


def messages(deployed: Deployment) -> list[str]:
    """Subjects of what was mailed, in order."""
    return [subject for subject, _body in deployed.mailed()]


def alarmed(deployed: Deployment) -> list[str]:
    """Names of the alarms that told people of ALARM, in order."""
    subjects = deployed.mailed_by_alarms()
    return [subject.split('"')[1] for subject in subjects if subject.startswith("ALARM")]


def invoke(deployed: Deployment, event: dict[str, Any], seconds: float = 60) -> None:
    """Send the handler an event, and let it finish."""
    deployed.lab.lambdas.invoke_async(deployed.function, event)
    settle(deployed, seconds)
