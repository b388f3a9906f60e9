"""Two VIPs of one VNF: one from the internet, one private. Each comes and goes by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.running import Running
from tests.support.served_lab import ServedLab

ACCESS: dict[str, Any] = {
    "cidr": "10.16.10.0/24",
    "address": "10.16.10.20",
    "device_index": 1,
    "secondary_addresses": {"10.16.10.21": {}},
}
CORE: dict[str, Any] = {
    "cidr": "10.16.11.0/24",
    "address": "10.16.11.20",
    "device_index": 2,
    "elastic_ip": {"from": "none"},
    "ipv6": {"subnet_number": 1, "host_number": 32, "internet": "out"},
}
# Instead of its secondary address another one, which has an Elastic IP.
WIDER = ACCESS | {"secondary_addresses": {"10.16.10.22": {"elastic_ip": {"from": "make"}}}}


def test_both_heal_and_one_goes_without_the_other(served: ServedLab, tmp_path: Path) -> None:
    running = Running(
        served, tmp_path, instance_types=["c5.large"], vips={"access": ACCESS, "core": CORE}
    )
    _, second = served.heal_into_another_zone()
    running.at_rest()
    assert addresses(served) == {"10.16.10.20", "10.16.10.21", "10.16.11.20"}
    before = {each["NetworkInterfaceId"] for each in interfaces(served)}

    running.change(vips={"access": WIDER})
    running.at_rest()
    assert addresses(served) == {"10.16.10.20", "10.16.10.22"}
    (access,) = interfaces(served)
    assert access["NetworkInterfaceId"] in before
    assert served.in_service().instance_id == second.instance_id
    running.destroy()


def interfaces(served: ServedLab) -> list[dict[str, Any]]:
    """Those of VIPs, by their tag."""
    owned = [{"Name": "tag-key", "Values": ["PersistentVip"]}]
    found = served.client("ec2").describe_network_interfaces(Filters=owned)
    return list(found["NetworkInterfaces"])


def addresses(served: ServedLab) -> set[str]:
    """All their private addresses."""
    return {
        address["PrivateIpAddress"]
        for each in interfaces(served)
        for address in each["PrivateIpAddresses"]
    }
