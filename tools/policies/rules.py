"""The rules: each compares one policy with the reference and yields what AWS would never match."""

import difflib
from collections.abc import Iterator
from functools import partial

from tools.policies.findings import Finding
from tools.policies.patterns import ANY, meet
from tools.policies.policy import Kind, Policy, Statement
from tools.policies.reference import Action, Reference, ResourceType

GRANTS = (Kind.ROLE, Kind.OPERATOR)
# Actions that only look: on "*" they give nothing away but what is there.
LOOKS = ("Describe", "List")


def findings(policy: Policy, reference: Reference) -> Iterator[Finding]:
    """Everything that is wrong with one policy."""
    for statement in policy.statements:
        yield from _unreadable(policy, statement)
        yield from _unknown(policy, statement, reference)
        yield from _never_met(policy, statement, reference)
        for action in _actions(policy, statement, reference):
            yield from _keys(policy, statement, action)
            yield from _too_wide(policy, statement, action)
    if policy.kind in GRANTS:
        yield from _uncovered(policy, reference)
        yield from _dependents(policy, reference)


def _actions(policy: Policy, statement: Statement, reference: Reference) -> list[Action]:
    """The actions a statement means; on a resource's policy, those that know resources."""
    found = [each for written in statement.actions for each in reference.actions(written)]
    return found if policy.kind in GRANTS else [each for each in found if each.types]


def _unreadable(policy: Policy, statement: Statement) -> Iterator[Finding]:
    everything = (ANY,) if ANY in statement.actions else ()
    for element in (*statement.odd, *everything):
        said = f"{element} leaves open which actions are meant. Name each."
        yield Finding("unreadable", policy.name, statement.sid, "", element, said)


def _unknown(policy: Policy, statement: Statement, reference: Reference) -> Iterator[Finding]:
    for action in statement.actions:
        if action == ANY or reference.actions(action):
            continue
        names = reference.names(action.partition(":")[0].lower())
        close = difflib.get_close_matches(action, names, n=1)
        fix = f"Did you mean {close[0]}?" if close else "Look it up in the service's reference."
        said = f"AWS knows no such action. {fix}"
        yield Finding("unknown action", policy.name, statement.sid, action, "", said)


def _never_met(policy: Policy, statement: Statement, reference: Reference) -> Iterator[Finding]:
    """Actions without a resource of theirs in the statement, and resources without an action."""
    found = partial(Finding, "resource never met", policy.name, statement.sid)
    actions = _actions(policy, statement, reference)
    if ANY in statement.resources or not actions:
        return
    for action in actions:
        if not any(action.meeting(arn) for arn in statement.resources):
            wanted = " or ".join(each.arn for each in action.types) or '"*": it knows no resources'
            said = f"no resource of the statement is one it is evaluated on. Give it {wanted}."
            yield found(action.name, "", said)
    for arn in statement.resources:
        if not any(action.meeting(arn) for action in actions):
            yield found("", arn, f"no action of the statement is evaluated on {arn}. Take it out.")


def _keys(policy: Policy, statement: Statement, action: Action) -> Iterator[Finding]:
    """A request lacks a key that its resource does not know: the statement would never hold."""
    for key in statement.keys:
        for on in _lacking(statement, action, key):
            where = f"on {on.name}" if on else "and it is evaluated on no resource"
            subject = f"{key} on {on.name}" if on else key
            said = f"it does not support the condition key {key} {where}. {_known(action, on)}"
            yield Finding("key", policy.name, statement.sid, action.name, subject, said)


def _lacking(
    statement: Statement, action: Action, key: str
) -> tuple[ResourceType, ...] | tuple[None]:
    """The types that the statement means and that do not know the key; (None,) without types."""
    if not action.types:
        return () if action.knows(key, None) else (None,)
    if ANY not in statement.resources:
        met = dict.fromkeys(t for arn in statement.resources for t in action.meeting(arn))
        return tuple(each for each in met if not action.knows(key, each))
    # "*" need not mean the optional types, but some type it does mean.
    lacking = tuple(each for each in action.types if not action.knows(key, each))
    if action.required:
        return tuple(each for each in lacking if each.required)
    return lacking if len(lacking) == len(action.types) else ()


def _known(action: Action, on: ResourceType | None) -> str:
    known = sorted(action.keys | (on.keys if on else frozenset()))
    listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"It supports {listed}." if known else "It supports global keys only."


def _too_wide(policy: Policy, statement: Statement, action: Action) -> Iterator[Finding]:
    """``*`` where an ARN could stand; an operator's cannot yet, but for names of roles."""
    narrow = policy.kind is Kind.ROLE or (
        policy.kind is Kind.OPERATOR and action.name.startswith("iam:")
    )
    looks = action.name.partition(":")[2].startswith(LOOKS)
    if narrow and statement.allows and ANY in statement.resources and action.types and not looks:
        names = " or ".join(each.arn for each in action.required or action.types)
        said = f'it is allowed on "*". Name what it is evaluated on: {names}.'
        yield Finding("too wide", policy.name, statement.sid, action.name, ANY, said)


def _uncovered(policy: Policy, reference: Reference) -> Iterator[Finding]:
    allowing = [each for each in policy.statements if each.allows]
    covered: dict[Action, set[str]] = {}
    for statement in allowing:
        for action in _actions(policy, statement, reference):
            met = covered.setdefault(action, set())
            met |= {each.name for arn in statement.resources for each in action.meeting(arn)}
    for action, met in covered.items():
        for needed in action.required:
            if needed.name not in met:
                said = (
                    f"it is evaluated on {needed.name} too, and no statement allows it there: "
                    f"every call is refused. Allow it on {needed.arn}."
                )
                yield Finding("uncovered", policy.name, "", action.name, needed.name, said)


def _dependents(policy: Policy, reference: Reference) -> Iterator[Finding]:
    written = {each.lower() for one in policy.statements if one.allows for each in one.actions}
    named = {name for each in written for name in reference.actions(each)}
    for action in sorted(named, key=lambda each: each.name):
        for needed in sorted(action.dependents):
            if not any(meet(each, needed.lower()) for each in written):
                said = f"AWS may ask for {needed} in its course, which the policy lacks. Add it."
                yield Finding("dependent action", policy.name, "", action.name, needed, said)
