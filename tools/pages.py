"""The `hcl` blocks of every page, put together into one configuration that Terraform validates.

What a page shows is what a reader copies; of a `diff` that is what it leads to. A block that calls
a module is taken as it is, with its source turned to the checkout; one that only assigns values is
what a call of the root module would say. A Terraform CLI configuration is read by Terraform as one.
What leads to an older release names it (```diff v0.2.0), and is that release's to judge.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.setup.shell import Outcome, run

PAGES = ("*.md", "docs/**/*.md", "modules/*/*.md", "examples/*/*.md")
BLOCKS = "blocks"  # folder of the copy in which the configuration is put together
OUTSIDE = "github.com/your-organisation/terraform-aws-persistent-vnf"
CALLED = re.compile(rf'"{re.escape(OUTSIDE)}(?:\?ref=v([\d.]+))?"')  # the release, if it names one
NAMELESS = '  name = "sbc"\n'


@dataclass(frozen=True)
class Block:
    """One fenced block, by its page relative to the project and the line it begins on."""

    page: Path
    line: int
    text: str

    @property
    def cli_configuration(self) -> bool:
        return "provider_installation" in self.text

    @property
    def folder(self) -> str:
        """Blocks of one folder are one module. Only the root module may import."""
        return "." if self.text.startswith("import ") else self.slug

    @property
    def slug(self) -> str:
        return re.sub(r"\W+", "_", f"{self.page.with_suffix('')}_{self.line}")

    def configuration(self) -> str:
        """As a file of its folder, two levels below the root of the copy; one, if it imports."""
        if self.folder == ".":
            called = f"called_{self.slug}"
            # The address begins with a call's name, or is written as if the module were the root.
            own = re.sub(r"to = (module\.\w+\.)?(?=module\.)", f"to = module.{called}.", self.text)
            return f'{own}\nmodule "{called}" {{\n  source = "../"\n{NAMELESS}}}\n'
        if re.search(r"^(?:module|resource|data|provider) ", self.text, re.M):
            return CALLED.sub('"../.."', self.text)
        name = "" if re.search(r"^name\s*=", self.text, re.M) else NAMELESS
        return f'module "call" {{\n  source = "../.."\n{name}{self.text}}}\n'


def blocks(root: Path) -> Iterator[Block]:
    """Every `hcl` block of every page of the project, and what every `diff` leads to."""
    for page in sorted(page for pattern in PAGES for page in root.glob(pattern)):
        text = page.read_text()
        for found in re.finditer(r"^```(hcl|diff)\n(.*?)^```$", text, re.S | re.M):
            line = text.count("\n", 0, found.start()) + 1
            shown = found[2] if found[1] == "hcl" else _after(found[2])
            yield Block(page.relative_to(root), line, shown)


def _after(diff: str) -> str:
    lines = [line for line in diff.splitlines() if not line.startswith("-")]
    return "".join(f"{line[1:]}\n" for line in lines)


def validate(copy: Path) -> Outcome:
    """What Terraform says to all of them; `copy` may be written into."""
    found = list(blocks(copy))
    if not found:
        return Outcome(1, "No page has an hcl block: this check looks at nothing.")
    for block in found:
        said = _read(block, copy) if block.cli_configuration else _write(block, copy)
        if not said.ok:
            return Outcome(said.status, f"{block.page}:{block.line}: {said.output}")
    folders = dict.fromkeys(block.folder for block in found if not block.cli_configuration)
    calls = [
        f'module "{folder}" {{\n  source = "./{folder}"\n}}\n'
        for folder in folders
        if folder != "."
    ]
    (copy / BLOCKS / "main.tf").write_text("\n".join(calls))
    init = ["terraform", "init", "-backend=false", "-input=false", "-no-color"]
    begun = run(init, cwd=copy / BLOCKS)
    return run(["terraform", "validate", "-no-color"], cwd=copy / BLOCKS) if begun.ok else begun


def _write(block: Block, copy: Path) -> Outcome:
    folder = copy / BLOCKS / block.folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{block.slug}.tf").write_text(block.configuration())
    return Outcome(0, "")


def _read(block: Block, copy: Path) -> Outcome:
    """Terraform's opinion of a CLI configuration."""
    (copy / BLOCKS).mkdir(exist_ok=True)
    file = copy / BLOCKS / "terraform.rc"
    file.write_text(block.text)
    env = {"TF_CLI_CONFIG_FILE": str(file)}
    done = run(["terraform", "version"], cwd=copy / BLOCKS, env=env)
    return Outcome(1, done.output) if "CLI configuration" in done.output else done
