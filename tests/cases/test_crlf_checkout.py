"""Somebody checks the module out with `core.autocrlf=true`, or unpacks an archive made so.

`.gitattributes` keeps git from it; an editor or another way to the files does not know that. The
bytes that run are the same: zips, first-boot configurations, and the rights, which no file is
read for.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support import first_boot, offline
from tests.support.project import PROJECT
from tests.support.terraform import copy_module
from tools import profiles

TERRAFORM_FILES = sorted(
    file for folder in ("", "modules/*/", "examples/*/") for file in PROJECT.glob(f"{folder}*.tf")
)
# A call that reads a file, not directly inside a `replace`, which the tests above hold to its work.
READS = (
    r"(?<!replace\()\b(?:file|templatefile|fileset|filebase64|file(?:base64)?(?:md5|sha\d+))\(.*"
)
AS_THEY_ARE = (
    "fileset(",
    "filebase64sha256(var.given)",
)  # names; a zip of the user's own


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The module with CRLF at the end of every line of every file."""
    copy = tmp_path_factory.mktemp("checkout")
    copy_module(copy)
    for file in (each for each in copy.rglob("*") if each.is_file()):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    return copy


def test_the_zips_hold_the_same_bytes_under_the_same_name(checkout: Path) -> None:
    offline.init(checkout)
    target = "-target=module.lifecycle.module.package"
    done = offline.terraform(
        checkout, "apply", "-auto-approve", "-no-color", "-var=name=persistent-vnf", target
    )
    assert done.returncode == 0, done.stdout + done.stderr
    zips = {zipped.name: read(zipped) for zipped in (checkout / "builds").glob("*.zip")}
    functions = ("hook_handler", "warmup")
    assert zips == {f"{title(each)}-{named(each)}.zip": sources(each) for each in functions}


def title(function: str) -> str:
    return f"persistent-vnf-{function.replace('_', '-')}"


def read(zipped: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(zipped) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def sources(function: str) -> dict[str, bytes]:
    """What the zip of a function has to hold: this checkout's files, with git's own line ends."""
    root = PROJECT / "lambda_src"
    files = [file for folder in ("common", function) for file in (root / folder).rglob("*.py")]
    return {
        str(file.relative_to(root)): file.read_bytes().replace(b"\r\n", b"\n") for file in files
    }


def named(function: str) -> str:
    """The hash in the zip's name, as Terraform makes it."""
    hashes = {name: sha256(source).hexdigest() for name, source in sources(function).items()}
    text = json.dumps(hashes, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:16]


def test_every_first_boot_configuration_is_the_reviewed_one(checkout: Path) -> None:
    module = checkout / "modules" / "appliance"
    image = {"ami_id": "ami-0123456789abcdef0"}
    chosen = {name: case | image for name, case in first_boot.cases().items() if "changed" in name}
    (module / "crlf").mkdir()
    shutil.copy(module / profiles.CALL_FILE, module / "crlf")
    (module / "crlf" / "golden.tftest.hcl").write_text(golden_tests(chosen))
    offline.init(module, "-test-directory=crlf")
    done = offline.terraform(module, "test", "-test-directory=crlf", "-no-color")
    assert f"Success! {len(chosen)} passed" in done.stdout, done.stdout + done.stderr


def golden_tests(cases: dict[str, dict[str, object]]) -> str:
    """A test file with one run for each case: the rendered text is the golden file's."""
    mocks = PROJECT / "tests" / "plan" / "mocks" / "aws"
    parts = [f'mock_provider "aws" {{\n  source = "{mocks}"\n}}\n']
    for name, case in cases.items():
        given = "\n".join(f"    {key} = {hcl(value)}" for key, value in case.items())
        expected = hcl((first_boot.GOLDEN / name).read_text())
        # A key that does not last is a warning of the plan, and in a test a check that fails.
        warned = "\n  expect_failures = [check.valid_at_every_heal]\n" * ("-key=" in given)
        parts.append(
            f'run "{name.partition(".")[0]}" {{\n  command = plan\n{warned}\n'
            f"  variables {{\n{given}\n  }}\n\n  assert {{\n"
            f"    condition     = nonsensitive(local.configs[local.reader]) == {expected}\n"
            f'    error_message = "{name} has other bytes."\n  }}\n}}\n'
        )
    return "\n".join(parts)


def hcl(value: object) -> str:
    """A value as an HCL expression: JSON, but for what HCL reads as a template."""
    return json.dumps(value).replace("${", "$${").replace("%{", "%%{")


@pytest.mark.parametrize("file", TERRAFORM_FILES, ids=lambda f: str(f.relative_to(PROJECT)))
def test_whatever_reads_a_file_drops_its_line_ends(file: Path) -> None:
    text = re.sub(r"#.*|^  description = .*$", "", file.read_text(), flags=re.M)
    assert [each for each in re.findall(READS, text) if not each.startswith(AS_THEY_ARE)] == []
