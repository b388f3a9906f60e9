"""The scenarios: how a world is prepared, what sets it off, and what it must come to."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from lab.context import Lab
from lab.in_process import client
from tests.simulation import silence
from tests.support.actions import (
    console_user,
    end,
    fail,
    holder,
    in_service,
    mark_unhealthy,
    serving,
    sicken,
    standby,
    stop,
)
from tests.support.deployment import ZONES, Deployment
from tests.support.event_shapes import LIFECYCLE, TERMINATE, sweep_event, sweep_input
from tests.support.several_vips import CORE, INSTANCE_TYPE, core, furnish, strip

HOME, AWAY, THIRD = ZONES
FAST = {
    "instance_pending_seconds": (3.0, 6.0),
    "attach_seconds": (1.0, 3.0),
    "detach_seconds": (2.0, 5.0),
    "interface_available_seconds": (0.5, 1.5),
    "shutting_down_seconds": (6.0, 15.0),
    "health_notice_seconds": (0.0, 8.0),
    "launch_delay_seconds": (0.0, 2.0),
    "launch_backoff_seconds": (5.0, 30.0),
}
# Seconds that a terminate event is late where the newcomer takes over from a living instance.
LATE = 45.0
# Seconds after a sweep, or an apply, when Lambda has tried it for the last time and failed.
DESTROYS_AGAIN = 700.0
# Seconds that a world is left alone before it is set off; and until its check is known to pass.
RESTS_FOR, KNOWN = 95.0, 215.0
# Seconds that somebody rests who hands over.
RESTS = 100.0
HOT = {"STANDBY": "hot"}
# Seconds: longer than a check takes to be known.
LONG_BOOT = {"HEALTH_CHECK_GRACE_SECONDS": "420"}
IMPAIRED = {"IMPAIRED_AFTER_SECONDS": "60"}
ONCE = {"MAX_REPLACEMENTS_PER_HOUR": "1"}

Trigger = Callable[[Deployment], Any]


@dataclass(frozen=True)
class Scenario:
    """One way in which the handler is set to work.

    `goal`: "held" by a newcomer, "same" as before, "served" by either, "down" with nothing left.
    """

    trigger: Trigger
    goal: str = "held"
    zone: str = AWAY  # of the next launch
    serves: bool = True  # an instance is in service beforehand
    environment: dict[str, str] = field(default_factory=dict)
    # In service in the end; beforehand as many, and one if `lowered` from two.
    instances: int = 1
    lowered: bool = False
    failures: int = 1  # of holders: each may move the VIPs once
    several: bool = False  # two VIPs, the second one with all that a VIP may have
    blocked: frozenset[str] = frozenset()  # keys of VIPs that somebody is in the way of
    lasts: float = 0.0  # seconds that what sets it off goes on
    # How its service is asked, as `Service` takes it; None: nobody asks.
    check: dict[str, Any] | None = None
    # People change the VIP itself: what the handler then puts right is no fault of its own.
    manual_changes: bool = False

    @property
    def has_standby(self) -> bool:
        """Whether two instances serve, or did: one of them holds the VIP."""
        return "STANDBY" in self.environment


def _first(deployed: Deployment) -> None:
    deployed.scale(1)


def _take_over(deployed: Deployment) -> None:
    deployed.lab.events.delay(TERMINATE, seconds=LATE)
    mark_unhealthy(deployed)


def _refresh(deployed: Deployment) -> None:
    deployed.autoscaling.start_instance_refresh(AutoScalingGroupName=deployed.name)


def _down(deployed: Deployment) -> None:
    deployed.scale(0)


def _stop(deployed: Deployment) -> None:
    stop(deployed, serving(deployed))


def _impair(deployed: Deployment) -> None:
    sicken(deployed, serving(deployed))


def _drift(deployed: Deployment) -> None:
    user = console_user(deployed)
    user.disassociate_the_elastic_ip()
    user.drop_the_route_table()
    user.check_source_and_destination()
    user.change_the_security_groups()
    user.detach()


def _unheard(deployed: Deployment) -> None:
    deployed.lab.events.drop(LIFECYCLE, count=1000)
    mark_unhealthy(deployed)


def _sweep(deployed: Deployment) -> None:
    """Terraform destroys: the group goes without a word to the hooks, then comes the sweep."""
    deployed.lab.events.drop(LIFECYCLE, count=1000)
    deployed.autoscaling.delete_auto_scaling_group(
        AutoScalingGroupName=deployed.name, ForceDelete=True
    )
    deployed.lab.clock.call_later(90, lambda: destroy(deployed), "destroy")


def destroy(deployed: Deployment) -> None:
    """Terraform's last sweep; a person whose destroy failed runs it again."""

    def again() -> None:
        if deployed.oracle.nothing_swept_left():
            sweep(deployed)

    sweep(deployed)
    deployed.lab.clock.call_later(DESTROYS_AGAIN, again, "destroys again")


def sweep(deployed: Deployment) -> None:
    """Terraform tells the handler that it is deleted."""
    deployed.lab.lambdas.invoke_async(deployed.function, sweep_event("delete"))


def _strip(deployed: Deployment) -> None:
    """People take all from the second VIP, and then itself."""
    strip(deployed)
    deployed.ec2.detach_network_interface(AttachmentId=core(deployed).attachment_id, Force=True)


def _remove(deployed: Deployment) -> None:
    """Terraform removes the second VIP; where that failed, people have it done once more."""
    before = sweep_input(deployed.vips)
    deployed.change_vips(deployed.vips[0])
    event = sweep_event("update", deployed.vips, before)

    def apply() -> None:
        deployed.lab.lambdas.invoke_async(deployed.function, event)

    def again() -> None:
        if len(deployed.oracle.interfaces()) + len(deployed.oracle.subnets()) <= 2:
            return
        if deployed.lab.ec2.hang_forced_detach:  # only the end of the instance frees it
            mark_unhealthy(deployed)
        apply()

    apply()
    deployed.lab.clock.call_later(DESTROYS_AGAIN, again, "applies again")


def _first_beside_a_stranger(deployed: Deployment) -> None:
    """Somebody's subnet lies where the second VIP belongs."""
    deployed.ec2.create_subnet(VpcId=deployed.vpc_id, CidrBlock=CORE["cidr"], AvailabilityZone=HOME)
    deployed.scale(1)


def _holder_fails(deployed: Deployment) -> None:
    end(deployed, holder(deployed))


def _holder_stops(deployed: Deployment) -> None:
    stop(deployed, holder(deployed))


def _holder_is_sick(deployed: Deployment) -> None:
    sicken(deployed, holder(deployed))


def _both_are_sick(deployed: Deployment) -> None:
    for each in in_service(deployed):
        sicken(deployed, each)


def _standby_fails(deployed: Deployment) -> None:
    end(deployed, standby(deployed))


def _hand_over(deployed: Deployment) -> None:
    """As docs/standby.md says: the holder rests until the VIP has moved, then it is the standby."""
    group, rests = {"AutoScalingGroupName": deployed.name}, [holder(deployed)]
    deployed.autoscaling.enter_standby(
        **group, InstanceIds=rests, ShouldDecrementDesiredCapacity=True
    )

    def back() -> None:
        stuck = any(str(each.instance.id) in rests for each in deployed.oracle.attached())
        if stuck and deployed.lab.ec2.hang_forced_detach:  # only its end frees it
            end(deployed, rests[0])
        if stuck:
            deployed.lab.clock.call_later(RESTS, back, "has not moved yet")
        else:
            with suppress(ClientError):  # the group may be gone by then
                deployed.autoscaling.exit_standby(**group, InstanceIds=rests)

    deployed.lab.clock.call_later(RESTS, back, "comes back as the standby")


def _standby_goes(deployed: Deployment) -> None:
    """Terraform switches it off: first the function is told, then the group is lowered."""
    deployed.configure(STANDBY="none")
    deployed.autoscaling.update_auto_scaling_group(AutoScalingGroupName=deployed.name, MaxSize=1)


def _nothing(_: Deployment) -> None:
    """Only the faults of the environment."""


# A service that does not answer, or whose check misleads.
SILENT = {
    "service hangs": Scenario(silence.hang, check={}),
    "service hangs in its grace": Scenario(silence.hang, environment=LONG_BOOT, check={}),
    "service hangs, the checks fail": Scenario(
        silence.hang_and_fail_the_checks, environment=IMPAIRED, check={}
    ),
    "service hangs on every one": Scenario(
        silence.hang_again_and_again, environment=ONCE, lasts=600.0, check={}
    ),
    "service flaps": Scenario(silence.flap, goal="same", lasts=150.0, check={}),
    "check goes wrong": Scenario(silence.go_wrong, goal="same", lasts=180.0, check={}),
    "check is wrong": Scenario(fail, lasts=300.0, check={"answers": False}),
    "prober falls silent": Scenario(silence.hang_unseen, lasts=silence.PAUSE, check={}),
    "holder's service hangs": Scenario(silence.hang, instances=2, environment=HOT, check={}),
    "both services hang": Scenario(
        silence.hang_everywhere, instances=2, environment=HOT, lasts=300.0, check={}
    ),
    "standby's service hangs": Scenario(
        silence.fail_beside_a_silent_one,
        instances=2,
        environment=HOT,
        lasts=300.0,
        check={"to_alarm": 5},
    ),
    "standby's service hangs, unseen": Scenario(
        silence.fail_beside_a_silent_one_unseen,
        instances=2,
        environment=HOT,
        lasts=300.0,
        check={},
    ),
    "holder's service hangs, the standby is sick": Scenario(
        silence.hang_beside_a_sick_one, instances=2, failures=2, environment=HOT, check={}
    ),
    "holder's service hangs, the standby boots": Scenario(
        silence.hang_beside_one_that_boots,
        instances=2,
        failures=2,
        environment=HOT | LONG_BOOT,
        check={},
    ),
}
# One that answers, in calm and in heals.
CHECKED = {
    "at rest, checked": Scenario(_nothing, goal="served", check={}),
    "other zone, checked": Scenario(fail, failures=2, check={}),
    "holder fails, checked": Scenario(
        _holder_fails, instances=2, failures=2, environment=HOT, check={}
    ),
}
SCENARIOS = {
    "first launch": Scenario(_first, serves=False),
    "same zone": Scenario(fail, zone=HOME),
    "other zone": Scenario(fail),
    "take-over": Scenario(_take_over),
    "replaced": Scenario(mark_unhealthy),
    "reboot": Scenario(mark_unhealthy, environment={"REBOOT_AFTER_ATTACH": "true"}),
    "launch before terminate": Scenario(_refresh, environment={"LAUNCH_BEFORE_TERMINATE": "true"}),
    "terminate": Scenario(_down, goal="down"),
    "stopped": Scenario(_stop),
    "impaired": Scenario(_impair, environment=IMPAIRED),
    "slow shutdown": Scenario(fail, environment={"END_SLOW_SHUTDOWN_AFTER_SECONDS": "10"}),
    "holder fails": Scenario(_holder_fails, instances=2, environment=HOT),
    "holder stops": Scenario(_holder_stops, instances=2, environment=HOT),
    "holder is sick": Scenario(_holder_is_sick, instances=2, environment=HOT | IMPAIRED),
    "both are sick": Scenario(
        _both_are_sick,
        instances=2,
        failures=2,
        environment=HOT | IMPAIRED,
    ),
    "standby fails": Scenario(_standby_fails, goal="same", instances=2, environment=HOT),
    "hand-over": Scenario(_hand_over, instances=2, environment=HOT),
    "standby goes": Scenario(_standby_goes, goal="same", lowered=True, environment=HOT),
    **SILENT,
    **CHECKED,
    "audit": Scenario(_drift, goal="same", manual_changes=True),
    "no lifecycle event": Scenario(_unheard),
    "sweep": Scenario(_sweep, goal="down"),
    "several VIPs": Scenario(fail, several=True),
    "several VIPs, take-over": Scenario(_take_over, several=True),
    "several VIPs, drift": Scenario(_strip, goal="same", several=True, manual_changes=True),
    "a VIP removed": Scenario(_remove, goal="same", several=True, manual_changes=True),
    "a VIP in the way": Scenario(
        _first_beside_a_stranger, serves=False, several=True, blocked=frozenset({"core"})
    ),
    "at rest": Scenario(_nothing, goal="same", manual_changes=True),
}
PAIRED = (
    "holder fails",
    "holder stops",
    "holder is sick",
    "both are sick",
    "standby fails",
    "hand-over",
    "standby goes",
)
MATRIX = (
    "first launch",
    "same zone",
    "other zone",
    "take-over",
    "reboot",
    "launch before terminate",
    "terminate",
    "stopped",
    "audit",
    "no lifecycle event",
    "sweep",
    "several VIPs",
    "several VIPs, drift",
    "a VIP removed",
    "a VIP in the way",
)
# Terraform waits for the handler: nobody else goes on with it when it has been tried for the last
# time.
SWEPT = ("sweep", "a VIP removed")


def deploy(lab: Lab, scenario: Scenario) -> Deployment:
    """What the scenario begins with, without an instance."""
    kind = {"instance_type": INSTANCE_TYPE} if scenario.several else {}
    settings = kind | scenario.environment
    if scenario.check is not None:
        return silence.CheckedDeployment(lab, scenario.check, **settings)
    deployed = Deployment(lab, **settings)
    if scenario.several:
        furnish(deployed)
    return deployed


def prepare(deployed: Deployment, scenario: Scenario) -> None:
    """Bring the world to where the scenario begins."""
    lab = deployed.lab
    lab.groups.force_az = HOME
    if scenario.serves:
        deployed.warm_up()
    if scenario.instances == 2 or scenario.lowered:
        lab.groups.force_az = AWAY
        deployed.join()
    lab.clock.advance(RESTS_FOR if scenario.check is None else KNOWN)
    assert lab.clock.run_until(lab.lambdas.idle, 5), "the world is not at rest"
    lab.groups.force_az = scenario.zone


def neighbour(deployed: Deployment) -> set[str]:
    """Another VPC with the same CIDR, address and tag, and an address of its own. Its ids."""
    ec2 = client("ec2")
    tags = [{"Key": "PersistentVnf", "Value": deployed.name}]
    vpc = ec2.create_vpc(CidrBlock="10.16.0.0/16")["Vpc"]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    subnet = ec2.create_subnet(
        VpcId=vpc,
        CidrBlock=deployed.vips[0]["cidr"],
        AvailabilityZone=HOME,
        TagSpecifications=[{"ResourceType": "subnet", "Tags": tags}],
    )["Subnet"]["SubnetId"]
    interface = ec2.create_network_interface(
        SubnetId=subnet,
        PrivateIpAddress=deployed.vips[0]["address"],
        TagSpecifications=[{"ResourceType": "network-interface", "Tags": tags}],
    )["NetworkInterface"]["NetworkInterfaceId"]
    allocation = ec2.allocate_address(Domain="vpc")["AllocationId"]
    ec2.associate_address(AllocationId=allocation, NetworkInterfaceId=interface)
    return {vpc, subnet, interface, allocation}


def fingerprint(deployed: Deployment, ids: set[str]) -> str:
    """Everything EC2 keeps of the neighbour, as text to compare."""
    backend = deployed.lab.ec2.backend
    subnets = [each for zone in backend.subnets.values() for each in zone.values()]
    mine = [[each.id, each.cidr_block] for each in subnets if each.id in ids] + [
        [each.id, each.private_ip_address, each.status, each.attachment_id]
        for each in backend.enis.values()
        if each.id in ids
    ]
    addresses = [
        [each.allocation_id, each.eni.id if each.eni else None]
        for each in backend.addresses
        if each.allocation_id in ids
    ]
    return json.dumps([sorted(mine, key=str), addresses])
