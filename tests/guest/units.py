"""A oneshot unit's commands, run as systemd would on its start and stop.

systemd itself is not process 1 of a guest: of a unit only environment and commands count here.
"""

from __future__ import annotations

import shlex

from tests.guest.guest import Guest

FOLDERS = ("lib/systemd/system", "usr/lib/systemd/system")


class Unit:
    """An instance of a template, such as `policy-routes@` for `ens6`."""

    def __init__(self, guest: Guest, template: str, instance: str) -> None:
        self._guest = guest
        name = f"{template}.service"
        found = [folder for folder in FOLDERS if (guest.root / folder / name).is_file()]
        self._lines = guest.read(f"{found[0]}/{name}").replace("%i", instance).splitlines()

    def start(self) -> None:
        """ExecStart, then ExecStartPost."""
        self._execute("ExecStart", "ExecStartPost")

    def stop(self) -> None:
        """ExecStop, then ExecStopPost."""
        self._execute("ExecStop", "ExecStopPost")

    def _execute(self, *settings: str) -> None:
        environment = [word for line in self._values("Environment") for word in shlex.split(line)]
        commands = [command for setting in settings for command in self._values(setting)]
        assert commands, f"the unit has none of {settings}"
        for command in commands:
            self._guest.space.run("env", *environment, *shlex.split(command))

    def _values(self, setting: str) -> list[str]:
        return [line.partition("=")[2] for line in self._lines if line.partition("=")[0] == setting]
