"""Writes junos_vsrx.yang and junos_vmx.yang: what Juniper's YANG says of the statements we use.

``python -m tests.first_boot.models.junos_extract CHECKOUT``, a checkout of github.com/Juniper/yang.
Only facts are taken: names, types, limits, keys, and which statements exclude each other. The plain
models leave patterns and exclusions to comments; those "with extensions" write them down.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.first_boot.models.yang import Statement, parse

HERE = Path(__file__).parent
RELEASE = "23.2/23.2R2"
NODES = ("container", "list", "leaf", "leaf-list", "choice", "case")
FACTS = ("key", "mandatory", "max-elements")
LIMITS = ("range", "length", "pattern")
PLATFORMS = {"junos_vsrx": "junos-es", "junos_vmx": "junos"}
# A model with extensions may be too large for a checkout's mirror: then the plain one is read.
FOLDERS = ("conf-with-extensions", "conf")

KEYS = "encrypted-password no-public-keys ssh-rsa ssh-ecdsa ssh-ed25519"
ROUTES = "static/route: next-hop reject discard receive next-table"
INBOUND = "host-inbound-traffic: system-services protocols"
EVERYWHERE = f"""
system: host-name domain-name time-zone management-instance name-server
system/root-authentication: {KEYS}
system/login/user: class uid
system/login/user/authentication: {KEYS}
system/services/ssh: root-login no-passwords no-password-authentication no-public-keys port
system/services/netconf: ssh/port rfc-compliant
system/ntp: boot-server server/key server/version server/prefer server/routing-instance
interfaces/interface: description mtu disable
interfaces/interface/unit: description disable
interfaces/interface/unit/family/inet: mtu dhcp/lease-time dhcp/vendor-id
interfaces/interface/unit/family/inet/address: primary preferred
interfaces/interface/unit/family/inet6/address: primary preferred
routing-instances/instance: description instance-type interface
routing-instances/instance/routing-options/{ROUTES}
routing-instances/instance/routing-options/rib/{ROUTES}
routing-options/{ROUTES}
"""
VSRX_ALONE = f"""
security/forwarding-options/family/inet6: mode
security/zones/security-zone: description tcp-rst
security/zones/security-zone/{INBOUND}
security/zones/security-zone/interfaces/{INBOUND}
"""

# The vendor's types of these names are any string; what the name says is a limit, too.
BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
ADDRESS = rf"({BYTE}\.){{3}}{BYTE}"
PREFIX = f"{ADDRESS}/([0-9]|[12][0-9]|3[0-2])"
IPV6, WORD = ".*:.*", ".*[A-Za-z].*"
PREFIX6 = "[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8])"
NAMED = {
    "hostname": f"{ADDRESS}|{IPV6}|{WORD}",
    "ipaddr": f"{ADDRESS}|{IPV6}",
    "ipaddr-or-interface": f"{ADDRESS}|{IPV6}|{WORD}",
    "ipprefix": f"{PREFIX}|{IPV6}",
    "ipv4addr": ADDRESS,
    "ipv4prefix": PREFIX,
}

# Limits that the vendor's models do not set, from pages of https://www.juniper.net: the MTU in
# documentation/us/en/software/junos/cli-reference/topics/ref/statement/mtu-edit-interfaces-ni.html,
# names of interfaces in techpubs/software/junos/junos56/swconfig56-interfaces/html/
# interfaces-overview4.html, and Junos's own login classes.
NUMBER = "(0|[1-9][0-9]*)"
PHYSICAL = f"[a-z]+{NUMBER}|[a-z]{{2,3}}-{NUMBER}/{NUMBER}/{NUMBER}|irb|vlan"
DOCUMENTED = {
    "system/login/user/class": ("string", "pattern", "super-user|operator|read-only|unauthorized"),
    "interfaces/interface/name": ("string", "pattern", PHYSICAL),
    "interfaces/interface/mtu": ("uint32", "range", "256 .. 9192"),
    "interfaces/interface/unit/name": ("string", "pattern", NUMBER),
    "interfaces/interface/unit/family/inet/mtu": ("uint32", "range", "256 .. 9192"),
    "interfaces/interface/unit/family/inet6/address/name": ("string", "pattern", PREFIX6),
}
# Our own rule: an interface that an instance or a zone takes is one that is configured.
TAKES_AN_INTERFACE = (
    "routing-instances/instance/interface/name",
    "security/zones/security-zone/interfaces/name",
)
CONFIGURED = (
    "/configuration/interfaces/interface[name = substring-before(current(), '.')]"
    "/unit[name = substring-after(current(), '.')]"
)

Tree = dict[str, "Tree"]


@dataclass(frozen=True)
class Schema:
    """The vendor's modules, by name."""

    modules: dict[str, Statement]

    def home(self, module: Statement, name: str) -> tuple[Statement, str]:
        """The module that a prefixed name belongs to, and the name without the prefix."""
        prefix, _, bare = name.rpartition(":")
        if prefix in ("", module.value("prefix")):
            return module, bare
        imported = {each.value("prefix"): each.argument for each in module.all("import")}
        return self.modules[imported[prefix]], bare

    def nodes(self, module: Statement, parent: Statement) -> Iterator[tuple[Statement, Statement]]:
        """The nodes of a parent, its groupings' included, each with the module it is from."""
        for child in parent.children:
            if child.keyword in NODES:
                yield module, child
            elif child.keyword == "uses":
                home, name = self.home(module, child.argument)
                found = next(each for each in home.all("grouping") if each.argument == name)
                yield from self.nodes(home, found)

    def reduced(
        self, module: Statement, parent: Statement, wanted: Tree, path: str = ""
    ) -> list[Statement]:
        """The wanted nodes of a parent, and those that its entries cannot do without.

        ``path`` is the parent's, with a slash after each name.
        """
        kept = []
        for home, node in self.nodes(module, parent):
            if node.keyword in ("choice", "case"):
                inner = self.reduced(home, node, wanted, path)
                kept += wrapped(node, inner)
            elif node.argument in wanted or node.argument in (parent.value("key") or "").split():
                kept.append(self.node(home, node, wanted.get(node.argument, {}), path))
            elif node.value("mandatory") == "true":
                raise ValueError(f"{parent.argument} demands {node.argument}: name it")
        return kept

    def node(self, module: Statement, node: Statement, wanted: Tree, path: str) -> Statement:
        """One node as our own statement."""
        here = path + node.argument
        facts = [Statement("must", text) for text in exclusions(node)]
        facts += [Statement("must", CONFIGURED)] if here in TAKES_AN_INTERFACE else []
        facts += [Statement(each.keyword, each.argument) for each in node.all(*FACTS)]
        facts += [Statement("presence", "said") for _ in node.all("presence")]
        facts += [self.type(module, each, here) for each in node.all("type")]
        inner = self.reduced(module, node, wanted, f"{here}/")
        missing = set(wanted) - set(names(inner))
        if missing:
            raise ValueError(f"{node.argument} has no {', '.join(sorted(missing))}")
        return Statement(node.keyword, node.argument, facts + inner)

    def type(self, module: Statement, said: Statement, of: str) -> Statement:
        """The type of a leaf, given by its path, with its limits."""
        home, name = self.home(module, said.argument)
        if ":" in said.argument and name in NAMED:
            return Statement("type", "string", [Statement("pattern", NAMED[name])])
        derived = [each for each in home.all("typedef") if each.argument == name]
        if derived:
            return self.type(home, derived[0].all("type")[0], of)
        limits = [Statement(each.keyword, each.argument) for each in said.all("enum", *LIMITS)]
        limits += [pattern(each.argument) for each in said.all("junos:posix-pattern")]
        member, keyword, limit = DOCUMENTED.get(of, ("", "", ""))
        limits += [Statement(keyword, limit)] if name == member else []
        inner = [self.type(module, each, of) for each in said.all("type")]
        return Statement("type", name, limits + inner)


def wrapped(node: Statement, inner: list[Statement]) -> list[Statement]:
    """A choice or case with what is left in it; a choice of one is none."""
    if node.keyword == "choice" and len(inner) == 1:
        return inner[0].children if inner[0].keyword == "case" else inner
    return [Statement(node.keyword, node.argument, inner)] if inner else []


def names(nodes: list[Statement]) -> Iterator[str]:
    """The names of nodes, those within choices included."""
    for node in nodes:
        if node.keyword in ("choice", "case"):
            yield from names(node.children)
        else:
            yield node.argument


def exclusions(node: Statement) -> Iterator[str]:
    """What must not stand beside the node, as XPath; the vendor's other conditions are left."""
    for said in node.all("junos:must"):
        found = re.fullmatch(r'\(!\("((?:\.\. )+)([\w-]+)"\)\)', said.argument)
        if found:
            yield f"not({found[1].replace(' ', '/')}{found[2]})"


def pattern(posix: str) -> Statement:
    """A pattern of the vendor's, which may match a part and begin with "not", as one of YANG's."""
    text, inverted = posix.removeprefix("!"), posix.startswith("!")
    for name, characters in {
        "alnum": "0-9A-Za-z", "digit": "0-9", "space": " \\t", "print": " -~"
    }.items():  # fmt: skip
        text = text.replace(f"[:{name}:]", characters)
    whole = re.fullmatch(r"(\^?)(.*?)(\$?)", text, re.DOTALL)
    if whole is None or re.search(r"(?<!\[)\^|\$", whole[2]):
        raise ValueError(f"not translated: {posix}")
    middle = f"({whole[2]})" if "|" in whole[2] else whole[2]
    text = ("" if whole[1] else ".*") + middle + ("" if whole[3] else ".*")
    return Statement("pattern", text, [Statement("modifier", "invert-match")] if inverted else [])


def tree(paths: str) -> Tree:
    """Lines of ``path: name path/name …`` as nested names."""
    root: Tree = {}
    for line in paths.split("\n"):
        base, _, ends = line.partition(":")
        for end in ends.split():
            here = root
            for name in f"{base}/{end}".split("/"):
                here = here.setdefault(name, {})
    return root


def files(checkout: Path, platform: str, wanted: Tree) -> list[Path]:
    """The modules that hold the wanted nodes, and what these import."""
    base = checkout / RELEASE
    found = sorted((base / "common").glob("junos-common-types@*.yang"))
    for name in ("root", *wanted):
        places = [base / platform / folder for folder in FOLDERS]
        names = f"{platform}-conf-{name}@*.yang"
        found.append(next(file for place in places for file in place.glob(names)))
    return found


def model(name: str, schema: Schema, wanted: Tree) -> Statement:
    """The reduced model as a module of our own."""
    configuration = Statement("container", "configuration")
    for module in schema.modules.values():
        for augment in module.all("augment"):
            if augment.argument == "/jc:configuration":
                configuration.children += schema.reduced(module, augment, wanted)
    head = {"yang-version": "1.1", "namespace": f"urn:persistent-vnf:{name}", "prefix": "m"}
    statements = [Statement(keyword, argument) for keyword, argument in head.items()]
    return Statement("module", name, [*statements, configuration])


def written(name: str, sources: list[Path], module: Statement, commit: str) -> str:
    """The text of a model, with where it is from."""
    plain = [each.stem.partition("@")[0] for each in sources if each.parent.name == FOLDERS[1]]
    head = [
        f"Facts on Junos, platform {PLATFORMS[name]}: names, types, limits, keys of what we use.",
        f"Source: https://github.com/Juniper/yang, {RELEASE}, Apache License 2.0,",
        f"commit {commit}.",
        *(f"Without patterns and exclusions: {each}." for each in plain),
        "Written by tests/first_boot/models/junos_extract.py; change that, not this.",
    ]
    return "\n".join([*(f"// {line}" for line in head), *module.lines(), ""])


def main(checkout: Path) -> None:
    command = ["git", "-C", str(checkout), "rev-parse", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    for name, platform in PLATFORMS.items():
        wanted = tree(EVERYWHERE + (VSRX_ALONE if name == "junos_vsrx" else ""))
        sources = files(checkout, platform, wanted)
        modules = [parse(file.read_text()) for file in sources]
        schema = Schema({module.argument: module for module in modules})
        text = written(name, sources, model(name, schema, wanted), commit)
        (HERE / f"{name}.yang").write_text(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
