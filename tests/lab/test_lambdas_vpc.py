"""A function in a VPC: what Lambda asks for, and the interfaces that it makes and leaves there."""

from __future__ import annotations

from typing import Any

import pytest

from lab.clock import LAB_EPOCH
from lab.inventory import inventory
from lab.leftovers import leftovers
from lab.pipeline.principals import Caller
from tests.support.worlds.ec2 import ZONE_A, ZONE_B, Ec2World, refusal
from tests.support.worlds.functions import FUNCTION, LOGS, FunctionWorld
from tests.support.worlds.iam import allow

STAYS_AT_MOST = 600  # seconds, by the switch
INTERFACES = [
    "ec2:CreateNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
]


class Placed:
    """A function and where in the network it is put."""

    def __init__(self, network: Ec2World) -> None:
        self.network = network
        self.functions = FunctionWorld(network.lab)
        self.functions.may(LOGS, allow(INTERFACES, "*"))
        self.subnets = [network.wan[ZONE_A], network.wan[ZONE_B]]
        self.group_id = network.group("probes", network.vpc_id)

    def config(self, **changes: Any) -> dict[str, Any]:
        return {"SubnetIds": self.subnets, "SecurityGroupIds": [self.group_id]} | changes

    def make(self, name: str = FUNCTION, **changes: Any) -> None:
        self.functions.function(name=name, logs=False, VpcConfig=self.config(**changes))

    def refused(self, **changes: Any) -> tuple[str, str]:
        return refusal(self.make, **changes)

    def move(self, **config: Any) -> dict[str, Any]:
        update = self.functions.client("lambda").update_function_configuration
        return dict(update(FunctionName=FUNCTION, VpcConfig=config))

    def delete(self, name: str = FUNCTION) -> None:
        self.functions.client("lambda").delete_function(FunctionName=name)

    @property
    def interfaces(self) -> list[dict[str, Any]]:
        found = self.network.ec2.describe_network_interfaces(
            Filters=[{"Name": "description", "Values": ["AWS Lambda VPC ENI*"]}]
        )
        return list(found["NetworkInterfaces"])

    @property
    def states(self) -> list[str]:
        return [each["Status"] for each in self.interfaces]


@pytest.fixture
def placed(world: Ec2World) -> Placed:
    return Placed(world)


@pytest.mark.behaviour("interfaces-of-a-function")
def test_a_function_has_an_interface_in_each_of_its_subnets(placed: Placed) -> None:
    placed.make()
    assert {each["SubnetId"] for each in placed.interfaces} == set(placed.subnets)
    for each in placed.interfaces:
        assert each["Description"].startswith(f"AWS Lambda VPC ENI-{FUNCTION}-")
        assert (each["InterfaceType"], each["RequesterManaged"]) == ("lambda", True)
        assert each["Status"] == "in-use"
        assert [group["GroupId"] for group in each["Groups"]] == [placed.group_id]
        assert each["Attachment"]["InstanceOwnerId"] == "amazon-aws"
        assert each["Attachment"]["AttachTime"].timestamp() == LAB_EPOCH
        assert "InstanceId" not in each["Attachment"]


@pytest.mark.behaviour("interfaces-of-a-function")
def test_functions_of_the_same_subnet_and_groups_share_an_interface(placed: Placed) -> None:
    placed.make()
    placed.make("another")
    assert len(placed.interfaces) == 2
    placed.delete()
    placed.network.pass_time(STAYS_AT_MOST)
    assert placed.states == ["in-use", "in-use"]


@pytest.mark.behaviour("interfaces-of-a-function")
def test_a_functions_configuration_names_its_vpc(placed: Placed) -> None:
    placed.make()
    shown = placed.functions.client("lambda").get_function_configuration(FunctionName=FUNCTION)
    assert shown["VpcConfig"] == placed.config(VpcId=placed.network.vpc_id)


@pytest.mark.behaviour("interfaces-of-a-function")
def test_a_subnet_that_does_not_exist_is_refused(placed: Placed) -> None:
    code, message = placed.refused(SubnetIds=["subnet-1"])
    assert (code, "InvalidSubnetID.NotFound" in message) == ("InvalidParameterValueException", True)


@pytest.mark.behaviour("interfaces-of-a-function")
def test_a_security_group_that_does_not_exist_is_refused(placed: Placed) -> None:
    code, message = placed.refused(SecurityGroupIds=["sg-1"])
    assert (code, "InvalidGroup.NotFound" in message) == ("InvalidParameterValueException", True)


@pytest.mark.behaviour("interfaces-of-a-function")
def test_subnets_without_security_groups_are_refused(placed: Placed) -> None:
    assert "must coexist" in placed.refused(SecurityGroupIds=[])[1]


@pytest.mark.behaviour("interfaces-of-a-function")
def test_everything_is_of_one_vpc(placed: Placed) -> None:
    network = placed.network
    other = network.vpc("10.17.0.0/16")
    subnet_id = network.subnet("10.17.1.0/24", vpc_id=other)
    group_id = network.group("elsewhere", other)
    assert "Subnets are" in placed.refused(SubnetIds=[*placed.subnets, subnet_id])[1]
    assert "Groups are" in placed.refused(SecurityGroupIds=[group_id])[1]


@pytest.mark.behaviour("interfaces-of-a-function")
@pytest.mark.parametrize("missing", INTERFACES)
def test_the_role_has_to_be_able_to_make_find_and_delete_interfaces(
    placed: Placed, missing: str
) -> None:
    others = [each for each in INTERFACES if each != missing]
    placed.functions.may(LOGS, allow(others, "*"))
    action = missing.removeprefix("ec2:")
    message = f"The provided execution role does not have permissions to call {action} on EC2"
    assert placed.refused() == ("InvalidParameterValueException", message)
    assert placed.interfaces == []


@pytest.mark.behaviour("interfaces-of-a-function")
def test_the_role_has_to_be_able_to_do_so_with_everything(placed: Placed) -> None:
    """Resources that are named, or a VPC in a condition, are not enough."""
    interface = "arn:aws:ec2:*:*:network-interface/*"
    placed.functions.may(allow(INTERFACES[:1], "*"), allow(INTERFACES[1:], interface))
    assert "DescribeNetworkInterfaces" in placed.refused()[1]
    in_vpc = {"StringEquals": {"ec2:Vpc": f"*{placed.network.vpc_id}"}}
    placed.functions.may(allow(INTERFACES, "*", **in_vpc))
    assert "CreateNetworkInterface" in placed.refused()[1]


@pytest.mark.behaviour("rights-asked-besides")
@pytest.mark.parametrize(
    "right",
    ["DescribeSecurityGroups", "DescribeSubnets", "DescribeVpcs", "GetSecurityGroupsForVpc"],
)
def test_whoever_puts_a_function_into_a_vpc_has_to_see_the_network(
    placed: Placed, right: str
) -> None:
    iam, deployer = (
        placed.network.lab.iam,
        Caller("operator", "he", role_arn=placed.functions.role_arn),
    )
    wanted = {"FunctionName": FUNCTION, "VpcConfig": placed.config()}
    placed.functions.may(allow("*", "*"))
    assert iam.permits(deployer, "lambda", "CreateFunction", wanted)
    placed.functions.may(allow("*", "*"), allow(f"ec2:{right}", "*") | {"Effect": "Deny"})
    assert not iam.permits(deployer, "lambda", "CreateFunction", wanted)
    assert iam.permits(deployer, "lambda", "CreateFunction", {"FunctionName": FUNCTION})


@pytest.mark.behaviour("interfaces-of-a-function")
def test_a_denial_for_the_functions_own_code_does_not_concern_lambda(placed: Placed) -> None:
    lab, role_arn = placed.network.lab, placed.functions.role_arn
    mine = {"ArnEquals": {"lambda:SourceFunctionArn": lab.arn("lambda", f"function:{FUNCTION}")}}
    denied = allow(["ec2:*", "logs:*"], "*", **mine) | {"Effect": "Deny"}
    placed.functions.may(LOGS, allow(INTERFACES, "*"), denied)
    placed.make()
    assert len(placed.interfaces) == 2
    code = Caller("lambda", FUNCTION, "request", role_arn)
    writes = {"logGroupName": f"/aws/lambda/{FUNCTION}", "logStreamName": "s"}
    assert not lab.iam.permits(code, "ec2", "DescribeNetworkInterfaces", {})
    assert not lab.iam.permits(code, "logs", "PutLogEvents", writes)
    assert lab.iam.permits(code.by_service, "logs", "PutLogEvents", writes)


@pytest.mark.behaviour("interfaces-of-a-function")
def test_nobody_else_detaches_deletes_or_changes_an_interface_in_use(placed: Placed) -> None:
    placed.make()
    ec2, interface = placed.network.ec2, placed.interfaces[0]
    attachment_id, its = (
        interface["Attachment"]["AttachmentId"],
        {"NetworkInterfaceId": interface["NetworkInterfaceId"]},
    )
    detach = refusal(ec2.detach_network_interface, AttachmentId=attachment_id, Force=True)
    assert detach[0] == "OperationNotPermitted"
    groups = [placed.network.group_id]
    modify = refusal(ec2.modify_network_interface_attribute, **its, Groups=groups)
    assert modify[0] == "OperationNotPermitted"
    delete = refusal(ec2.delete_network_interface, **its)
    assert (delete[0], "currently in use" in delete[1]) == ("InvalidParameterValue", True)


@pytest.mark.behaviour("interfaces-of-a-function")
def test_interfaces_outlive_their_function_for_a_while(placed: Placed) -> None:
    before = inventory(placed.network.lab)
    placed.make()
    placed.delete()
    assert placed.states == ["in-use", "in-use"]
    ec2, (subnet_id, _) = placed.network.ec2, placed.subnets
    assert refusal(ec2.delete_subnet, SubnetId=subnet_id)[0] == "DependencyViolation"
    group = refusal(ec2.delete_security_group, GroupId=placed.group_id)
    assert group[0] == "DependencyViolation"
    left = leftovers(before, inventory(placed.network.lab))
    assert [each.partition(" eni-")[0] for each in left] == ["network interface"] * 2
    placed.network.pass_time(STAYS_AT_MOST)
    assert placed.interfaces == []
    ec2.delete_subnet(SubnetId=subnet_id)
    ec2.delete_security_group(GroupId=placed.group_id)


@pytest.mark.behaviour("interfaces-of-a-function", switch="function_interface_stays_seconds")
@pytest.mark.parametrize("seconds", [0.0, 2700.0])
def test_how_long_interfaces_stay_is_a_switch(placed: Placed, seconds: float) -> None:
    placed.network.lab.switches.function_interface_stays_seconds = (seconds, seconds)
    placed.make()
    placed.delete()
    placed.network.pass_time(seconds - 1)
    assert len(placed.interfaces) == (2 if seconds else 0)
    placed.network.pass_time(1)
    assert placed.interfaces == []


@pytest.mark.behaviour("interfaces-of-a-function")
def test_a_function_that_comes_back_in_time_keeps_the_interfaces(placed: Placed) -> None:
    placed.make()
    before = [each["NetworkInterfaceId"] for each in placed.interfaces]
    placed.delete()
    placed.make()
    placed.network.pass_time(STAYS_AT_MOST)
    assert [each["NetworkInterfaceId"] for each in placed.interfaces] == before


@pytest.mark.behaviour("interfaces-of-a-function")
def test_a_function_that_leaves_a_subnet_leaves_its_interface(placed: Placed) -> None:
    placed.make()
    placed.move(SubnetIds=placed.subnets[:1])
    assert len(placed.interfaces) == 2
    placed.network.pass_time(STAYS_AT_MOST)
    assert [each["SubnetId"] for each in placed.interfaces] == placed.subnets[:1]
    placed.move(SubnetIds=[], SecurityGroupIds=[])
    placed.network.pass_time(STAYS_AT_MOST)
    assert placed.interfaces == []


@pytest.mark.behaviour("deleting-what-lambda-holds")
def test_an_update_with_groups_alone_keeps_the_subnets(placed: Placed) -> None:
    placed.make()
    groups = [placed.network.group_id]
    shown = placed.move(SecurityGroupIds=groups)["VpcConfig"]
    assert shown == placed.config(SecurityGroupIds=groups, VpcId=placed.network.vpc_id)
    placed.network.pass_time(STAYS_AT_MOST)
    assert {each["Groups"][0]["GroupId"] for each in placed.interfaces} == set(groups)


@pytest.mark.behaviour("interfaces-of-a-function")
def test_without_its_role_lambda_leaves_the_interface_for_somebody_else(placed: Placed) -> None:
    placed.make()
    placed.delete()
    iam = placed.functions.client("iam")
    name = placed.functions.role_arn.rpartition("/")[2]
    iam.delete_role_policy(RoleName=name, PolicyName="it")
    iam.delete_role(RoleName=name)
    placed.network.pass_time(STAYS_AT_MOST)
    assert placed.states == ["available", "available"]
    assert placed.network.lab.iam.denied == []
    for each in placed.interfaces:
        assert "Attachment" not in each
        placed.network.ec2.delete_network_interface(NetworkInterfaceId=each["NetworkInterfaceId"])
    assert placed.interfaces == []
