"""First-boot configurations as modules/appliance renders them: the cases, and what came out.

``python -m tests.support.first_boot`` writes the golden files anew; read their diff before
you commit.
"""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.project import PROJECT
from tests.support.terraform import copy_module
from tools.profiles import CALL_FILE, evaluate, initialise

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


# One call of modules/appliance for each case.
CALLER = """
variable "cases" {{
  type = any
}}

module "appliance" {{
  source   = "../modules/appliance"
  for_each = var.cases

{arguments}
}}
"""


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


# Two VIPs: the first with a further address, so that it is configured without DHCP.
TWO_VIPS: dict[str, dict[str, Any]] = {
    "access": {
        "device_index": 1,
        "cidr": "10.16.10.0/24",
        "address": "10.16.10.20",
        "secondary_addresses": ["10.16.10.21"],
        "ipv6_cidr": None,
        "ipv6_address": None,
    },
    "core": {
        "device_index": 2,
        "cidr": "10.16.20.0/25",
        "address": "10.16.20.20",
        "secondary_addresses": [],
        "ipv6_cidr": None,
        "ipv6_address": None,
    },
}
# Three, all of them but the first with IPv6; its name comes before the others'.
DUAL_STACK = TWO_VIPS | {
    "core": TWO_VIPS["core"]
    | {"ipv6_cidr": "2001:db8:16:20::/64", "ipv6_address": "2001:db8:16:20::20"},
    "a-third": {
        "device_index": 3,
        "cidr": "10.16.30.0/24",
        "address": "10.16.30.20",
        "secondary_addresses": [],
        "ipv6_cidr": "2001:db8:16:30::/64",
        "ipv6_address": "2001:db8:16:30::20",
    },
}


def cases() -> dict[str, dict[str, Any]]:
    """The variables of each golden file by its name.

    A profile's defaults, everything that can be set, two VIPs, and three of which two have IPv6.
    """
    return {
        f"{vnf}.{which}.txt": {"vnf": vnf, "key_name": "edge"} | given
        for vnf, profile in profiles().items()
        if profile["first_boot"]
        for which, given in _cases(vnf, profile["first_boot"]).items()
    }


def _cases(vnf: str, first_boot: dict[str, Any]) -> dict[str, dict[str, Any]]:
    settings = first_boot["settings"]
    key = {"ssh_public_key": KEY} if "ssh_public_key" in settings else {}
    everything = {
        "hostname": "lns-1",
        "addressing": "static",
        "mtu": 9001,
        "technology_package": first_boot.get("technology_packages", [""])[-1],
    }
    chosen = {name: value for name, value in everything.items() if name in settings}
    found: dict[str, dict[str, Any]] = {
        "default": {"first_boot": key},
        "changed": {"first_boot": key | chosen, "extra_config": EXTRA[vnf]},
        "two_vips": {"first_boot": key, "vips": TWO_VIPS},
    }
    if "addressing" in settings:  # PAN-OS has its data interfaces from elsewhere.
        found["dual_stack"] = {"first_boot": key, "vips": DUAL_STACK}
    return found


@cache
def rendered() -> dict[str, str]:
    """The first-boot configuration of each case, all of them by one Terraform."""
    given = json.loads((module() / CALL_FILE).read_text())
    caller = module().parents[1] / "caller"
    (caller / CALL_FILE).parent.mkdir(parents=True)
    (caller / CALL_FILE).write_text(
        json.dumps({"cases": {n: given | c for n, c in cases().items()}})
    )
    arguments = "\n".join(f"  {name} = each.value.{name}" for name in given)
    (caller / "main.tf").write_text(CALLER.format(arguments=arguments))
    initialise(caller)
    user_data = "{ for name, called in module.appliance : name => base64decode(called.user_data) }"
    texts: dict[str, str] = evaluate(caller, user_data)
    return texts


def main() -> None:
    for name, text in rendered().items():
        (GOLDEN / name).write_text(text)
        print(GOLDEN / name)


if __name__ == "__main__":
    main()
