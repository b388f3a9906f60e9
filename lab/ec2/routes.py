"""Routes: one for each destination of a table, to interfaces among others.

moto knows no state of a route to an interface, lets it take the place of another route, and
destroys a route whose new target does not exist.

docs/aws-behaviour.md#routes-of-a-table
docs/aws-behaviour.md#routes-to-an-interface
"""

from __future__ import annotations

import copy
from ipaddress import ip_network
from typing import Any

from moto.ec2.exceptions import InvalidDestinationCIDRBlockParameterError
from moto.ec2.models import EC2Backend
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.route_tables import Route
from moto.ec2.utils import generate_route_id

from lab.ec2.current import current, tell
from lab.ec2.refusals import different_networks
from lab.errors import AwsError
from lab.patching import add, replace


class Routes(EC2Backend):
    def create_route(
        self,
        route_table_id: str,
        destination_cidr_block: str | None,
        destination_ipv6_cidr_block: str | None = None,
        *args: Any,
        **options: Any,
    ) -> Route:
        ipv4, ipv6 = _canonical(destination_cidr_block), _canonical(destination_ipv6_cidr_block)
        interface_id = options.get("interface_id")
        if interface_id:
            self._require_in_network(route_table_id, interface_id)
        present = self._route_to(route_table_id, ipv4 or ipv6)
        if present is not None:
            if _is_to(present, interface_id) and current().switches.same_route_again_succeeds:
                return present
            raise AwsError(
                "RouteAlreadyExists", f"The route identified by {ipv4 or ipv6} already exists."
            )
        if interface_id:
            tell(f"route to {ipv4 or ipv6} through {interface_id}", table=route_table_id)
        return super().create_route(route_table_id, ipv4, ipv6, *args, **options)

    def replace_route(
        self,
        route_table_id: str,
        destination_cidr_block: str,
        destination_ipv6_cidr_block: str | None = None,
        *args: Any,
        **options: Any,
    ) -> Route:
        ipv4, ipv6 = _canonical(destination_cidr_block), _canonical(destination_ipv6_cidr_block)
        interface_id = options.get("interface_id")
        if interface_id:
            self._require_in_network(route_table_id, interface_id)
            tell(f"route to {ipv4 or ipv6} through {interface_id}", table=route_table_id)
        present = self._route_to(route_table_id, ipv4 or ipv6)
        if present is not None:
            # What Describe shows late keeps the old one.
            self.get_route_table(route_table_id)._routes[present.id] = copy.copy(present)
        return super().replace_route(route_table_id, ipv4 or "", ipv6, *args, **options)

    def delete_route(
        self,
        route_table_id: str,
        destination_cidr_block: str,
        destination_ipv6_cidr_block: str | None = None,
        destination_prefix_list_id: str | None = None,
    ) -> Route:
        if (destination_cidr_block or "").startswith("pl-"):
            # moto's own call, when a gateway endpoint is deleted.
            return super().delete_route(route_table_id, destination_cidr_block)
        ipv4, ipv6 = _canonical(destination_cidr_block), _canonical(destination_ipv6_cidr_block)
        return super().delete_route(route_table_id, ipv4 or "", ipv6, destination_prefix_list_id)

    def _route_to(self, route_table_id: str, destination: str | None) -> Route | None:
        routes = self.get_route_table(route_table_id)._routes
        return routes.get(generate_route_id(route_table_id, destination)) if destination else None

    def _require_in_network(self, route_table_id: str, interface_id: str) -> None:
        table = self.get_route_table(route_table_id)
        if self.get_network_interface(interface_id).vpc_id != table.vpc_id:
            raise different_networks(
                f"route table {route_table_id}",
                f"interface {interface_id}",
                "InvalidParameterValue",
            )


def leads_through(interface: NetworkInterface) -> bool:
    """Whether packets can get through: it is on an instance that is not stopped."""
    return interface.instance is not None and interface.instance.state != "stopped"


def _is_to(route: Route, interface_id: str | None) -> bool:
    return interface_id is not None and route.network_interface_id == interface_id


def _canonical(block: str | None) -> str | None:
    """As EC2 writes a destination, whatever bits were given beyond its length."""
    if not block:
        return None
    try:
        return str(ip_network(block, strict=False))
    except ValueError:
        raise InvalidDestinationCIDRBlockParameterError(block) from None


def _instance_id(route: Route) -> str | None:
    """Of the interface, as long as it is attached."""
    if route.interface is not None:
        return None if route.interface.instance is None else str(route.interface.instance.id)
    return str(route.instance.id) if route.instance else None


def _instance_owner_id(route: Route) -> str | None:
    return str(route.route_table.owner_id) if _instance_id(route) else None


def install() -> None:
    replace(Route, "instance_id", property(_instance_id))
    add(Route, "instance_owner_id", property(_instance_owner_id))
