"""What AWS leaves open, or publishes no figure for: one named switch each.

docs/aws-behaviour.md has a section for every switch: what is known, and what is not. The tests run
both ways. Times are lab seconds; a pair is a range from which the lab draws.
"""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[float, float]


@dataclass
class Switches:
    # --- API calls -------------------------------------------------------------------------
    # Calls that change something take longer than reads. Only callers inside the lab wait: the
    # operator's real round trips are already stretched by the rate.
    read_latency_seconds: Range = (0.05, 0.2)
    write_latency_seconds: Range = (0.2, 1.0)
    # Token buckets for each account, Region and action.
    throttling: bool = True
    # Auto Scaling shares one bucket over its operations.
    auto_scaling_burst: float = 100.0
    auto_scaling_refill_per_second: float = 20.0
    # --- EC2: how long its states last -----------------------------------------------------
    # An interface comes off as soon as its guest releases it, and an instance ends as its guest
    # does.
    subnet_available_seconds: Range = (0.2, 2.0)
    ipv6_range_association_seconds: Range = (1.0, 5.0)
    interface_available_seconds: Range = (1.0, 5.0)
    attach_seconds: Range = (1.0, 10.0)
    detach_seconds: Range = (2.0, 30.0)
    forced_detach_seconds: Range = (1.0, 5.0)
    instance_pending_seconds: Range = (10.0, 30.0)
    instance_stopping_seconds: Range = (10.0, 40.0)
    shutting_down_seconds: Range = (20.0, 60.0)
    # An end whose guest is not asked, and how long a forced one waits for its guest.
    skipped_shutdown_seconds: Range = (1.0, 10.0)
    forced_shutdown_seconds: Range = (30.0, 120.0)
    # Status checks are `initializing` for a while after a launch, and after a reboot, or show
    # nothing of it: 0.
    launch_initializing_seconds: float = 120.0
    reboot_initializing_seconds: float = 40.0
    # Deletion still says "in use" for some seconds after the detachment.
    delete_lag_after_detach_seconds: Range = (0.0, 3.0)
    # A transit gateway's attachment is `deleting` before it is `deleted`.
    transit_gateway_detach_seconds: Range = (10.0, 60.0)
    # VPC Block Public Access, and an exclusion from it, change in the background.
    block_public_access_seconds: Range = (5.0, 60.0)
    # Terminated instances stay visible for about an hour.
    terminated_visible_seconds: float = 3600.0
    # --- EC2: which of two ------------------------------------------------------------------
    # The same table again gives the existing id, or AlreadyAssociated.
    same_route_table_again_succeeds: bool = True
    # CreateRoute with the destination and the target of a route that is there succeeds, or is
    # RouteAlreadyExists.
    same_route_again_succeeds: bool = False
    # Attaching to a `pending` instance is refused, or works.
    attach_to_pending_succeeds: bool = False
    # Detaching what is `detaching` is IncorrectState, or accepted.
    detach_again_succeeds: bool = False
    # A hung guest leaves the interface `detaching` until Force.
    impaired_guest_hangs_detach: bool = True
    # A detachment during shutting-down "works", is "refused", or "hangs".
    detach_while_shutting_down: str = "works"
    # A guest that shuts down already is skipped by another call, or only one that has not begun.
    skip_ends_a_shutdown_under_way: bool = True
    # A surviving interface is freed at the end, or half-way through.
    interfaces_freed_while_shutting_down: bool = False
    # The interface's own status is `in-use`, or `attaching` and `detaching` too.
    interface_status_follows_attachment: bool = False
    # Assigning a secondary address to the interface that has it changes nothing, or is refused.
    same_secondary_address_again_succeeds: bool = True
    # Connection-tracking times that a call does not name stay, or are AWS's own again.
    connection_tracking_keeps_what_is_not_named: bool = True
    # The code for an IPv6 address where the subnet has no range of which it could be.
    ipv6_address_without_range: str = "InvalidParameterValue"
    # Associating again what is associated gives the same id, or a fresh one.
    same_association_id_on_repeat: bool = True
    # Without MaxResults EC2 answers in pages of its own choice.
    describe_page_size: int = 1000
    # Eventual consistency of subnets, interfaces, route tables and addresses: a new id is NotFound
    # at first, Describe is behind the writes of API calls.
    unknown_after_create_seconds: Range = (0.0, 0.0)
    stale_describe_seconds: Range = (0.0, 0.0)
    # --- Auto Scaling: how long it takes ---------------------------------------------------
    # A group reacts at once, and a launch follows.
    group_reaction_seconds: Range = (0.1, 1.0)
    launch_delay_seconds: Range = (0.0, 5.0)
    # Terminating -> :Wait, :Proceed -> InService and the like are passing states.
    lifecycle_step_seconds: Range = (0.2, 1.0)
    # The entry vanishes soon after termination completes.
    entry_disappears_seconds: Range = (1.0, 5.0)
    # Until an instance that does not run is noticed.
    health_notice_seconds: Range = (0.0, 60.0)
    # An impaired instance gets "a few minutes" to recover.
    impaired_notice_seconds: Range = (120.0, 240.0)
    status_check_interval_seconds: float = 30.0
    # Until a group that could not shrink notices that protection was lifted.
    unprotected_notice_seconds: Range = (0.0, 60.0)
    # Failing launches are throttled: the first and the longest pause.
    launch_backoff_seconds: Range = (15.0, 300.0)
    # --- Auto Scaling: which of two ---------------------------------------------------------
    # A group with several instance types tries all of them in a zone before the next zone, or each
    # type in all zones before the next type.
    types_before_zones: bool = True
    # An event of a hook without metadata lacks the key, or carries "".
    event_carries_empty_notification_metadata: bool = False
    # The terminate hook fires for an instance whose launch was abandoned.
    terminate_hook_after_launch_abandon: bool = True
    # The terminate hook fires for an instance that EC2 ended outside the group.
    terminate_hook_after_outside_termination: bool = True
    # Launch-before-terminate at MaxSize 1 runs two instances.
    replacement_may_exceed_max_size: bool = True
    # A maintenance policy that a small group cannot keep to, 50/100 of one instance, makes it
    # launch first, as such preferences make an instance refresh, or is not kept to.
    impossible_policy_launches_first: bool = False
    # The account setting `launchBeforeTerminate`, for groups without a policy.
    account_launch_before_terminate: bool = False
    # While the old instance is listed, its AZ looks fuller.
    leaving_instances_fill_their_az: bool = True
    # An instance held in Pending:Wait is health-checked, or only when in service.
    pending_wait_is_health_checked: bool = False
    # SetInstanceHealth inside the grace period is forgotten, or waits for its end.
    grace_defers_unhealthy_mark: bool = False
    # A capacity decrease ends an instance held by a launch hook, or waits for the hook's answer.
    scale_in_interrupts_launch_hook: bool = False
    # Leaving Standby raises the desired capacity, and one instance too many is ended. What happens
    # where the maximum leaves no room is not said: it is "refused", or the group "ends one".
    exit_standby_at_max_size: str = "refused"
    # --- EventBridge -----------------------------------------------------------------------
    # From the event to its target, and the pauses between the tries.
    event_delivery_seconds: Range = (0.2, 2.0)
    event_retry_seconds: Range = (1.0, 600.0)
    # An account's quota, which AWS raises on request up to 4096.
    event_pattern_characters: int = 2048
    # Until events meet a rule as PutRule wrote it.
    rule_takes_effect_seconds: Range = (0.0, 0.0)
    # Best effort, at least once, unordered. Chance per event and per delivery.
    event_loss_probability: float = 0.0
    event_duplicate_probability: float = 0.0
    # --- IAM -------------------------------------------------------------------------------
    # Whether EC2 refuses a call on a resource that is gone (no tags left to match a condition)
    # before it says NotFound.
    iam_denies_missing_resources: bool = False
    # Which resources EC2 checks besides those that the call names, as AWS's reference lists types
    # only: the instance, when an interface that hangs on it is modified; the route table, and the
    # network ACL, that a subnet leaves; the interface that an Elastic IP leaves, for another one or
    # for none.
    modify_interface_checks_instance: bool = True
    replace_route_table_checks_present_table: bool = True
    replace_network_acl_checks_present_acl: bool = True
    associate_address_checks_losing_interface: bool = True
    disassociate_address_checks_interface: bool = True
    # --- Keys ------------------------------------------------------------------------------
    # Who writes to an encrypted log group needs its key: documented, never seen enforced.
    log_writers_need_the_key: bool = True
    # Whether KMS hears aws:SourceArn and aws:SourceAccount when EventBridge writes to an encrypted
    # queue: documented nowhere, and not so for topics.
    eventbridge_tells_kms_the_source: bool = False
    # Whether flow logs to CloudWatch Logs ask their creator for the right to log delivery; AWS says
    # so of other destinations only.
    flow_logs_ask_for_log_delivery: bool = True
    # --- Lambda ----------------------------------------------------------------------------
    # Invocations at a time in the account: 1,000, or as few as 10 in a new one.
    lambda_concurrency: int = 1000
    # AWS says of printed JSON only which level it has: text is INFO too, or no filter touches it.
    printed_text_has_a_level: bool = True
    # The runtime's line for an uncaught exception calls its level `log_level`, which is none,
    # or since September 2026 `level`.
    runtime_errors_have_a_level: bool = False
    # How long the interfaces of a function stay in use after it has left them.
    function_interface_stays_seconds: Range = (120.0, 600.0)
    # A new execution environment takes a moment. Simulated only: a served process has its own.
    lambda_start_seconds: Range = (0.2, 1.0)
    # --- CloudWatch ------------------------------------------------------------------------
    # The evaluation range is longer than the evaluation periods; by how much is not published
    # (AWS's example: 5 for 3).
    alarm_extra_periods: int = 2
    # From the end of a minute until alarms are evaluated over it, and from the end of ten seconds
    # until alarms of a period below a minute are.
    alarm_lag_seconds: float = 30.0
    short_alarm_lag_seconds: float = 5.0
