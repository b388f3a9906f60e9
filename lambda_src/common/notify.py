"""Notifying people: e-mail through SNS.

A message that cannot be sent is logged, and counted by its sender, never raised: it tells of work
that is already done, and repeating the invocation would not repeat the message.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from common.failures import AwsFailure

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

log = logging.getLogger(__name__)

_LONGEST_SUBJECT = 100  # characters, SNS Publish


def email(sns: SNSClient, topic_arn: str, subject: str, body: str) -> bool:
    """Send people a message through the topic. False when SNS did not take it."""
    log.info("notification", extra={"subject": subject, "body": body})
    try:
        sns.publish(TopicArn=topic_arn, Subject=subject[:_LONGEST_SUBJECT], Message=body)
    except AwsFailure as error:
        log.error(
            "notification not sent", extra={"subject": subject, "body": body, "error": str(error)}
        )
        return False
    return True
