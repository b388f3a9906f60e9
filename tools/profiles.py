"""The profiles of modules/appliance, read by Terraform itself, and their table in the docs."""

import json
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tools.setup.shell import run

PAGE = Path("docs") / "appliances.md"
BEGIN, END = "<!-- BEGIN_PROFILES -->", "<!-- END_PROFILES -->"

Profile = dict[str, Any]

# What a call of modules/appliance gives, as its own tests do.
CALL_FILE = Path("tests") / "terraform.tfvars.json"

# What modules/appliance takes of any appliance: a label of a domain name, and what EC2 carries.
NAME = range(1, 63 + 1)
VPC_MTU = range(576, 9001 + 1)

MARKS = {"documented": "●", "reported": "◐", "assumed": "○"}
FACTS = {
    "image": "Image",
    "instance_type": "Instance type",
    "http_tokens": "Metadata",
    "reboot_after_attach": "Reboot",
    "health_check_grace_seconds": "Grace",
    "first_boot": "First boot",
}


def initialise(module: Path) -> None:
    """Fetches providers for a copy of modules/appliance; raises OSError with what it said."""
    options = ("-backend=false", "-input=false", "-no-color", "-test-directory=none")
    begun = run(["terraform", "init", *options], cwd=module)
    if not begun.ok:
        raise OSError(begun.output)


def evaluate(module: Path, expression: str, **variables: Any) -> Any:
    """The value of an expression in an initialised copy of modules/appliance, with these variables.

    No provider is asked: an expression that needs a data source has no value here. Raises OSError
    with what Terraform said.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".tfvars.json") as values:
        json.dump(variables, values)
        values.flush()
        console = subprocess.run(
            ["terraform", "console", f"-var-file={CALL_FILE}", f"-var-file={values.name}"],
            cwd=module,
            input=f"nonsensitive(jsonencode({expression}))\n",
            capture_output=True,
            text=True,
            check=False,
        )
    if console.returncode:
        raise OSError(console.stdout + console.stderr)
    return json.loads(json.loads(console.stdout))


def table(profiles: dict[str, Profile]) -> str:
    """The profiles as Markdown: values with the mark of how they are known, sources, limits.

    Raises ValueError for a value that is marked as read without a URL, or as assumed with one.
    """
    for vnf, profile in profiles.items():
        for fact in FACTS:
            _check(f"{vnf}.evidence.{fact}", *profile["evidence"][fact])
    lines = [
        "| `vnf` | Image | Instance type | Metadata | Reboot | Grace, s | Login | First boot |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [_row(vnf, profile) for vnf, profile in profiles.items()]
    lines += ["", f"| `vnf` | {' | '.join(FACTS.values())} |", "|---" * (len(FACTS) + 1) + "|"]
    for vnf, profile in profiles.items():
        cells = (_linked(profile["evidence"][fact][1]) for fact in FACTS)
        lines.append(f"| `{vnf}` | {' | '.join(cells)} |")
    return "\n".join(lines + _limits(profiles))


def stale(root: Path) -> list[str]:
    """What is wrong with the page, if its table is not what the profiles say now."""
    page = root / PAGE
    return [] if page.read_text() == _fresh(root) else [f"{PAGE}: the table is out of date"]


def write(root: Path, profiles_of: Path) -> None:
    """Brings the page of `root` up to date, from a copy of the tree that may be littered."""
    (root / PAGE).write_text(_fresh(profiles_of))


def _fresh(copy: Path) -> str:
    module = copy / "modules" / "appliance"
    initialise(module)
    text = f"{BEGIN}\n\n{table(evaluate(module, 'local.profiles'))}\n\n{END}"
    return re.sub(f"{BEGIN}.*{END}", lambda _: text, (copy / PAGE).read_text(), flags=re.S)


def _check(where: str, mark: str, sources: dict[str, str | None]) -> None:
    """Raises ValueError unless each word of evidence has the page that its mark speaks of."""
    if mark not in MARKS or not sources:
        raise ValueError(f"{where}: a mark of {', '.join(MARKS)} and words are needed")
    for words, url in sources.items():
        if mark == "assumed" and url:
            raise ValueError(f"{where}: {words} has a URL, so it is not assumed: mark it as read")
        if mark != "assumed" and not (url or "").startswith("https://"):
            raise ValueError(f"{where}: {words} is {mark} without a URL: give it, or assume it")


def _linked(sources: dict[str, str | None]) -> str:
    return "; ".join(f"[{words}]({url})" if url else words for words, url in sources.items())


def _limits(profiles: dict[str, Profile]) -> list[str]:
    """What first_boot takes of each appliance that has one, linked to where the vendor says so."""
    head = ["Host name, characters", "MTU, bytes", "`technology_package`", "Key pair of EC2"]
    lines = ["", f"| `vnf` | {' | '.join(head)} |", "|---" * (len(head) + 1) + "|"]
    for vnf, profile in profiles.items():
        if (own := profile["first_boot"]) is None:
            continue
        name, mtu = own["hostname"], own["mtu"]
        words = ", ".join(f"`{word}`" for word in own.get("technology_packages", []))
        cells = [
            _range(name["shortest"], name["longest"], NAME, name["source"]),
            _range(mtu["least"], mtu["greatest"], VPC_MTU, mtu["source"])
            if "mtu" in own["settings"]
            else "none",
            words or "none",
            ", ".join(profile["key_types"]) if profile["login_needs_key"] else "none needed",
        ]
        lines.append(f"| `{vnf}` | {' | '.join(cells)} |")
    return lines


def _range(least: int | None, most: int | None, all_take: range, source: str | None) -> str:
    """The narrower of the vendor's own limits and of what holds for all."""
    low = max(all_take.start, least or 0)
    high = min(all_take.stop - 1, most or all_take.stop)
    return f"[{low} to {high}]({source})" if source else f"{low} to {high}"


def _row(vnf: str, profile: Profile) -> str:
    reboot = "no"
    if profile["reboot_after_attach"]:
        reboot = f"once, {profile['reboot_delay_seconds']} s after"
    cells = {
        "image": _image(profile),
        "instance_type": f"`{profile['instance_type']}`{_families(profile)}",
        "http_tokens": f"`{profile['http_tokens']}`",
        "reboot_after_attach": reboot,
        "health_check_grace_seconds": str(profile["health_check_grace_seconds"]),
        "first_boot": _first_boot(profile),
    }
    marked = {name: f"{cell} {MARKS[profile['evidence'][name][0]]}" for name, cell in cells.items()}
    first_boot = marked.pop("first_boot")
    return f"| `{vnf}` | {' | '.join(marked.values())} | `{profile['login_name']}` | {first_boot} |"


def _image(profile: Profile) -> str:
    if profile["ssm_parameter"]:
        return f"`{profile['ssm_parameter']}`"
    if not profile["listings"]:
        return "none: `ami_id`, or `use_original_sample_image`"
    return "<br/>".join(
        f"`{licence}`: `{listing['name'] % listing['default_version']}`"
        for licence, listing in profile["listings"].items()
    )


def _families(profile: Profile) -> str:
    known = ", ".join(profile["instance_families"])
    return f" (known: {known})" if known else ""


def _first_boot(profile: Profile) -> str:
    if profile["first_boot"] is None:
        return "by the image"
    return ", ".join(f"`{setting}`" for setting in profile["first_boot"]["settings"])
