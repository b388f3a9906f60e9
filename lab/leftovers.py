"""What a destroy has left: the whole state of the lab against what was there before the apply."""

from __future__ import annotations

from lab.inventory import Inventory


def leftovers(before: Inventory, after: Inventory) -> list[str]:
    """One line for each thing that exists now and did not before, e.g. "subnet subnet-0a1b".

    A key pending deletion and a terminated instance count as gone (`lab.inventory`).
    """
    return [
        f"{kind} {name}"
        for kind, names in sorted(after.items())
        for name in names
        if name not in before.get(kind, [])
    ]
