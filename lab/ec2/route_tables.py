"""Route-table associations: one per subnet, within one VPC, never kept silently.

moto answers a second table with the old association, as if it had moved.

docs/aws-behaviour.md#route-table-of-a-subnet
docs/aws-behaviour.md#deleting-a-route-table
"""

from __future__ import annotations

from moto.ec2.models import EC2Backend

from lab.ec2.current import current
from lab.ec2.refusals import already_associated, dependency_violation, different_networks


class RouteTables(EC2Backend):
    def associate_route_table(
        self, route_table_id: str, gateway_id: str | None = None, subnet_id: str | None = None
    ) -> str:
        table = self.get_route_table(route_table_id)
        if subnet_id is not None:
            self._require_same_vpc(route_table_id, subnet_id)
            for holder in self.route_tables.values():
                if subnet_id in holder._associations.values():
                    self._refuse_second(holder.id, table.id)
        return str(super().associate_route_table(route_table_id, gateway_id, subnet_id))

    def replace_route_table_association(self, association_id: str, route_table_id: str) -> str:
        for holder in self.route_tables.values():
            target = holder._associations.get(association_id, "")
            if target.startswith("subnet-"):
                self._require_same_vpc(route_table_id, target)
        return str(super().replace_route_table_association(association_id, route_table_id))

    def _require_same_vpc(self, route_table_id: str, subnet_id: str) -> None:
        if self.get_route_table(route_table_id).vpc_id != self.get_subnet(subnet_id).vpc_id:
            raise different_networks(
                f"route table {route_table_id}", f"subnet {subnet_id}", "InvalidParameterValue"
            )

    def _refuse_second(self, holder_id: str, wanted_id: str) -> None:
        """Another table is refused, and the same one again if the switch says so."""
        if holder_id != wanted_id or not current().switches.same_route_table_again_succeeds:
            raise already_associated(
                f"the specified association for route table {wanted_id} conflicts with an "
                "existing association"
            )

    def require_deletable(self, route_table_id: str) -> None:
        """The main table of a VPC goes only with its VPC."""
        if self.get_route_table(route_table_id).main_association_id is not None:
            raise dependency_violation("routeTable", route_table_id)
