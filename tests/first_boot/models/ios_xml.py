"""IOS lines as XML of Cisco's YANG models of the configuration, for a check by yanglint, by hand.

``python -m tests.first_boot.models.ios_xml CHECKOUT``, a checkout of github.com/YangModels/yang,
holds each Cisco configuration to the models of IOS XE 17.3.1 and 17.9.1. The suite does not, as
the models are Cisco's and large. At 6795d9c680bc both accept all eight configurations.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from tests.first_boot.models.ios import WAN, Device, commands, vips
from tests.first_boot.models.ios_paths import PORT, RULES
from tests.support.first_boot import GOLDEN

RELEASES = ("1731", "1791")
MODULES = ("native", "eem", "route-map", "acl", "ntp")
NAMESPACE = "http://cisco.com/ns/yang/Cisco-IOS-XE-"


def document(device: Device) -> Element:
    """A device's configuration as XML; raises ValueError for a line that no rule knows."""
    root = Element("native", xmlns=NAMESPACE + "native")
    for name in sorted(device.interfaces):
        put(root, PORT.format(number=name.removeprefix("GigabitEthernet")))
    for header, line in device.running:
        found = [
            path.format(**block.groupdict(), **words.groupdict())
            for of_block, of_line, paths in RULES
            if (block := of_block.fullmatch(header)) and (words := of_line.fullmatch(line))
            for path in paths
        ]
        if not found:
            raise ValueError(f"no place in the models is known for: {line}")
        for path in found:
            put(root, path)
    return root


def put(root: Element, path: str) -> None:
    """Adds a path's elements to the document, as far as they are not there."""
    place, _, value = path.partition("=") if "]" not in path else _leaf(path)
    element = root
    for step in re.findall(r"(?:[^/\[]|\[[^\]]*\])+", place):
        name, *keys = re.split(r"[\[\]]+", step.rstrip("]"))
        element = child(element, name, [key.split("=") for key in keys])
    if value:
        element.text = value


def _leaf(path: str) -> tuple[str, str, str]:
    """Path and value, when keys before them have "=", too."""
    end = path.rindex("]") + 1
    rest, equals, value = path[end:].partition("=")
    return path[:end] + rest, equals, value


def child(parent: Element, name: str, keys: list[list[str]]) -> Element:
    """The parent's element of that name and keys, added if it is not there."""
    module, _, tag = name.rpartition(":")
    for known in parent.findall(tag):
        if all(known.findtext(key) == value for key, value in keys):
            return known
    element = SubElement(parent, tag, {"xmlns": NAMESPACE + module} if module else {})
    for key, value in keys:
        SubElement(element, key).text = value
    return element


def refusal(models: Path, xml: bytes) -> str:
    """What yanglint says against a document, "" if nothing; raises OSError if it is not there."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(xml)
        file.flush()
        modules = [f"Cisco-IOS-XE-{module}.yang" for module in MODULES]
        command = ["yanglint", "-p", ".", "-t", "config", *modules, file.name]
        asked = subprocess.run(command, cwd=models, capture_output=True, text=True, check=False)
    errors = [line for line in asked.stderr.splitlines() if "warn" not in line]
    return "\n".join(errors) if asked.returncode else ""


def main(checkout: Path) -> int:
    refused = 0
    for path in sorted(GOLDEN.glob("Cisco*.txt")):
        lines = commands(path.read_text())
        xml = tostring(document(Device({WAN, *vips(lines)}).enter(lines)))
        damaged = xml.replace(b">bypass<", b">bypassed<")
        for release in RELEASES:
            models = checkout / "vendor" / "cisco" / "xe" / release
            said = refusal(models, xml)
            if not refusal(models, damaged):
                said += "a damaged copy is accepted: yanglint reads nothing here"
            print(f"{path.name}, {release}: {said or 'accepted'}")
            refused += bool(said)
    return min(refused, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
