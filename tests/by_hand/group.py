"""The Auto Scaling group, what it launches from, and the instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.by_hand.case import Case, created, updated
from tests.by_hand.network import GROUP

if TYPE_CHECKING:
    from tests.by_hand.person import Person

TEMPLATE = "module.asg.aws_launch_template.this"
WAN_GROUP = "module.wan_access.module.security_group.aws_security_group.this"
SSH = (
    "module.wan_access.module.security_group.aws_vpc_security_group_ingress_rule.this"
    '["tcp 22-22 203.0.113.0/24"]'
)
EGRESS = (
    "module.wan_access.module.security_group.aws_vpc_security_group_egress_rule.this"
    '["-1 all 0.0.0.0/0"]'
)
ROLE = "module.asg.aws_iam_role.this[0]"
PROFILE = "module.asg.aws_iam_instance_profile.this[0]"
ATTACHED = 'module.asg.aws_iam_role_policy_attachment.this["session_manager"]'
WARMUP_RULE = "module.warmup.aws_cloudwatch_event_rule.this"
WARMUP_TARGET = "module.warmup.aws_cloudwatch_event_target.this"


def delete_the_template(person: Person) -> None:
    person.ec2.delete_launch_template(LaunchTemplateId=person.id(TEMPLATE))


def make_another_version_the_default(person: Person) -> None:
    template = person.id(TEMPLATE)
    made = person.ec2.create_launch_template_version(
        LaunchTemplateId=template,
        SourceVersion="1",
        LaunchTemplateData={"InstanceType": "t3.large"},
    )["LaunchTemplateVersion"]
    person.ec2.modify_launch_template(
        LaunchTemplateId=template, DefaultVersion=str(made["VersionNumber"])
    )


def delete_by_force(person: Person) -> None:
    name = person.name
    person.scaling.delete_auto_scaling_group(AutoScalingGroupName=name, ForceDelete=True)
    person.wait(lambda: person.running.served.lab.groups.find(name) is None, "the group is gone")


def allow_two(person: Person) -> None:
    person.scaling.update_auto_scaling_group(AutoScalingGroupName=person.name, MaxSize=2)


def untag_the_group(person: Person) -> None:
    tag = {"ResourceId": person.name, "ResourceType": "auto-scaling-group", "Key": "Name"}
    person.scaling.delete_tags(Tags=[tag])


def delete_the_hook(kind: str) -> object:
    return lambda person: person.scaling.delete_lifecycle_hook(
        AutoScalingGroupName=person.name, LifecycleHookName=f"{person.name}-{kind}"
    )


def enter_standby(person: Person) -> None:
    person.scaling.enter_standby(**person.its_instance, ShouldDecrementDesiredCapacity=True)


def exit_standby(person: Person) -> None:
    (member,) = person.running.served.lab.groups.get(person.name).group.members
    person.scaling.exit_standby(AutoScalingGroupName=person.name, InstanceIds=[member.instance_id])


def detach_the_instance(person: Person) -> None:
    asked = person.its_instance
    person.scaling.detach_instances(**asked, ShouldDecrementDesiredCapacity=True)
    (instance,) = asked["InstanceIds"]
    person.left(lambda: person.ec2.terminate_instances(InstanceIds=[instance]))


def attach_it_again(person: Person) -> None:
    instance = person.console_user.interface["Attachment"]["InstanceId"]
    person.scaling.attach_instances(AutoScalingGroupName=person.name, InstanceIds=[instance])


def protect(person: Person) -> None:
    person.scaling.set_instance_protection(**person.its_instance, ProtectedFromScaleIn=True)


def terminate(person: Person) -> None:
    person.ec2.terminate_instances(InstanceIds=person.its_instance["InstanceIds"])


def delete_the_wan_group(person: Person) -> None:
    person.ec2.delete_security_group(GroupId=person.id(WAN_GROUP))


def close_ssh(person: Person) -> None:
    person.ec2.revoke_security_group_ingress(
        GroupId=person.id(WAN_GROUP), SecurityGroupRuleIds=[person.id(SSH)]
    )


def close_the_way_out(person: Person) -> None:
    person.ec2.revoke_security_group_egress(
        GroupId=person.id(WAN_GROUP), SecurityGroupRuleIds=[person.id(EGRESS)]
    )


def detach_the_policy(person: Person) -> None:
    attached = person.of(ATTACHED)
    person.iam.detach_role_policy(RoleName=attached["role"], PolicyArn=attached["policy_arn"])


def take_the_role_out(person: Person) -> None:
    person.iam.remove_role_from_instance_profile(
        InstanceProfileName=person.id(PROFILE), RoleName=person.id(ROLE)
    )


def delete_the_profile(person: Person) -> None:
    take_the_role_out(person)
    person.iam.delete_instance_profile(InstanceProfileName=person.id(PROFILE))


def delete_the_role(person: Person) -> None:
    detach_the_policy(person)
    take_the_role_out(person)
    person.iam.delete_role(RoleName=person.id(ROLE))


TERMINATE = "`aws ec2 terminate-instances`"
PUT_THE_HOOK_BACK = (
    "`aws autoscaling put-lifecycle-hook` (heals go on without: later, by the audit)"
)

GROUPS = (
    Case(
        TEMPLATE,
        "deleted",
        delete_the_template,
        shows=(*created(TEMPLATE), *updated(GROUP, "output.launch_template_id")),
        alone=True,
    ),
    Case(
        TEMPLATE,
        "another version made the default",
        make_another_version_the_default,
        shows=updated(TEMPLATE, GROUP),
        alone=True,
    ),
    Case(
        GROUP,
        "deleted by force",
        delete_by_force,
        shows=created(GROUP),
        drags=(WARMUP_RULE, WARMUP_TARGET, "module.warmup.terraform_data.group"),
        alone=True,
    ),
    Case(GROUP, "its greatest size raised", allow_two, shows=updated(GROUP)),
    Case(GROUP, "its name tag removed", untag_the_group, shows=updated(GROUP), alone=True),
    Case(
        "launch hook", "deleted", delete_the_hook("launch"), command=PUT_THE_HOOK_BACK, alone=True
    ),
    Case(
        "terminate hook",
        "deleted",
        delete_the_hook("terminate"),
        command=PUT_THE_HOOK_BACK,
        alone=True,
    ),
    Case("instance", "terminated", terminate, audit=True, alone=True),
    Case("instance", "protected from scale-in", protect, alone=True),
    Case(
        "instance",
        "in Standby",
        enter_standby,
        command="`aws autoscaling exit-standby`",
        types=exit_standby,
        alone=True,
    ),
    Case(
        "instance",
        "detached from the group",
        detach_the_instance,
        command="`aws autoscaling attach-instances`",
        types=attach_it_again,
        destroy_says="belongs to no group that would end it",
        destroy_command=TERMINATE,
        destroy_types=lambda person: person.clear_away(),
        alone=True,
    ),
    Case(WAN_GROUP, "deleted", delete_the_wan_group, refused="DependencyViolation"),
    Case(SSH, "revoked", close_ssh, shows=created(SSH)),
    Case(EGRESS, "revoked", close_the_way_out, shows=created(EGRESS)),
    Case(ATTACHED, "detached", detach_the_policy, shows=created(ATTACHED)),
    Case(PROFILE, "its role removed", take_the_role_out, shows=updated(PROFILE)),
    Case(
        PROFILE,
        "deleted",
        delete_the_profile,
        shows=created(PROFILE),
        drags=(TEMPLATE, GROUP),
        alone=True,
    ),
    Case(
        ROLE,
        "deleted",
        delete_the_role,
        shows=created(ROLE, ATTACHED),
        drags=(PROFILE, TEMPLATE, GROUP),
        alone=True,
    ),
)
