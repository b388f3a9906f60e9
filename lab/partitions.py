"""AWS's partitions: what ARNs and services are called where.

https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
"""

from __future__ import annotations

_BY_BEGINNING = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
_DNS_SUFFIXES = {"aws-cn": "amazonaws.com.cn"}


def partition_of(region: str) -> str:
    """As ARNs name it."""
    return next((name for each, name in _BY_BEGINNING.items() if region.startswith(each)), "aws")


def dns_suffix_of(region: str) -> str:
    """What names of endpoints end in, and in China also names of some services' principals."""
    return _DNS_SUFFIXES.get(partition_of(region), "amazonaws.com")
