"""All cases, and what of the state has none."""

from __future__ import annotations

import re

from tests.by_hand.address import ADDRESS
from tests.by_hand.case import Case
from tests.by_hand.functions import FUNCTIONS
from tests.by_hand.group import GROUPS
from tests.by_hand.messages import MESSAGES
from tests.by_hand.network import NETWORK
from tests.by_hand.prober import PROBER
from tests.by_hand.rights import RIGHTS

CASES: tuple[Case, ...] = (*(*ADDRESS, *GROUPS, *NETWORK, *FUNCTIONS, *PROBER, *MESSAGES, *RIGHTS),)

# What of the state is nothing in AWS that a hand could reach.
OUT_OF_REACH = {
    "archive_file": "a file on the machine that runs Terraform",
    "aws_lambda_invocation": "a call that was made",
    "terraform_data": "a value in the state",
}


def without_index(address: str) -> str:
    """`…aws_subnet.wan["10.16.1.0/24"]` is one of `…aws_subnet.wan`."""
    return re.sub(r"\[[^\]]*\]$", "", address)


def untried(addresses: set[str]) -> set[str]:
    """Those of the state that no case has for its thing, nor one of the same name."""
    tried = {without_index(each.thing) for each in CASES}
    found = {each for each in addresses if without_index(each) not in tried}
    return {each for each in found if not any(f"{kind}." in each for kind in OUT_OF_REACH)}
