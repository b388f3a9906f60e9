"""Describe calls of the network: on what is visible by now, filtered, and in pages.

moto ignores MaxResults here; a client that forgets to ask for the next page must be caught.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import (
    InvalidNetworkAclIdError,
    InvalidNetworkInterfaceIdError,
    InvalidRouteTableIdError,
    InvalidSubnetIdError,
)
from moto.ec2.responses import EC2Response
from moto.ec2.utils import generic_filter

from lab.ec2.current import current
from lab.ec2.lookups import Filters, in_vpc, of_subnet
from lab.errors import AwsError
from lab.moto_answers import members


class Reads(EC2Response):
    def describe_subnets(self) -> ActionResult:
        subnets = (one for zone in self.ec2_backend.subnets.values() for one in zone.values())
        found = self._visible(subnets, "subnet-", "SubnetIds", InvalidSubnetIdError)
        return self._page("Subnets", found, "SubnetIds")

    def describe_network_interfaces(self) -> ActionResult:
        """What an AWS service manages is hidden from whoever does not ask for it."""
        everything = self._get_bool_param("IncludeManagedResources", False)
        found = self._visible(
            (one for one in self.ec2_backend.enis.values() if everything or one.operator is None),
            "eni-",
            "NetworkInterfaceIds",
            InvalidNetworkInterfaceIdError,
        )
        return self._page("NetworkInterfaces", found, "NetworkInterfaceIds")

    def describe_route_tables(self) -> ActionResult:
        tables = self.ec2_backend.route_tables.values()
        found = self._visible(tables, "rtb-", "RouteTableIds", InvalidRouteTableIdError, of_subnet)
        return self._page("RouteTables", found, "RouteTableIds")

    def describe_network_acls(self) -> ActionResult:
        acls = self.ec2_backend.network_acls.values()
        found = self._visible(acls, "acl-", "NetworkAclIds", InvalidNetworkAclIdError)
        return self._page("NetworkAcls", found, "NetworkAclIds")

    def describe_addresses(self) -> ActionResult:
        """By allocation id or filter an address is always there; what it shows may be old."""
        found = super().describe_addresses()
        past = current().ec2.past
        late = {one.id: one for one in past.view(self.ec2_backend.addresses, "eipalloc-")}
        shown = [late.get(one.id, one) for one in members(found)["Addresses"]]
        return ActionResult({"Addresses": shown})

    def _visible(
        self,
        current_ones: Iterable[Any],
        prefix: str,
        parameter: str,
        missing: Callable[[str], Exception],
        sieve: Callable[[list[Any], Filters], list[Any]] = in_vpc,
    ) -> list[Any]:
        self.error_on_dryrun()
        seen = current().ec2.past.view(current_ones, prefix)
        wanted = self._get_param(parameter, [])
        for resource_id in wanted:
            if resource_id not in {one.id for one in seen}:
                raise missing(resource_id)
        chosen = [one for one in seen if not wanted or one.id in wanted]
        filters: Any = self._filters_from_querystring()  # by name a list, whatever moto says
        return generic_filter(filters, sieve(chosen, filters))

    def _page(self, key: str, found: list[Any], ids_parameter: str) -> ActionResult:
        """One page; the token is the place where the next one begins."""
        asked = self._get_int_param("MaxResults")
        if asked is not None and self._get_param(ids_parameter):
            raise AwsError(
                "InvalidParameterCombination",
                "The parameter MaxResults cannot be used with ids in the same request.",
            )
        start = int(self._get_param("NextToken", 0))
        alone = len(found) - start <= 1  # one item is one page, however long a page is
        end = start + (asked or (1 if alone else current().switches.describe_page_size))
        token = str(end) if end < len(found) else None
        return ActionResult({key: found[start:end], "NextToken": token})
