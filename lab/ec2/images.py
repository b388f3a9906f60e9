"""Images of appliances as the AWS Marketplace shows them, beside moto's of Amazon's.

moto knows neither product codes of a Marketplace nor deprecation nor ENA.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from moto import settings
from moto.core.responses import ActionResult
from moto.ec2.models import EC2Backend
from moto.ec2.models.amis import Ami
from moto.ec2.responses import EC2Response

from lab.ec2.current import current, now
from lab.ec2.listings import LISTED, OLDER, OLDER_REGION, Listed
from lab.errors import AwsError
from lab.moto_answers import members

MARKETPLACE = "679593333241"  # the account behind the owner alias aws-marketplace
PUBLISHED_FOR_YEARS = 2  # a public image is deprecated after two years, unless its owner says


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
        older = OLDER if self.region_name == OLDER_REGION else []
        for listed in LISTED + older:
            self.amis[listed.ami_id] = MarketplaceImage(self, listed)
        images: Any = self.amis.values()
        for image in images:
            image.ena_support = True  # as every public image of today

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
