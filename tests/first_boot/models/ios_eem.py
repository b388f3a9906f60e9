"""An applet of IOS's Embedded Event Manager, run against a device.

The subset that the templates use: variables, ``cli command``, ``regexp``, ``if … eq … end``;
actions run in the order of their labels
(https://www.cisco.com/c/en/us/td/docs/routers/sdwan/command/iosxe/qualified-cli-command-reference-guide/m-event-commands.html).
"""

from __future__ import annotations

import re

from tests.first_boot.models.ios import EXEC, Device


def fire(device: Device, name: str) -> None:
    """Runs the applet as its timer does, in a session of its own."""
    (header,) = {block for block, _ in device.running if f"applet {name} " in block}
    actions = sorted(
        line.split(" ", 2)[1:] for block, line in device.running if block == header
        if line.startswith("action ")
    )  # fmt: skip
    device.mode, device.header = EXEC, ""
    variables = environment(device)
    skipping = 0
    for _, action in actions:
        verb, _, rest = action.partition(" ")
        if verb == "end":
            skipping = max(0, skipping - 1)
        elif skipping:
            skipping += verb == "if"
        elif verb == "if":
            left, right = rest.split(" eq ")
            skipping = int(resolved(left, variables) != right)
        else:
            act(device, verb, rest, variables)


def act(device: Device, verb: str, rest: str, variables: dict[str, str]) -> None:
    """One action: its results are variables, too."""
    if verb == "regexp":
        pattern, text = rest.split()
        found = re.search(pattern, resolved(text, variables))
        variables["_regexp_result"] = "1" if found else "0"
    elif verb == "cli":
        command = resolved(rest.removeprefix("command "), variables)
        variables["_cli_result"] = typed(device, command)
    else:
        raise ValueError(f"no action of ours: {verb} {rest}")


def typed(device: Device, command: str) -> str:
    """What the session shows after a command."""
    if command == "enable":
        return ""
    if not command.startswith("show interfaces "):
        device.read(command)
        return ""
    name = command.removeprefix("show interfaces ")
    if name not in device.interfaces:
        return "% Invalid input detected at '^' marker."
    lines = [line for block, line in device.running if block == f"interface {name}"]
    described = [line for line in lines if line.startswith("description ")]
    shown = [f"  Description: {line.removeprefix('description ')}" for line in described]
    return "\n".join([f"{name} is up", "  Hardware is vNIC", *shown])


def environment(device: Device) -> dict[str, str]:
    """The variables that the configuration sets."""
    found = (re.fullmatch(r"event manager environment (\S+) (.*)", line)
             for _, line in device.running)  # fmt: skip
    return {variable[1]: variable[2] for variable in found if variable}


def resolved(word: str, variables: dict[str, str]) -> str:
    """A word, or what the variable has that it names; raises KeyError if there is none."""
    return variables[word[1:]] if word.startswith("$") else word
