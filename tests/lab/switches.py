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
