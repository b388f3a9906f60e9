"""The table of appliance profiles: every value with its mark, every source in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tools import profiles

FACTS: dict[str, Any] = {
    "ssm_parameter": None,
    "listings": {"byol": {"name": "Router-%s*", "default_version": "17"}},
    "instance_type": "c5.large",
    "instance_families": ["c5", "c5n"],
    "http_tokens": "optional",
    "reboot_after_attach": True,
    "reboot_delay_seconds": 30,
    "health_check_grace_seconds": 900,
    "login_name": "admin",
    "login_needs_key": True,
    "key_types": ["rsa", "ed25519"],
    "first_boot": {
        "settings": ["hostname", "mtu"],
        "hostname": {"shortest": 1, "longest": 31, "source": "https://example.com/name"},
        "mtu": {"least": None, "greatest": None, "source": None},
    },
    "evidence": {
        "image": ["documented", {"the listing": "https://example.com/listing"}],
        "instance_type": ["reported", {"somebody": "https://example.com/code"}],
        "http_tokens": ["assumed", {"nobody": None}],
        "reboot_after_attach": [
            "documented",
            {"guide": "https://example.com/a", "code": "https://b"},
        ],
        "health_check_grace_seconds": ["assumed", {"a guess": None}],
        "first_boot": ["reported", {"a blog": "https://example.com/blog"}],
    },
}


def test_a_row_says_value_and_certainty() -> None:
    row, sources, limits = (
        line for line in profiles.table({"Router": FACTS}).splitlines() if "`Router`" in line
    )
    assert row == (
        "| `Router` | `byol`: `Router-17*` ● | `c5.large` (known: c5, c5n) ◐ | `optional` ○ "
        "| once, 30 s after ● | 900 ○ | `admin` | `hostname`, `mtu` ◐ |"
    )
    assert sources == (
        "| `Router` | [the listing](https://example.com/listing) "
        "| [somebody](https://example.com/code) | nobody "
        "| [guide](https://example.com/a); [code](https://b) | a guess "
        "| [a blog](https://example.com/blog) |"
    )
    assert limits == (
        "| `Router` | [1 to 31](https://example.com/name) | 576 to 9001 | none | rsa, ed25519 |"
    )


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (["documented", {"the guide": None}], "the guide is documented without a URL"),
        (["reported", {"somebody": None}], "somebody is reported without a URL"),
        (["reported", {"a": "https://a", "b": None}], "b is reported without a URL"),
        (["documented", {"the guide": "guide.html"}], "the guide is documented without a URL"),
        (["assumed", {"a guess": "https://a"}], "a guess has a URL, so it is not assumed"),
        (["certain", {"the guide": "https://a"}], "a mark of documented, reported, assumed"),
        (["documented", {}], "and words are needed"),
    ],
)
def test_evidence_has_a_page_unless_it_is_assumed(entry: list[Any], said: str) -> None:
    facts = FACTS | {"evidence": FACTS["evidence"] | {"image": entry}}
    with pytest.raises(ValueError, match=f"Router.evidence.image: .*{said}"):
        profiles.table({"Router": facts})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"mtu": {"least": 1280, "greatest": 16000, "source": "u"}}, "| [1280 to 9001](u) |"),
        ({"mtu": {"least": 64, "greatest": 1500, "source": "u"}}, "| [576 to 1500](u) |"),
        ({"hostname": {"shortest": 1, "longest": 255, "source": None}}, "| 1 to 63 |"),
        ({"settings": ["hostname"]}, "| none | none |"),
        ({"technology_packages": ["ax", "ipbase"]}, "| `ax`, `ipbase` |"),
    ],
)
def test_limits_are_the_narrower_ones(changed: dict[str, Any], said: str) -> None:
    facts = FACTS | {"first_boot": FACTS["first_boot"] | changed}
    assert said in profiles.table({"Router": facts}).splitlines()[-1]


def test_a_login_without_a_key_needs_none() -> None:
    facts = FACTS | {"login_needs_key": False}
    assert profiles.table({"Router": facts}).splitlines()[-1].endswith("| none needed |")


def test_what_configures_itself_has_no_limits() -> None:
    assert profiles.table({"Router": FACTS | {"first_boot": None}}).count("`Router`") == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ssm_parameter": "/aws/service/x"}, "`/aws/service/x` ●"),
        ({"listings": {}}, "none: `ami_id`, or `use_original_sample_image` ●"),
        ({"instance_families": []}, "| `c5.large` ◐ |"),
        ({"reboot_after_attach": False}, "| no ● |"),
        ({"first_boot": None}, "| by the image ◐ |"),
    ],
)
def test_what_a_profile_may_lack(changed: dict[str, Any], said: str) -> None:
    assert said in profiles.table({"Router": FACTS | changed})


def test_a_page_with_another_table_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profiles, "initialise", lambda _: None)
    monkeypatch.setattr(profiles, "evaluate", lambda *_: {"Router": FACTS})
    page = tmp_path / profiles.PAGE
    page.parent.mkdir()
    page.write_text(f"Before\n{profiles.BEGIN}\n{profiles.END}\nAfter\n")
    assert profiles.stale(tmp_path) == ["docs/appliances.md: the table is out of date"]
    profiles.write(tmp_path, tmp_path)
    assert profiles.stale(tmp_path) == []
    assert page.read_text().startswith("Before\n")
    assert page.read_text().endswith("After\n")
