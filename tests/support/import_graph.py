"""Who imports whom: every import of a module counts, also one inside of a function or for types."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from importlib.util import resolve_name
from pathlib import Path

Graph = dict[str, set[str]]


def circles(root: Path, packages: Iterable[str]) -> list[list[str]]:
    """The modules that reach each other, one sorted list for each circle.

    `root` is the directory that the packages (or single modules) are imported from.
    """
    graph = imports(root, packages)
    reached = {module: _reached(graph, module) for module in graph}
    found = {
        frozenset(other for other in reached[module] if module in reached.get(other, ()))
        for module in graph
        if module in reached[module]
    }
    return sorted(sorted(circle) for circle in found)


def imports(root: Path, packages: Iterable[str]) -> Graph:
    """Each module of the packages with all that it imports, by dotted names; what is not among
    them appears as it is written."""
    files = {_name(root, path): path for package in packages for path in _files(root / package)}
    graph = {module: set(_named(module, path, set(files))) for module, path in files.items()}
    return {
        module: named | _packages_of(named) & files.keys() - {module}
        for module, named in graph.items()
    }


def _files(package: Path) -> list[Path]:
    module = package.with_suffix(".py")
    return [module] if module.exists() else sorted(package.rglob("*.py"))


def _name(root: Path, path: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _named(module: str, path: Path, known: set[str]) -> Iterator[str]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = resolve_name("." * node.level + (node.module or ""), package)
            for alias in node.names:
                inner = f"{source}.{alias.name}"
                yield inner if inner in known else source


def _packages_of(modules: set[str]) -> set[str]:
    """The packages that the modules lie in: importing a module runs them first."""
    return {
        ".".join(parts[:length])
        for parts in (module.split(".") for module in modules)
        for length in range(1, len(parts))
    }


def _reached(graph: Graph, start: str) -> set[str]:
    """All that `start` leads to, itself only if there is a way back."""
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting += graph.get(module, ())
    return seen
