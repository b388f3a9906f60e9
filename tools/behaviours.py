"""Whether all that is said of AWS stands on docs/aws-behaviour.md, and that page on sources.

Code, tests and pages cite a section by its anchor, tests of the lab by a marker. A section says
in its list how far it is known: documented or observed with a link, unknown with a switch of the
lab.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.lab_table import switch_names
from tools.texts import texts

PAGE = "docs/aws-behaviour.md"

CITATIONS = (
    re.compile(r"aws-behaviour\.md#([\w-]+)"),
    re.compile(r'@pytest\.mark\.behaviour\("([\w-]+)"\)'),
)
STATE = re.compile(r"^- (\w+)(.*)$", re.MULTILINE)
LINK = re.compile(r"\]\(https://[^)]+\)")
SWITCHES = re.compile(r"switch ((?:`\w+`(?:, )?)+)")


@dataclass(frozen=True)
class Section:
    """One behaviour: its anchor, and what its list says, as pairs of a state and the rest."""

    anchor: str
    states: tuple[tuple[str, str], ...]

    @property
    def switches(self) -> set[str]:
        """The switches that its list names."""
        return {name for _, rest in self.states for name in _switches(rest)}


def complaints(root: Path) -> list[str]:
    """What does not hold, a sentence each."""
    known = sections((root / PAGE).read_text())
    switches = switch_names(root)
    said = [*_citations(root, known), *_duplicates(known)]
    for section in known:
        said += [f"{PAGE}#{section.anchor}: {fault}" for fault in _faults(section, switches)]
    named = {name for section in known for name in section.switches}
    said += [f"{PAGE}: no section names the switch {name}" for name in sorted(switches - named)]
    return said


def sections(page: str) -> list[Section]:
    """The sections of the page, in its order."""
    parts = re.split(r"^### (.+)$", page, flags=re.MULTILINE)
    return [
        Section(_anchor(heading), tuple(STATE.findall(re.split("^#", text, flags=re.M)[0])))
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    ]


def _citations(root: Path, known: list[Section]) -> Iterator[str]:
    """Citations without a section, and sections without a citation or a switch."""
    anchors = {section.anchor for section in known}
    cited = set()
    for path, text in texts(root):
        if str(path) == PAGE:
            continue
        found = {anchor for citation in CITATIONS for anchor in citation.findall(text)}
        yield from (f"{path}: {PAGE} has no section {each}" for each in sorted(found - anchors))
        cited |= found
    for section in known:
        if section.anchor not in cited and not section.switches:
            yield f"{PAGE}#{section.anchor}: nothing cites it, and it names no switch"


def _duplicates(known: list[Section]) -> Iterator[str]:
    anchors = [section.anchor for section in known]
    for anchor in sorted({each for each in anchors if anchors.count(each) > 1}):
        yield f"{PAGE}#{anchor}: more than one section"


def _faults(section: Section, switches: set[str]) -> Iterator[str]:
    """What is wrong with one section's list."""
    if not section.states:
        yield "neither a source nor a switch"
    for state, rest in section.states:
        if state in ("documented", "observed"):
            if not LINK.search(rest):
                yield f"{state}, but by no page"
        elif state != "unknown":
            yield f"no such state: {state}"
        elif not _switches(rest):
            yield "unknown, but no switch decides"
    for name in sorted(section.switches - switches):
        yield f"the lab has no switch {name}"


def _switches(text: str) -> list[str]:
    return [name for names in SWITCHES.findall(text) for name in re.findall(r"\w+", names)]


def _anchor(heading: str) -> str:
    """The anchor of a heading, as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
