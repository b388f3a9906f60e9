"""The handler broken on purpose, one small change each: the simulation has to kill every one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """`old` stands in the file exactly once; `new` takes its place."""

    says: str
    file: str  # in lambda_src
    old: str
    new: str


def _in(file: str, *changes: tuple[str, str, str]) -> tuple[Mutant, ...]:
    return tuple(Mutant(says, f"hook_handler/{file}.py", old, new) for says, old, new in changes)


MUTANTS = (
    *_in(
        "admission",
        (
            "lets a newcomer in before it holds the VIP wholly",
            "CONTINUE if assessment.settled else None",
            "CONTINUE",
        ),
        (
            "lets nobody in beside a holder",
            "wanted = config.has_standby or config.launch_before_terminate",
            "wanted = config.launch_before_terminate",
        ),
        (
            "lets a standby in before the VIP is whole",
            "return assessment.settled and (rests or wanted)",
            "return rests or wanted",
        ),
        ("does not give up a dead newcomer", "member.dead or ", ""),
        ("does not give up a lost newcomer", " or _confirm_lost(member, confirm)", ""),
    ),
    *_in(
        "launch",
        (
            "holds a launch whose zone is the obstacle",
            "if not obstacle.zone_bound:",
            "if obstacle:",
        ),
    ),
    *_in(
        "status_checks",
        (
            "gives up an instance whose checks failed a moment ago",
            "< config.impaired_after_seconds:",
            "< 0:",
        ),
    ),
    *_in(
        "giving_up",
        (
            "gives up a sick one though nobody can take over",
            "if config.has_standby and not _another_is_ready(",
            "if config.function_timeout_seconds < 0 and not _another_is_ready(",
        ),
        (
            "takes one that still boots for one that can take over",
            "        and each.launched_at <= booted_before\n",
            "",
        ),
        (
            "takes one that is sick itself for one that can take over",
            "        and checks_passed(each.instance_id, clients, retrier) is True\n",
            "",
        ),
        (
            "gives up one after the other",
            "if _storms(told, config, clients.runtime.now()):",
            "if config.function_timeout_seconds < 0:",
        ),
    ),
    *_in(
        "service_checks",
        (
            "believes a check that never passed",
            " and was_ok(alarm.arn, begins, clients, retrier)",
            "",
        ),
        (
            "believes what the check said of the holder before",
            "COUNTS_AFTER = 60.0",
            "COUNTS_AFTER = 0.0",
        ),
        (
            "believes what the check said before it was changed",
            "max(attached_at, alarm.configured_at)",
            "attached_at",
        ),
        (
            "gives up an instance that may still boot",
            "attached_at + config.health_check_grace_seconds",
            "attached_at",
        ),
        (
            "gives up an instance whose alarm is over",
            "[each for each in found if each.rings]",
            "found",
        ),
        (
            "holds what was before a repair against the instance",
            "_tells_of(each, repaired_at)]",
            "repaired_at]",
        ),
    ),
    *_in(
        "answers",
        (
            "takes the last value before nobody asked for silence",
            '["recentDatapoints"]) < wanted',
            '["recentDatapoints"]) < 0',
        ),
    ),
    *_in(
        "protection",
        (
            "protects the standby",
            "(member.instance_id == spared) == protected",
            "(member.instance_id != spared) == protected",
        ),
        ("protects an instance that is alone", "len(staying) < 2", "len(staying) < 1"),
        (
            "protects nobody",
            "in (True, False) if config.has_standby",
            "in (False,) if config.has_standby",
        ),
    ),
    *_in("slow_shutdown", ("waits for every guest", "if not self._after:", "if self._after:")),
    *_in("state_rule", ("has EC2 tell of nobody", "if not ids:", "if ids:")),
    *_in(
        "terminate",
        (
            "releases the leaver with the VIP on it",
            "return bool(free) and reconciler.may_release(assessment, leaver)",
            "return bool(free)",
        ),
        (
            "believes any event that says an instance leaves",
            "if not hooks.heartbeat(action):",
            "if not leaver:",
        ),
    ),
    *_in(
        "lost_hooks",
        (
            "releases a leaver with the VIP on it",
            "member.lifecycle_state in LEAVERS and reconciler.may_release(\n"
            "        assessment, member.instance_id\n    )",
            "member.lifecycle_state in LEAVERS",
        ),
        ("never answers a lost launch", "    if answer:\n", "    if answer and not member:\n"),
    ),
    *_in(
        "audit",
        (
            "repairs while somebody works on the instance",
            "calm and not reconciler.progress.done",
            "False",
        ),
        (
            "finishes nothing in maintenance",
            " and not group.in_motion\n",
            "\n",
        ),
        (
            "repairs nothing",
            "        return reconciler.advance(assessment, worth_waiting)\n",
            "        return False\n",
        ),
    ),
    *_in(
        "sweep",
        (
            "takes a living VIP down",
            "if group is not None and not group.idle:",
            "if group is not None and not group.members and not group.idle:",
        ),
        (
            "leaves everything behind",
            "            if reconciler.advance(assessment):\n                continue\n"
            "            if group is None:",
            "            if group is None:",
        ),
        (
            "tells of strangers before it takes down what is ours",
            "            if reconciler.advance(assessment):\n"
            "                continue\n"
            "            if group is None:\n"
            "                _refuse_leftovers(reconciler, assessment.plan)\n",
            "            if group is None:\n"
            "                _refuse_leftovers(reconciler, ())\n"
            "            if reconciler.advance(assessment):\n"
            "                continue\n",
        ),
    ),
    *_in(
        "retry",
        (
            "comes back at once to a busy AWS",
            "runtime.sleep(longest * (1 + runtime.jitter()) / 2)",
            "runtime.sleep(longest / 60)",
        ),
    ),
    *_in(
        "reconcile",
        (
            "goes on from what it folded after a refusal",
            "passed, self.refused = False, True\n                    break\n",
            "passed, self.refused = False, True\n",
        ),
        (
            "never looks again while it waits",
            "LONGEST_UNSEEN = 15.0",
            "LONGEST_UNSEEN = 1e6",
        ),
        ("attaches by an old reading of the group", "return JUST_READ", 'return float("inf")'),
        (
            "goes by members read long ago",
            "seen = replace(since, folded=True, members_at=members_at or since.members_at)",
            "seen = replace(since, folded=True, members_at=self.now())",
        ),
        (
            "takes away on a torn look",
            "one_picture = world.coherent and self.now() - began <= ONE_PICTURE",
            "one_picture = bool(world)",
        ),
        (
            "waits without end for a detach that even Force does not end",
            "return stuck or not held",
            "return not held",
        ),
    ),
    *_in(
        "fold",
        (
            "takes an accepted attach for an attached interface",
            '        "attaching",\n        now,',
            '        "attached",\n        now,',
        ),
        (
            "takes an accepted detach for a free interface",
            'return replace(interface, attachment=replace(held, status="detaching"))',
            'return replace(interface, status="available", attachment=None)',
        ),
        (
            "forgets an accepted detach",
            'return replace(interface, attachment=replace(held, status="detaching"))',
            "return interface",
        ),
        (
            "asks for the Elastic IP again and again",
            "elastic_ips=tuple(_pointed(each, call, answer) for each in known)",
            "elastic_ips=known",
        ),
        (
            "keeps a deleted interface",
            "return replace(world, interfaces=left, elastic_ips=free, hops=hops)",
            "return replace(world, elastic_ips=free, hops=hops)",
        ),
        (
            "believes a poll that is older than the accepted call",
            "return _STAGES.index(shown.status) < _STAGES.index(known.status)",
            "return False",
        ),
        (
            "takes what a stale poll shows loose for free",
            'free = held.status == "detaching"',
            "free = bool(held)",
        ),
        (
            "does not hear that the interface came off",
            'free = held.status == "detaching"',
            "free = False",
        ),
    ),
    *_in(
        "assessment",
        (
            "leaves the VIP on whoever leaves without a successor",
            "if may_take_down(world):",
            "if not world:",
        ),
        ("takes it down whenever nobody is elected", "if may_take_down(world):", "if world:"),
        (
            "leaves its routes in others' tables at the end",
            "down = (*next_hops.remove_all(world, config), *away(world, without))",
            "down = away(world, without)",
        ),
    ),
    *_in(
        "elect",
        (
            "prefers whoever is newest to whoever serves",
            "holds_nothing = not world.held_by(member.instance_id)",
            "holds_nothing = not member",
        ),
        (
            "elects the one that leaves",
            '"Pending": 2,',
            '"Pending": 2,\n    "Terminating:Wait": 0,',
        ),
    ),
    *_in(
        "plan",
        (
            "keeps a misplaced interface",
            "for each in world.interfaces if each is not keep_interface",
            "for each in world.interfaces if each.address != each.address",
        ),
        (
            "never moves the Elastic IP",
            "if pointed != (interface_id, address) and",
            "if pointed == () and",
        ),
        (
            "leaves the source/destination check on",
            "if interface.source_dest_check:",
            "if interface.source_dest_check is None:",
        ),
        (
            "leaves foreign security groups",
            "if interface.group_ids != vip.security_group_ids:",
            "if not interface.group_ids:",
        ),
        (
            "leaves another route table",
            "if subnet.route_table_id == vip.route_table_id:",
            "if subnet.route_table_id:",
        ),
        (
            "associates no route table",
            "return (AssociateRouteTable(subnet.subnet_id, vip.route_table_id),)",
            "return ()",
        ),
        (
            "does not take over from another instance",
            "!= wanted:\n        return (_detach",
            "== ():\n        return (_detach",
        ),
        (
            "takes away what is just being attached",
            'attachment.status == "attaching":',
            "attachment.status == vip:",
        ),
        (
            "forgets the reboot",
            "    return steps or _reboot(world, holder, config, without.calls)",
            "    return steps",
        ),
        (
            "forgets every VIP but the first",
            "    for vip in config.vips:\n        if vip.key in without.vips:",
            "    for vip in config.vips[:1]:\n        if vip.key in without.vips:",
        ),
        (
            "attaches in any order",
            "return (attach,) if lower_attached else ()",
            "return (attach,)",
        ),
        (
            "forgets the secondary addresses",
            "if missing := vip.secondary_addresses - interface.secondary_addresses:",
            "if missing := vip.secondary_addresses - vip.secondary_addresses:",
        ),
        (
            "leaves the default network ACL",
            "if wanted is None or subnet.network_acl_id == wanted:",
            "if wanted is None or association_id:",
        ),
        (
            "does not wait for the IPv6 range",
            '    if subnet.ipv6.state != "associated":',
            "    if not subnet.ipv6:",
        ),
        (
            "deletes a subnet with an interface inside",
            "and each.subnet_id not in occupied",
            "and occupied is not None",
        ),
    ),
    *_in(
        "next_hops",
        (
            "forgets to lead the routes",
            "elif hop.interface_id != interface.interface_id and _is_ours(hop, ours):",
            "elif hop.interface_id is None and _is_ours(hop, ours):",
        ),
        (
            "takes somebody else's route",
            "return not hop.active or hop.interface_id in ours",
            "return hop is not None",
        ),
    ),
    *_in(
        "timing",
        (
            "leaves a reboot that it owes",
            "return self._config.reboot_after_attach and any(",
            "return self._config.function_timeout_seconds < 0 and any(",
        ),
        ("never forces a detach", "return now - since >= limit", "return now < since"),
        (
            "reboots again and again",
            "if step.attachment_id in self._rebooted:",
            "if not step.attachment_id:",
        ),
        (
            "marks a reboot that it never made",
            "return () if self.due_in((step,), now) else (step,)",
            "return (MarkRebooted(step.interface_id, step.attachment_id),)",
        ),
    ),
    *_in(
        "observe",
        (
            "gives up the whole look for one refused read",
            "[partial(retrier.call, call) for call in calls]",
            "list(calls)",
        ),
        ("forgets the VPC in a lookup", '_filtered("vpc-id", [config.vpc_id]),\n', ""),
        (
            "forgets the ownership tag in a lookup",
            '_filtered(f"tag:{config.owner_tag_key}", [config.owner_tag_value]),\n',
            "",
        ),
    ),
    *_in(
        "execute",
        (
            "does not tag the interface",
            '        TagSpecifications=_tagged("network-interface", vip, config, '
            "dict(vip.interface_tags)),\n",
            "",
        ),
        ("takes the Elastic IP from nobody", "AllowReassociation=True", "AllowReassociation=False"),
        (
            "lets EC2 choose the address",
            "        PrivateIpAddresses=addresses,\n",
            "",
        ),
    ),
    *_in(
        "hooks",
        (
            "takes a second answer for a failure",
            "if is_gone_from_group(error):",
            "if not error:",
        ),
    ),
)
