"""Another image, another type: they wait for the next instance, or replace this one at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.running import Running
from tests.support.served_lab import ServedLab

TEMPLATE = "module.asg.aws_launch_template.this: update"
GROUP = "module.asg.aws_autoscaling_group.this: update"
IMAGE = "output.image: update"
ANOTHER_TYPE = "t3.small"


@pytest.mark.nightly
def test_changes_of_the_instance(served: ServedLab, tmp_path: Path) -> None:
    running = Running(served, tmp_path)
    an_image, another_image = other_images(running)

    image_and_type_wait_for_the_next_instance(running, an_image)
    with_instance_refresh_it_is_replaced_at_once(running, another_image)

    running.destroy()


def image_and_type_wait_for_the_next_instance(running: Running, image: str) -> None:
    first, before = running.served.in_service(), running.vip
    assert running.change(ami_id=image) == {TEMPLATE, GROUP, IMAGE}
    assert running.change(instance_types=[ANOTHER_TYPE]) == {TEMPLATE, GROUP}
    assert running.vip == before
    running.at_rest()

    second = running.replace_the_instance(first)
    assert (second.image_id, second.instance_type) == (image, ANOTHER_TYPE)
    addresses_are_kept(running, second.instance_id)


def with_instance_refresh_it_is_replaced_at_once(running: Running, image: str) -> None:
    first = running.served.in_service()
    assert running.change(ami_id=image, enable_instance_refresh=True) == {TEMPLATE, GROUP, IMAGE}
    second = running.served.in_service(other_than=first)
    assert second.image_id == image
    addresses_are_kept(running, second.instance_id)


def addresses_are_kept(running: Running, instance_id: str) -> None:
    running.at_rest()
    assert running.vip.instance_id == instance_id


def other_images(running: Running) -> tuple[str, str]:
    """Two images of the same kind as the one that runs."""
    ec2 = running.served.client("ec2")
    present = running.served.in_service().image_id
    (kind,) = ec2.describe_images(ImageIds=[present])["Images"]
    same = ("Architecture", "RootDeviceName", "PlatformDetails", "VirtualizationType")
    alike = [
        each["ImageId"]
        for each in ec2.describe_images()["Images"]
        if each["ImageId"] != present and all(each.get(key) == kind.get(key) for key in same)
    ]
    return alike[0], alike[1]
