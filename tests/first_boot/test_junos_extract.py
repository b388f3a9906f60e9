"""What is taken from a vendor's YANG, and what is left there."""

from __future__ import annotations

import pytest

from tests.first_boot.models.junos_extract import Schema, pattern, tree
from tests.first_boot.models.yang import parse

TYPES = """module types { prefix jt; typedef host { type string { length "1 .. 63"; } } }"""
SYSTEM = r"""
/* A text of ours in the vendor's form. */
module system {
  prefix s;
  import types { prefix jt; }
  augment /jc:configuration { uses top; }
  grouping top {
    container system {
      presence "enable";
      description "one " + 'thing';
      list server {
        key name;
        junos:must "(!(\".. off\"))";
        junos:must "(\"elsewhere\")";
        leaf name { type jt:host; }
        leaf port { type union { type string { pattern "<.*>"; } type uint32 { range "1 .. 9"; } } }
        leaf other { type string; }
      }
      choice both { leaf off { type empty; } leaf on { type empty; } }
      leaf colour { type enumeration { enum red { description "Red"; } } }
    }
  }
}
"""


def reduced(paths: str) -> list[str]:
    modules = [parse(text) for text in (TYPES, SYSTEM)]
    schema = Schema({module.argument: module for module in modules})
    system = schema.modules["system"]
    found = schema.reduced(system, system.all("augment")[0], tree(paths))
    return [line.strip() for node in found for line in node.lines()]


def test_facts_are_kept_and_words_are_not() -> None:
    assert reduced("system/server: port\nsystem: off") == [
        "container system {",
        "presence said;",
        "list server {",
        'must "not(../off)";',
        "key name;",
        "leaf name {",
        *("type string {", 'length "1 .. 63";', "}", "}"),
        "leaf port {",
        "type union {",
        *("type string {", 'pattern "<.*>";', "}"),
        *("type uint32 {", 'range "1 .. 9";', "}"),
        *("}", "}", "}"),
        *("leaf off {", "type empty;", "}"),
        "}",
    ]


def test_a_limit_that_only_a_page_has_is_added() -> None:
    interfaces = parse(
        "module i { prefix i; list interface { key name; leaf name { type string; } "
        'leaf mtu { type union { type string { pattern "<.*>"; } type uint32; } } } }'
    )
    kept = Schema({"i": interfaces}).reduced(
        interfaces, interfaces, {"interface": {"mtu": {}}}, "interfaces/"
    )
    lines = [line.strip() for line in kept[0].lines()]
    assert 'range "256 .. 9192";' in lines
    assert sum(line.startswith("pattern") for line in lines) == 2  # the name's, and the union's


def test_a_choice_stays_one_if_several_of_it_are_kept() -> None:
    assert "choice both {" in reduced("system: on off")


def test_a_name_that_the_vendor_does_not_have_is_told() -> None:
    with pytest.raises(ValueError, match="system has no color"):
        reduced("system: color")


@pytest.mark.parametrize(
    ("posix", "written"),
    [
        ("^[[:alnum:]._-]+$", '"[0-9A-Za-z._-]+"'),
        ("[a-z]", '".*[a-z].*"'),
        ("^(a|b)$", '"((a|b))"'),
        ("![:\n]", r'".*[:\n].*" { modifier invert-match'),
    ],
)
def test_a_pattern_says_the_same_of_the_whole_value(posix: str, written: str) -> None:
    assert " ".join(line.strip() for line in pattern(posix).lines()).startswith(
        f"pattern {written};"
    )


def test_a_pattern_with_an_anchor_inside_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="not translated"):
        pattern("!(^default$|[^a-z])")


@pytest.mark.parametrize("text", ["module a {", "module a; }", 'module "a', "a; b;"])
def test_half_a_module_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="not"):
        parse(text)
