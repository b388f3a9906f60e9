"""Elastic IPs a person does not take for loopback addresses: moto draws them from 127.0.0.0/8.

198.18.0.0/15 is set aside for tests (RFC 2544), so no address is anybody's.
"""

from __future__ import annotations

import moto.ec2.models.elastic_ip_addresses as moto_addresses
from moto.moto_api._internal import mock_random

from lab.patching import replace


def _elastic_ip() -> str:
    second, third = mock_random.choice((18, 19)), mock_random.randrange(256)
    return f"198.{second}.{third}.{mock_random.randrange(1, 255)}"


def install() -> None:
    replace(moto_addresses, "random_ip", _elastic_ip)
