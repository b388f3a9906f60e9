"""Writes vyos.json: what VyOS's interface definitions say of the commands we use, and those near.

``python -m tests.first_boot.models.vyos_extract CHECKOUT``, a checkout of the branch sagitta (VyOS
1.4) of github.com/vyos/vyos-1x. Only facts are taken: paths, kinds of nodes, what a value must be.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent / "vyos.json"
SOURCE = "https://github.com/vyos/vyos-1x, interface-definitions, branch sagitta"
# The scripts beside are GPL-2.0-or-later, of which nothing is taken.
LICENCE = "LGPL-2.1, as the repository's LICENSE says; facts alone are taken"

INCLUDE = re.compile(r"#include <(.+?)>")
KINDS = {"node": "node", "tagNode": "tag", "leafNode": "leaf"}
WANTED = (
    "system host-name",
    "system domain-name",
    "system name-server",
    "interfaces ethernet address",
    "interfaces ethernet description",
    "interfaces ethernet dhcp-options",
    "interfaces ethernet disable",
    "interfaces ethernet hw-id",
    "interfaces ethernet mtu",
    "policy local-route",
    "policy local-route6",
    "protocols static route",
    "protocols static route6",
    "protocols static table description",
    "protocols static table route",
    "protocols static table route6",
    "service ntp server",
    "service ssh disable-password-authentication",
    "service ssh port",
)


def included(text: str, root: Path) -> str:
    """The text with what it includes in place of the include lines."""
    return INCLUDE.sub(lambda found: included((root / found[1]).read_text(), root), text)


def wanted(path: str) -> bool:
    """Whether a path is one of those, beneath one, or on the way to one."""
    return any(f"{a} ".startswith(f"{b} ") for w in WANTED for a, b in ((path, w), (w, path)))


def facts(element: ET.Element) -> dict[str, Any]:
    """Kind and constraint of one node. A value is right if one of the alternatives holds."""
    found: dict[str, Any] = {"kind": KINDS[element.tag]}
    properties = element.find("properties")
    if properties is None:
        return found
    for flag in ("multi", "valueless"):
        if properties.find(flag) is not None:
            found[flag] = True
    constraint = properties.find("constraint")
    if constraint is not None:
        found["regex"] = [regex.text for regex in constraint.iter("regex")]
        found["validators"] = [
            " ".join((validator.attrib["name"], validator.get("argument", ""))).strip()
            for validator in constraint.iter("validator")
        ]
    return {name: value for name, value in found.items() if value}


def nodes(element: ET.Element, above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Path and facts of each wanted node beneath an element."""
    for child in element:
        if child.tag not in KINDS:
            continue
        path = f"{above} {child.attrib['name']}".strip()
        if wanted(path):
            yield path, facts(child)
            children = child.find("children")
            if children is not None:
                yield from nodes(children, path)


def extract(definitions: Path) -> dict[str, dict[str, Any]]:
    """The wanted nodes of all files; a node that several files open is merged."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(definitions.glob("*.xml.in")):
        for path, known in nodes(ET.fromstring(included(file.read_text(), definitions))):
            found[path] = found.get(path, {}) | known
    return dict(sorted(found.items()))


def main(checkout: Path) -> None:
    command = ["git", "-C", str(checkout), "rev-parse", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    head = {"source": SOURCE, "commit": commit, "licence": LICENCE}
    lines = [f" {json.dumps(name)}: {json.dumps(value)}," for name, value in head.items()]
    found = extract(checkout / "interface-definitions")
    rows = [f"  {json.dumps(path)}: {json.dumps(known)}" for path, known in found.items()]
    body = ",\n".join(rows)
    TARGET.write_text("\n".join(["{", *lines, ' "nodes": {', body, " }", "}", ""]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
