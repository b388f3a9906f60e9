"""What AWS leaves open, or publishes no figure for: one named switch each.

Mark K in the contract means "unsure: tolerate both"; the tests run both ways. Times are lab
seconds; a pair is a range from which the lab draws.
"""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[float, float]


@dataclass
class Switches:
    # --- API calls -------------------------------------------------------------------------
    # Contract 3.0: create, delete and associate calls take 0.2-1 s, reads less (K). Only callers
    # inside the lab wait: the operator's real round trips are already stretched by the rate.
    read_latency_seconds: Range = (0.05, 0.2)
    write_latency_seconds: Range = (0.2, 1.0)
    # Contract 4.1: token buckets per account, region and action (D).
    throttling: bool = True
    # Contract 4.2: Auto Scaling shares one bucket over its operations; sizes unpublished (K).
    auto_scaling_burst: float = 100.0
    auto_scaling_refill_per_second: float = 20.0
    # --- EC2: how long its states last -----------------------------------------------------
    # Contract 3.0: interface pending 1-5 s, attaching 1-10 s, detaching 2-30 s with a responsive
    # guest (K); 2.6: shutting down takes seconds to a few minutes (D).
    subnet_available_seconds: Range = (0.2, 2.0)
    interface_available_seconds: Range = (1.0, 5.0)
    attach_seconds: Range = (1.0, 10.0)
    detach_seconds: Range = (2.0, 30.0)
    forced_detach_seconds: Range = (1.0, 5.0)
    instance_pending_seconds: Range = (10.0, 30.0)
    instance_stopping_seconds: Range = (10.0, 40.0)
    shutting_down_seconds: Range = (20.0, 60.0)
    # Contract 2.3: status checks are `initializing` for a while after a launch (D, no figure), and
    # after a reboot, or show nothing of it: 0 (K).
    launch_initializing_seconds: float = 120.0
    reboot_initializing_seconds: float = 40.0
    # Contract 3.5, 11.8: deletion still says "in use" for some seconds after the detachment (O).
    delete_lag_after_detach_seconds: Range = (0.0, 3.0)
    # A transit gateway's attachment is `deleting` before it is `deleted` (D, no figure).
    transit_gateway_detach_seconds: Range = (10.0, 60.0)
    # Contract 1.3, 3.7: terminated instances stay visible for about an hour (D).
    terminated_visible_seconds: float = 3600.0
    # --- EC2: what is K --------------------------------------------------------------------
    # Contract 3.2, 11.4: the same table again gives the existing id, or AlreadyAssociated.
    same_route_table_again_succeeds: bool = True
    # Contract 3.4, 11.3: attaching to a `pending` instance is refused, or works.
    attach_to_pending_succeeds: bool = False
    # Contract 3.4: detaching what is `detaching` is IncorrectState, or accepted.
    detach_again_succeeds: bool = False
    # Contract 3.4: a hung guest leaves the interface `detaching` until Force.
    impaired_guest_hangs_detach: bool = True
    # Contract 2.6, 11.1: a detachment during shutting-down "works", is "refused", or "hangs".
    detach_while_shutting_down: str = "works"
    # Contract 2.6, 11.1: a surviving interface is freed at the end, or half-way through.
    interfaces_freed_while_shutting_down: bool = False
    # Contract 3.3: the interface's own status is `in-use`, or `attaching` and `detaching` too.
    interface_status_follows_attachment: bool = False
    # Contract 3.6: associating again what is associated gives the same id, or a fresh one.
    same_association_id_on_repeat: bool = True
    # Contract 3.7: without MaxResults EC2 answers in pages of its own choice (K: how long).
    describe_page_size: int = 1000
    # Contract 3.0: eventual consistency of subnets, interfaces, route tables and addresses (D; how
    # long is K): a new id is NotFound at first, Describe is behind the writes of API calls.
    unknown_after_create_seconds: Range = (0.0, 0.0)
    stale_describe_seconds: Range = (0.0, 0.0)
    # --- Auto Scaling: how long it takes ---------------------------------------------------
    # Contract 2.2 (timelines A-F): a group reacts at once, a launch follows within 0-5 s (K).
    group_reaction_seconds: Range = (0.1, 1.0)
    launch_delay_seconds: Range = (0.0, 5.0)
    # Contract 1.3: Terminating -> :Wait, :Proceed -> InService and the like are passing states (K).
    lifecycle_step_seconds: Range = (0.2, 1.0)
    # Contract 1.3: the entry vanishes soon after termination completes (D, no figure).
    entry_disappears_seconds: Range = (1.0, 5.0)
    # Contract 2.3, 11.6: an instance that does not run is noticed after 0-60 s (K).
    health_notice_seconds: Range = (0.0, 60.0)
    # Contract 2.3: an impaired instance gets "a few minutes" to recover (D, no figure).
    impaired_notice_seconds: Range = (120.0, 240.0)
    status_check_interval_seconds: float = 30.0
    # Contract 1.4, 2.5, 11.6: failing launches are throttled; first and longest pause (K).
    launch_backoff_seconds: Range = (15.0, 300.0)
    # --- Auto Scaling: what is K -----------------------------------------------------------
    # Contract 1.1: an event of a hook without metadata lacks the key, or carries "".
    event_carries_empty_notification_metadata: bool = False
    # Contract 1.5, 11.2: the terminate hook fires for an instance whose launch was abandoned.
    terminate_hook_after_launch_abandon: bool = True
    # Contract 2.4: the terminate hook fires for an instance that EC2 ended outside the group (O).
    terminate_hook_after_outside_termination: bool = True
    # Contract 2.2, 11.5: launch-before-terminate at MaxSize 1 runs two instances.
    replacement_may_exceed_max_size: bool = True
    # Contract 2.2: the account setting `launchBeforeTerminate`, for groups without a policy (D).
    account_launch_before_terminate: bool = False
    # Contract 2.5: while the old instance is listed, its AZ looks fuller.
    leaving_instances_fill_their_az: bool = True
    # Contract 2.3: an instance held in Pending:Wait is health-checked, or only when in service.
    pending_wait_is_health_checked: bool = False
    # Contract 2.3: SetInstanceHealth inside the grace period is forgotten, or waits for its end.
    grace_defers_unhealthy_mark: bool = False
    # Not in the contract: a capacity decrease ends an instance held by a launch hook, or waits
    # until the hook is answered.
    scale_in_interrupts_launch_hook: bool = False
    # https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html: leaving
    # Standby raises the desired capacity, and one instance too many is ended. What happens where
    # the maximum leaves no room is not said: it is "refused", or the group "ends one".
    exit_standby_at_max_size: str = "refused"
    # --- EventBridge -----------------------------------------------------------------------
    # Contract 5.1: from the event to its target (K), and the pauses between the tries (D: backoff).
    event_delivery_seconds: Range = (0.2, 2.0)
    event_retry_seconds: Range = (1.0, 600.0)
    # Contract 5.1: best effort, at least once, unordered (D). Chance per event and per delivery.
    event_loss_probability: float = 0.0
    event_duplicate_probability: float = 0.0
    # --- IAM -------------------------------------------------------------------------------
    # Whether EC2 refuses a call on a resource that is gone (no tags left to match a condition)
    # before it says NotFound; contract 6, "terminated instances lose tags" (K).
    iam_denies_missing_resources: bool = False
    # Which resources EC2 checks besides those that the call names, as AWS's reference lists types
    # only: the instance, when an interface that hangs on it is modified; the route table that a
    # subnet leaves; the interface that an Elastic IP leaves.
    modify_interface_checks_instance: bool = True
    replace_route_table_checks_present_table: bool = True
    associate_address_checks_losing_interface: bool = True
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
    # Contract 5.2: invocations at a time in the account; D: 1,000, or as few as 10 in a new one.
    lambda_concurrency: int = 1000
    # https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html says of
    # printed JSON only which level it has: text is INFO as well, or no filter touches it (K).
    printed_text_has_a_level: bool = True
    # The runtime's line for an uncaught exception calls its level `log_level`, which is none
    # (aws-lambda-python-runtime-interface-client, issue 220), or since September 2026 `level`.
    runtime_errors_have_a_level: bool = False
    # A new execution environment takes a moment (K). Simulated only: a served process has its own.
    lambda_start_seconds: Range = (0.2, 1.0)
    # --- CloudWatch ------------------------------------------------------------------------
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html:
    # the evaluation range is longer than the evaluation periods; by how much is not published (the
    # page's example: 5 for 3).
    alarm_extra_periods: int = 2
    # From the end of a minute until alarms are evaluated over it (no figure).
    alarm_lag_seconds: float = 30.0
