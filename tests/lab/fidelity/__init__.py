"""What the AWS provider reads back is what it wrote, so that a second plan is empty.

moto accepts most arguments and forgets some (lab.md, table h). Launch templates are looked after
in tests/lab/ec2, groups and hooks in tests/lab/autoscaling, functions in tests/lab/lambdas; here
is what concerns no engine of the lab.
"""

from __future__ import annotations

from tests.lab.fidelity import alarms


def install() -> None:
    """Patch moto, once per process, before its first use."""
    alarms.install()
