"""The interfaces that Lambda makes for functions in a VPC, and when it lets them go.

docs/aws-behaviour.md#interfaces-of-a-function
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.ec2.exceptions import InvalidSubnetIdError
from moto.ec2.models import EC2Backend

from lab.clock import Timer
from lab.context import Lab
from lab.errors import AwsError
from lab.pipeline.principals import Caller

KIND = "lambda"
# Without one of these for everything, Lambda takes no role into a VPC.
ACTIONS = (
    *("CreateNetworkInterface", "DescribeNetworkInterfaces", "DeleteNetworkInterface"),
    *("DescribeSubnets", "AssignPrivateIpAddresses", "UnassignPrivateIpAddresses"),
)
Place = tuple[str, frozenset[str]]  # a subnet, and the security groups in it


@dataclass
class _Lent:
    interface_id: str
    role_arn: str  # of the function that it was made for
    leaving: Timer | None = None


class Interfaces:
    """One for each place in which a function is; functions of one place share it."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._lent: dict[Place, _Lent] = {}

    def require(self, role_arn: str, subnets: list[str], groups: list[str]) -> None:
        """Refuse what CreateFunction and UpdateFunctionConfiguration refuse."""
        if not subnets and not groups:
            return
        if not subnets or not groups:
            raise _refused("SubnetIds and SecurityIds must coexist or be both empty list.")
        ec2 = self._lab.ec2.backend
        networks = {_network_of_subnet(ec2, each) for each in subnets}
        if len(networks) > 1:
            raise _refused("Subnets are required to be in the same VPC.")
        if {_network_of_group(ec2, each) for each in groups} != networks:
            raise _refused("Security Groups are required to be in the same VPC.")
        everything = self._lab.arn("ec2", "*/*")
        for action in ACTIONS:
            if not self._lab.iam.role_may(role_arn, KIND, f"ec2:{action}", everything):
                raise _refused(
                    f"The provided execution role does not have permissions to call {action} on EC2"
                )

    def follow(self) -> None:
        """Make those that are missing, and begin to let go of those that nobody uses."""
        used = self._used()
        for place, function in used.items():
            lent = self._lent.get(place)
            if lent is None:
                self._lent[place] = self._make(place, function)
            elif lent.leaving is not None:
                lent.leaving.cancel()
                lent.leaving = None
        for place, lent in self._lent.items():
            if place not in used and lent.leaving is None:
                lent.leaving = self._leave_later(place)

    def of(self, function_name: str) -> list[str]:
        """Ids of the interfaces that the function uses."""
        functions = lambda_backends[self._lab.account][self._lab.region].list_functions(None)
        return [
            self._lent[place].interface_id
            for function in functions
            if function.function_name == function_name
            for place in places(function)
        ]

    def _used(self) -> dict[Place, LambdaFunction]:
        """Published versions count as well."""
        functions: Iterable[LambdaFunction] = lambda_backends[self._lab.account][
            self._lab.region
        ].list_functions("ALL")
        return {place: each for each in functions for place in places(each)}

    def _make(self, place: Place, function: LambdaFunction) -> _Lent:
        subnet_id, groups = place
        number = uuid.UUID(int=self._lab.rng.getrandbits(128), version=4)
        description = f"AWS Lambda VPC ENI-{function.function_name}-{number}"
        made = self._lab.ec2.lend(subnet_id, sorted(groups), KIND, description)
        return _Lent(made, function.role)

    def _leave_later(self, place: Place) -> Timer:
        seconds = self._lab.rng.uniform(*self._lab.switches.function_interface_stays_seconds)
        return self._lab.clock.call_later(seconds, lambda: self._leave(place), "Lambda's interface")

    def _leave(self, place: Place) -> None:
        """It is deleted with the function's role; without one it stays, for somebody else."""
        lent = self._lent.pop(place)
        self._lab.ec2.give_back(lent.interface_id)
        lambdas = Caller("service", KIND, role_arn=lent.role_arn)
        wanted = {"NetworkInterfaceId": lent.interface_id}
        if self._lab.iam.role(lent.role_arn) is not None and self._lab.iam.permits(
            lambdas, "ec2", "DeleteNetworkInterface", wanted
        ):
            self._lab.ec2.backend.delete_network_interface(lent.interface_id)


def places(function: LambdaFunction) -> list[Place]:
    """Where in a VPC the function is; nowhere for most."""
    config = function._vpc_config or {}
    groups = frozenset(config.get("SecurityGroupIds", ()))
    return [(subnet, groups) for subnet in config.get("SubnetIds", ())]


def _network_of_subnet(ec2: EC2Backend, subnet_id: str) -> str:
    try:
        return str(ec2.get_subnet(subnet_id).vpc_id)
    except InvalidSubnetIdError:
        raise _refused(
            "Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 "
            f"Error Message: The subnet ID '{subnet_id}' does not exist"
        ) from None


def _network_of_group(ec2: EC2Backend, group_id: str) -> str:
    group = ec2.get_security_group_from_id(group_id)
    if group is None:
        raise _refused(
            "Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. "
            f"EC2 Error Message: The security group '{group_id}' does not exist"
        )
    return str(group.vpc_id)


def _refused(message: str) -> AwsError:
    return AwsError("InvalidParameterValueException", message)
