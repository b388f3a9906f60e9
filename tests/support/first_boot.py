"""First-boot configurations as modules/appliance renders them: the cases, and what came out.

``python -m tests.support.first_boot`` writes the golden files anew; read their diff before
you commit.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.project import PROJECT
from tests.support.terraform import copy_module
from tools.profiles import evaluate, initialise

GOLDEN = PROJECT / "tests" / "first_boot" / "golden"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4 edge"
# The kind of key that Cisco takes; the private one was thrown away.
RSA_KEY = (
    "ssh-rsa "
    "AAAAB3NzaC1yc2EAAAADAQABAAABAQCNOXtHw/O3aMnq8/OjHDi5eJsSgphqLRqwnuC9dd+9ikyV3EIjm59U"
    "N6IfBKXOVxQbVZgeH3mLT3jycK1nP+j/29tZGnI47BSJGy/Vf6icUPuDOqZ5EqHbcCIbkzpyPkUSlQLw64T6"
    "/oxHQGJqPhCTh7EM2stCjMHtJWQdv90K8L8ZV4NT71pFilqHty7HJoHEm48Eq50/bElXwM16W5/lHS33kh6t"
    "lQA5gijWtDVzm0s4JWyPgpELJK3Moy0lYhF87VAlNXNKbpYww2Qry1yioK3pDcwnESSmYxVlK2s5bzfloeEt"
    "XrGpHzFMxJqLQ0DaeOquK2e85jf2850j/Dkv"
    " edge"
)

# Lines of each vendor's own form.
EXTRA = {
    "CiscoCSR1000v": "ip domain name example.com\nntp server 169.254.169.123\n",
    "CiscoC8000V": 'banner motd "edge"\nntp server 169.254.169.123\n',
    "JunipervSRX": "system {\n    ntp {\n        server 169.254.169.123;\n    }\n}\n",
    "JunipervMX": "system {\n    ntp {\n        server 169.254.169.123;\n    }\n}\n",
    "PaloAltoVMSeries": "panorama-server=10.16.20.5\nvm-auth-key=000000000000000\ntplname=edge\n",
    "FortiGate": 'config system dns\n    set domain "example.com"\nend\n',
    "VyOS": "set service ntp server 169.254.169.123\nset system domain-name 'example.com'\n",
}


@cache
def module() -> Path:
    """modules/appliance in a copy of its own, initialised."""
    copy = Path(tempfile.mkdtemp(prefix="first-boot-"))
    copy_module(copy)
    initialise(copy / "modules" / "appliance")
    return copy / "modules" / "appliance"


@cache
def profiles() -> dict[str, Any]:
    """The table of modules/appliance/profiles.tf."""
    table: dict[str, Any] = evaluate(module(), "local.profiles")
    return table


def cases() -> dict[str, dict[str, Any]]:
    """The variables of each golden file: a profile's defaults, and everything that can be set."""
    found = {}
    for vnf, profile in profiles().items():
        if profile["first_boot"] is None:
            continue
        settings = profile["first_boot"]["settings"]
        key = {"ssh_public_key": KEY} if "ssh_public_key" in settings else {}
        found[f"{vnf}.default.txt"] = {"vnf": vnf, "key_name": "edge", "first_boot": key}
        everything = {
            "hostname": "lns-1",
            "addressing": "static",
            "mtu": 9001,
            "technology_package": profile["first_boot"].get("technology_packages", [""])[-1],
        }
        chosen = {name: value for name, value in everything.items() if name in settings}
        found[f"{vnf}.changed.txt"] = {
            "vnf": vnf,
            "key_name": "edge",
            "first_boot": key | chosen,
            "extra_config": EXTRA[vnf],
        }
    return found


def rendered(variables: dict[str, Any]) -> str:
    """The first-boot configuration of a case."""
    config: str = evaluate(module(), "local.configs[local.reader]", **variables)
    return config


def main() -> None:
    for name, variables in cases().items():
        (GOLDEN / name).write_text(rendered(variables))
        print(GOLDEN / name)


if __name__ == "__main__":
    main()
