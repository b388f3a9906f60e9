"""Two instances of the module side by side: one region, equal ranges, two VPCs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lab.pipeline.throttle import READS
from tests.support.served_lab import ServedLab
from tests.support.terraform import Terraform

NAMES = ("north", "south")
AUDIT_SECONDS = 60


@pytest.mark.nightly
def test_one_heals_and_the_other_never_notices(served: ServedLab, tmp_path: Path) -> None:
    folders = {
        name: served.terraform("examples/amazon_linux", tmp_path / name, name=name)
        for name in NAMES
    }
    side_by_side(Terraform.init, folders)
    side_by_side(Terraform.apply, folders)
    for name, terraform in folders.items():
        served.in_service(name)
        address = served.vip(name)
        assert address.whole
        assert (address.private_ip, address.public_ip) == served.promised(terraform.outputs())
    north, south = (served.vip(name) for name in NAMES)
    assert north.private_ip == south.private_ip
    assert north.public_ip != south.public_ip

    heals_alone(served, "north", neighbour="south")
    heals_alone(served, "south", neighbour="north")

    folders["north"].destroy()
    assert served.vip("south").whole
    assert folders["south"].plan().empty, folders["south"].plan().changes
    folders["south"].destroy()
    served.clean()


def side_by_side(act: Callable[[Terraform], None], folders: dict[str, Terraform]) -> None:
    with ThreadPoolExecutor(len(folders)) as pool:
        list(pool.map(act, folders.values()))


def heals_alone(served: ServedLab, name: str, neighbour: str) -> None:
    """Terminate one's instance: it heals, and neither touches what is the other's."""
    before, undisturbed = served.vip(name), served.vip(neighbour)
    foreign = belongings(served, neighbour)
    first = served.in_service(name)
    with served.lab.lock:
        began = len(served.lab.call_log.calls)
        served.lab.ec2.terminate(first.instance_id)
    second = served.in_service(name, other_than=first)
    served.lab.clock.run_until(lambda: False, limit_seconds=AUDIT_SECONDS)  # both audits look

    healed = served.vip(name)
    assert healed.whole
    assert healed.instance_id == second.instance_id
    assert (healed.private_ip, healed.public_ip) == (before.private_ip, before.public_ip)
    assert served.vip(neighbour) == undisturbed

    with served.lab.lock:
        calls = served.lab.call_log.of(kind="lambda", after=began)
    healing = [call for call in calls if call.caller.name.startswith(name)]
    watching = [call for call in calls if call.caller.name.startswith(neighbour)]
    assert any(not call.action.startswith(READS) for call in healing)
    assert not [call for call in healing if any(each in repr(call.params) for each in foreign)]
    assert watching
    assert not [call for call in watching if not call.action.startswith(READS)]


def belongings(served: ServedLab, name: str) -> set[str]:
    """The ids of all that the VNF's functions deal with, and the names of its group and hooks."""
    ec2 = served.client("ec2")
    owned = [{"Name": "tag:PersistentVnf", "Values": [name]}]
    subnets = ec2.describe_subnets(Filters=owned)["Subnets"]
    enis = ec2.describe_network_interfaces(Filters=owned)["NetworkInterfaces"]
    assert subnets
    assert enis
    return (
        {name, served.in_service(name).instance_id}
        | {value for each in subnets for value in (each["SubnetId"], each["VpcId"])}
        | {
            value
            for each in enis
            for value in (each["NetworkInterfaceId"], each["Association"]["AllocationId"])
        }
    )
