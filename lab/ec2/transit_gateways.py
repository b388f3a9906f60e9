"""Transit gateways: one subnet of an attachment in a zone, and states until it is deleted.

https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-lifecycle
moto forgets it at once; a client that waits for the state `deleted`, as Terraform does, waits in
vain then. Routes that pointed through it stay as they are and lead nowhere: `blackhole`.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models import EC2Backend
from moto.ec2.models.route_tables import Route
from moto.ec2.models.subnets import Subnet
from moto.ec2.models.transit_gateway import TransitGateway
from moto.ec2.models.transit_gateway_attachments import (
    TransitGatewayAttachment,
    TransitGatewayVpcAttachment,
)
from moto.ec2.responses import EC2Response
from moto.ec2.utils import convert_tag_spec
from moto.utilities.utils import filter_resources

from lab.ec2.current import after, current
from lab.ec2.refusals import dependency_violation, incorrect_state
from lab.errors import AwsError
from lab.moto_answers import members
from lab.patching import replace

VISIBLE_SECONDS = 2 * 3600.0  # of a deleted attachment, as that page says
FILTERS = (
    ("state", "state"),
    ("transit-gateway-attachment-id", "id"),
    ("transit-gateway-id", "transit_gateway_id"),
    ("vpc-id", "resource_id"),
)


class TransitGateways(EC2Backend):
    @cached_property
    def parted_attachments(self) -> dict[str, TransitGatewayAttachment]:
        """Attachments that are `deleting` or `deleted`, by their id."""
        return {}

    def create_transit_gateway_vpc_attachment(
        self, transit_gateway_id: str, vpc_id: str, subnet_ids: list[str], *args: Any, **more: Any
    ) -> TransitGatewayVpcAttachment:
        self._require_one_in_a_zone(subnet_ids)
        return super().create_transit_gateway_vpc_attachment(
            transit_gateway_id, vpc_id, subnet_ids, *args, **more
        )

    def modify_transit_gateway_vpc_attachment(
        self,
        transit_gateway_attachment_id: str,
        add_subnet_ids: list[str] | None = None,
        options: dict[str, str] | None = None,
        remove_subnet_ids: list[str] | None = None,
    ) -> TransitGatewayAttachment:
        attachment: Any = self.transit_gateway_attachments.get(transit_gateway_attachment_id)
        if attachment is None:
            raise _missing("Attachment", transit_gateway_attachment_id)
        kept = [each for each in attachment.subnet_ids if each not in (remove_subnet_ids or [])]
        self._require_one_in_a_zone([*kept, *(add_subnet_ids or [])])
        return super().modify_transit_gateway_vpc_attachment(
            transit_gateway_attachment_id, add_subnet_ids, options, remove_subnet_ids
        )

    def _require_one_in_a_zone(self, subnet_ids: list[str]) -> None:
        zones = [self.get_subnet(each).availability_zone for each in subnet_ids]
        if len(zones) != len(set(zones)):
            raise AwsError("DuplicateSubnetsInSameZone", "Duplicate Subnets for same AZ")

    def delete_subnet(self, subnet_id: str) -> Subnet:
        """The interface of an attachment, which moto does not make, keeps its subnet."""
        parting = [each for each in self.parted_attachments.values() if each.state == "deleting"]
        for each in (*self.transit_gateway_attachments.values(), *parting):
            if subnet_id in getattr(each, "subnet_ids", []):
                raise dependency_violation("subnet", subnet_id)
        return super().delete_subnet(subnet_id)

    def delete_transit_gateway_vpc_attachment(
        self, transit_gateway_attachment_id: str
    ) -> TransitGatewayAttachment:
        wanted = transit_gateway_attachment_id
        if wanted in self.parted_attachments:
            raise incorrect_state(f"{wanted} is in invalid state")
        if wanted not in self.transit_gateway_attachments:
            raise _missing("Attachment", wanted)
        attachment = super().delete_transit_gateway_vpc_attachment(wanted)
        attachment.state = "deleting"
        self.parted_attachments[wanted] = attachment
        span = current().switches.transit_gateway_detach_seconds
        after(span, partial(self._deleted, attachment), f"{wanted} deleted")
        return attachment

    def _deleted(self, attachment: TransitGatewayAttachment) -> None:
        attachment.state = "deleted"
        forget = partial(self._forget_attachment, attachment.id)
        current().clock.call_later(VISIBLE_SECONDS, forget, f"{attachment.id} is forgotten")

    def _forget_attachment(self, attachment_id: str) -> None:
        del self.parted_attachments[attachment_id]

    def delete_transit_gateway(self, transit_gateway_id: str) -> TransitGateway:
        """https://docs.aws.amazon.com/vpc/latest/tgw/delete-tgw.html: attachments keep it."""
        if transit_gateway_id not in self.transit_gateways:
            raise _missing("", transit_gateway_id)
        parting = [each for each in self.parted_attachments.values() if each.state == "deleting"]
        attached = [*self.transit_gateway_attachments.values(), *parting]
        holding = [each.id for each in attached if each.transit_gateway_id == transit_gateway_id]
        if holding:
            raise incorrect_state(
                f"{transit_gateway_id} has non-deleted Transit Gateway Attachments: "
                f"{', '.join(sorted(holding))}."
            )
        return super().delete_transit_gateway(transit_gateway_id)


class TransitGatewayCalls(EC2Response):
    def create_transit_gateway_vpc_attachment(self) -> ActionResult:
        """moto looks for the tags of another kind."""
        created = super().create_transit_gateway_vpc_attachment()
        kinds = convert_tag_spec(self._get_param("TagSpecifications", []))
        attachment = members(created)["TransitGatewayVpcAttachment"]
        attachment.add_tags(kinds.get("transit-gateway-attachment", {}))
        return created

    def describe_transit_gateway_vpc_attachments(self) -> ActionResult:
        """Those that are there, and those that were."""
        found = super().describe_transit_gateway_vpc_attachments()
        present = members(found)["TransitGatewayVpcAttachments"]
        return ActionResult({"TransitGatewayVpcAttachments": [*present, *self._parted()]})

    def _parted(self) -> list[TransitGatewayAttachment]:
        ids = self._get_param("TransitGatewayAttachmentIds", [])
        parted = self.ec2_backend.parted_attachments.values()
        named = [each for each in parted if not ids or each.id in ids]
        filters = self._filters_from_querystring()
        return list(filter_resources(named, filters, FILTERS)) if filters else named


def _missing(kind: str, resource_id: str) -> AwsError:
    return AwsError(
        f"InvalidTransitGateway{kind}ID.NotFound",
        f"Transit Gateway {kind} {resource_id} was deleted or does not exist.".replace("  ", " "),
    )


def _state(self: Route) -> str:
    """A target that is not there any more makes a `blackhole` of a route:
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html"""
    if self.transit_gateway is None:
        return "active"
    backend: Any = current().ec2.backend
    attachments = backend.transit_gateway_attachments.values()
    reached = (self.transit_gateway.id, self.route_table.vpc_id)
    leads = any((each.transit_gateway_id, each.resource_id) == reached for each in attachments)
    return "active" if leads else "blackhole"


def install() -> None:
    replace(Route, "state", property(_state))
