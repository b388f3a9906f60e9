"""The handler's role, lent to the operator for the length of the questions."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from tools.verify_aws.aws import Aws, code_of
from tools.verify_aws.clock import Clock

SESSION_SECONDS = 900  # the shortest that STS gives
TRUST_SECONDS, PAUSE_SECONDS = 120.0, 5.0  # until a changed trust policy holds everywhere
ONCE = Config(retries={"mode": "standard", "total_max_attempts": 4})


class LentRole:
    """Gives EC2 clients with the role's rights."""

    def __init__(self, aws: Aws, clock: Clock, arn: str, external_id: str) -> None:
        self._aws = aws
        self._clock = clock
        self._arn = arn
        self._external_id = external_id

    def ec2(self, policy: Any = None) -> Any:
        """A client with the role's rights, or with those that `policy` allows as well."""
        narrowed = {"Policy": json.dumps(policy, separators=(",", ":"))} if policy else {}
        keys = self._credentials(narrowed)
        session = boto3.Session(
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
            region_name=self._aws.region,
        )
        return session.client("ec2", config=ONCE)

    def _credentials(self, narrowed: dict[str, str]) -> Any:
        end = self._clock.now() + TRUST_SECONDS
        while True:
            try:
                return self._aws.sts.assume_role(
                    RoleArn=self._arn,
                    RoleSessionName="verify-aws",
                    ExternalId=self._external_id,
                    DurationSeconds=SESSION_SECONDS,
                    **narrowed,
                )["Credentials"]
            except ClientError as error:
                if code_of(error) != "AccessDenied" or self._clock.now() > end:
                    raise
            self._clock.sleep(PAUSE_SECONDS)


@contextmanager
def lent(aws: Aws, clock: Clock, role_name: str, account_arn: str) -> Iterator[LentRole]:
    """Trust the operator's account, and only with a secret of this run; take it back at the end."""
    role = aws.iam.get_role(RoleName=role_name)["Role"]
    before = role["AssumeRolePolicyDocument"]
    partition, account = account_arn.split(":")[1], account_arn.split(":")[4]
    secret = secrets.token_hex(16)
    trust = {
        "Sid": "VerifyAws",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{partition}:iam::{account}:root"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": secret}},
    }
    _set_trust(aws, role_name, {**before, "Statement": [*before["Statement"], trust]})
    try:
        yield LentRole(aws, clock, role["Arn"], secret)
    finally:
        _set_trust(aws, role_name, before)


def _set_trust(aws: Aws, role_name: str, document: Any) -> None:
    aws.iam.update_assume_role_policy(RoleName=role_name, PolicyDocument=json.dumps(document))
