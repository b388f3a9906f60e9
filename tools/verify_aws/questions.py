"""What is asked, which of the lab's switches it speaks to, and what is not asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """`switch`: the field of the lab's Switches that guesses the answer; None if there is none."""

    name: str
    asks: str
    switch: str | None = None


QUESTIONS = (
    # --- dry runs ---
    Question(
        "modify_checks_instance",
        "Does ModifyNetworkInterfaceAttribute on an attached interface check the instance as well?",
        "modify_interface_checks_instance",
    ),
    Question(
        "replace_checks_present_table",
        "Does ReplaceRouteTableAssociation check the table that is left as well?",
        "replace_route_table_checks_present_table",
    ),
    Question(
        "associate_checks_loser",
        "Does AssociateAddress check the interface that loses the address as well?",
        "associate_address_checks_losing_interface",
    ),
    Question(
        "missing_resource_is_denied",
        "Is a call on what does not exist denied, where the right hangs on a tag?",
        "iam_denies_missing_resources",
    ),
    # --- repeated calls ---
    Question(
        "same_table_again",
        "Does AssociateRouteTable succeed for the table that the subnet has already?",
        "same_route_table_again_succeeds",
    ),
    Question(
        "same_address_again",
        "Does AssociateAddress, repeated, keep the association's id?",
        "same_association_id_on_repeat",
    ),
    Question(
        "detach_again",
        "Is DetachNetworkInterface accepted for what is being detached?",
        "detach_again_succeeds",
    ),
    # --- how long EC2 takes ---
    Question(
        "instance_pending",
        "Seconds in pending, of every instance launched",
        "instance_pending_seconds",
    ),
    Question("attach", "Seconds in attaching, of every attachment", "attach_seconds"),
    Question("detach", "Seconds to detach from a guest that runs", "detach_seconds"),
    Question(
        "shutting_down", "Seconds in shutting-down, of a terminated guest", "shutting_down_seconds"
    ),
    Question("stopping", "Seconds in stopping", "instance_stopping_seconds"),
    Question(
        "interface_status_follows",
        "Does the interface's own status say attaching and detaching?",
        "interface_status_follows_attachment",
    ),
    # --- an instance that ends ---
    Question(
        "detach_while_shutting_down",
        "A detachment while the instance is in shutting-down: works, refused or hangs?",
        "detach_while_shutting_down",
    ),
    Question(
        "freed_while_shutting_down",
        "Left alone, is the interface freed before the instance is terminated?",
        "interfaces_freed_while_shutting_down",
    ),
    # --- Auto Scaling and events ---
    Question(
        "notice",
        "Seconds until Auto Scaling acts on an instance that was terminated or stopped",
        "health_notice_seconds",
    ),
    Question(
        "terminate_hook_outside",
        "Does the terminate hook fire for an instance that was terminated in EC2?",
        "terminate_hook_after_outside_termination",
    ),
    Question(
        "event_to_handler",
        "Seconds from waiting at a hook to the handler's first line, its start included",
        "event_delivery_seconds",
    ),
    Question("order_of_events", "The handler's triggers in their order, by drill"),
    Question("order_of_refresh", "Refresh at 0/100: how do termination and launch overlap?"),
    Question("heal", "Seconds without the VIP in service, by drill"),
)

NOT_ASKED = {
    "warm pool: health replacement and its zone": "the module has no warm pool yet",
    "protected instances and rebalancing": "the module protects no instance yet",
    "launch template to mixed instances policy in place": "the module has no such policy yet",
    "alarm to Lambda at periods of 10 s": "the module has no such alarm yet",
    "where an application status check puts its hidden interface, and how long it stays": (
        "the check would have to be made outside the module, and the interface of a check may hold "
        "the VIP's range for longer than this program waits"
    ),
    "the same IPv6 /64 at once in another zone": "the module's VPC has no IPv6 range yet",
    "latency of EC2's state-change events": "no rule of the module receives them yet",
    "attaching to a pending instance": "the hook's event comes when the instance already runs",
    "leaving Standby at the group's maximum": (
        "no recipe of the operations page does it, and it may end the instance that serves"
    ),
    "an impaired instance": "no call makes a status check fail for certain",
}
