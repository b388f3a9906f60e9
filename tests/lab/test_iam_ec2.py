"""What each EC2 call of the Lambdas is evaluated on, against live moto state."""

from __future__ import annotations

import pytest

from tests.support.worlds.ec2 import Ec2World
from tests.support.worlds.iam import EC2, Role, allow, tagged, vip_subnet


@pytest.fixture
def role(world: Ec2World) -> Role:
    return Role(world)


@pytest.mark.behaviour("resources-of-a-call")
def test_describe_calls_know_only_the_star(role: Role) -> None:
    role.may(allow("ec2:Describe*", "*", StringEquals={"aws:RequestedRegion": "eu-west-1"}))
    role.call("ec2:DescribeSubnets")
    role.may(allow("ec2:DescribeSubnets", f"{EC2}:subnet/*"))
    assert role.refused("ec2:DescribeSubnets").code == "UnauthorizedOperation"


@pytest.mark.behaviour("resources-of-a-call")
def test_create_subnet_needs_the_vpc_and_the_new_subnet(role: Role) -> None:
    request = {"VpcId": role.world.vpc_id, "CidrBlock": "10.16.10.0/24"}
    vpc = allow("ec2:CreateSubnet", f"{EC2}:vpc/{role.world.vpc_id}")
    subnet = allow(
        "ec2:CreateSubnet",
        f"{EC2}:subnet/*",
        StringEquals={"aws:RequestTag/PersistentVnf": "vnf"},
    )
    tags = allow(
        "ec2:CreateTags", f"{EC2}:subnet/*", StringEquals={"ec2:CreateAction": "CreateSubnet"}
    )
    role.may(vpc, subnet, tags)
    role.call("ec2:CreateSubnet", **request, TagSpecifications=tagged("subnet"))
    assert "subnet/*" in role.refused("ec2:CreateSubnet", **request).message  # untagged
    role.may(subnet, tags)
    refusal = role.refused("ec2:CreateSubnet", **request, TagSpecifications=tagged("subnet"))
    assert "vpc/vpc-" in refusal.message


@pytest.mark.behaviour("resources-of-a-call")
def test_a_subnet_to_be_made_has_no_vpc_yet(role: Role) -> None:
    vpc_arn = f"{EC2}:vpc/{role.world.vpc_id}"
    role.may(allow("ec2:CreateSubnet", "*", ArnEquals={"ec2:Vpc": vpc_arn}))
    role.refused("ec2:CreateSubnet", VpcId=role.world.vpc_id, CidrBlock="10.16.10.0/24")


@pytest.mark.behaviour("tags-on-creation")
def test_tags_on_create_need_create_tags(role: Role) -> None:
    role.may(allow("ec2:CreateSubnet", "*"))
    request = {"VpcId": role.world.vpc_id, "CidrBlock": "10.16.10.0/24"}
    role.call("ec2:CreateSubnet", **request)
    refusal = role.refused("ec2:CreateSubnet", **request, TagSpecifications=tagged("subnet"))
    assert "ec2:CreateTags" in refusal.message


@pytest.mark.behaviour("tags-on-creation")
def test_create_tags_may_be_bound_to_the_creating_call(role: Role) -> None:
    role.may(
        allow("ec2:CreateNetworkInterface", "*"),
        allow("ec2:CreateTags", "*", StringEquals={"ec2:CreateAction": "CreateSubnet"}),
    )
    request = {"SubnetId": role.world.wan["eu-west-1a"]}
    tags = tagged("network-interface")
    role.refused("ec2:CreateNetworkInterface", **request, TagSpecifications=tags)


@pytest.mark.behaviour("resources-of-a-call")
def test_delete_subnet_by_tag_and_vpc(role: Role) -> None:
    vpc_arn = f"{EC2}:vpc/{role.world.vpc_id}"
    role.may(
        allow(
            "ec2:DeleteSubnet",
            f"{EC2}:subnet/*",
            StringEquals={"aws:ResourceTag/PersistentVnf": "vnf"},
            ArnEquals={"ec2:Vpc": vpc_arn},
        )
    )
    role.call("ec2:DeleteSubnet", SubnetId=vip_subnet(role.world))
    role.refused("ec2:DeleteSubnet", SubnetId=role.world.wan["eu-west-1a"])  # not ours


@pytest.mark.behaviour("resources-of-a-call")
def test_delete_subnet_of_another_vpc(role: Role) -> None:
    role.may(allow("ec2:DeleteSubnet", "*", ArnEquals={"ec2:Vpc": f"{EC2}:vpc/vpc-of-a-neighbour"}))
    refusal = role.refused("ec2:DeleteSubnet", SubnetId=vip_subnet(role.world))
    assert (refusal.code, refusal.status) == ("UnauthorizedOperation", 403)


@pytest.mark.behaviour("resources-of-a-call")
def test_associate_route_table_needs_table_and_subnet(role: Role) -> None:
    subnet_id, table_id = vip_subnet(role.world), role.world.route_table()
    table = allow("ec2:AssociateRouteTable", f"{EC2}:route-table/{table_id}")
    subnet = allow("ec2:AssociateRouteTable", f"{EC2}:subnet/{subnet_id}")
    role.may(table, subnet)
    role.call("ec2:AssociateRouteTable", SubnetId=subnet_id, RouteTableId=table_id)
    role.may(table)
    role.refused("ec2:AssociateRouteTable", SubnetId=subnet_id, RouteTableId=table_id)


@pytest.mark.behaviour("resources-of-a-call")
def test_replace_association_evaluates_the_subnet_of_the_association(role: Role) -> None:
    subnet_id, table_id = vip_subnet(role.world), role.world.route_table()
    association_id = role.world.ec2.associate_route_table(
        SubnetId=subnet_id, RouteTableId=table_id
    )["AssociationId"]
    table = allow("ec2:ReplaceRouteTableAssociation", f"{EC2}:route-table/*")
    request = {"AssociationId": association_id, "RouteTableId": table_id}
    role.may(table)
    role.refused("ec2:ReplaceRouteTableAssociation", **request)
    role.may(table, allow("ec2:ReplaceRouteTableAssociation", f"{EC2}:subnet/{subnet_id}"))
    role.call("ec2:ReplaceRouteTableAssociation", **request)


@pytest.mark.behaviour("resources-of-a-call")
@pytest.mark.parametrize("checked", [True, False])
def test_replace_association_and_the_network_acl_that_is_left(role: Role, checked: bool) -> None:
    """The reference says network-acl, and not which; the subnet counts in any case."""
    role.world.lab.switches.replace_network_acl_checks_present_acl = checked
    subnet_id, vpc_id = vip_subnet(role.world), role.world.vpc_id
    filters = [{"Name": "association.subnet-id", "Values": [subnet_id]}]
    [theirs] = role.world.ec2.describe_network_acls(Filters=filters)["NetworkAcls"]
    [association_id] = [
        each["NetworkAclAssociationId"]
        for each in theirs["Associations"]
        if each["SubnetId"] == subnet_id
    ]
    made = role.world.ec2.create_network_acl(VpcId=vpc_id)["NetworkAcl"]["NetworkAclId"]
    action = "ec2:ReplaceNetworkAclAssociation"
    request = {"AssociationId": association_id, "NetworkAclId": made}
    acls = [f"{EC2}:network-acl/{each}" for each in (made, theirs["NetworkAclId"])]
    role.may(allow(action, acls))
    assert f"subnet/{subnet_id}" in role.refused(action, **request).message
    named = [acls[0], f"{EC2}:subnet/{subnet_id}"]
    role.may(allow(action, named))
    if checked:
        assert acls[1] in role.refused(action, **request).message
    else:
        role.call(action, **request)
    role.may(allow(action, [*named, acls[1]]))
    role.call(action, **request)


@pytest.mark.behaviour("resources-of-a-call")
@pytest.mark.parametrize("checked", [True, False])
def test_replace_association_and_the_table_that_is_left(role: Role, checked: bool) -> None:
    """The reference says route-table, and not which."""
    role.world.lab.switches.replace_route_table_checks_present_table = checked
    subnet_id, theirs, ours = vip_subnet(role.world), *(role.world.route_table() for _ in range(2))
    association_id = role.world.ec2.associate_route_table(SubnetId=subnet_id, RouteTableId=theirs)[
        "AssociationId"
    ]
    action = "ec2:ReplaceRouteTableAssociation"
    request = {"AssociationId": association_id, "RouteTableId": ours}
    named = [f"{EC2}:subnet/{subnet_id}", f"{EC2}:route-table/{ours}"]
    role.may(allow(action, named))
    if checked:
        assert f"route-table/{theirs}" in role.refused(action, **request).message
    else:
        role.call(action, **request)
    role.may(allow(action, [*named, f"{EC2}:route-table/{theirs}"]))
    role.call(action, **request)


@pytest.mark.behaviour("resources-of-a-call")
def test_create_interface_needs_interface_subnet_and_groups(role: Role) -> None:
    world = role.world
    request = {"SubnetId": vip_subnet(world), "Groups": [world.group_id]}
    action = "ec2:CreateNetworkInterface"
    statements = [
        allow(action, f"{EC2}:network-interface/*"),
        allow(action, f"{EC2}:subnet/{request['SubnetId']}"),
        allow(action, f"{EC2}:security-group/{world.group_id}"),
    ]
    role.may(*statements)
    role.call(action, **request)
    for missing in statements:
        role.may(*[each for each in statements if each is not missing])
        role.refused(action, **request)


@pytest.mark.behaviour("resources-of-a-call")
def test_attach_needs_instance_and_interface_and_instances_have_no_vpc(role: Role) -> None:
    world = role.world
    request = {"NetworkInterfaceId": world.vip(), "InstanceId": world.running(), "DeviceIndex": 1}
    vpc = {"ec2:Vpc": f"{EC2}:vpc/{world.vpc_id}"}
    interface = allow("ec2:AttachNetworkInterface", f"{EC2}:network-interface/*", ArnEquals=vpc)
    instance = allow(
        "ec2:AttachNetworkInterface",
        f"{EC2}:instance/*",
        StringEquals={"aws:ResourceTag/Name": "vnf"},
    )
    role.may(interface, instance)
    role.call("ec2:AttachNetworkInterface", **request)
    role.may(allow("ec2:AttachNetworkInterface", "*", ArnEquals=vpc))
    assert "instance/i-" in role.refused("ec2:AttachNetworkInterface", **request).message


@pytest.mark.behaviour("resources-of-a-call")
def test_detach_finds_both_by_the_attachment(role: Role) -> None:
    world = role.world
    attachment_id = world.attached(world.vip(), world.running())
    role.may(allow("ec2:DetachNetworkInterface", f"{EC2}:network-interface/*"))
    assert (
        "instance/i-"
        in role.refused("ec2:DetachNetworkInterface", AttachmentId=attachment_id).message
    )
    role.may(
        allow("ec2:DetachNetworkInterface", [f"{EC2}:network-interface/*", f"{EC2}:instance/*"])
    )
    role.call("ec2:DetachNetworkInterface", AttachmentId=attachment_id, Force=True)


@pytest.mark.behaviour("resources-of-a-call")
def test_modify_interface_tells_the_attribute_and_touches_groups(role: Role) -> None:
    eni_id = role.world.vip()
    interface = allow(
        "ec2:ModifyNetworkInterfaceAttribute",
        f"{EC2}:network-interface/{eni_id}",
        StringEquals={"ec2:Attribute": ["SourceDestCheck", "Groups"]},
    )
    role.may(interface)
    modify = "ec2:ModifyNetworkInterfaceAttribute"
    role.call(modify, NetworkInterfaceId=eni_id, SourceDestCheck={"Value": False})
    role.refused(modify, NetworkInterfaceId=eni_id, Description={"Value": "x"})
    role.refused(modify, NetworkInterfaceId=eni_id, Groups=[role.world.group_id])


@pytest.mark.behaviour("resources-of-a-call")
@pytest.mark.parametrize("checked", [True, False])
def test_modify_interface_and_the_instance_it_hangs_on(role: Role, checked: bool) -> None:
    """The reference lists instance as optional; AWS's own policies allow it."""
    role.world.lab.switches.modify_interface_checks_instance = checked
    eni_id, instance_id = role.world.vip(), role.world.running()
    modify = "ec2:ModifyNetworkInterfaceAttribute"
    request = {"NetworkInterfaceId": eni_id, "SourceDestCheck": {"Value": False}}
    role.may(allow(modify, f"{EC2}:network-interface/{eni_id}"))
    role.call(modify, **request)
    role.world.attached(eni_id, instance_id)
    if checked:
        assert f"instance/{instance_id}" in role.refused(modify, **request).message
    else:
        role.call(modify, **request)
    role.may(allow(modify, [f"{EC2}:network-interface/{eni_id}", f"{EC2}:instance/{instance_id}"]))
    role.call(modify, **request)


@pytest.mark.behaviour("resources-of-a-call")
@pytest.mark.parametrize("checked", [True, False])
def test_modify_the_attachment_touches_the_instance(role: Role, checked: bool) -> None:
    role.world.lab.switches.modify_interface_checks_instance = checked
    eni_id = role.world.vip()
    attachment_id = role.world.attached(eni_id, role.world.running())
    modify = "ec2:ModifyNetworkInterfaceAttribute"
    role.may(allow(modify, f"{EC2}:network-interface/{eni_id}"))
    attachment = {"AttachmentId": attachment_id, "DeleteOnTermination": False}
    refusal = role.refused(modify, NetworkInterfaceId=eni_id, Attachment=attachment)
    assert "instance/i-" in refusal.message


@pytest.mark.behaviour("resources-of-a-call")
@pytest.mark.parametrize("checked", [True, False])
def test_associate_address_and_the_interface_that_loses_it(role: Role, checked: bool) -> None:
    """A re-association is one call, and no page says on what it is evaluated."""
    role.world.lab.switches.associate_address_checks_losing_interface = checked
    allocation_id, eni_id = role.world.eip(), role.world.vip()
    holder = role.world.interface(role.world.wan["eu-west-1a"])
    role.world.associate(allocation_id, holder)
    action = "ec2:AssociateAddress"
    request = {"AllocationId": allocation_id, "NetworkInterfaceId": eni_id}
    named = [f"{EC2}:elastic-ip/{allocation_id}", f"{EC2}:network-interface/{eni_id}"]
    role.may(allow(action, named))
    if checked:
        assert f"network-interface/{holder}" in role.refused(action, **request).message
    else:
        role.call(action, **request)
    role.may(allow(action, [*named, f"{EC2}:network-interface/{holder}"]))
    role.call(action, **request)


@pytest.mark.behaviour("resources-of-a-call")
@pytest.mark.parametrize("checked", [True, False])
def test_disassociate_address_names_an_association(role: Role, checked: bool) -> None:
    """Elastic IP and interface are both optional in the reference; the lab checks the first."""
    role.world.lab.switches.disassociate_address_checks_interface = checked
    allocation_id, eni_id = role.world.eip(), role.world.vip()
    action, address = "ec2:DisassociateAddress", f"{EC2}:elastic-ip/{allocation_id}"
    request = {"AssociationId": role.world.associate(allocation_id, eni_id)}
    role.may(allow(action, f"{EC2}:network-interface/*"))
    assert f"elastic-ip/{allocation_id}" in role.refused(action, **request).message
    role.may(allow(action, address))
    if checked:
        assert f"network-interface/{eni_id}" in role.refused(action, **request).message
    else:
        role.call(action, **request)
    role.may(allow(action, [address, f"{EC2}:network-interface/{eni_id}"]))
    role.call(action, **request)


@pytest.mark.behaviour("resources-of-a-call")
def test_associate_address_evaluates_what_the_request_names(role: Role) -> None:
    allocation_id, eni_id = role.world.eip(), role.world.vip()
    address = allow(
        "ec2:AssociateAddress",
        f"{EC2}:elastic-ip/{allocation_id}",
        StringEquals={"ec2:AllocationId": allocation_id},
    )
    role.may(address, allow("ec2:AssociateAddress", f"{EC2}:network-interface/*"))
    role.call("ec2:AssociateAddress", AllocationId=allocation_id, NetworkInterfaceId=eni_id)
    other = role.world.eip()
    role.refused("ec2:AssociateAddress", AllocationId=other, NetworkInterfaceId=eni_id)


@pytest.mark.behaviour("resources-of-a-call")
def test_reboot_by_tag_of_the_instance(role: Role) -> None:
    instance_id = role.world.running()
    role.may(allow("ec2:RebootInstances", "*", StringEquals={"aws:ResourceTag/Name": "another"}))
    role.refused("ec2:RebootInstances", InstanceIds=[instance_id])


@pytest.mark.behaviour("resources-of-a-call")
def test_an_instance_by_its_profile(role: Role) -> None:
    instance_id = role.world.running()
    made = role.iam.create_instance_profile(InstanceProfileName="vnf")["InstanceProfile"]["Arn"]
    role.world.ec2.associate_iam_instance_profile(
        InstanceId=instance_id, IamInstanceProfile={"Arn": made}
    )
    role.may(allow("ec2:RebootInstances", "*", ArnEquals={"ec2:InstanceProfile": made}))
    role.call("ec2:RebootInstances", InstanceIds=[instance_id])
    role.refused("ec2:RebootInstances", InstanceIds=[role.world.running()])


@pytest.mark.behaviour("resources-of-a-call")
@pytest.mark.parametrize("denies", [True, False])
def test_a_resource_that_is_gone_has_no_tags(role: Role, denies: bool) -> None:
    role.world.lab.switches.iam_denies_missing_resources = denies
    role.may(allow("ec2:DeleteSubnet", "*", StringEquals={"aws:ResourceTag/PersistentVnf": "vnf"}))
    if denies:
        role.refused("ec2:DeleteSubnet", SubnetId="subnet-0123456789abcdef0")
    else:  # EC2 itself will say NotFound
        role.call("ec2:DeleteSubnet", SubnetId="subnet-0123456789abcdef0")


@pytest.mark.behaviour("resources-of-a-call")
def test_calls_on_existing_things_evaluate_each_of_them(role: Role) -> None:
    world = role.world
    instance, eip = world.running(), world.eip()
    for action, kind, identifier, params in (
        ("ec2:TerminateInstances", "instance", instance, {"InstanceIds": [instance]}),
        ("ec2:ReleaseAddress", "elastic-ip", eip, {"AllocationId": eip}),
        ("ec2:CreateTags", "subnet", vip_subnet(world), {}),
    ):
        params = params or {"Resources": [identifier], "Tags": [{"Key": "a", "Value": "b"}]}
        role.may(allow(action, f"{EC2}:{kind}/another"))
        assert f"{kind}/{identifier}" in role.refused(action, **params).message
        role.may(allow(action, f"{EC2}:{kind}/{identifier}"))
        role.call(action, **params)


@pytest.mark.behaviour("tags-on-creation")
def test_tags_on_a_type_without_an_entry_need_a_statement_on_all(role: Role) -> None:
    request = {"Resources": [role.world.gateway_id], "Tags": [{"Key": "a", "Value": "b"}]}
    role.may(allow("ec2:CreateTags", f"{EC2}:subnet/*"))
    role.refused("ec2:CreateTags", **request)
    role.may(allow("ec2:CreateTags", "*"))
    role.call("ec2:CreateTags", **request)
