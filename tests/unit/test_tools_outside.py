"""Nothing in the tree refers to what only its authors have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import outside
from tools.setup.places import checkout_root

# Cut in two, so that the check of this repository does not find them here.
PAPER = "contr" + "act"
DESIGN = "(des" + "ign"
K, D_K, IS_K = "(" + "K)", "(" + "D/K)", "is" + " K"
PAGE = "facts" + ".md"


def complaints(tmp_path: Path, name: str, text: str) -> list[str]:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text)
    return outside.complaints(tmp_path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lambda_src/plan.py", f"# Describe may be stale ({PAPER} 3.0)."),
        ("lambda_src/plan.py", f"# {PAPER.title()} 3.4, 11.1: it hangs."),
        ("tests/test_a.py", f'"""As {PAPER} sections 3.1 and 9 say."""'),
        ("tests/test_a.py", f'"""Both ways ({PAPER}, as noted)."""'),
        ("tests/test_a.py", f'"""Who holds it {DESIGN}: elect)."""'),
        ("main.tf", f"# It may be refused {K}."),
        ("main.tf", f"# It may be refused {D_K}."),
        ("Makefile", f"# Whether it waits {IS_K}."),
        ("docs/README.md", f"See {PAGE}."),
        ("lambda_src/plan.py", f"# The table is in {PAGE}, part h."),
        ("docs/README.md", "See [it](../../elsewhere)."),
        ("main.tf", 'source = "../elsewhere"'),
    ],
)
def test_what_a_reader_cannot_open(tmp_path: Path, name: str, text: str) -> None:
    [complaint] = complaints(tmp_path, name, f"\n{text}\n")
    assert complaint.startswith(f"{name}:2: ")


@pytest.mark.parametrize("name", ["test_3_4_detach_hangs", "test_8_a_key"])
def test_a_test_named_by_a_number(tmp_path: Path, name: str) -> None:
    [complaint] = complaints(tmp_path, "tests/test_a.py", f"def {name}() -> None: ...\n")
    assert complaint.endswith(name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "docs/README.md",
            "See [above](../README.md), README.md and https://example.com/facts.md.",
        ),
        ("docs/README.md", "A con" + "tract of 3 years."),
        (".github/workflows/release.yml", 'make release-notes > "$RUNNER_TEMP/notes.md"'),
        ("modules/vip/main.tf", 'source = "../../modules/key"'),
        ("tools/pages.py", 'OUTSIDE = "../../"'),
        ("tests/test_a.py", "def test_a_default_or_0_100_policy() -> None: ..."),
    ],
)
def test_what_a_reader_can_open(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "README.md").touch()
    assert complaints(tmp_path, name, f"{text}\n") == []


def test_what_a_run_leaves_is_not_looked_at(tmp_path: Path) -> None:
    assert complaints(tmp_path, ".venv/lib/a.py", f"# {PAPER} 3.4\n") == []


def test_this_repository() -> None:
    assert outside.complaints(checkout_root()) == []
