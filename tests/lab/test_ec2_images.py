"""Marketplace images: found by listing, hidden when deprecated, started only by subscribers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.context import Lab
from lab.ec2.listings import LISTED, OLDER
from lab.in_process import client, simulated
from tests.support.deployment import Deployment

CATALYST = "3ycwqehancx46bkpb3xkifiz5"


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=7, catalogue=True) as lab:
        yield lab


def images(name: str, code: str | None = None, **options: Any) -> list[dict[str, Any]]:
    filters = [{"Name": "name", "Values": [name]}]
    if code:
        filters.append({"Name": "product-code", "Values": [code]})
    found = client("ec2").describe_images(Owners=["aws-marketplace"], Filters=filters, **options)
    return sorted(found["Images"], key=lambda image: str(image["CreationDate"]))


@pytest.mark.usefixtures("lab")
class TestDescribe:
    def test_the_product_code_tells_listings_apart(self) -> None:
        everything = images("Cisco-C8K-*")
        byol = images("Cisco-C8K-*", CATALYST)
        assert {image["Name"][:14] for image in everything} == {"Cisco-C8K-17.1", "Cisco-C8K-PAYG"}
        assert [image["ImageId"] for image in byol] == ["ami-0c8000171200000b2"]

    def test_a_deprecated_image_shows_to_who_asks_for_it(self) -> None:
        named = images("Cisco-C8K-17.06*", CATALYST, IncludeDeprecated=True)
        assert [image["ImageId"] for image in named] == ["ami-0c8000170400000a1"]
        assert images("Cisco-C8K-17.06*", CATALYST) == []
        by_id = client("ec2").describe_images(ImageIds=["ami-0c8000170400000a1"])["Images"]
        assert by_id[0]["DeprecationTime"] == "2024-03-01T00:00:00.000Z"

    def test_an_image_looks_like_one_of_the_marketplace(self) -> None:
        (image,) = images("junos-vsrx3-x86-64-23*")
        assert image["OwnerId"] == "679593333241"
        assert image["ImageOwnerAlias"] == "aws-marketplace"
        assert image["ProductCodes"][0]["ProductCodeType"] == "marketplace"
        assert (image["Architecture"], image["RootDeviceName"]) == ("x86_64", "/dev/sda1")

    def test_the_ids_are_ids(self) -> None:
        ids = [listed.ami_id for listed in LISTED + OLDER]
        assert all(re.fullmatch(r"ami-[0-9a-f]{17}", each) for each in ids)
        assert len(ids) == len(set(ids))


class TestSubscription:
    def test_a_launch_without_it_is_refused(self, lab: Lab) -> None:
        lab.ec2.unsubscribed.add(CATALYST)
        with pytest.raises(ClientError, match=rf"OptInRequired.*sku={CATALYST}"):
            client("ec2").run_instances(ImageId="ami-0c8000171200000b2", MinCount=1, MaxCount=1)

    def test_others_start(self, lab: Lab) -> None:
        lab.ec2.unsubscribed.add(CATALYST)
        made = client("ec2").run_instances(ImageId="ami-00e50000001400001", MinCount=1, MaxCount=1)
        assert made["Instances"][0]["ImageId"] == "ami-00e50000001400001"

    def test_the_group_says_why_and_goes_on_once_the_terms_are_accepted(self, lab: Lab) -> None:
        lab.ec2.unsubscribed.add(CATALYST)
        deployment = Deployment(lab, image_id="ami-0c8000171200000b2")
        deployment.scale(1)
        lab.clock.run_until(lambda: False, limit_seconds=120)
        activities = deployment.autoscaling.describe_scaling_activities(
            AutoScalingGroupName=deployment.name
        )["Activities"]
        assert activities[0]["StatusCode"] == "Failed"
        assert "accept terms and subscribe" in activities[0]["StatusMessage"]
        lab.ec2.unsubscribed.clear()
        deployment.assert_wholly_on(deployment.in_service())
