"""How a piece of moto is replaced: by name, and only if it is there."""

from __future__ import annotations

from typing import Any


def replace(owner: Any, name: str, piece: Any) -> None:
    """Put `piece` in the place of `owner.name`; AttributeError if moto has moved it."""
    getattr(owner, name)
    setattr(owner, name, piece)


def add(owner: Any, name: str, piece: Any) -> None:
    """Give `owner` what it lacks; AttributeError if it has gained it: then ours is to go."""
    if hasattr(owner, name):
        raise AttributeError(f"{owner.__name__}.{name} exists: use it instead of the lab's")
    setattr(owner, name, piece)
