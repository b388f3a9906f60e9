"""The rule by which EC2 tells of our instances: it names the present ones, and nobody else.

A rule for all instances of a region would wake the handler of every VNF for each of them. EC2 says
neither group nor tag (docs/aws-behaviour.md#state-changes-as-events), so whoever lets an instance
into service writes its id into the rule, and the audit looks whether it stands there.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from common.failures import AwsFailure, code_of
from hook_handler.errors import RetryLater, TerminalError
from hook_handler.observe import state_changes_rule
from hook_handler.refusals import of_request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hook_handler.clients import Clients
    from hook_handler.config import Config
    from hook_handler.retry import Retrier
    from hook_handler.world import World

log = logging.getLogger(__name__)

_STATES = ["shutting-down", "stopped", "stopping", "terminated"]


def write_rule(
    world: World, config: Config, clients: Clients, retrier: Retrier
) -> TerminalError | None:
    """Have the rule name those who stay in the group. Returns what a person has to mend.

    PutRule would make a rule that is not there, one without a target that nobody deletes: it is
    only made where a look just before shows the rule, and never for a group that ends.
    """
    members = world.group.members if world.group else ()
    ids = sorted(each.instance_id for each in members if not each.leaving)
    if not ids:
        return None
    try:
        rule = state_changes_rule(config, clients, retrier)
        if _pattern_of(rule) != _pattern(ids):
            _put(rule, ids, clients, retrier)
    except RetryLater as busy:
        log.warning("rule not written", extra={"reason": str(busy)})
    except AwsFailure as error:
        return _obstacle(error, config)
    return None


def _put(rule: Mapping[str, Any], ids: list[str], clients: Clients, retrier: Retrier) -> None:
    """PutRule replaces a rule as a whole (docs/aws-behaviour.md#changing-a-rule)."""
    kept = {key: rule[key] for key in ("Description", "State") if key in rule}
    pattern = json.dumps(_pattern(ids))
    retrier.call(lambda: clients.events().put_rule(Name=rule["Name"], EventPattern=pattern, **kept))
    log.info("rule written", extra={"instances": ids})


def _pattern(ids: list[str]) -> dict[str, Any]:
    return {
        "source": ["aws.ec2"],
        "detail-type": ["EC2 Instance State-change Notification"],
        "detail": {"instance-id": ids, "state": _STATES},
    }


def _pattern_of(rule: Mapping[str, Any]) -> Any:
    try:
        return json.loads(rule.get("EventPattern", ""))
    except ValueError:
        return None


def _obstacle(error: Any, config: Config) -> TerminalError:
    if code_of(error) != "ResourceNotFoundException":
        return of_request(error)
    return TerminalError(
        f"The rule {config.state_changes_rule_name} is gone, by which EC2 tells that the instance "
        "stopped or ended: until it is back, Auto Scaling has to notice that by itself. Apply the "
        "module again."
    )
