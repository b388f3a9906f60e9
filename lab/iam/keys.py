"""Which uses of its key a write to a topic, queue or log group implies.

docs/aws-behaviour.md#keys-of-topics
docs/aws-behaviour.md#encrypted-log-groups
"""

from __future__ import annotations

from lab.iam.resources import Resource, Resources, lowered
from lab.partitions import dns_suffix_of

FOR_MESSAGES = ("kms:GenerateDataKey", "kms:Decrypt")
# AWS's page names these, without saying at which moment each is used:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
FOR_LOGS = (
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:GenerateDataKey",
    "kms:DescribeKey",
)
# By service: the name of its encryption context, and the uses.
_USES = {
    "logs": ("aws:logs:arn", FOR_LOGS),
    "sns": ("aws:sns:topicArn", FOR_MESSAGES),
    "sqs": ("aws:sqs:arn", FOR_MESSAGES),
}


def uses(known: Resources, arn: str) -> list[tuple[str, Resource]]:
    """Each action, with the key it is asked for, of who writes to this topic, queue or log group.

    None where that is not encrypted with a customer-managed key.
    """
    key = known.key(known.key_name_of(arn))
    if key is None:
        return []
    service = arn.split(":")[2]
    context, actions = _USES[service]
    keys = lowered(
        {
            "kms:ViaService": f"{service}.{key.region}.{dns_suffix_of(key.region)}",
            f"kms:EncryptionContext:{context}": arn,
        }
    )
    return [(action, Resource(key.arn, keys)) for action in actions]
