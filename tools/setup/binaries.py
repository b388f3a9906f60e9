"""The lint tools that are programs: tflint with its AWS rules, terraform-docs and actionlint."""

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.setup import golang
from tools.setup.places import Places
from tools.setup.report import Report
from tools.setup.shell import replace_link, run
from tools.setup.versions import Version, dotted, parse

RULESET = "tflint-ruleset-aws"


@dataclass(frozen=True)
class Tool:
    """A program that may be on PATH, from ``floor`` on; else it is built."""

    name: str
    floor: Version


TFLINT = Tool("tflint", (0, 61))
TERRAFORM_DOCS = Tool("terraform-docs", (0, 20))
ACTIONLINT = Tool("actionlint", (1, 7))
TOOLS = (TFLINT, TERRAFORM_DOCS, ACTIONLINT)


def prepare(where: Places, platform: str, environ: Mapping[str, str], report: Report) -> None:
    """Links every lint tool into the checkout's own folders."""
    for tool in TOOLS:
        path = on_path(tool, where, environ, report)
        path = path or golang.build(where, tool.name, platform, report)
        replace_link(where.bin / tool.name, path)
    ruleset = installed_ruleset(where, environ)
    if ruleset is None:
        ruleset = golang.build(where, RULESET, platform, report)
    else:
        report.found(f"{RULESET} at {ruleset}")
    replace_link(where.tflint_plugins / RULESET, ruleset)


def on_path(tool: Tool, where: Places, environ: Mapping[str, str], report: Report) -> Path | None:
    """The tool of the person's own, unless it is older than what the rules are written for."""
    # Under tools/run the checkout's own links come first on PATH: they are what is being made.
    folders = environ.get("PATH", "").split(os.pathsep)
    theirs = os.pathsep.join(folder for folder in folders if Path(folder) != where.bin)
    path = shutil.which(tool.name, path=theirs)
    if path is None:
        return None
    match = re.search(r"\bv?(\d+\.\d+\.\d+)\b", run([path, "--version"]).output)
    version = parse(match.group(1)) if match else None
    if version is None or version < tool.floor:
        report.note(f"{path} is not {dotted(tool.floor)} or later: not used")
        return None
    report.found(f"{tool.name} {dotted(version)} at {path}")
    return Path(path)


def installed_ruleset(where: Places, environ: Mapping[str, str]) -> Path | None:
    """A ruleset installed by hand, where tflint looks for plugins without a source."""
    named = environ.get("TFLINT_PLUGIN_DIR")
    folders = [Path(named)] if named else []
    folders.append(where.home / ".tflint.d/plugins")
    files = (folder / RULESET for folder in folders if folder != where.tflint_plugins)
    return next((path for path in files if path.is_file()), None)
