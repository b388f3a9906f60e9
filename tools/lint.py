"""``python -m tools.lint``: every static check, the cheap ones first, one line each.

All checks run even when one fails; what a failed one printed follows its line. Meant to be run by
``tools/run``, which puts the tools set-up prepared on PATH.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tools import behaviours, by_hand_table, lab_table, outside, pages, paragraphs, profiles
from tools.docs import stale_readmes
from tools.policies import check as policies
from tools.scratch import scratch_copy, terraform_modules
from tools.setup.places import checkout_root, current
from tools.setup.shell import Outcome, run

PYTHON_FOLDERS = ("demo", "lab", "lambda_src", "tests", "tools")
Check = Callable[[], Outcome]


def checks(checkout: Path, copy: Path) -> Iterator[tuple[str, Check]]:
    """Names and checks; Terraform's run in the copy, so that nothing litters the checkout."""
    ruff_format = ["ruff", "format", "--check", *PYTHON_FOLDERS]
    terraform_fmt = ["terraform", "fmt", "-check", "-diff", "-recursive"]
    yield "ruff format", partial(run, ruff_format, cwd=checkout)
    yield "ruff check", partial(run, ["ruff", "check", *PYTHON_FOLDERS], cwd=checkout)
    yield "terraform fmt", partial(run, terraform_fmt, cwd=copy)
    yield "mypy --strict", partial(run, ["mypy"], cwd=checkout)
    yield "actionlint", partial(_actionlint, checkout)
    yield "terraform-docs", partial(_all_fresh, copy, stale_readmes)
    yield "one line for each paragraph", partial(_none, copy, paragraphs.complaints)
    yield "what is said of AWS", partial(_none, copy, behaviours.complaints)
    yield "references out of the repository", partial(_none, copy, outside.complaints)
    yield "table of the lab", partial(_all_fresh, copy, lab_table.stale)
    yield "table of changes by hand", partial(_all_fresh, copy, by_hand_table.stale)
    yield "table of appliances", partial(_all_fresh, copy, profiles.stale)
    for module in terraform_modules(copy):
        yield f"terraform validate {module.relative_to(copy)}", partial(_validate, module)
    yield "policies against the service reference", partial(_policies, copy)
    yield "tflint", partial(_tflint, copy)
    yield "checkov", partial(_checkov, copy)
    # Last, as it writes into the copy.
    yield "terraform validate what the pages show", partial(pages.validate, copy)


def _all_fresh(copy: Path, find_stale: Callable[[Path], list[str]]) -> Outcome:
    stale = find_stale(copy)
    return Outcome(len(stale), "\n".join([*stale, "`make docs` brings them up to date."]))


def _none(copy: Path, find: Callable[[Path], list[str]]) -> Outcome:
    found = find(copy)
    return Outcome(len(found), "\n".join(found))


def _actionlint(checkout: Path) -> Outcome:
    # In the checkout: beside a .git, actionlint also reads the local actions that are called. Not
    # with a shellcheck or pyflakes of this machine: what passes here has to pass everywhere.
    files = sorted((checkout / ".github/workflows").glob("*.yml"))
    if not files:
        return Outcome(1, "there is no workflow in .github/workflows")
    alone = ["-no-color", "-shellcheck=", "-pyflakes="]
    return run(["actionlint", *alone, *files], cwd=checkout)


def _validate(module: Path) -> Outcome:
    begun = run(["terraform", "init", "-backend=false", "-input=false", "-no-color"], cwd=module)
    return run(["terraform", "validate", "-no-color"], cwd=module) if begun.ok else begun


def _policies(copy: Path) -> Outcome:
    try:
        said = policies.complaints(copy, current().service_reference)
    except OSError as error:
        said = [str(error)]
    return Outcome(len(said), "\n".join(said))


def _tflint(copy: Path) -> Outcome:
    return run(["tflint", "--recursive", f"--config={copy / '.tflint.hcl'}"], cwd=copy)


def _checkov(copy: Path) -> Outcome:
    done = run(["checkov", "--config-file", ".checkov.yaml", "--directory", "."], cwd=copy)
    if not done.ok:
        return done
    # It also exits with 0 when it could not read a file, or when there was nothing to look at.
    summary = json.loads((copy / "checkov" / "results_json.json").read_text()).get("summary", {})
    if summary.get("parsing_errors") or not summary.get("passed"):
        return Outcome(1, f"checkov looked at nothing or could not read a file: {summary}")
    return done


def run_all(checkout: Path) -> bool:
    """Runs every check and prints its line; whether all passed."""
    failures = 0
    with scratch_copy(checkout) as copy:
        for name, check in checks(checkout, copy):
            began = time.monotonic()
            outcome = check()
            word = "ok" if outcome.ok else "FAILED"
            print(f"  {word:<7} {name:<44} {time.monotonic() - began:6.1f} s", flush=True)
            if not outcome.ok:
                failures += 1
                print(outcome.output.replace(f"{copy}{os.sep}", "").rstrip(), flush=True)
    print(f"lint: {failures} checks failed" if failures else "lint: all checks passed", flush=True)
    return failures == 0


if __name__ == "__main__":
    sys.exit(0 if run_all(checkout_root()) else 1)
