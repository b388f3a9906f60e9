"""What the lab's switches may be set to besides their defaults: AWS leaves open which it is."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from lab.switches import Switches

# By switch. Of one that is neither yes nor no: every other word, or the far ends of a range.
POSITIONS: dict[str, tuple[Any, ...]] = {
    **{each.name: (not each.default,) for each in fields(Switches) if each.type == "bool"},
    "detach_while_shutting_down": ("refused", "hangs"),
    "exit_standby_at_max_size": ("ends one",),
    "ipv6_address_without_range": ("InvalidParameterCombination",),
    "ipv6_range_association_seconds": ((0.0, 0.0), (20.0, 20.0)),
    "unknown_after_create_seconds": ((1.0, 4.0),),
    "stale_describe_seconds": ((1.0, 4.0),),
    "describe_page_size": (1,),
    "event_loss_probability": (0.5,),
    "event_duplicate_probability": (1.0,),
    "delete_lag_after_detach_seconds": ((8.0, 8.0),),
    "detach_seconds": ((0.0, 0.0), (25.0, 30.0)),
    "attach_seconds": ((0.0, 0.0), (10.0, 10.0)),
    "interface_available_seconds": ((0.0, 0.0), (5.0, 5.0)),
    "subnet_available_seconds": ((0.0, 0.0), (10.0, 10.0)),
    "instance_pending_seconds": ((0.0, 0.0), (120.0, 120.0)),
    "shutting_down_seconds": ((1.0, 1.0), (600.0, 600.0)),
    "launch_delay_seconds": ((0.0, 0.0), (60.0, 60.0)),
    "health_notice_seconds": ((0.0, 0.0), (60.0, 60.0)),
    "event_delivery_seconds": ((0.0, 0.0), (30.0, 30.0)),
    "write_latency_seconds": ((0.0, 0.0), (3.0, 3.0)),
    "lambda_start_seconds": ((0.0, 0.0), (5.0, 5.0)),
}
