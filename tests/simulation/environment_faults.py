"""What happens to the environment while the handler works: people, zones, guests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError

from lab.autoscaling.states import State
from lab.errors import AwsError
from lab.pipeline.faults import Fault
from tests.simulation.scenarios import AWAY, HOME, THIRD, destroy, sweep
from tests.support.actions import WORK, console_user, processes
from tests.support.console_user import REPAIRS
from tests.support.deployment import Deployment
from tests.support.event_shapes import ACTIONS, LAUNCH_ACTION, TERMINATE_ACTION

EnvironmentFault = Callable[[Deployment], None]


def _zone_down(deployed: Deployment) -> None:
    deployed.lab.ec2.az_down.add(AWAY)


def _zone_up(deployed: Deployment) -> None:
    deployed.lab.ec2.az_down.clear()


def _next_in_third(deployed: Deployment) -> None:
    deployed.lab.groups.force_az = THIRD


def _newcomer_dies(deployed: Deployment) -> None:
    """The replacement ends in EC2 while its hook waits; nothing if there is none."""
    for each in deployed.oracle.members:
        if each.lifecycle_state in (State.PENDING, State.PENDING_WAIT):
            deployed.ec2.terminate_instances(InstanceIds=[each.instance_id])


def _newcomer_stops(deployed: Deployment) -> None:
    for each in deployed.oracle.members:
        running = deployed.lab.ec2.state(each.instance_id) == "running"
        if each.lifecycle_state is State.PENDING_WAIT and running:
            deployed.ec2.stop_instances(InstanceIds=[each.instance_id])


def _newcomer_leaves(deployed: Deployment) -> None:
    """Somebody takes the replacement out of service, or out of its hook, as soon as it is there."""
    newest = max(deployed.oracle.members, key=lambda each: each.launched_at, default=None)
    if newest and newest.lifecycle_state in (State.PENDING_WAIT, State.IN_SERVICE):
        deployed.autoscaling.terminate_instance_in_auto_scaling_group(
            InstanceId=newest.instance_id, ShouldDecrementDesiredCapacity=False
        )


def _detach_hangs(deployed: Deployment) -> None:
    deployed.lab.ec2.hang_detach = True


def _forced_detach_hangs(deployed: Deployment) -> None:
    deployed.lab.ec2.hang_detach = deployed.lab.ec2.hang_forced_detach = True


def _foreign_interface(deployed: Deployment) -> None:
    """Somebody puts an interface into the VIP subnet, and takes it away two minutes later."""
    subnets = deployed.vip_subnets()
    if not subnets:
        return
    made = deployed.ec2.create_network_interface(SubnetId=subnets[0]["SubnetId"])
    interface = made["NetworkInterface"]["NetworkInterfaceId"]
    _later(
        deployed, 120, lambda: deployed.ec2.delete_network_interface(NetworkInterfaceId=interface)
    )


def _cidr_taken(deployed: Deployment) -> None:
    """A stranger takes the CIDR the moment it is free, and gives it back two minutes later."""

    def grab() -> None:
        if deployed.oracle.subnets():
            _later(deployed, 0.2, grab)
            return
        made = deployed.ec2.create_subnet(
            VpcId=deployed.vpc_id,
            CidrBlock=deployed.vips[0]["cidr"],
            AvailabilityZone=HOME,
        )
        subnet = made["Subnet"]["SubnetId"]
        _later(deployed, 120, lambda: deployed.ec2.delete_subnet(SubnetId=subnet))

    grab()


def _zone_takes_no_subnet(deployed: Deployment) -> None:
    """EC2 makes subnets in some zones only, for some accounts."""
    refusal = AwsError(
        "InvalidParameterValue",
        f"Value ({AWAY}) for parameter availabilityZone is invalid. Subnets can currently only be "
        f"created in the following availability zones: {HOME}, {THIRD}.",
    )
    deployed.lab.faults.inject(Fault("ec2", "CreateSubnet", "error", error=refusal))
    deployed.lab.groups.force_az = None


def _early_sweep(deployed: Deployment) -> None:
    """Terraform replaces the function in mid-life: that sends a delete too."""
    sweep(deployed)


def _suspended(deployed: Deployment) -> None:
    """Launches are suspended for five minutes."""
    name = {"AutoScalingGroupName": deployed.name, "ScalingProcesses": ["Launch"]}
    deployed.autoscaling.suspend_processes(**name)
    _later(deployed, 300, lambda: deployed.autoscaling.resume_processes(**name))


def _maintenance(deployed: Deployment) -> None:
    """Somebody works on the instance for five minutes."""
    processes(deployed, "suspend", *WORK)
    _later(deployed, 300, lambda: processes(deployed, "resume", *WORK))


def _group_deleted(deployed: Deployment) -> None:
    """Terraform destroys in the middle of it; its sweep comes when the instances are gone."""
    deployed.autoscaling.delete_auto_scaling_group(
        AutoScalingGroupName=deployed.name, ForceDelete=True
    )
    _later(deployed, 120, lambda: destroy(deployed))


def _hook_event(*journey: str) -> EnvironmentFault:
    def send(deployed: Deployment) -> None:
        alive = [m for m in deployed.oracle.serving() if deployed.lab.ec2.state(m) == "running"]
        for each in alive[:1]:
            deployed.lab.groups.emit_hook_event(each, *journey)

    return send


def _stale(kind: str) -> EnvironmentFault:
    """The first event of that kind, about the old instance, arrives once more."""

    def send(deployed: Deployment) -> None:
        events = [
            each for each in deployed.lab.events.published if each["detail-type"] == ACTIONS[kind]
        ]
        for event in events[:1]:
            deployed.lab.lambdas.invoke_async(deployed.function, event)

    return send


def _forged_end(deployed: Deployment) -> None:
    """An event says that the newcomer leaves; no such action was ever open."""
    for event in deployed.lab.events.published[::-1]:
        if event["detail-type"] == LAUNCH_ACTION:
            hook = deployed.environment["TERMINATE_HOOK_NAME"]
            false = {
                "LifecycleActionToken": "00000000-0000-4000-8000-000000000000",
                "LifecycleHookName": hook,
                "Origin": "AutoScalingGroup",
                "Destination": "EC2",
            }
            forged = event | {"detail-type": TERMINATE_ACTION, "detail": event["detail"] | false}
            deployed.lab.lambdas.invoke_async(deployed.function, forged)
            return


def _by_hand(drift: str) -> EnvironmentFault:
    def change(deployed: Deployment) -> None:
        if deployed.vip_interfaces():
            getattr(console_user(deployed), drift)()

    return change


def _interface_deleted(deployed: Deployment) -> None:
    """Detached by force, and deleted as soon as EC2 allows it."""
    user = console_user(deployed)
    user.detach()

    def delete() -> None:
        with suppress(ClientError):
            deployed.ec2.delete_network_interface(NetworkInterfaceId=user.interface_id)

    for seconds in (3, 6, 9):
        _later(deployed, seconds, delete)


STALE_EVENTS: dict[str, EnvironmentFault] = {
    "stale launch event": _stale("launch"),
    "stale terminate event": _stale("terminate"),
    "forged terminate event": _forged_end,
    "early sweep": _early_sweep,
}
MANUAL_CHANGES: dict[str, EnvironmentFault] = {drift: _by_hand(drift) for drift in REPAIRS} | {
    "delete_the_interface": _interface_deleted
}
ENVIRONMENT_FAULTS: dict[str, EnvironmentFault] = {
    "zone down": _zone_down,
    "zone up": _zone_up,
    "next in the third zone": _next_in_third,
    "zone takes no subnet": _zone_takes_no_subnet,
    "newcomer dies": _newcomer_dies,
    "newcomer stops": _newcomer_stops,
    "newcomer leaves": _newcomer_leaves,
    "detach hangs": _detach_hangs,
    "forced detach hangs": _forced_detach_hangs,
    "foreign interface": _foreign_interface,
    "CIDR taken": _cidr_taken,
    "launches suspended": _suspended,
    "maintenance": _maintenance,
    "group deleted": _group_deleted,
    "to the warm pool": _hook_event("AutoScalingGroup", "WarmPool"),
    "root volume": _hook_event("AutoScalingGroup", "AutoScalingGroup", "ReplaceRootVolume"),
    **STALE_EVENTS,
    **MANUAL_CHANGES,
}


def _later(deployed: Deployment, seconds: float, action: Callable[[], Any]) -> None:
    def act() -> None:
        with suppress(ClientError):  # what it is about may be gone by then
            action()

    deployed.lab.clock.call_later(seconds, act, "somebody")
