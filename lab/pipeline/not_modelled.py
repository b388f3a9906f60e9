"""What the lab was asked and cannot do. A run with gaps proves nothing, so it must fail."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Gap:
    at: float  # lab time
    where: str  # "ec2:CreateSubnet", "timer: heartbeat of i-…"
    what: str


class Gaps:
    def __init__(self) -> None:
        self.all: list[Gap] = []

    def add(self, at: float, where: str, what: str) -> None:
        self.all.append(Gap(at, where, what))

    def check(self) -> None:
        """Raise AssertionError if there is any."""
        lines = [f"{gap.where}: {gap.what}" for gap in self.all]
        assert not lines, "the lab has gaps:\n" + "\n".join(lines)

    def as_json(self) -> list[dict[str, object]]:
        return [asdict(gap) for gap in self.all]
