"""All that is held against the reference, as sentences."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.policies import lab, rules
from tools.policies.excused import unexcused
from tools.policies.findings import Finding
from tools.policies.policy import Kind, Policy, policy
from tools.policies.reference import Reference, load
from tools.policies.rendering import render


def complaints(copy: Path, reference_file: Path) -> list[str]:
    """What is wrong in a copy of the tree, which Terraform may litter.

    Raises OSError if the policies cannot be rendered, or the reference is not there.
    """
    return list(dict.fromkeys(unexcused(_found(copy, load(reference_file)))))


def _found(copy: Path, reference: Reference) -> Iterator[Finding]:
    # Both mostly wait for another program: together they take as long as the slower one.
    with ThreadPoolExecutor() as pool:
        rendered, told = pool.submit(render, copy), pool.submit(lab.listing, copy)
    for each in [*rendered.result(), *of_operators(copy)]:
        yield from rules.findings(each, reference)
    yield from lab.findings(told.result(), reference)


def of_operators(root: Path) -> Iterator[Policy]:
    """The policies that the documentation gives to whoever runs Terraform."""
    for file in sorted(root.glob("docs/*.json")):
        document = json.loads(file.read_text())
        if "Statement" in document:
            yield policy(str(file.relative_to(root)), Kind.OPERATOR, document)
