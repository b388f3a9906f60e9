"""Policies against the service reference: each rule with what breaks it and what passes.

The real reference is installed for lint only; here is a small one in the same form.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.unit.tools_ground import add_program
from tools.policies import check, lab, rendering, rules
from tools.policies.excused import EXCUSED, Excuse, unexcused
from tools.policies.findings import Finding
from tools.policies.patterns import arns_meet, meet
from tools.policies.policy import Kind, policy
from tools.policies.reference import GLOBAL_KEYS, Reference

TAGS = ["aws:ResourceTag/${TagKey}", "ec2:ResourceTag/${TagKey}"]
REQUEST_TAGS = ["aws:RequestTag/${TagKey}", "aws:TagKeys"]
EC2 = "arn:aws:ec2:eu-west-1:123456789012"
SUBNETS, INTERFACES, INSTANCES = (
    f"{EC2}:{kind}/*" for kind in ("subnet", "network-interface", "instance")
)
VPC = f"{EC2}:vpc/vpc-0123456789abcdef0"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:edge-failed-events"
RULE = "arn:aws:events:eu-west-1:123456789012:rule/edge-hooks"

Row = tuple[bool, list[str], list[str]]


def row(*keys: str, required: bool = True, dependents: Sequence[str] = ()) -> Row:
    return required, list(keys), list(dependents)


def privilege(level: str, **rows: Row) -> dict[str, Any]:
    """``request`` is the row of no type; a type's underscores are written as hyphens."""
    return {
        "access_level": level,
        "resource_types": {
            "" if name == "request" else name.replace("_", "-"): {
                "required": required,
                "condition_keys": keys,
                "dependent_actions": dependents,
            }
            for name, (required, keys, dependents) in rows.items()
        },
    }


def service(prefix: str, arns: dict[str, str], **privileges: Any) -> dict[str, Any]:
    """A type's own key is ``aws:ResourceTag``, for actions that name none on it."""
    base = "arn:${Partition}:" + prefix + ":${Region}:${Account}:"
    resources = {
        name: {"resource": name, "arn": base + arn, "condition_keys": TAGS[:1]}
        for name, arn in arns.items()
    }
    return {"privileges": privileges, "resources": resources}


REFERENCE = Reference(
    {
        "ec2": service(
            "ec2",
            {
                name: name + "/${Id}"
                for name in ("vpc", "subnet", "network-interface", "instance", "security-group")
            },
            AttachNetworkInterface=privilege(
                "Write",
                instance=row(*TAGS),
                network_interface=row(*TAGS, "ec2:Vpc"),
                request=row("ec2:Region", required=False),
            ),
            ModifyNetworkInterfaceAttribute=privilege(
                "Write",
                network_interface=row(*TAGS, "ec2:Vpc", "ec2:Attribute/${AttributeName}"),
                instance=row(*TAGS, required=False),
            ),
            CreateSubnet=privilege(
                "Write",
                subnet=row(*REQUEST_TAGS, dependents=["ec2:CreateTags"]),
                vpc=row(*TAGS),
            ),
            CreateTags=privilege(
                "Tagging",
                subnet=row(*REQUEST_TAGS, required=False),
                request=row("ec2:CreateAction", required=False),
            ),
            DescribeSubnets=privilege("List", request=row("ec2:Region", required=False)),
        ),
        "sqs": service(
            "sqs",
            {"queue": "${QueueName}"},
            SendMessage=privilege("Write", queue=row()),
        ),
        "events": service(
            "events",
            {"rule-on-default-bus": "rule/${Name}", "rule-on-custom-bus": "rule/${Bus}/${Name}"},
            DescribeRule=privilege(
                "Read",
                rule_on_default_bus=row(required=False),
                rule_on_custom_bus=row(required=False),
            ),
        ),
        "iam": service(
            "iam",
            {"role": "role/${RoleNameWithPath}"},
            PassRole=privilege("Permissions", role=row(), request=row("iam:PassedToService")),
        ),
        "sts": service("iam", {"role": "role/${Name}"}, AssumeRole=privilege("Write", role=row())),
        "kms": service(
            "kms",
            {"key": "key/${KeyId}"},
            Decrypt=privilege("Write", key=row(), request=row("kms:EncryptionContext:${Key}")),
            DescribeKey=privilege("Read", key=row()),
            DescribeCustomKeyStores=privilege("Read"),
        ),
    }
)


def allow(action: str | list[str], resource: str | list[str] = "*", **condition: Any) -> Any:
    statement = {"Sid": "One", "Effect": "Allow", "Action": action, "Resource": resource}
    return statement | ({"Condition": condition} if condition else {})


def found(*statements: Any, kind: Kind = Kind.ROLE) -> list[Finding]:
    return list(rules.findings(policy("it", kind, {"Statement": list(statements)}), REFERENCE))


def broken(*statements: Any, kind: Kind = Kind.ROLE) -> list[tuple[str, str, str]]:
    return [(each.rule, each.action, each.subject) for each in found(*statements, kind=kind)]


SEND = allow("sqs:SendMessage", QUEUE)
ATTACH = allow("ec2:AttachNetworkInterface", [INTERFACES, INSTANCES])


class TestPatterns:
    @pytest.mark.parametrize(
        ("one", "other", "meeting"),
        [
            ("subnet/*", "subnet/*", True),
            ("sub*", "*net/x", True),
            ("subnet/s-1", "subnet/*", True),
            ("subnet/*", "vpc/*", False),
            ("s-?", "s-1", True),
            ("s-?", "s-", False),
            ("", "**", True),
            ("", "x", False),
        ],
    )
    def test_two_patterns_meet_if_a_text_matches_both(
        self, one: str, other: str, meeting: bool
    ) -> None:
        assert meet(one, other) is meeting
        assert meet(other, one) is meeting

    @pytest.mark.parametrize(
        ("pattern", "meeting"),
        [
            (SUBNETS, True),
            ("*", True),
            ("arn:*:ec2:*:*:subnet/subnet-0", True),
            (INTERFACES, False),
            ("arn:aws:sqs:eu-west-1:123456789012:subnet/*", False),
            ("arn:aws:ec2", False),
        ],
    )
    def test_an_arn_is_compared_part_by_part(self, pattern: str, meeting: bool) -> None:
        template = "arn:${Partition}:ec2:${Region}:${Account}:subnet/${SubnetId}"
        assert arns_meet(pattern, template) is meeting


class TestActions:
    def test_a_misspelt_action_is_told_with_the_right_one(self) -> None:
        (finding,) = found(allow("ec2:DescribeSubnet"))
        assert str(finding) == (
            "it, One, ec2:DescribeSubnet: AWS knows no such action. "
            "Did you mean ec2:DescribeSubnets? [unknown action]"
        )

    def test_an_unknown_service_and_a_pattern_that_matches_nothing(self) -> None:
        said = broken(allow(["sqz:SendMessage", "ec2:Reboot*"]))
        assert [rule for rule, _, _ in said] == ["unknown action"] * 2

    def test_case_and_patterns_are_as_iam_takes_them(self) -> None:
        assert broken(allow(["ec2:describesubnets", "ec2:Describe*"])) == []

    @pytest.mark.parametrize(
        "statement",
        [
            {"Effect": "Allow", "NotAction": "ec2:*", "Resource": "*"},
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
        ],
    )
    def test_what_leaves_the_actions_open_is_not_passed_over(self, statement: Any) -> None:
        assert [rule for rule, _, _ in broken(statement)] == ["unreadable"]


class TestResources:
    def test_every_required_type_must_be_covered_by_some_statement(self) -> None:
        interfaces = allow("ec2:AttachNetworkInterface", INTERFACES)
        assert broken(interfaces) == [("uncovered", "ec2:AttachNetworkInterface", "instance")]
        assert broken(interfaces, allow("ec2:AttachNetworkInterface", INSTANCES)) == []
        assert broken(ATTACH) == []

    def test_a_denial_covers_nothing(self) -> None:
        denied = allow("ec2:AttachNetworkInterface", INSTANCES) | {"Effect": "Deny"}
        interfaces = allow("ec2:AttachNetworkInterface", INTERFACES)
        assert broken(interfaces, denied) == [
            ("uncovered", "ec2:AttachNetworkInterface", "instance")
        ]

    def test_optional_types_may_be_left_out(self) -> None:
        assert broken(allow("ec2:ModifyNetworkInterfaceAttribute", INTERFACES)) == []
        assert broken(allow("events:DescribeRule", RULE)) == []

    def test_a_resource_that_no_action_is_evaluated_on(self) -> None:
        dead = allow("ec2:AttachNetworkInterface", [INTERFACES, INSTANCES, SUBNETS])
        assert broken(dead) == [("resource never met", "", SUBNETS)]

    def test_an_action_that_no_resource_fits(self) -> None:
        dead = allow(["ec2:AttachNetworkInterface", "sqs:SendMessage"], [INTERFACES, INSTANCES])
        assert ("resource never met", "sqs:SendMessage", "") in broken(dead)

    def test_what_knows_no_resources_takes_only_the_star(self) -> None:
        dead = allow("ec2:DescribeSubnets", SUBNETS)
        assert ("resource never met", "ec2:DescribeSubnets", "") in broken(dead)
        assert broken(allow("ec2:DescribeSubnets")) == []


class TestTheStar:
    def test_a_role_names_what_has_a_name(self) -> None:
        assert broken(allow("sqs:SendMessage")) == [("too wide", "sqs:SendMessage", "*")]
        assert broken(SEND) == []

    def test_it_may_look_at_everything(self) -> None:
        assert broken(allow(["events:DescribeRule", "ec2:DescribeSubnets"])) == []

    def test_an_operator_names_roles_only(self) -> None:
        assert broken(allow("sqs:SendMessage"), kind=Kind.OPERATOR) == []
        assert broken(allow("iam:PassRole"), kind=Kind.OPERATOR) == [
            ("too wide", "iam:PassRole", "*")
        ]

    def test_in_a_resources_own_policy_it_is_that_resource(self) -> None:
        assert broken(allow("kms:Decrypt"), kind=Kind.RESOURCE) == []


class TestKeys:
    def owned(self, resource: str | list[str], key: str) -> Any:
        return allow("ec2:AttachNetworkInterface", resource, StringEquals={key: "edge"})

    def test_each_type_that_is_meant_must_know_the_key(self) -> None:
        statement = self.owned([INTERFACES, INSTANCES], "ec2:Vpc")
        assert broken(statement) == [
            ("key", "ec2:AttachNetworkInterface", "ec2:Vpc on instance"),
        ]
        interfaces = self.owned(INTERFACES, "ec2:Vpc")
        assert broken(interfaces, allow("ec2:AttachNetworkInterface", INSTANCES)) == []

    @pytest.mark.parametrize(
        "key",
        [
            "aws:ResourceTag/aws:autoscaling:groupName",
            "EC2:ResourceTag/x",
            "ec2:Region",
            "aws:RequestedRegion",
            "aws:PrincipalTag/team",
        ],
    )
    def test_keys_with_a_name_in_them_of_the_request_and_global_ones(self, key: str) -> None:
        assert broken(self.owned([INTERFACES, INSTANCES], key)) == []

    @pytest.mark.parametrize("key", ["aws:RequestTag/x", "aws:RequestRegion", "ec2:Vpcs"])
    def test_keys_of_other_calls_and_misspelt_ones(self, key: str) -> None:
        said = broken(self.owned([INTERFACES, INSTANCES], key))
        assert [rule for rule, _, _ in said] == ["key", "key"]

    def test_the_types_own_keys_hold_where_the_action_names_none(self) -> None:
        assert broken(SEND | {"Condition": {"StringEquals": {"aws:ResourceTag/x": "y"}}}) == []
        assert broken(SEND | {"Condition": {"StringEquals": {"aws:RequestTag/x": "y"}}}) != []

    def test_of_the_star_only_the_required_types_are_meant(self) -> None:
        change = "ec2:ModifyNetworkInterfaceAttribute"
        condition = {"StringEquals": {"ec2:Vpc": "vpc"}}
        assert broken(allow(change, **condition), kind=Kind.OPERATOR) == []
        explicit = allow(change, [INTERFACES, INSTANCES], **condition)
        assert broken(explicit) == [("key", change, "ec2:Vpc on instance")]

    def test_an_action_without_resources_has_the_keys_of_the_request(self) -> None:
        assert broken(allow("ec2:DescribeSubnets", StringEquals={"ec2:Region": "x"})) == []
        statement = allow("ec2:DescribeSubnets", StringEquals={"ec2:Vpc": "x"})
        assert broken(statement) == [("key", "ec2:DescribeSubnets", "ec2:Vpc")]

    def test_in_a_keys_policy_only_actions_on_a_key_count(self) -> None:
        context = {"StringEquals": {"kms:EncryptionContext:aws:logs:arn": "x"}}
        assert broken(allow("kms:De*", **context), kind=Kind.RESOURCE) == [
            ("key", "kms:DescribeKey", "kms:EncryptionContext:aws:logs:arn on key")
        ]

    def test_who_may_take_a_role(self) -> None:
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "x"}}
        account = {"Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}
        assert broken(trust | account, kind=Kind.TRUST) == []
        wrong = {"Condition": {"StringEquals": {"aws:SourceAcount": "123456789012"}}}
        assert [rule for rule, _, _ in broken(trust | wrong, kind=Kind.TRUST)] == ["key"]

    def test_tags_are_no_global_key(self) -> None:
        assert not [key for key in GLOBAL_KEYS if "RequestTag" in key or "ResourceTag" in key]


def test_what_aws_asks_for_besides_must_be_there() -> None:
    create = allow("ec2:CreateSubnet", [SUBNETS, VPC])
    tags = allow("ec2:CreateTags", SUBNETS, StringEquals={"ec2:CreateAction": "CreateSubnet"})
    assert broken(create) == [("dependent action", "ec2:CreateSubnet", "ec2:CreateTags")]
    assert broken(create, tags) == []
    assert broken(create, allow("ec2:*Tags", SUBNETS)) == []


class TestExcuses:
    FINDING = Finding("key", "module.x.aws_kms_key.this[0]", "Logs", "kms:DescribeKey", "k", "no.")
    EXCUSE = Excuse("key", "module.x.aws_kms_key.*", "kms:DescribeKey", "k", "AWS's own")

    def test_an_excused_finding_is_silent(self) -> None:
        assert list(unexcused([self.FINDING, self.FINDING], [self.EXCUSE])) == []

    def test_another_one_is_not(self) -> None:
        other = Finding("key", self.FINDING.policy, "Logs", "kms:Decrypt", "k", "no.")
        assert list(unexcused([self.FINDING, other], [self.EXCUSE])) == [str(other)]

    def test_an_excuse_that_nothing_needs_is_told(self) -> None:
        (told,) = unexcused([], [self.EXCUSE])
        assert "nothing needs the excuse key, kms:DescribeKey, k" in told

    def test_each_says_why(self) -> None:
        assert all(each.why for each in EXCUSED)


class TestTheLab:
    def compared(self, action: str, *resources: tuple[str, list[str]]) -> list[tuple[str, str]]:
        listed = [{"arn": arn, "keys": keys} for arn, keys in resources]
        told = {"evaluated": {action: listed}, "called": [action]}
        return [(each.rule, each.subject) for each in lab.findings(told, REFERENCE)]

    def test_it_evaluates_what_aws_requires(self) -> None:
        attach = "ec2:AttachNetworkInterface"
        interface = (INTERFACES, ["aws:resourcetag/x", "ec2:vpc"])
        assert self.compared(attach, interface) == [("uncovered", "instance")]
        assert self.compared(attach, interface, (INSTANCES, ["ec2:resourcetag/x"])) == []

    def test_it_gives_a_type_no_key_of_another(self) -> None:
        resources = (INTERFACES, ["ec2:vpc"]), (INSTANCES, ["ec2:vpc"])
        said = self.compared("ec2:AttachNetworkInterface", *resources)
        assert said == [("key", "ec2:vpc on instance")]

    def test_it_evaluates_on_nothing_else(self) -> None:
        said = self.compared("sqs:SendMessage", (QUEUE, []), (VPC, []))
        assert said == [("resource never met", VPC)]
        assert self.compared("ec2:DescribeSubnets", ("*", [])) == []

    def test_the_functions_call_only_what_aws_knows(self) -> None:
        told = {"evaluated": {}, "called": ["ec2:DescribeSubnets", "ec2:DescribeSubnet"]}
        assert [each.action for each in lab.findings(told, REFERENCE)] == ["ec2:DescribeSubnet"]

    def test_an_action_that_it_evaluates_on_nothing_was_not_compared(self) -> None:
        assert self.compared("ec2:DescribeSubnets") == [("uncovered", "")]

    def test_a_lab_that_cannot_say_is_an_error(self, tmp_path: Path) -> None:
        folder = tmp_path / "tests/support"
        folder.mkdir(parents=True)
        for package in (tmp_path / "tests", folder):
            (package / "__init__.py").touch()
        (folder / "iam_listing.py").write_text("raise SystemExit('no specimen')")
        with pytest.raises(OSError, match="no specimen"):
            lab.listing(tmp_path)


class TestRendering:
    DOCUMENT = '{"Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage"}]}'

    def state(self, kind: str, **values: Any) -> dict[str, Any]:
        inner = {"resources": [{"address": f"module.a.{kind}.it", "type": kind, "values": values}]}
        return {"resources": [], "child_modules": [inner]}

    @pytest.mark.parametrize(
        ("kind", "attribute", "expected"),
        [
            ("aws_iam_role_policy", "policy", Kind.ROLE),
            ("aws_sqs_queue", "policy", Kind.RESOURCE),
            ("aws_of_tomorrow", "some_policy", Kind.RESOURCE),
            ("aws_iam_role", "assume_role_policy", Kind.TRUST),
        ],
    )
    def test_every_attribute_with_a_policy_counts(
        self, kind: str, attribute: str, expected: Kind
    ) -> None:
        state = self.state(kind, name="edge", **{attribute: self.DOCUMENT})
        assert [each.kind for each in rendering.policies(state)] == [expected]

    def test_a_functions_permission_is_one(self) -> None:
        permission = {
            "statement_id": "hooks-rule",
            "action": "lambda:InvokeFunction",
            "function_name": "arn:aws:lambda:eu-west-1:123456789012:function:edge",
            "source_arn": RULE,
            "source_account": None,
        }
        (one,) = rendering.policies(self.state("aws_lambda_permission", **permission))
        assert (one.statements[0].sid, one.statements[0].keys) == (
            "hooks-rule",
            ("aws:SourceArn",),
        )

    @pytest.mark.parametrize(
        ("said", "status", "why"),
        [
            ('{"type": "test_state", "test_state": {"root_module": {}}}', 0, "rendered no policy"),
            ('{"type": "version"}', 0, "rendered no policy"),
            (
                '{"type": "diagnostic", "diagnostic": {"severity": "error", "summary": "Bad"}}',
                1,
                "Bad",
            ),
        ],
    )
    def test_nothing_rendered_is_an_error(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, status: int, why: str
    ) -> None:
        program = add_program(tmp_path / "bin", "terraform", said)
        program.write_text(
            f"#!/bin/sh\n[ $1 = init ] && exit 0\ncat <<'END'\n{said}\nEND\nexit {status}\n"
        )
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
        with pytest.raises(OSError, match=why):
            rendering.render(tmp_path)


def test_every_policy_of_the_documentation_is_an_operators(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/deployer-policy.json").write_text('{"Statement": []}')
    (tmp_path / "docs/figures.json").write_text("{}")
    told = [(each.name, each.kind) for each in check.of_operators(tmp_path)]
    assert told == [("docs/deployer-policy.json", Kind.OPERATOR)]


def test_without_the_reference_nothing_passes(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="service-reference"):
        check.complaints(tmp_path, tmp_path / "service-reference.json")
