"""A pytest plug-in that runs the lab's EC2 tests on moto as it is, without the lab.

`test_plain_moto.py` uses it to see whether what is marked `moto` is moto's own doing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

from moto import mock_aws

from tests.support.worlds import ec2


@contextmanager
def unchanged(**_: Any) -> Iterator[SimpleNamespace]:
    """In the place of a simulated lab: nothing but moto's mock."""
    with mock_aws():
        yield SimpleNamespace(gaps=Mock(), clock=Mock())


ec2.simulated = unchanged
