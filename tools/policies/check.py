"""All that is held against the reference, as sentences."""

import json
from collections.abc import Iterator
from pathlib import Path

from tools.policies import lab, rules
from tools.policies.excused import DEPLOYER, unexcused
from tools.policies.findings import Finding
from tools.policies.policy import Kind, policy
from tools.policies.reference import Reference, load
from tools.policies.rendering import render


def complaints(copy: Path, reference_file: Path) -> list[str]:
    """What is wrong in a copy of the tree, which Terraform may litter.

    Raises OSError if the policies cannot be rendered, or the reference is not there.
    """
    return list(dict.fromkeys(unexcused(_found(copy, load(reference_file)))))


def _found(copy: Path, reference: Reference) -> Iterator[Finding]:
    deployer = policy(DEPLOYER, Kind.OPERATOR, json.loads((copy / DEPLOYER).read_text()))
    for each in [*render(copy), deployer]:
        yield from rules.findings(each, reference)
    yield from lab.findings(lab.listing(copy), reference)
