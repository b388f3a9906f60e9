"""The address: what Terraform made for it, and what the handler did, unseen by Terraform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.by_hand.case import Case, created, updated
from tests.by_hand.network import ANYWHERE, HANDLER, HANDLER_POLICY

if TYPE_CHECKING:
    from tests.by_hand.person import Person

ELASTIC_IP = 'module.vip["vip"].aws_eip.this["primary"]'
VIP_GROUP = 'module.vip["vip"].module.security_group.aws_security_group.this'
VIP_RULE = (
    'module.vip["vip"].module.security_group.aws_vpc_security_group_egress_rule.this'
    '["-1 all 0.0.0.0/0"]'
)
WARMUP = 'module.lifecycle.aws_lambda_function.this["warmup"]'
OWNER = "PersistentVnf"
TELNET = {"IpProtocol": "tcp", "FromPort": 23, "ToPort": 23, "CidrIp": ANYWHERE}


def release(person: Person) -> None:
    with person.running.served.unseen():
        person.console_user.disassociate_the_elastic_ip()
        person.ec2.release_address(AllocationId=person.id(ELASTIC_IP))


def untag_the_elastic_ip(person: Person) -> None:
    person.ec2.delete_tags(Resources=[person.id(ELASTIC_IP)], Tags=[{"Key": "Name"}])


def delete_the_group(person: Person) -> None:
    person.ec2.delete_security_group(GroupId=person.id(VIP_GROUP))


def revoke_the_rule(person: Person) -> None:
    person.ec2.revoke_security_group_egress(
        GroupId=person.id(VIP_GROUP), SecurityGroupRuleIds=[person.id(VIP_RULE)]
    )


def add_a_rule(person: Person) -> None:
    person.ec2.authorize_security_group_ingress(GroupId=person.id(VIP_GROUP), **TELNET)


def take_it_out(person: Person) -> None:
    person.ec2.revoke_security_group_ingress(GroupId=person.id(VIP_GROUP), **TELNET)


def untag_the_subnet(person: Person) -> None:
    untag(person, person.console_user.interface["SubnetId"])


def untag_the_interface(person: Person) -> None:
    untag(person, person.console_user.interface_id)


def untag(person: Person, thing: str) -> None:
    person.ec2.delete_tags(Resources=[thing], Tags=[{"Key": OWNER}])
    person.left(lambda: tag_again(person, thing))


def tag_again(person: Person, thing: str) -> None:
    person.ec2.create_tags(Resources=[thing], Tags=[{"Key": OWNER, "Value": person.name}])


def by_hand(deed: str) -> object:
    """What `tests.support.console_user` does to the VIP; what it made for that goes at the end."""

    def act(person: Person) -> None:
        console_user = person.console_user
        getattr(console_user, deed)()
        person.left(console_user.clear_away)

    return act


TAG_AGAIN = f"`aws ec2 create-tags … --tags Key={OWNER},Value=<name>`"
OTHER_ADDRESS = (
    "the public address is another one then, unless `aws ec2 allocate-address --address` gets the "
    "old one back before, to be imported"
)
HANDLERS = (
    ("VIP subnet", "deleted", "delete_the_subnet"),
    ("VIP subnet's route table", "taken off", "drop_the_route_table"),
    ("VIP interface", "deleted", "delete_the_interface"),
    ("VIP interface", "detached", "detach"),
    ("VIP interface", "attached at another index", "attach_at_another_index"),
    ("VIP interface's check of source and destination", "on", "check_source_and_destination"),
    ("Elastic IP's association", "removed", "disassociate_the_elastic_ip"),
)

# Whoever made these left a thing of his own in the VPC, which cannot be deleted with it inside.
LEAVING = (
    (
        "VIP subnet's route table",
        "another one given",
        "give_another_route_table",
        "`aws ec2 delete-route-table` of that one",
    ),
    (
        "VIP interface's security groups",
        "others given",
        "change_the_security_groups",
        "`aws ec2 delete-security-group` of those",
    ),
    (
        "Elastic IP's association",
        "moved to another interface",
        "move_the_elastic_ip",
        "`aws ec2 delete-network-interface` of that one",
    ),
)

ADDRESS = (
    *(Case(thing, did, by_hand(deed), audit=True, alone=True) for thing, did, deed in HANDLERS),
    *(
        Case(
            thing,
            did,
            by_hand(deed),
            audit=True,
            destroy_says="DependencyViolation",
            destroy_command=command,
            destroy_types=lambda person: person.clear_away(),
            alone=True,
        )
        for thing, did, deed, command in LEAVING
    ),
    Case(
        "VIP subnet's ownership tag",
        "removed",
        untag_the_subnet,
        alarm="vip-not-held-vip",
        command=TAG_AGAIN,
        types=lambda person: person.clear_away(),
        destroy_says="without the tag PersistentVnf",
        destroy_command=TAG_AGAIN,
        destroy_types=lambda person: person.clear_away(),
        alone=True,
    ),
    Case(
        "VIP interface's ownership tag",
        "removed",
        untag_the_interface,
        alarm="vip-not-held-vip",
        command=TAG_AGAIN,
        types=lambda person: person.clear_away(),
        destroy_says="in the VIP subnet",
        destroy_command=TAG_AGAIN,
        destroy_types=lambda person: person.clear_away(),
        alone=True,
    ),
    Case(
        ELASTIC_IP,
        "released",
        release,
        alarm="vip-not-held-vip",
        shows=(*created(ELASTIC_IP), *updated(HANDLER_POLICY, HANDLER, WARMUP)),
        drags=("output.public_address", "output.vips"),
        loses=OTHER_ADDRESS,
        alone=True,
    ),
    Case(ELASTIC_IP, "its name removed", untag_the_elastic_ip, shows=updated(ELASTIC_IP)),
    Case(VIP_GROUP, "deleted", delete_the_group, refused="DependencyViolation"),
    Case(
        VIP_GROUP,
        "a rule added",
        add_a_rule,
        command="`aws ec2 revoke-security-group-ingress`",
        types=take_it_out,
        alone=True,
    ),
    Case(VIP_RULE, "revoked", revoke_the_rule, shows=created(VIP_RULE)),
)
