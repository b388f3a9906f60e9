"""Calls for what is so already. They change nothing, whichever way AWS answers."""

from __future__ import annotations

from botocore.exceptions import ClientError

from tools.verify_aws.answers import Answers
from tools.verify_aws.aws import Aws, code_of
from tools.verify_aws.facts import Facts


def ask(aws: Aws, facts: Facts, answers: Answers) -> None:
    _same_table(aws, facts, answers)
    _same_address(aws, facts, answers)


def _same_table(aws: Aws, facts: Facts, answers: Answers) -> None:
    try:
        given = aws.ec2.associate_route_table(
            SubnetId=facts.vip_subnet, RouteTableId=facts.vip_table
        )["AssociationId"]
    except ClientError as error:
        answers.found("same_table_again", observed=False, code=code_of(error))
    else:
        same = given == facts.vip_association
        answers.found("same_table_again", observed=True, same_id=same)


def _same_address(aws: Aws, facts: Facts, answers: Answers) -> None:
    def associate() -> str:
        return aws.ec2.associate_address(
            AllocationId=facts.allocation_id,
            NetworkInterfaceId=facts.vip_interface,
            PrivateIpAddress=facts.vip_address,
            AllowReassociation=True,
        )["AssociationId"]

    try:
        answers.found("same_address_again", associate() == associate())
    except ClientError as error:
        answers.found("same_address_again", None, code=code_of(error))
