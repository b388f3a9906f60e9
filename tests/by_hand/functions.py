"""The functions, and what calls them."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from tests.by_hand.case import Case, created, updated
from tests.by_hand.network import HANDLER
from tests.support.event_shapes import state_changes_of

if TYPE_CHECKING:
    from tests.by_hand.person import Person

WARMUP = 'module.lifecycle.aws_lambda_function.this["warmup"]'
CONFIG = "module.lifecycle.aws_lambda_function_event_invoke_config.this"
PERMISSION = "module.lifecycle.aws_lambda_permission.rule"
RULES = {
    "hooks": "module.lifecycle.aws_cloudwatch_event_rule.hooks",
    "audit": "module.lifecycle.aws_cloudwatch_event_rule.audit",
    "state_changes": "module.lifecycle.aws_cloudwatch_event_rule.state_changes",
    "warmup": "module.warmup.aws_cloudwatch_event_rule.this",
}
TARGETS = {rule: address.replace("_rule.", "_target.") for rule, address in RULES.items()}
READY = "module.asg.terraform_data.ready"
AGAIN = "`terraform apply -target=….module.lifecycle.aws_lambda_function.this`, then destroy again"
REPLACE = "`terraform apply -replace` of the function"


def delete_the_handler(person: Person) -> None:
    person.functions.delete_function(FunctionName=person.id(HANDLER))


def make_the_function_again(person: Person) -> None:
    person.running.terraform.apply(target=("module.lifecycle.aws_lambda_function.this",))


def delete_the_warmup(person: Person) -> None:
    person.functions.delete_function(FunctionName=person.id(WARMUP))


def configure(**settings: object) -> object:
    return lambda person: person.functions.update_function_configuration(
        FunctionName=person.id(HANDLER), **settings
    )


def give_other_code(person: Person) -> None:
    """It does nothing, as if it were well."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("hook_handler/__init__.py", "")
        package.writestr("hook_handler/handler.py", "def handle(*_):\n    return {}\n")
    person.functions.update_function_code(
        FunctionName=person.id(HANDLER), ZipFile=packed.getvalue()
    )


def replace_the_function(person: Person) -> None:
    person.running.terraform.apply(replace=(HANDLER,))


def delete_the_config(person: Person) -> None:
    person.functions.delete_function_event_invoke_config(FunctionName=person.id(HANDLER))


def take_the_permission(rule: str, function: str = HANDLER) -> object:
    return lambda person: person.functions.remove_permission(
        FunctionName=person.id(function), StatementId=f"{rule}-rule"
    )


def disable(rule: str) -> object:
    return lambda person: person.events.disable_rule(Name=person.id(RULES[rule]))


def enable_the_warmup(person: Person) -> None:
    person.events.enable_rule(Name=person.id(RULES["warmup"]))


def audit_once_a_day(person: Person) -> None:
    person.events.put_rule(Name=person.id(RULES["audit"]), ScheduleExpression="rate(1 day)")


def have_ec2_tell_of_another(person: Person) -> None:
    pattern = json.dumps(state_changes_of("i-0123456789abcdef0"))
    person.events.put_rule(Name=person.id(RULES["state_changes"]), EventPattern=pattern)


def take_the_target(rule: str) -> object:
    return lambda person: take_targets(person, rule)


def delete_the_rule(rule: str) -> object:
    def act(person: Person) -> None:
        take_targets(person, rule)
        person.events.delete_rule(Name=person.id(RULES[rule]))

    return act


def take_targets(person: Person, rule: str) -> None:
    name = person.id(RULES[rule])
    targets = person.events.list_targets_by_rule(Rule=name)["Targets"]
    person.events.remove_targets(Rule=name, Ids=[each["Id"] for each in targets])


def deleted(rule: str, alarm: str = "", *drags: str) -> Case:
    both = (RULES[rule], TARGETS[rule])
    return Case(
        RULES[rule],
        "deleted",
        delete_the_rule(rule),
        shows=created(*both),
        drags=drags,
        alarm=alarm,
        alone=True,
    )


FUNCTIONS = (
    Case(
        HANDLER,
        "deleted",
        delete_the_handler,
        alarm="audit-silent",
        shows=created(HANDLER, f'{CONFIG}["hook_handler"]'),
        drags=(PERMISSION, *TARGETS.values(), READY, "output.function_arns"),
        destroy_says="Function not found",
        destroy_command=AGAIN,
        destroy_types=make_the_function_again,
        alone=True,
    ),
    Case(
        WARMUP,
        "deleted",
        delete_the_warmup,
        shows=created(WARMUP, f'{CONFIG}["warmup"]'),
        drags=(PERMISSION, *TARGETS.values(), "output.function_arns"),
        alone=True,
    ),
    Case(
        HANDLER,
        "its environment changed",
        configure(Environment={"Variables": {"LOG_LEVEL": "DEBUG"}}),
        alarm="audit-silent",
        shows=updated(HANDLER),
        destroy_says="VPC_ID",
        destroy_command=AGAIN,
        destroy_types=make_the_function_again,
        alone=True,
    ),
    Case(HANDLER, "its time-out changed", configure(Timeout=61), shows=updated(HANDLER)),
    Case(
        HANDLER,
        "other code given",
        give_other_code,
        alarm="audit-silent",
        command=REPLACE,
        types=replace_the_function,
        apply_says="does not run the code of this checkout",
        destroy_first=REPLACE,
        alone=True,
    ),
    Case(
        CONFIG,
        "deleted",
        delete_the_config,
        shows=created(f'{CONFIG}["hook_handler"]'),
    ),
    Case(
        PERMISSION,
        "of the hooks' rule removed",
        take_the_permission("hooks"),
        shows=created(f'{PERMISSION}["hooks"]'),
    ),
    Case(
        PERMISSION,
        "of the audit's rule removed",
        take_the_permission("audit"),
        alarm="audit-silent",
        shows=created(f'{PERMISSION}["audit"]'),
        alone=True,
    ),
    Case(
        PERMISSION,
        "of the state changes' rule removed",
        take_the_permission("state_changes"),
        shows=created(f'{PERMISSION}["state_changes"]'),
    ),
    Case(
        PERMISSION,
        "of the warm-up's rule removed",
        take_the_permission("warmup", WARMUP),
        shows=created(f'{PERMISSION}["warmup"]'),
    ),
    Case(
        RULES["audit"],
        "disabled",
        disable("audit"),
        alarm="audit-silent",
        shows=updated(RULES["audit"]),
        alone=True,
    ),
    Case(RULES["hooks"], "disabled", disable("hooks"), shows=updated(RULES["hooks"])),
    Case(
        RULES["state_changes"],
        "disabled",
        disable("state_changes"),
        shows=updated(RULES["state_changes"]),
    ),
    Case(RULES["state_changes"], "its pattern changed", have_ec2_tell_of_another, audit=True),
    Case(RULES["warmup"], "enabled", enable_the_warmup, alone=True),
    Case(
        RULES["audit"],
        "its schedule changed",
        audit_once_a_day,
        shows=updated(RULES["audit"]),
        alarm="audit-silent",
        alone=True,
    ),
    Case(
        TARGETS["audit"],
        "removed",
        take_the_target("audit"),
        alarm="audit-silent",
        shows=created(TARGETS["audit"]),
        alone=True,
    ),
    Case(
        TARGETS["hooks"],
        "removed",
        take_the_target("hooks"),
        shows=created(TARGETS["hooks"]),
        alone=True,
    ),
    Case(
        TARGETS["state_changes"],
        "removed",
        take_the_target("state_changes"),
        shows=created(TARGETS["state_changes"]),
        alone=True,
    ),
    Case(
        TARGETS["warmup"],
        "removed",
        take_the_target("warmup"),
        shows=created(TARGETS["warmup"]),
        alone=True,
    ),
    deleted("audit", "audit-silent"),
    deleted("hooks"),
    deleted("state_changes", "heal-failed"),
    deleted("warmup"),
)
