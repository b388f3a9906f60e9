"""Terraform itself: which one, which configuration it reads, and whether it can get providers."""

import json
import os
import shutil
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.setup.places import Places
from tools.setup.report import MissingError, Report
from tools.setup.shell import Outcome, run
from tools.setup.versions import Version, dotted, parse

# Validation conditions of one variable may name another only from here on:
# docs/aws-behaviour.md#variables-in-conditions.
FLOOR: Version = (1, 9)

# One attempt, given up soon: without them a closed network would keep a person waiting.
_IMPATIENT = {
    "CHECKPOINT_DISABLE": "1",
    "TF_REGISTRY_DISCOVERY_RETRY": "0",
    "TF_REGISTRY_CLIENT_TIMEOUT": "10",
}
_DOWNLOAD_LIMIT_SECONDS = 900


@dataclass(frozen=True)
class Terraform:
    """A Terraform found on PATH."""

    path: Path
    version: str
    platform: str


def find() -> Terraform:
    """The Terraform on PATH; raises MissingError when there is none or an old one."""
    how = (
        f"Install Terraform {dotted(FLOOR)} or later (its site has packages for every system) "
        "and put it on PATH."
    )
    path = shutil.which("terraform")
    if path is None:
        raise MissingError("terraform is not on PATH", how)
    asked = run([path, "version", "-json"], env={**_IMPATIENT, "TF_CLI_CONFIG_FILE": os.devnull})
    if not asked.ok:
        raise MissingError(f"{path} does not run: {asked.output.strip()}", how)
    said = json.loads(asked.output)
    version = said["terraform_version"]
    if (parse(version.partition("-")[0]) or ()) < FLOOR:
        raise MissingError(f"terraform {version} at {path} is too old", how)
    return Terraform(Path(path), version, said["platform"])


def existing_config(environ: Mapping[str, str], where: Places, report: Report) -> Path | None:
    """The person's own CLI configuration that Terraform would read, if that file really exists.

    Terraform only warns about a TF_CLI_CONFIG_FILE that does not exist, and then knows no mirror.
    The one set-up writes is not the person's own: it is in force under ``tools/run``.
    """
    named = environ.get("TF_CLI_CONFIG_FILE")
    if named and not Path(named).is_file():
        report.note(f"TF_CLI_CONFIG_FILE names {named}, which does not exist: not used")
    candidates = [Path(named)] if named else []
    candidates.append(where.home / ".terraformrc")
    theirs = (path for path in candidates if path != where.terraform_config)
    return next((path for path in theirs if path.is_file()), None)


def init(terraform: Terraform, folder: Path, required: Mapping[str, str], config: Path) -> Outcome:
    """Really runs ``terraform init`` in ``folder`` for sources with their version constraints."""
    lines = [
        f'    {source.partition("/")[2]} = {{ source = "{source}", version = "{constraint}" }}'
        for source, constraint in required.items()
    ]
    text = "\n".join(["terraform {", "  required_providers {", *lines, "  }", "}", ""])
    (folder / "main.tf").write_text(text)
    return run(
        [terraform.path, "init", "-input=false", "-no-color"],
        cwd=folder,
        env={**_IMPATIENT, "TF_CLI_CONFIG_FILE": str(config)},
        timeout_seconds=_DOWNLOAD_LIMIT_SECONDS,
    )


def reason(outcome: Outcome) -> str:
    """Why an init failed, in one line."""
    text = " ".join(line.strip("│╷╵ ") for line in outcome.output.splitlines())
    return textwrap.shorten(text.partition("Error: ")[2] or text, width=200, placeholder=" …")
