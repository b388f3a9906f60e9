"""What the Auto Scaling and EventBridge tests build: a VPC with two AZs, a template, a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from lab.autoscaling.engine import Engine
from lab.autoscaling.groups import Groups
from lab.autoscaling.states import Member
from lab.context import Lab
from lab.in_process import client

GROUP = "persistent-vnf"
LAUNCH_HOOK, TERMINATE_HOOK = f"{GROUP}-launch", f"{GROUP}-terminate"
AZ_A, AZ_B = "eu-west-1a", "eu-west-1b"


def hook(name: str, transition: str, **changes: Any) -> dict[str, Any]:
    """A LifecycleHookSpecification; `transition` is LAUNCHING or TERMINATING."""
    return {
        "LifecycleHookName": name,
        "LifecycleTransition": f"autoscaling:EC2_INSTANCE_{transition}",
        "HeartbeatTimeout": 600,
        **changes,
    }


def launch_hook(**changes: Any) -> dict[str, Any]:
    return hook(LAUNCH_HOOK, "LAUNCHING", DefaultResult="ABANDON", **changes)


def terminate_hook(**changes: Any) -> dict[str, Any]:
    return hook(TERMINATE_HOOK, "TERMINATING", DefaultResult="CONTINUE", **changes)


BOTH_HOOKS = [launch_hook(), terminate_hook()]


@dataclass
class GroupWorld:
    """A group in the simulated lab, and what one asks of it."""

    lab: Lab
    subnets: dict[str, str]  # AZ -> subnet id
    template_id: str
    api: Any

    @property
    def groups(self) -> Groups:
        """The service itself: these tests look behind its interface."""
        return cast(Groups, self.lab.groups)

    @property
    def engine(self) -> Engine:
        return self.groups.get(GROUP)

    @property
    def members(self) -> list[Member]:
        return self.engine.group.members

    def member(self, instance_id: str) -> Member:
        return self.groups.of_instance(instance_id)[1]

    def states(self) -> list[str]:
        return [str(member.lifecycle_state) for member in self.members]

    def described(self) -> dict[str, Any]:
        found = self.api.describe_auto_scaling_groups(AutoScalingGroupNames=[GROUP])
        [group] = found["AutoScalingGroups"]
        return dict(group)

    def scale(self, desired: int) -> None:
        self.api.set_desired_capacity(AutoScalingGroupName=GROUP, DesiredCapacity=desired)

    def reach(self, *states: str, within: float = 600.0) -> list[Member]:
        """Let time pass until the members are exactly in these states."""
        wanted = sorted(states)
        reached = self.lab.clock.run_until(lambda: sorted(self.states()) == wanted, within)
        assert reached, f"{self.states()} instead of {wanted} after {within} s"
        return list(self.members)

    def in_state(self, state: str) -> Member:
        [found] = [member for member in self.members if member.lifecycle_state == state]
        return found

    def events(self, detail_type: str) -> list[dict[str, Any]]:
        return [event for event in self.lab.events.published if event["detail-type"] == detail_type]

    def details(self, detail_type: str) -> list[dict[str, Any]]:
        return [event["detail"] for event in self.events(detail_type)]

    def complete(self, member: Member, result: str = "CONTINUE") -> None:
        """Answer every hook that holds `member`, by token."""
        for action in self.engine.actions.open_for(member):
            self.api.complete_lifecycle_action(
                AutoScalingGroupName=GROUP,
                LifecycleHookName=action.hook.lifecycle_hook_name,
                LifecycleActionToken=action.token,
                LifecycleActionResult=result,
            )

    def serve(self) -> Member:
        """Bring the one instance into service, answering its launch hook."""
        self.scale(1)
        self.lab.clock.run_until(lambda: self.states() in (["Pending:Wait"], ["InService"]), 300)
        self.complete(self.members[0])
        [member] = self.reach("InService")
        return member

    def activities(self) -> list[dict[str, Any]]:
        answer = self.api.describe_scaling_activities(AutoScalingGroupName=GROUP)
        return list(answer["Activities"])

    def activity(self, description: str) -> dict[str, Any]:
        [found] = [each for each in self.activities() if each["Description"] == description]
        return found


def build(lab: Lab, **group: Any) -> GroupWorld:
    """The VPC, the template and the group, with desired capacity 0."""
    ec2, api = client("ec2"), client("autoscaling")
    vpc_id = ec2.create_vpc(CidrBlock="10.16.0.0/16")["Vpc"]["VpcId"]
    subnets = {}
    for number, zone in enumerate((AZ_A, AZ_B)):
        made = ec2.create_subnet(
            VpcId=vpc_id, CidrBlock=f"10.16.{number}.0/24", AvailabilityZone=zone
        )
        subnets[zone] = made["Subnet"]["SubnetId"]
    template = ec2.create_launch_template(
        LaunchTemplateName=GROUP,
        LaunchTemplateData={"ImageId": "ami-12345678", "InstanceType": "t3.small"},
    )["LaunchTemplate"]
    world = GroupWorld(lab, subnets, template["LaunchTemplateId"], api)
    create(world, **group)
    return world


def create(world: GroupWorld, **changes: Any) -> None:
    wanted = {
        "AutoScalingGroupName": GROUP,
        "MinSize": 0,
        "MaxSize": 1,
        "DesiredCapacity": 0,
        "VPCZoneIdentifier": ",".join(world.subnets.values()),
        "LaunchTemplate": {"LaunchTemplateId": world.template_id, "Version": "$Latest"},
        "LifecycleHookSpecificationList": BOTH_HOOKS,
        **changes,
    }
    world.api.create_auto_scaling_group(**{k: v for k, v in wanted.items() if v is not None})
