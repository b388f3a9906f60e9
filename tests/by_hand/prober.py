"""The function that asks whether the services answer: where it is, and what lets it through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.by_hand.case import Case, created, updated

if TYPE_CHECKING:
    from tests.by_hand.person import Person

FUNCTION = "module.prober[0].aws_lambda_function.this"
CONFIG = "module.prober[0].aws_lambda_function_event_invoke_config.this"
PERMISSION = "module.prober[0].aws_lambda_permission.rule"
RULE = "module.prober[0].aws_cloudwatch_event_rule.this"
TARGET = "module.prober[0].aws_cloudwatch_event_target.this"
LOG_GROUP = "module.prober[0].aws_cloudwatch_log_group.this"
ALARM = "module.prober[0].aws_cloudwatch_metric_alarm.this"
ROLE = "module.prober[0].aws_iam_role.this[0]"
POLICY = "module.prober[0].aws_iam_role_policy.this[0]"
GROUP = "module.prober[0].aws_security_group.this"
OUT = 'module.prober[0].aws_vpc_security_group_egress_rule.this["vip udp 5060"]'
IN = 'module.prober[0].aws_vpc_security_group_ingress_rule.vip["vip udp 5060"]'
VIPS_GROUP = 'module.vip["vip"].module.security_group.aws_security_group.this'
SUBNET = "module.vpc[0].aws_subnet.prober"
TABLE = "module.vpc[0].aws_route_table.prober[0]"
ASSOCIATION = "module.vpc[0].aws_route_table_association.prober"
RANGES = ("10.16.0.0/28", "10.16.0.16/28")
SILENT = "prober-silent"


def delete_it(person: Person) -> None:
    person.functions.delete_function(FunctionName=person.id(FUNCTION))


def try_again(person: Person) -> None:
    person.functions.delete_function_event_invoke_config(FunctionName=person.id(FUNCTION))


def admit_nobody(person: Person) -> None:
    person.functions.remove_permission(FunctionName=person.id(FUNCTION), StatementId="prober-rule")


def disable_the_rule(person: Person) -> None:
    person.events.disable_rule(Name=person.id(RULE))


def take_the_target(person: Person) -> None:
    targets = person.events.list_targets_by_rule(Rule=person.id(RULE))["Targets"]
    person.events.remove_targets(Rule=person.id(RULE), Ids=[each["Id"] for each in targets])


def delete_the_rule(person: Person) -> None:
    take_the_target(person)
    person.events.delete_rule(Name=person.id(RULE))


def delete_its_log(person: Person) -> None:
    person.logs.delete_log_group(logGroupName=person.id(LOG_GROUP))


def delete_an_alarm(person: Person) -> None:
    names = [f"{person.name}-service-vip-sip-5060"]
    person.client("cloudwatch").delete_alarms(AlarmNames=names)


def take_its_policy(person: Person) -> None:
    person.iam.delete_role_policy(RoleName=person.id(ROLE), PolicyName="act")


def delete_its_role(person: Person) -> None:
    take_its_policy(person)
    person.iam.delete_role(RoleName=person.id(ROLE))


def delete_its_group(person: Person) -> None:
    person.ec2.delete_security_group(GroupId=person.id(GROUP))


def let_it_out_no_more(person: Person) -> None:
    person.ec2.revoke_security_group_egress(
        GroupId=person.id(GROUP), SecurityGroupRuleIds=[person.id(OUT)]
    )


def let_it_in_no_more(person: Person) -> None:
    person.ec2.revoke_security_group_ingress(
        GroupId=person.id(VIPS_GROUP), SecurityGroupRuleIds=[person.id(IN)]
    )


def delete_its_subnet(person: Person) -> None:
    person.ec2.delete_subnet(SubnetId=person.id(f'{SUBNET}["{RANGES[0]}"]'))


def take_the_table_off(person: Person, cidr: str = RANGES[0]) -> None:
    association = person.id(f'{ASSOCIATION}["{cidr}"]')
    person.ec2.disassociate_route_table(AssociationId=association)


def delete_its_table(person: Person) -> None:
    for each in RANGES:
        take_the_table_off(person, each)
    person.ec2.delete_route_table(RouteTableId=person.id(TABLE))


PROBER = (
    Case(
        FUNCTION,
        "deleted",
        delete_it,
        alarm=SILENT,
        shows=created(FUNCTION, CONFIG),
        drags=(PERMISSION, TARGET, "output.function_arns"),
        alone=True,
    ),
    Case(CONFIG, "deleted", try_again, shows=created(CONFIG)),
    Case(PERMISSION, "removed", admit_nobody, alarm=SILENT, shows=created(PERMISSION), alone=True),
    Case(RULE, "disabled", disable_the_rule, alarm=SILENT, shows=updated(RULE)),
    Case(
        RULE,
        "deleted",
        delete_the_rule,
        alarm=SILENT,
        shows=created(RULE, TARGET),
        drags=("output.rule_names",),
        alone=True,
    ),
    Case(TARGET, "removed", take_the_target, alarm=SILENT, shows=created(TARGET), alone=True),
    Case(LOG_GROUP, "deleted", delete_its_log, alarm=SILENT, shows=created(LOG_GROUP), alone=True),
    Case(
        ALARM,
        "deleted",
        delete_an_alarm,
        shows=created(f'{ALARM}["service-vip-sip-5060"]'),
    ),
    Case(POLICY, "deleted", take_its_policy, alarm=SILENT, shows=created(POLICY), alone=True),
    Case(
        ROLE,
        "deleted",
        delete_its_role,
        alarm=SILENT,
        shows=created(ROLE, POLICY),
        drags=(FUNCTION, "output.function_role_names"),
        alone=True,
    ),
    Case(GROUP, "deleted", delete_its_group, refused="DependencyViolation"),
    Case(OUT, "revoked", let_it_out_no_more, shows=created(OUT)),
    Case(IN, "revoked", let_it_in_no_more, shows=created(IN)),
    Case(SUBNET, "deleted", delete_its_subnet, refused="DependencyViolation"),
    Case(
        ASSOCIATION,
        "taken off",
        take_the_table_off,
        shows=created(f'{ASSOCIATION}["{RANGES[0]}"]'),
    ),
    Case(
        TABLE,
        "deleted",
        delete_its_table,
        shows=created(TABLE, *(f'{ASSOCIATION}["{each}"]' for each in RANGES)),
        alone=True,
    ),
)
