"""The roles of the functions and of the flow logs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.by_hand.case import Case, created, updated
from tests.by_hand.functions import AGAIN, make_the_function_again
from tests.by_hand.messages import FLOW_LOG
from tests.by_hand.network import HANDLER, HANDLER_POLICY

if TYPE_CHECKING:
    from tests.by_hand.person import Person

ROLE = 'module.lifecycle.aws_iam_role.function["hook_handler"]'
LEAVING_POLICY = "module.lifecycle.aws_iam_role_policy.leaving[0]"
WARMUP_ROLE = 'module.lifecycle.aws_iam_role.function["warmup"]'
WARMUP_POLICY = 'module.lifecycle.aws_iam_role_policy.function["warmup"]'
FLOW_ROLE = "module.flow_logs[0].aws_iam_role.this[0]"
FLOW_POLICY = "module.flow_logs[0].aws_iam_role_policy.this[0]"


def take_the_policy(role: str, name: str = "act") -> object:
    return lambda person: person.iam.delete_role_policy(RoleName=person.id(role), PolicyName=name)


def take_one_right(person: Person) -> None:
    policy = {"RoleName": person.id(ROLE), "PolicyName": "act"}
    document = person.iam.get_role_policy(**policy)["PolicyDocument"]
    document["Statement"] = [
        each for each in document["Statement"] if each["Sid"] != "AssociateAddress"
    ]
    person.iam.put_role_policy(**policy, PolicyDocument=json.dumps(document))


def delete_role(role: str) -> object:
    def act(person: Person) -> None:
        named = {"RoleName": person.id(role)}
        for policy in person.iam.list_role_policies(**named)["PolicyNames"]:
            person.iam.delete_role_policy(**named, PolicyName=policy)
        person.iam.delete_role(**named)

    return act


RIGHTS = (
    Case(
        HANDLER_POLICY,
        "deleted",
        take_the_policy(ROLE),
        alarm="audit-silent",
        shows=created(HANDLER_POLICY),
        destroy_says="invoking Lambda Function",
        destroy_command=AGAIN,
        destroy_types=make_the_function_again,
        alone=True,
    ),
    Case(
        HANDLER_POLICY,
        "a right taken out",
        take_one_right,
        shows=updated(HANDLER_POLICY),
        alone=True,
    ),
    Case(
        LEAVING_POLICY,
        "deleted",
        take_the_policy(ROLE, "take-away"),
        shows=created(LEAVING_POLICY),
    ),
    Case(
        ROLE,
        "deleted",
        delete_role(ROLE),
        alarm="audit-silent",
        shows=created(ROLE, HANDLER_POLICY, LEAVING_POLICY),
        drags=(HANDLER, "output.function_role_names"),
        destroy_says="invoking Lambda Function",
        destroy_command=AGAIN,
        destroy_types=make_the_function_again,
        alone=True,
    ),
    Case(
        WARMUP_ROLE,
        "deleted",
        delete_role(WARMUP_ROLE),
        shows=created(WARMUP_ROLE, WARMUP_POLICY),
        drags=("module.lifecycle.aws_lambda_function.this", "output.function_role_names"),
        alone=True,
    ),
    Case(
        FLOW_POLICY,
        "deleted",
        take_the_policy(FLOW_ROLE, "write-flow-logs"),
        shows=created(FLOW_POLICY),
        alone=True,
    ),
    Case(
        FLOW_ROLE,
        "deleted",
        delete_role(FLOW_ROLE),
        shows=created(FLOW_ROLE, FLOW_POLICY),
        drags=(FLOW_LOG,),
        alone=True,
    ),
)
