"""The VPC and what leads through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.by_hand.case import Case, created, updated

if TYPE_CHECKING:
    from tests.by_hand.person import Person

VPC = "module.vpc[0].aws_vpc.this"
DEFAULT_GROUP = "module.vpc[0].aws_default_security_group.this"
GATEWAY = "module.vpc[0].aws_internet_gateway.this"
SUBNET = "module.vpc[0].aws_subnet.wan"
ASSOCIATION = "module.vpc[0].aws_route_table_association.wan"
WAN_TABLE, VIP_TABLE = "module.vpc[0].aws_route_table.wan", "module.vip.aws_route_table.this[0]"
WAN_ROUTE, VIP_ROUTE = "module.vpc[0].aws_route.wan_internet", "module.vip.aws_route.internet[0]"
ENDPOINT = "module.vpc[0].aws_vpc_endpoint.ssm"
ENDPOINT_GROUP = "module.vpc[0].module.endpoint_security_group[0].aws_security_group.this"
HTTPS = (
    "module.vpc[0].module.endpoint_security_group[0].aws_vpc_security_group_ingress_rule.this"
    '["tcp 443-443 10.16.0.0/16"]'
)
HANDLER = 'module.lifecycle.aws_lambda_function.this["hook_handler"]'
HANDLER_POLICY = 'module.lifecycle.aws_iam_role_policy.function["hook_handler"]'
GROUP = "module.asg.aws_autoscaling_group.this"
RANGES = [f"10.16.{number}.0/24" for number in (1, 2, 3)]
ANYWHERE = "0.0.0.0/0"


def no_names(person: Person) -> None:
    person.ec2.modify_vpc_attribute(VpcId=person.id(VPC), EnableDnsHostnames={"Value": False})


def open_the_default_group(person: Person) -> None:
    person.ec2.authorize_security_group_ingress(
        GroupId=person.id(DEFAULT_GROUP), IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp=ANYWHERE
    )


def detach_the_gateway(person: Person) -> None:
    person.ec2.detach_internet_gateway(InternetGatewayId=person.id(GATEWAY), VpcId=person.id(VPC))


def delete_a_default_route(table: str) -> object:
    return lambda person: person.ec2.delete_route(
        RouteTableId=person.id(table), DestinationCidrBlock=ANYWHERE
    )


def lead_the_route_elsewhere(person: Person) -> None:
    interface = person.console_user.interface_id
    person.ec2.replace_route(
        RouteTableId=person.id(VIP_TABLE),
        DestinationCidrBlock=ANYWHERE,
        NetworkInterfaceId=interface,
    )


def take_the_table_off(person: Person) -> None:
    association = person.id(f'{ASSOCIATION}["{RANGES[0]}"]')
    person.ec2.disassociate_route_table(AssociationId=association)


def give_another_table(person: Person) -> None:
    made = person.ec2.create_route_table(VpcId=person.id(VPC))["RouteTable"]["RouteTableId"]
    association = person.id(f'{ASSOCIATION}["{RANGES[0]}"]')
    person.ec2.replace_route_table_association(AssociationId=association, RouteTableId=made)
    person.left(lambda: person.ec2.delete_route_table(RouteTableId=made))


def take_that_table_off(person: Person) -> None:
    subnet = person.id(f'{SUBNET}["{RANGES[0]}"]')
    filters = [{"Name": "association.subnet-id", "Values": [subnet]}]
    (table,) = person.ec2.describe_route_tables(Filters=filters)["RouteTables"]
    (association,) = table["Associations"]
    person.ec2.disassociate_route_table(AssociationId=association["RouteTableAssociationId"])
    person.clear_away()


def delete_the_wan_table(person: Person) -> None:
    for each in RANGES:
        association = person.id(f'{ASSOCIATION}["{each}"]')
        person.ec2.disassociate_route_table(AssociationId=association)
    person.ec2.delete_route_table(RouteTableId=person.id(WAN_TABLE))


def delete_the_vip_table(person: Person) -> None:
    with person.running.served.unseen():
        person.console_user.drop_the_route_table()
        person.ec2.delete_route_table(RouteTableId=person.id(VIP_TABLE))


def delete_a_subnet(person: Person) -> None:
    """The endpoints have interfaces in every WAN subnet."""
    services = ("ssm", "ssmmessages", "ec2messages")
    endpoints = [person.id(f'{ENDPOINT}["{each}"]') for each in services]
    person.ec2.delete_vpc_endpoints(VpcEndpointIds=endpoints)
    person.ec2.delete_subnet(SubnetId=person.id(f'{SUBNET}["{person.subnet(empty=True)}"]'))


def delete_its_subnet(person: Person) -> None:
    person.ec2.delete_subnet(SubnetId=person.id(f'{SUBNET}["{person.subnet(empty=False)}"]'))


def no_public_addresses(person: Person) -> None:
    person.ec2.modify_subnet_attribute(
        SubnetId=person.id(f'{SUBNET}["{RANGES[0]}"]'), MapPublicIpOnLaunch={"Value": False}
    )


def delete_an_endpoint(person: Person) -> None:
    person.ec2.delete_vpc_endpoints(VpcEndpointIds=[person.id(f'{ENDPOINT}["ssm"]')])


def delete_their_group(person: Person) -> None:
    person.ec2.delete_security_group(GroupId=person.id(ENDPOINT_GROUP))


def close_the_endpoints(person: Person) -> None:
    person.ec2.revoke_security_group_ingress(
        GroupId=person.id(ENDPOINT_GROUP), SecurityGroupRuleIds=[person.id(HTTPS)]
    )


NETWORK = (
    Case(VPC, "DNS host names switched off", no_names, shows=updated(VPC)),
    Case(
        DEFAULT_GROUP,
        "a rule added",
        open_the_default_group,
        shows=updated(DEFAULT_GROUP),
    ),
    Case(GATEWAY, "detached", detach_the_gateway, refused="DependencyViolation"),
    Case(WAN_ROUTE, "deleted", delete_a_default_route(WAN_TABLE), shows=created(WAN_ROUTE)),
    Case(VIP_ROUTE, "deleted", delete_a_default_route(VIP_TABLE), shows=created(VIP_ROUTE)),
    Case(
        VIP_ROUTE,
        "led elsewhere",
        lead_the_route_elsewhere,
        shows=updated(VIP_ROUTE),
        alone=True,
    ),
    Case(
        ASSOCIATION,
        "taken off a WAN subnet",
        take_the_table_off,
        shows=created(f'{ASSOCIATION}["{RANGES[0]}"]'),
    ),
    Case(
        ASSOCIATION,
        "given to another table",
        give_another_table,
        shows=created(f'{ASSOCIATION}["{RANGES[0]}"]'),
        apply_says="Resource.AlreadyAssociated",
        command="`aws ec2 disassociate-route-table`",
        types=take_that_table_off,
        destroy_says="DependencyViolation",
        destroy_command="`aws ec2 delete-route-table` of that one",
        destroy_types=lambda person: person.clear_away(),
        alone=True,
    ),
    Case(
        WAN_TABLE,
        "deleted",
        delete_the_wan_table,
        shows=created(WAN_TABLE, WAN_ROUTE, *(f'{ASSOCIATION}["{each}"]' for each in RANGES)),
        alone=True,
    ),
    Case(
        VIP_TABLE,
        "deleted, the VIP subnet taken off before",
        delete_the_vip_table,
        alarm="vip-not-held",
        shows=(
            *created(VIP_TABLE, VIP_ROUTE),
            *updated(HANDLER_POLICY, HANDLER, "output.vip_route_table_id"),
        ),
        alone=True,
    ),
    Case(
        SUBNET,
        "deleted, without the instance, and the endpoints before",
        delete_a_subnet,
        shows=updated(GROUP),
        drags=(SUBNET, ASSOCIATION, ENDPOINT, "output.wan_subnet_ids"),
        alone=True,
    ),
    Case(SUBNET, "deleted, the instance in it", delete_its_subnet, refused="DependencyViolation"),
    Case(
        SUBNET,
        "public addresses switched off",
        no_public_addresses,
        shows=updated(f'{SUBNET}["{RANGES[0]}"]'),
    ),
    Case(ENDPOINT, "deleted", delete_an_endpoint, shows=created(f'{ENDPOINT}["ssm"]')),
    Case(ENDPOINT_GROUP, "deleted", delete_their_group, refused="DependencyViolation"),
    Case(HTTPS, "revoked", close_the_endpoints, shows=created(HTTPS)),
)
