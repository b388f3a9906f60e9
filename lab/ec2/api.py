"""Arguments that moto's response classes drop on their way to the backend."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.models.subnets import Subnet
from moto.ec2.responses import EC2Response
from moto.ec2.utils import add_tag_specification

from lab.ec2.connection_tracking import set_times, wanted_times
from lab.ec2.interfaces import Interfaces
from lab.ec2.ipv6_addresses import free_ipv6_addresses, require_one_way
from lab.ec2.secondary_addresses import give as give_secondary
from lab.ec2.secondary_addresses import wanted_addresses
from lab.ec2.shutdowns import Haste


class InterfaceCalls(EC2Response):
    def create_network_interface(self) -> ActionResult:
        self.error_on_dryrun()
        backend: Interfaces = self.ec2_backend
        subnet = backend.get_subnet(self._get_param("SubnetId"))
        primary, secondary = wanted_addresses(
            self._get_param("PrivateIpAddress"), self._get_param("PrivateIpAddresses", [])
        )
        named = [*filter(None, [primary]), *secondary]
        backend.require_creatable(subnet, named, self._get_param("Groups", []))
        times = wanted_times(self._get_param("ConnectionTrackingSpecification", {}))
        eni = backend.create_network_interface(
            subnet,
            primary,
            group_ids=self._get_param("Groups", []),
            description=self._get_param("Description"),
            tags=add_tag_specification(self._get_param("TagSpecifications", [])),
            ipv6_addresses=self._wanted_ipv6(subnet),
        )
        give_secondary(eni, secondary, self._get_int_param("SecondaryPrivateIpAddressCount", 0))
        if times:
            set_times(eni, times)
        backend.begin_interface(eni)
        return ActionResult({"NetworkInterface": eni})

    def _wanted_ipv6(self, subnet: Subnet) -> list[str]:
        asked = [each["Ipv6Address"] for each in self._get_param("Ipv6Addresses", [])]
        count = self._get_int_param("Ipv6AddressCount", 0)
        require_one_way(asked, count)
        return free_ipv6_addresses(subnet, asked, count)

    def detach_network_interface(self) -> ActionResult:
        self.error_on_dryrun()
        self.ec2_backend.detach_network_interface(
            self._get_param("AttachmentId"), force=self._get_bool_param("Force", False)
        )
        return EmptyResult()

    def modify_network_interface_attribute(self) -> ActionResult:
        self.error_on_dryrun()
        self.ec2_backend.modify_network_interface_attribute(
            self._get_param("NetworkInterfaceId"),
            self._get_param("Groups", []),
            self._get_param("SourceDestCheck.Value"),
            self._get_param("Description.Value"),
            self._get_param("Attachment"),
            self._get_param("ConnectionTrackingSpecification"),
        )
        return EmptyResult()


class AddressCalls(EC2Response):
    def associate_address(self) -> ActionResult:
        """In a VPC re-association is the default."""
        self.error_on_dryrun()
        backend = self.ec2_backend
        instance_id = self._get_param("InstanceId")
        eni_id = self._get_param("NetworkInterfaceId")
        if not (instance_id or eni_id):
            backend.raise_error("MissingParameter", "Either InstanceId or NetworkInterfaceId.")
        eip = backend.associate_address(
            instance=backend.get_instance(instance_id) if instance_id else None,
            eni=backend.get_network_interface(eni_id) if eni_id else None,
            address=self._get_param("PublicIp"),
            allocation_id=self._get_param("AllocationId"),
            reassociate=self._get_bool_param("AllowReassociation", True),
            private_ip_address=self._get_param("PrivateIpAddress"),
        )
        return ActionResult({"AssociationId": eip.association_id})


class InstanceCalls(EC2Response):
    def terminate_instances(self) -> ActionResult:
        """Without moto's synchronous word to its Auto Scaling groups: the lab's groups listen."""
        self.error_on_dryrun()
        haste = Haste(
            force=self._get_bool_param("Force", False),
            skip_os_shutdown=self._get_bool_param("SkipOsShutdown", False),
        )
        changes = self.ec2_backend.terminate_instances(self._get_param("InstanceIds", []), haste)
        return ActionResult({"TerminatingInstances": [_change(*change) for change in changes]})


class RouteTableCalls(EC2Response):
    def delete_route_table(self) -> ActionResult:
        self.error_on_dryrun()
        self.ec2_backend.require_deletable(self._get_param("RouteTableId"))
        return super().delete_route_table()

    def enable_vgw_route_propagation(self) -> ActionResult:
        """moto has no propagation; its serializer shows the attribute by its snake_case name."""
        table, gateway_id = self._table_and_gateway()
        others = [each for each in _propagating(table) if each["GatewayId"] != gateway_id]
        table.propagating_vgws = [*others, {"GatewayId": gateway_id}]
        return EmptyResult()

    def disable_vgw_route_propagation(self) -> ActionResult:
        table, gateway_id = self._table_and_gateway()
        others = [each for each in _propagating(table) if each["GatewayId"] != gateway_id]
        table.propagating_vgws = others
        return EmptyResult()

    def _table_and_gateway(self) -> tuple[Any, str]:
        self.error_on_dryrun()
        gateway_id = self._get_param("GatewayId")
        table = self.ec2_backend.get_route_table(self._get_param("RouteTableId"))
        attached = self.ec2_backend.get_vpn_gateway(gateway_id).attachments
        if table.vpc_id not in attached:
            self.ec2_backend.raise_error(
                "Gateway.NotAttached", f"resource {gateway_id} is not attached to {table.vpc_id}"
            )
        return table, gateway_id


def _propagating(table: Any) -> list[dict[str, str]]:
    return getattr(table, "propagating_vgws", [])


def _change(instance: Any, before: Any) -> dict[str, Any]:
    return {
        "InstanceId": instance.id,
        "CurrentState": instance.instance_state,
        "PreviousState": before,
    }
