"""Real Terraform against the lab: init, apply, plan, output and destroy of one folder.

The module is copied into a work folder first, so that the lock file, the providers, the built
zips and the state never touch the checkout.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.project import PROJECT

COPIED = ("*.tf", "modules", "lambda_src", "examples")
LEFT_OUT = shutil.ignore_patterns(".terraform*", "*.tfstate*", "__pycache__", "builds")

# Set-up's findings (`tools/run`) are kept; anything else of a person's own is not for the lab.
KEPT = (
    "TF_CLI_CONFIG_FILE",
    "TF_PLUGIN_CACHE_DIR",
    "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE",
)
FOREIGN = ("AWS_", "TF_")

# The provider retries 25 times by default: minutes of silence for a call that cannot succeed.
API_ATTEMPTS = 5
STOP_GRACE_SECONDS = 5.0

# No file and no proxy of a person's own comes between a tool and the lab.
ALONE = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_MAX_ATTEMPTS": str(API_ATTEMPTS),
    "NO_PROXY": "127.0.0.1,localhost",
    "CHECKPOINT_DISABLE": "1",
}

_HASHES = re.compile(r"^  hashes = \[\n.*?^  \]\n", re.MULTILINE | re.DOTALL)

Event = dict[str, Any]  # one line of Terraform's machine-readable output
Listener = Callable[[Event], None]


class TerraformError(Exception):
    """A command failed; the message holds Terraform's own diagnostics."""


@dataclass(frozen=True)
class Plan:
    """What `terraform plan` would change: addresses with their action; and its warnings."""

    changes: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.changes

    @property
    def own_resources(self) -> list[str]:
        """Those of the configuration itself, without the modules that it calls."""
        addresses = [each.rpartition(": ")[0] for each in self.changes]
        return [each for each in addresses if not each.startswith(("module.", "output."))]


@dataclass
class Terraform:
    """One folder of the project, applied in `work` with the variables and environment given.

    folder: relative to the project, e.g. "examples/amazon_linux".
    environment: what points the provider at the lab (`LabServer.environment`).
    state: a state that several copies share, as a pipeline's do; by default the copy has its own.
    tfvars: a file of variables, relative to the project; `variables` are stronger.
    program: "terraform", or one that takes its commands and speaks its JSON: "tofu".
    """

    folder: str
    work: Path
    environment: Mapping[str, str]
    variables: Mapping[str, Any] = field(default_factory=dict)
    state: Path | None = None
    tfvars: str | None = None
    program: str = "terraform"

    def __post_init__(self) -> None:
        self.project = self.work / "project"
        self._errors = self.work / "errors"
        self._running: subprocess.Popen[str] | None = None
        copy_module(self.project)
        if self.state:
            backend = f'terraform {{\n  backend "local" {{\n    path = "{self.state}"\n  }}\n}}\n'
            (self.project / self.folder / "backend_override.tf").write_text(backend)

    def init(self) -> None:
        with one_at_a_time():
            self._run("init", "-input=false", "-no-color")
        self._trust_providers()

    def _trust_providers(self) -> None:
        """Leave out the hashes that each command would compare: of 700 MB, for most of a second."""
        lock = self.project / self.folder / ".terraform.lock.hcl"
        if lock.exists():  # not where a configuration has no provider
            lock.write_text(_HASHES.sub("", lock.read_text()))

    def apply(
        self,
        listener: Listener | None = None,
        replace: Sequence[str] = (),
        target: Sequence[str] = (),
    ) -> None:
        """Plan and apply at once.

        replace: addresses to make anew even if nothing changed. target: all that may change, with
        what it depends on.
        """
        chosen = [f"-replace={each}" for each in replace] + [f"-target={each}" for each in target]
        options = [*chosen, *self._assignments()]
        self._run_json("apply", "-auto-approve", *options, listener=listener)

    def apply_saved(self, plan: Path) -> None:
        """Apply a plan that `plan(saved=…)` wrote, here or in another copy."""
        self._run_json("apply", str(plan))

    def kill(self) -> None:
        """SIGKILL for the command that runs now, and its providers: the state stays as it is."""
        if self._running:
            _signal_group(self._running, signal.SIGKILL)

    def destroy(self, listener: Listener | None = None, target: Sequence[str] = ()) -> None:
        """target: all that goes, with what depends on it; by default everything."""
        chosen = [f"-target={each}" for each in target]
        options = [*chosen, *self._assignments()]
        self._run_json("destroy", "-auto-approve", *options, listener=listener)

    def plan(self, saved: Path | None = None) -> Plan:
        """What an apply would do now; `empty` when nothing would change, outputs included.

        saved: where to keep the plan for `apply_saved`.
        """
        out = [f"-out={saved}"] if saved else []
        events = self._run_json("plan", *out, *self._assignments())
        changes = [event["change"] for event in events if event["type"] == "planned_change"]
        outputs = [
            f"output.{name}: {output['action']}"
            for event in events
            if event["type"] == "outputs"
            for name, output in event["outputs"].items()
            if output.get("action", "noop") != "noop"
        ]
        addresses = [f"{change['resource']['addr']}: {change['action']}" for change in changes]
        return Plan((*addresses, *outputs), tuple(_told(events, "warning")))

    def show(self, plan: Path) -> str:
        """A saved plan as people read it."""
        return self._run("show", "-no-color", str(plan))

    def outputs(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._run("output", "-json", "-no-color"))
        return {name: output["value"] for name, output in found.items()}

    def _assignments(self) -> list[str]:
        file = [f"-var-file={self.project / self.tfvars}"] if self.tfvars else []
        return file + [f"-var={name}={_literal(value)}" for name, value in self.variables.items()]

    def _run(self, *arguments: str) -> str:
        with self._process(arguments) as process:
            said = process.stdout.read() if process.stdout else ""
        if process.returncode:
            raise self._failure(arguments[0], said)
        return said

    def _run_json(
        self, command: str, *arguments: str, listener: Listener | None = None
    ) -> list[Event]:
        """Run a command that prints one JSON object a line; each is told to `listener`."""
        events: list[Event] = []
        with self._process((command, "-json", "-input=false", *arguments)) as process:
            for line in process.stdout or ():
                events.append(json.loads(line))
                if listener:
                    listener(events[-1])
        if process.returncode:
            raise self._failure(command, "\n".join(_told(events, "error")))
        return events

    def _failure(self, command: str, said: str) -> TerraformError:
        return TerraformError(
            f"{self.program} {command} failed:\n{said}\n{self._errors.read_text()}"
        )

    @contextmanager
    def _process(self, arguments: tuple[str, ...]) -> Iterator[subprocess.Popen[str]]:
        """Terraform and its providers in a process group of their own, ended whatever happens."""
        with self._errors.open("w") as errors:
            process = subprocess.Popen(
                [self.program, *arguments],
                cwd=self.project / self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        self._running = process
        try:
            yield process
            process.wait()
        finally:
            end_group(process)

    def _environment(self) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name in KEPT or not name.startswith(FOREIGN)
        }
        return inherited | {
            **self.environment,
            **ALONE,
            "TF_DATA_DIR": str(self.work / "terraform-data"),
            "TF_IN_AUTOMATION": "1",
        }


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Over all processes of this person: a plugin cache that they share bears no more."""
    with (Path(tempfile.gettempdir()) / f"terraform-init-{os.getuid()}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy_module(target: Path) -> None:
    """What Terraform needs of the project, without what an earlier run left in it."""
    for pattern in COPIED:
        for source in PROJECT.glob(pattern):
            if source.is_dir():
                shutil.copytree(source, target / source.name, ignore=LEFT_OUT)
            else:
                target.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target / source.name)


def end_group(process: subprocess.Popen[str]) -> None:
    """End a process that leads its group, with all its children; nothing if it has ended."""
    if process.poll() is None:
        _signal_group(process, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_GRACE_SECONDS)
    _signal_group(process, signal.SIGKILL)  # providers that outlive Terraform
    process.wait()
    if process.stdout:
        process.stdout.close()


def _signal_group(process: subprocess.Popen[str], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # nobody is left in the group
        os.killpg(process.pid, number)


def _told(events: list[Event], severity: str) -> list[str]:
    found = [event["diagnostic"] for event in events if event["type"] == "diagnostic"]
    return [
        f"{item.get('address', '')} {item['summary']}\n{item.get('detail', '')}".strip()
        for item in found
        if item["severity"] == severity
    ]


def _literal(value: Any) -> str:
    """A value as `-var` takes it: a bare string, everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value)
