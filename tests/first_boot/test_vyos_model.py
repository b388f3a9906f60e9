"""VyOS's golden files, held to the interface definitions of the release that the profile pins."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.first_boot.models.vyos import command, lines, problems, rule_problems
from tests.support.first_boot import profiles

GOLDEN = sorted((Path(__file__).parent / "golden").glob("VyOS.*.txt"))
# What this module wrote once: a line, and a word of what is told about it.
WRONG = {
    "set interfaces ethernet eth1 address dhcp": "address is a leaf",
    "set interfaces ethernet eth1 address 10.16.10.20/24": "address is a leaf",
    "set interfaces ethernet eth1 mtu 1500": "mtu is a leaf",
    "set policy local-route rule 101 source 10.16.1.0/24": "no 10.16.1.0/24 in",
    "set policy local-route rule 101 source '10.16.1.0/24'": "takes no value",
    "set policy local-route rule 101 set table 101": "table is a leaf",
    # And what nobody wrote yet.
    "set interfaces ethernet eth1 mtu '99999'": "mtu cannot be 99999",
    "set interfaces ethernet eth1 mtu": "mtu needs a value",
    "set interfaces ethernet eth1 adress '10.16.10.20/24'": "no adress in",
    "set interfaces ethernet eth1 address '10.16.10.0/24'": "address cannot be",
    "set interfaces ethernet gre1 address 'dhcp'": "ethernet cannot be gre1",
    "set interfaces ethernet eth1 disable 'yes'": "takes no value",
    "set interfaces ethernet eth1 description 'it's'": "cannot hold a quote",
    "set interfaces ethernet 'eth1' address 'dhcp'": "cannot hold a quote",
    "set protocols static table 201 route 0.0.0.0/0 next-hop 10.16.1.1": "table cannot be 201",
    "set protocols static route 10.16.1.1/24 next-hop 10.16.1.1": "route cannot be",
    "set protocols static route 0.0.0.0/0 next-hop 10.16.1.0/24": "next-hop cannot be",
    "set protocols static route 0.0.0.0/0 next-hop 10.16.1.1 interface 'Gi2'": "cannot be Gi2",
    "set policy local-route rule 0 set table 'main'": "rule cannot be 0",
    "set policy local-route6 rule 3001 source address '10.16.10.0/24'": "address cannot be",
    "set protocols static route6 ::/0 next-hop 10.16.10.1": "next-hop cannot be",
    "set protocols static route ::/0 next-hop 10.16.10.1": "route cannot be",
    "set interfaces ethernet eth1 address '2001:db8::20'": "address cannot be",
    "set system host-name '-edge'": "host-name cannot be",
    "set system host-name 'edge' ": "passes over it",
    "set system host-name'edge'": "passes over it",
    " set system host-name 'edge'": "passes over it",
    "edit system": "passes over it",
    "commit": "passes over it",
}
# Besides what the golden files say.
RIGHT = [
    "delete interfaces ethernet eth1 address",
    "delete interfaces ethernet eth1",
    "set interfaces ethernet eth1 disable",
    "set service ntp server 'time.example.com'",
    "set protocols static route 192.168.0.0/16 next-hop '10.16.10.1'",
    "set protocols static route6 2001:db8:1::/48 next-hop 2001:db8::1 interface 'eth1'",
    "set system name-server 'eth0'",
]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_every_line_is_one_of_the_release(path: Path) -> None:
    told = [problem for line in lines(path.read_text()) for problem in problems(line)]
    assert told == []


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_every_rule_selects_something_and_sets_a_table(path: Path) -> None:
    read = [found for line in lines(path.read_text()) if (found := command(line))]
    assert any("local-route" in found.path for found in read)
    assert rule_problems(read) == []


@pytest.mark.parametrize(("line", "word"), WRONG.items())
def test_the_check_tells_what_is_wrong(line: str, word: str) -> None:
    (told,) = problems(line)
    assert word in told


@pytest.mark.parametrize("line", RIGHT)
def test_the_check_takes_what_is_right(line: str) -> None:
    assert problems(line) == []


def test_the_plan_refuses_what_shows_without_the_definitions() -> None:
    """extra_config: what is dropped, and quotes that are misread; a comment may be dropped."""
    pattern = profiles()["VyOS"]["first_boot"]["allowed_lines"]["pattern"]
    shows = ("passes over it", "cannot hold a quote")
    for line, word in WRONG.items():
        assert bool(re.search(pattern, line)) == (word not in shows), line
    for line in [*RIGHT, "# of the site", ""]:
        assert re.search(pattern, line), line


def test_a_rule_without_selector_or_table_fails_all() -> None:
    rule = ("policy", "local-route", "rule", "101")
    source = command("set policy local-route rule 101 source address '10.16.1.0/24'")
    table = command("set policy local-route rule 101 set table '101'")
    assert source is not None
    assert table is not None
    assert source.path[:4] == rule
    assert rule_problems([table]) == ["rule 101 selects nothing"]
    assert rule_problems([source]) == ["rule 101 sets no table"]
    assert rule_problems([source, table]) == []
