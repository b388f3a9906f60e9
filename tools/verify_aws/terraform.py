"""The real Terraform on a copy of the module that stays until all is destroyed.

State and variables lie in the copy's folder, so that a person can finish by hand with one command.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.scratch import copy_tree

VARIABLES = "verify.auto.tfvars.json"  # Terraform reads it by itself
SHOWN_LINES = 30  # of the log, when a command fails
QUIET = {"TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}


class TerraformFailedError(Exception):
    """A command failed; the message ends with what Terraform said last."""


class Terraform:
    """The root module of `checkout`, in `folder`; what Terraform says goes into a log there."""

    def __init__(self, checkout: Path, folder: Path, variables: Mapping[str, Any]) -> None:
        self.module = folder / "module"
        self.log = folder / "terraform.log"
        copy_tree(checkout, self.module)
        (self.module / VARIABLES).write_text(json.dumps(variables, indent=2))

    def init(self) -> None:
        self._run("init", "-input=false", "-no-color")

    def apply(self) -> None:
        self._run("apply", "-input=false", "-no-color", "-auto-approve")

    def destroy(self) -> None:
        self._run("destroy", "-input=false", "-no-color", "-auto-approve")

    def outputs(self) -> dict[str, Any]:
        found = json.loads(self._run("output", "-json", "-no-color"))
        return {name: output["value"] for name, output in found.items()}

    def versions(self) -> dict[str, str]:
        """Terraform's own, and those of the providers that `init` chose."""
        found = json.loads(self._run("version", "-json"))
        providers = found.get("provider_selections") or {}
        named = {name.rpartition("/")[2]: version for name, version in providers.items()}
        return {"terraform": found["terraform_version"], **named}

    def _run(self, *arguments: str) -> str:
        """What the command printed; it is also added to the log."""
        with self.log.open("a") as log:
            log.write(f"$ terraform {' '.join(arguments)}\n")
            log.flush()
            process = subprocess.Popen(
                ["terraform", *arguments],
                cwd=self.module,
                env={**os.environ, **QUIET},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,  # Ctrl-C is passed on once, and not by the terminal too
            )
            said = _all_said(process)
            log.write(said)
        if process.returncode:
            last = "\n".join(self.log.read_text().splitlines()[-SHOWN_LINES:])
            raise TerraformFailedError(f"terraform {arguments[0]} failed:\n{last}")
        return said


def _all_said(process: subprocess.Popen[str]) -> str:
    """Wait for the end. Interrupted, Terraform is asked to stop and write its state first."""
    try:
        return process.communicate()[0]
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        while process.poll() is None:
            _let_it_end(process)
        raise


def _let_it_end(process: subprocess.Popen[str]) -> None:
    """A second Ctrl-C must not leave a state that knows less than the account holds."""
    try:
        process.communicate()
    except KeyboardInterrupt:
        print("Waiting for Terraform to write its state.", flush=True)
