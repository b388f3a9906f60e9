"""Junos configuration text held to a model: translated to XML, which yanglint judges.

The models are beside this file; ``junos_extract`` writes them.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from tests.first_boot.models.yang import Statement, parse

HERE = Path(__file__).parent
FIRST_LINE = "#junos-config"
TOKEN = re.compile(
    r"""\s+ | \#[^\n]* | /\*.*?\*/               # not read
      | (?P<mark>[{};\[\]]) | "(?P<text>[^"]*)" | (?P<word>[^\s"{};\[\]]+)
    """,
    re.DOTALL | re.VERBOSE,
)
# These lists are written without their own name: in https://github.com/Juniper/yang the names of
# their entries have the feature "nokeyword", and each is the only list of that kind in its parent.
UNNAMED = {"interfaces": "interface", "routing-instances": "instance"}


class UnreadableError(Exception):
    """What is not even Junos's form."""


@dataclass
class Said:
    """One statement of the text: its words, a ``[ list ]`` being one, and its block."""

    words: list[str | list[str]]
    block: list[Said] | None = None

    def rest(self, start: int) -> Said:
        """The same statement without its first words."""
        return Said(self.words[start:], self.block)


@dataclass
class Element:
    """An XML element; ``key`` tells entries of one list apart."""

    name: str
    key: str | None = None
    text: str | None = None
    children: list[Element] = field(default_factory=list)

    def child(self, name: str, key: str | None = None) -> Element:
        """That child, made when it is said for the first time: what is said twice is merged."""
        for each in self.children:
            if (each.name, each.key) == (name, key):
                return each
        self.children.append(Element(name, key))
        return self.children[-1]

    def xml(self, **attributes: str) -> ElementTree.Element:
        """As the standard library has it."""
        element = ElementTree.Element(self.name, attributes)
        element.text = self.text
        element.extend([child.xml() for child in self.children])
        return element


def problems(text: str, model: str) -> list[str]:
    """What the model (``junos_vsrx``, ``junos_vmx``) and the form forbid; none if all is well."""
    if not text.startswith(f"{FIRST_LINE}\n"):
        return [f"the first line is not {FIRST_LINE}"]
    try:
        statements = read(tokens(text))
        root = Element("configuration")
        for said in statements:
            translate(root, configuration(model), said)
    except UnreadableError as reason:
        return [str(reason)]
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "configuration.xml"
        document.write_bytes(ElementTree.tostring(root.xml(xmlns=f"urn:persistent-vnf:{model}")))
        command = ["yanglint", "-t", "config", str(HERE / f"{model}.yang"), str(document)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stderr.splitlines() or [f"yanglint: {done.returncode}"]) if done.returncode else []


@cache
def configuration(model: str) -> Statement:
    """The model's container ``configuration``."""
    return parse((HERE / f"{model}.yang").read_text()).all("container")[0]


def tokens(text: str) -> Iterator[str]:
    r"""Words and marks; a quoted word comes with ``\0`` before it."""
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise UnreadableError(f"a quotation mark is left open: {text[at : at + 40]!r}")
        at = found.end()
        if found["text"] is not None:
            yield "\0" + found["text"]
        elif found["mark"] or found["word"]:
            yield found["mark"] or found["word"]


def read(words: Iterator[str], depth: int = 0) -> list[Said]:
    """The statements up to the end of a block, or of the text."""
    statements, said = list[Said](), Said([])
    for word in words:
        if word == "[":
            said.words.append([each.removeprefix("\0") for each in iter(words.__next__, "]")])
        elif word in ("{", ";"):
            if not said.words:
                raise UnreadableError(f"{word} without a statement before it")
            said.block = read(words, depth + 1) if word == "{" else None
            statements.append(said)
            said = Said([])
        elif word == "}":
            if said.words or not depth:
                raise UnreadableError(f"}} after {said.words}, at depth {depth}")
            return statements
        elif word not in ("inactive:", "protect:"):  # Checked like the rest.
            said.words.append(word.removeprefix("\0"))
    if said.words or depth:
        raise UnreadableError(f"the text ends within a statement: {said.words}, at depth {depth}")
    return statements


def nodes(parent: Statement) -> dict[str, Statement]:
    """The model's nodes under a parent by name; choices are not written in a configuration."""
    found: dict[str, Statement] = {}
    for child in parent.all("container", "list", "leaf", "leaf-list", "choice", "case"):
        found |= nodes(child) if child.keyword in ("choice", "case") else {child.argument: child}
    return found


def translate(parent: Element, model: Statement, said: Said) -> None:
    """Adds to the parent what a statement says; the model tells words from values."""
    word = said.words[0]
    if isinstance(word, list):
        raise UnreadableError(f"{word} begins a statement")
    node = nodes(model).get(word)
    if node is None and model.keyword == "container" and model.argument in UNNAMED:
        entry(parent, nodes(model)[UNNAMED[model.argument]], said)
    elif node is None:
        unknown(parent, word)
    elif node.keyword == "list":
        if len(said.words) == 1:
            for each in said.block or []:
                entry(parent, node, each)
            if not said.block:
                parent.child(word)
        else:
            entry(parent, node, said.rest(1))
    elif node.keyword == "container":
        inside(parent.child(word), node, said.rest(1))
    else:
        leaf(parent, model, node, said.rest(1))


def entry(parent: Element, node: Statement, said: Said) -> None:
    """An entry of a list, named by its first word; several if that is a ``[ list ]``."""
    names = said.words[0] if isinstance(said.words[0], list) else [said.words[0]]
    for name in names:
        found = parent.child(node.argument, name)
        found.child(node.value("key") or "name").text = name
        inside(found, node, said.rest(1))


def inside(element: Element, node: Statement, said: Said) -> None:
    """What follows on the same line, else in the block."""
    for each in [said] if said.words else said.block or []:
        translate(element, node, each)


def leaf(parent: Element, model: Statement, node: Statement, said: Said) -> None:
    """A leaf with its value, if its type has one; what follows belongs to the same parent."""
    name, takes = node.argument, 0 if node.value("type") == "empty" else 1
    values = said.words[0] if takes and said.words else []
    for value in values if isinstance(values, list) else [values]:
        element = parent.child(name, value if node.keyword == "leaf-list" else None)
        element.text = value
    if not values:
        parent.child(name)
    rest = said.rest(takes)
    if rest.words:
        translate(parent, model, rest)
    elif rest.block is not None:
        raise UnreadableError(f"{name} has a block")


def unknown(parent: Element, word: str) -> None:
    """A word that the model does not have: yanglint says so, if it can be an element."""
    if not re.fullmatch(r"[A-Za-z_][\w.-]*", word):
        raise UnreadableError(f"{parent.name} has no {word}")
    parent.child(word)
