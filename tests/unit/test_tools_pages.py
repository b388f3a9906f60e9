"""The blocks of the pages as Terraform gets to see them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import pages
from tools.pages import Block

PAGE = Path("docs") / "README.md"


def configuration(text: str, page: Path = PAGE) -> str:
    return Block(page, 1, text).configuration()


def test_blocks_are_found_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / PAGE).write_text(
        "# Page\n\n```hcl\na = 1\n```\n\n```sh\nb\n```\n\n```hcl\nc = 2\n```\n"
    )
    assert list(pages.blocks(tmp_path)) == [Block(PAGE, 3, "a = 1\n"), Block(PAGE, 11, "c = 2\n")]


def test_of_a_difference_it_is_what_comes_after(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    diff = ' module "a" {\n-  b = 1\n+  c = 2\n\n }\n'
    (tmp_path / PAGE).write_text(f"```diff\n{diff}```\n")
    assert list(pages.blocks(tmp_path)) == [Block(PAGE, 1, 'module "a" {\n  c = 2\n\n}\n')]


def test_of_a_difference_to_an_older_release_nothing_is_asked(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / PAGE).write_text("```diff v0.2.0\n+b = 1\n```\n\n```hcl\nc = 2\n```\n")
    assert list(pages.blocks(tmp_path)) == [Block(PAGE, 5, "c = 2\n")]


@pytest.mark.parametrize("written", ["module.vip.b.c", "module.sbc.module.vip.b.c"])
def test_an_import_goes_into_a_call_of_its_own(written: str) -> None:
    text = configuration(f"import {{\n  to = {written}\n}}\n")
    assert "  to = module.called_docs_README_1.module.vip.b.c\n" in text
    assert 'module "called_docs_README_1" {' in text


def test_pages_without_blocks_are_not_a_success(tmp_path: Path) -> None:
    assert not pages.validate(tmp_path).ok


@pytest.mark.parametrize(
    ("source", "turned"),
    [
        (pages.OUTSIDE, "../.."),
        (f"{pages.OUTSIDE}?ref=v0.2.0", "../.."),
        (f"{pages.OUTSIDE}-copy", f"{pages.OUTSIDE}-copy"),
    ],
)
def test_a_call_leads_to_the_checkout(source: str, turned: str) -> None:
    assert configuration(f'module "a" {{\n  source = "{source}"\n}}\n') == (
        f'module "a" {{\n  source = "{turned}"\n}}\n'
    )


def test_assignments_are_those_of_a_call_that_has_a_name() -> None:
    assert 'name = "sbc"\nvnf = "VyOS"\n' in configuration('vnf = "VyOS"\n')
    assert configuration('name = "edge"\n').count("name") == 1


def test_each_block_stands_alone() -> None:
    assert Block(PAGE, 8, "").folder != Block(PAGE, 9, "").folder
