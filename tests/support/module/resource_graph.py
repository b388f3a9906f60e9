"""Which resource comes after which, as `terraform graph` draws it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support import offline
from tests.support.terraform import copy_module

Graph = dict[str, set[str]]


def drawn(folder: Path) -> Graph:
    """Each resource of the module with those it comes after, directly. Uses an empty folder."""
    copy_module(folder)
    offline.init(folder)
    done = offline.terraform(folder, "graph")
    assert done.returncode == 0, done.stderr
    edges: Graph = {}
    for later, earlier in re.findall(r'^\s*"([^"]+)" -> "([^"]+)";', done.stdout, re.MULTILINE):
        edges.setdefault(later, set()).add(earlier)
    return edges


def comes_after(graph: Graph, later: str) -> set[str]:
    """Everything that `later` comes after, over any number of steps."""
    seen: set[str] = set()
    left = [later]
    while left:
        for earlier in graph.get(left.pop(), set()) - seen:
            seen.add(earlier)
            left.append(earlier)
    return seen
