"""The table of changes by hand says what the cases ask for, and nothing beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.by_hand.case import Case
from tests.by_hand.table import CASES, untried
from tools.by_hand_table import BEGIN, DOCUMENT, END, document, row, stale


def nothing(_: object) -> None: ...


@pytest.mark.parametrize(
    ("case", "line"),
    [
        (
            Case("VIP subnet", "deleted", nothing, audit=True),
            "| VIP subnet | deleted | the audit | the audit, within a minute or two | ends |\n",
        ),
        (
            Case("module.vpc[0].aws_vpc.this", "deleted", nothing, refused="DependencyViolation"),
            "| `vpc` `aws_vpc.this` | deleted | EC2 refuses | - | - |\n",
        ),
        (
            Case(
                'module.vpc[0].module.endpoints[0].aws_x.this["a|b"]',
                "changed",
                nothing,
                alarm="audit-silent",
                shows=("module.vpc[0].module.endpoints[0].aws_x.this: update",),
                command="`aws`",
                destroy_says="no",
                destroy_command="wait",
            ),
            '| `vpc` `aws_x.this["a\\|b"]` | changed | alarm `audit-silent`, the next plan | '
            "`aws`, then the next apply | says “no”: wait |\n",
        ),
        (
            Case("launch hook", "deleted", nothing),
            "| launch hook | deleted | nobody | nothing needs to be | ends |\n",
        ),
    ],
)
def test_a_case_is_a_row(case: Case, line: str) -> None:
    assert row(case) == line


def test_a_row_that_somebody_wrote_is_stale(tmp_path: Path) -> None:
    page = tmp_path / DOCUMENT
    page.parent.mkdir()
    page.write_text(f"before\n{BEGIN}\n{END}\nafter\n")
    assert stale(tmp_path) != []
    page.write_text(document(tmp_path))
    assert stale(tmp_path) == []
    assert page.read_text().count("\n| ") == len(CASES) + 1
    page.write_text(page.read_text().replace("| ends |", "| fails |", 1))
    assert stale(tmp_path) != []


def test_each_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


def test_what_no_case_has_is_untried() -> None:
    tried = 'module.vpc[0].aws_subnet.wan["10.99.0.0/24"]'
    new = "module.vpc[0].aws_nat_gateway.this"
    assert untried({tried, new, "module.asg.terraform_data.ready"}) == {new}
