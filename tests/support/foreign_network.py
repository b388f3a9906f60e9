"""Somebody else's VPC, made beside the module: ranges, tables, ACLs, a Transit Gateway, a host."""

from __future__ import annotations

from typing import Any

from tests.support.network_snapshot import Snapshot, snapshot

ZONES = {"a": "eu-west-1a", "b": "eu-west-1b"}
WAN_CIDRS = {"a": "10.40.1.0/24", "b": "10.40.2.0/24"}
SECONDARY = "100.64.0.0/16"
VIP = {"vips": {"vip": {"cidr": "100.64.10.0/28", "address": "100.64.10.10"}}}
EVERYWHERE = "0.0.0.0/0"


class ForeignNetwork:
    """The network and its ids. `ec2`: a client with the rights of whoever owns it."""

    def __init__(self, ec2: Any) -> None:
        self._ec2 = ec2
        self.vpc_id = ec2.create_vpc(CidrBlock="10.40.0.0/16")["Vpc"]["VpcId"]
        ec2.associate_vpc_cidr_block(VpcId=self.vpc_id, CidrBlock=SECONDARY)
        self.gateway_id = self._internet_gateway()
        self.table_id = self._table_to_the_internet()
        self.wan_subnet_ids = {key: self._subnet(key) for key in ZONES}
        self.transit_gateway_id = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
        self.attachment_id = self._attached(list(self.wan_subnet_ids.values()))
        self.acl_id = self._acl()
        self._own_baseline()
        self._wait_until_settled([self._host()])

    @property
    def variable(self) -> dict[str, Any]:
        """The module's variable `network`, with nothing brought for the VIP subnet."""
        return {"vpc_id": self.vpc_id, "wan_subnet_ids": self.wan_subnet_ids}

    def add_ipv6(self) -> None:
        """A range that AWS chooses."""
        self._ec2.associate_vpc_cidr_block(VpcId=self.vpc_id, AmazonProvidedIpv6CidrBlock=True)

    def table(self) -> str:
        """The id of one more route table, without routes."""
        return str(self._ec2.create_route_table(VpcId=self.vpc_id)["RouteTable"]["RouteTableId"])

    def subnet_for_probers(self) -> str:
        """The id of a subnet in zone a without a way out."""
        made = self._ec2.create_subnet(
            VpcId=self.vpc_id, CidrBlock="10.40.31.0/28", AvailabilityZone=ZONES["a"]
        )
        return str(made["Subnet"]["SubnetId"])

    def snapshot(self) -> Snapshot:
        return snapshot(self._ec2)

    def leave_zone(self, key: str) -> None:
        """The attachment to the Transit Gateway has no subnet in that zone any more."""
        self._ec2.modify_transit_gateway_vpc_attachment(
            TransitGatewayAttachmentId=self.attachment_id,
            RemoveSubnetIds=[self.wan_subnet_ids[key]],
        )

    def detach_the_gateway(self) -> None:
        self._ec2.detach_internet_gateway(InternetGatewayId=self.gateway_id, VpcId=self.vpc_id)

    def _internet_gateway(self) -> str:
        made = self._ec2.create_internet_gateway()["InternetGateway"]
        gateway_id = str(made["InternetGatewayId"])
        self._ec2.attach_internet_gateway(InternetGatewayId=gateway_id, VpcId=self.vpc_id)
        return gateway_id

    def _table_to_the_internet(self) -> str:
        table_id = self.table()
        self._ec2.create_route(
            RouteTableId=table_id, DestinationCidrBlock=EVERYWHERE, GatewayId=self.gateway_id
        )
        return table_id

    def _subnet(self, key: str) -> str:
        made = self._ec2.create_subnet(
            VpcId=self.vpc_id, CidrBlock=WAN_CIDRS[key], AvailabilityZone=ZONES[key]
        )
        subnet_id = str(made["Subnet"]["SubnetId"])
        self._ec2.modify_subnet_attribute(SubnetId=subnet_id, MapPublicIpOnLaunch={"Value": True})
        self._ec2.associate_route_table(SubnetId=subnet_id, RouteTableId=self.table_id)
        return subnet_id

    def _attached(self, subnet_ids: list[str]) -> str:
        made = self._ec2.create_transit_gateway_vpc_attachment(
            TransitGatewayId=self.transit_gateway_id, VpcId=self.vpc_id, SubnetIds=subnet_ids
        )
        return str(made["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"])

    def _acl(self) -> str:
        acl_id = str(self._ec2.create_network_acl(VpcId=self.vpc_id)["NetworkAcl"]["NetworkAclId"])
        for egress in (False, True):
            self._ec2.create_network_acl_entry(
                NetworkAclId=acl_id,
                RuleNumber=100,
                Protocol="-1",
                RuleAction="allow",
                Egress=egress,
                CidrBlock=EVERYWHERE,
            )
        return acl_id

    def _host(self) -> str:
        """An instance of theirs in a WAN subnet, without a public address."""
        made = self._ec2.run_instances(
            ImageId="ami-12345678",
            InstanceType="t3.micro",
            MinCount=1,
            MaxCount=1,
            NetworkInterfaces=[
                {
                    "DeviceIndex": 0,
                    "SubnetId": self.wan_subnet_ids["a"],
                    "AssociatePublicIpAddress": False,
                }
            ],
        )
        return str(made["Instances"][0]["InstanceId"])

    def _wait_until_settled(self, instance_ids: list[str]) -> None:
        """What a snapshot shows from now on changes only by somebody's hand."""
        often = {"Delay": 1}
        subnets = list(self.wan_subnet_ids.values())
        self._ec2.get_waiter("subnet_available").wait(SubnetIds=subnets, WaiterConfig=often)
        self._ec2.get_waiter("instance_running").wait(InstanceIds=instance_ids, WaiterConfig=often)

    def _own_baseline(self) -> None:
        """What a landing zone sets, and a careless module would take away."""
        options = self._ec2.create_dhcp_options(
            DhcpConfigurations=[{"Key": "domain-name", "Values": ["carrier.example.com"]}]
        )["DhcpOptions"]
        self._ec2.associate_dhcp_options(DhcpOptionsId=options["DhcpOptionsId"], VpcId=self.vpc_id)
        self._ec2.create_flow_logs(
            ResourceType="VPC",
            ResourceIds=[self.vpc_id],
            TrafficType="ALL",
            LogDestinationType="s3",
            LogDestination="arn:aws:s3:::flow-logs-of-the-landing-zone",
        )
