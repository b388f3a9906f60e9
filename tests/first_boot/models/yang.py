"""YANG as text: statements, read and written. What they mean is told by libyang's yanglint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

TOKEN = re.compile(
    r"""\s+ | //[^\n]* | /\*.*?\*/                # not read
      | (?P<end>[{};])
      | "(?P<double>(?:[^"\\]|\\.)*)" | '(?P<single>[^']*)'
      | (?P<word>(?:(?!/\*|//)[^\s"'{};])+)
    """,
    re.DOTALL | re.VERBOSE,
)


@dataclass
class Statement:
    """A YANG statement: ``keyword argument { children }``."""

    keyword: str
    argument: str = ""
    children: list[Statement] = field(default_factory=list)

    def all(self, *keywords: str) -> list[Statement]:
        """The children of these keywords, in their order."""
        return [child for child in self.children if child.keyword in keywords]

    def value(self, keyword: str) -> str | None:
        """The argument of the first child of this keyword."""
        return next((child.argument for child in self.all(keyword)), None)

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The statement as YANG text, children indented by two spaces."""
        head = "  " * depth + f"{self.keyword} {quoted(self.argument)}".strip()
        if not self.children:
            yield head + ";"
            return
        yield head + " {"
        for child in self.children:
            yield from child.lines(depth + 1)
        yield "  " * depth + "}"


def quoted(argument: str) -> str:
    """An argument as YANG text: in quotes where it needs them."""
    if not argument or re.fullmatch(r"[\w.:/-]+", argument):
        return argument
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def parse(text: str) -> Statement:
    """The one module in a YANG text; raises ValueError if it is none."""
    root = Statement("", "")
    open_blocks, words = [root], list[str]()
    for token in tokens(text):
        if token not in ("{", "}", ";"):
            words.append(token.removeprefix("\0"))
            continue
        if words:
            keyword, *argument = words
            statement = Statement(keyword, "".join(part for part in argument if part != "+"))
            open_blocks[-1].children.append(statement)
            words = []
            if token == "{":
                open_blocks.append(statement)
        if token == "}":
            open_blocks.pop()
    if open_blocks != [root] or len(root.children) != 1:
        raise ValueError("not one whole module")
    return root.children[0]


def tokens(text: str) -> Iterator[str]:
    r"""Words and ``{``, ``}``, ``;``; a quoted string comes with ``\0`` before it."""
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise ValueError(f"not YANG: {text[at : at + 40]!r}")
        at = found.end()
        if found["double"] is not None:
            yield "\0" + re.sub(r"\\(.)", unescaped, found["double"])
        elif found["single"] is not None:
            yield "\0" + found["single"]
        elif found["end"] or found["word"]:
            yield found["end"] or found["word"]


def unescaped(found: re.Match[str]) -> str:
    """What a backslash and a character stand for between double quotes."""
    return {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}.get(found[1], found[0])
