"""Images of appliances as the AWS Marketplace shows them, beside moto's of Amazon's.

Made up after the real ones: name, product code, owner, architecture, root device, dates. moto knows
neither product codes of a Marketplace nor deprecation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from moto import settings
from moto.core.responses import ActionResult
from moto.ec2.models import EC2Backend
from moto.ec2.models.amis import Ami
from moto.ec2.responses import EC2Response

from lab.ec2.current import current, now
from lab.errors import AwsError
from lab.moto_answers import members

MARKETPLACE = "679593333241"  # the account behind the owner alias aws-marketplace
PUBLISHED_FOR_YEARS = 2  # a public image is deprecated after two years, unless its owner says


@dataclass(frozen=True)
class Listed:
    """One image of a listing. Ids of the original sample's images are theirs, others made up."""

    ami_id: str
    name: str
    product_code: str
    created: str  # ISO 8601
    root_device_name: str = "/dev/xvda"
    architecture: str = "x86_64"


BYOL_SUFFIX = "42cb6e93-8d9d-490b-a73c-e3e56077ffd1"  # as in the name of the real listing
LISTED = [
    Listed(
        "ami-0c8000170400000a1",
        f"Cisco-C8K-17.06.02-{BYOL_SUFFIX}",
        "3ycwqehancx46bkpb3xkifiz5",
        "2022-03-01",
    ),
    Listed(
        "ami-0c8000171200000b2",
        f"Cisco-C8K-17.12.04-{BYOL_SUFFIX}",
        "3ycwqehancx46bkpb3xkifiz5",
        "2026-02-01",
    ),
    Listed(
        "ami-0c8000171500000c3",
        "Cisco-C8K-PAYG-ESS-17.15.01a-0973be0f-17dc-43c1-9677-13348bbfe587",
        "k585h9fyh5prlazwh3vb0yh3",
        "2026-05-01",
    ),
    Listed(
        "ami-0c51000170300000a",
        "cisco_CSR-17.03.07-BYOL-624f5bb1-7f8e-4f7c-ad2c-03ae1cd1c2d3",
        "5tiyrfb5tasxk9gmnab39b843",
        "2023-05-01",
    ),
    Listed(
        "ami-0c51000160900000b",
        "cisco_CSR-16.09.08-BYOL-624f5bb1-7f8e-4f7c-ad2c-03ae1cd1c2d3",
        "5tiyrfb5tasxk9gmnab39b843",
        "2024-01-01",
    ),
    Listed(
        "ami-0c51000170300000c",
        "cisco_CSR-17.03.08-SEC-dbfcb230-402e-49cc-857f-dacb4db08d34",
        "another1product1code1sec1",
        "2023-09-01",
    ),
    Listed(
        "ami-0a5d0000023400001",
        "junos-vsrx3-x86-64-23.4R2.13-consec4--prod",
        "juniper1vsrx1code1made1up",
        "2026-01-15",
        root_device_name="/dev/sda1",
    ),
    Listed(
        "ami-0a5d0000020300002",
        "junos-vsrx3-x86-64-20.3R2.9-consec4--prod",
        "juniper1vsrx1code1made1up",
        "2021-01-15",
        root_device_name="/dev/sda1",
    ),
    Listed(
        "ami-0fa000001110000a1",
        "PA-VM-AWS-11.1.4-f1260463-68e1-4bfb-bf2e-075c2664c1d7",
        "6njl1pau431dv1qxipg63mvah",
        "2026-03-01",
    ),
    Listed(
        "ami-0f07000007400000a",
        "FortiGate-VM64-AWSONDEMAND build2573 (7.4.4) GA-00000000-0000-4000-8000-000000000001",
        "2wqkpek696qhdeo7lbbjncqli",
        "2026-02-15",
        root_device_name="/dev/sda1",
    ),
    Listed(
        "ami-0f07000007400000b",
        "FortiGate-VM64-AWS build2573 (7.4.4) GA-00000000-0000-4000-8000-000000000002",
        "dlaioq277sglm5mw1y1dmeuqa",
        "2026-02-15",
        root_device_name="/dev/sda1",
    ),
    Listed(
        "ami-00e50000001400001",
        "VyOS 1.4.3-00000000-0000-4000-8000-000000000003",
        "8wqdkv3u2b9sa0y73xob2yl90",
        "2026-04-01",
    ),
]
OF_THE_ORIGINAL_SAMPLE = [
    Listed(
        "ami-086e1185f53016228",
        "cisco_CSR-.17.3.1a-BYOL-624f5bb1-7f8e-4f7c-ad2c-03ae1cd1c2d3",
        "5tiyrfb5tasxk9gmnab39b843",
        "2020-09-01",
    ),
    Listed(
        "ami-0b4796cd469da145a",
        "junos-vsrx3-x86-64-19.1R1.6-consec4--prod",
        "juniper1vsrx1code1made1up",
        "2019-06-01",
        root_device_name="/dev/sda1",
    ),
    Listed(
        "ami-0ad95096c95740994",
        "vmx-byol-19.1R1.6",
        "juniper1vmx11code1made1up",
        "2019-06-01",
        root_device_name="/dev/sda1",
    ),
]
SAMPLE_REGION = "eu-west-1"  # an image id exists in one region only; the lab's is this


class MarketplaceImage(Ami):
    """moto's image with a product code and a date of deprecation."""

    def __init__(self, backend: EC2Backend, listed: Listed) -> None:
        created = datetime.fromisoformat(listed.created).replace(tzinfo=UTC)
        super().__init__(
            backend,
            listed.ami_id,
            name=listed.name,
            owner_id=MARKETPLACE,
            owner_alias="aws-marketplace",
            public=True,
            virtualization_type="hvm",
            architecture=listed.architecture,
            hypervisor="xen",
            root_device_type="ebs",
            root_device_name=listed.root_device_name,
            creation_date=created,
            image_location=f"aws-marketplace/{listed.name}",
        )
        self.product_code = listed.product_code
        # moto keeps names, AWS shows objects.
        codes: Any = [{"ProductCodeId": listed.product_code, "ProductCodeType": "marketplace"}]
        self.product_codes = codes
        self.deprecated_at = created.replace(year=created.year + PUBLISHED_FOR_YEARS)
        self.deprecation_time = self.deprecated_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def get_filter_value(self, filter_name: str, method_name: str | None = None) -> Any:
        if filter_name == "product-code":
            return self.product_code
        return super().get_filter_value(filter_name, method_name)


class Images(EC2Backend):
    def _load_amis(self) -> None:
        super()._load_amis()
        if not settings.ec2_load_default_amis():
            return
        older = OF_THE_ORIGINAL_SAMPLE if self.region_name == SAMPLE_REGION else []
        for listed in LISTED + older:
            self.amis[listed.ami_id] = MarketplaceImage(self, listed)

    def require_subscription(self, image_id: str) -> None:
        """A Marketplace image starts only in an account that accepted the listing's terms."""
        code = getattr(self.amis.get(image_id), "product_code", None)
        if code in current().ec2.unsubscribed:
            raise AwsError(
                "OptInRequired",
                "In order to use this AWS Marketplace product you need to accept terms and "
                "subscribe. To do so please visit "
                f"https://aws.amazon.com/marketplace/pp?sku={code}",
                status=401,
            )


class ImageCalls(EC2Response):
    def describe_images(self) -> ActionResult:
        """A deprecated image shows by its id, or to who asks for such."""
        found = super().describe_images()
        if self._get_bool_param("IncludeDeprecated", False) or self._get_param("ImageIds", []):
            return found
        shown = [image for image in members(found)["Images"] if not _deprecated(image)]
        return ActionResult({"Images": shown})


def _deprecated(image: Ami) -> bool:
    return isinstance(image, MarketplaceImage) and image.deprecated_at.timestamp() <= now()
