"""What is put on moto's EC2, from all the modules beside this one."""

from __future__ import annotations

from moto.ec2 import urls
from moto.ec2.models import EC2Backend, ec2_backends

from lab.ec2 import (
    addresses,
    addressing,
    api,
    attachments,
    block_public_access,
    consistency,
    dry_run,
    filters,
    flow_logs,
    images,
    instances,
    interfaces,
    ipv6_addresses,
    ipv6_ranges,
    launch_templates,
    lookups,
    network_acls,
    network_interface,
    ranges,
    reads,
    route_tables,
    routes,
    secondary_addresses,
    sharing,
    subnets,
    transit_gateways,
    vpcs,
)


class LabBackend(
    instances.Instances,
    attachments.Attachments,
    interfaces.Interfaces,
    secondary_addresses.SecondaryAddresses,
    ipv6_addresses.Ipv6Addresses,
    addresses.Addresses,
    transit_gateways.TransitGateways,
    subnets.Subnets,
    ranges.Ranges,
    route_tables.RouteTables,
    routes.Routes,
    network_acls.NetworkAcls,
    vpcs.Vpcs,
    block_public_access.BlockPublicAccess,
    flow_logs.FlowLogs,
    lookups.Lookups,
):
    """moto's EC2 store with AWS's refusals and latencies."""


class LabResponse(
    api.InterfaceCalls,
    secondary_addresses.SecondaryAddressCalls,
    ipv6_addresses.Ipv6AddressCalls,
    api.AddressCalls,
    api.InstanceCalls,
    api.RouteTableCalls,
    block_public_access.BlockPublicAccessCalls,
    transit_gateways.TransitGatewayCalls,
    reads.Reads,
    images.ImageCalls,
):
    """moto's EC2 calls with all the arguments."""


def install() -> None:
    """Patch moto, once per process, before the first use of its EC2."""
    for module in (
        addresses,
        addressing,
        block_public_access,
        dry_run,
        filters,
        instances,
        ipv6_ranges,
        launch_templates,
        lookups,
        network_acls,
        network_interface,
        routes,
        transit_gateways,
    ):
        module.install()
    consistency.install(LabResponse)
    sharing.install(LabResponse)
    # moto finds a backend's urls by the name of the module of its class.
    LabBackend.__module__ = EC2Backend.__module__
    ec2_backends.backend = LabBackend
    for path in urls.url_paths:
        urls.url_paths[path] = LabResponse.dispatch
