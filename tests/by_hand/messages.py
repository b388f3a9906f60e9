"""What is kept and told: queue, topic, key, logs, alarms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.by_hand.case import Case, created, updated
from tests.by_hand.functions import AGAIN, CONFIG, TARGETS, make_the_function_again

if TYPE_CHECKING:
    from tests.by_hand.person import Person

QUEUE = "module.lifecycle.aws_sqs_queue.failed_events"
TOPIC = "module.lifecycle.aws_sns_topic.notifications[0]"
SUBSCRIPTION = 'module.lifecycle.aws_sns_topic_subscription.email["noc"]'
KEY = "module.key.aws_kms_key.this[0]"
ALIAS = "module.key.aws_kms_alias.this[0]"
LOG_GROUP = "module.lifecycle.aws_cloudwatch_log_group.function"
HANDLER_LOG = f'{LOG_GROUP}["hook_handler"]'
FLOW_LOG = "module.flow_logs[0].aws_flow_log.this"
FLOW_LOG_GROUP = "module.flow_logs[0].aws_cloudwatch_log_group.this"
ALARM = "module.lifecycle.aws_cloudwatch_metric_alarm.this"
NOT_HELD = f'{ALARM}["vip-not-held-vip"]'
FAILED = f'{ALARM}["failed-events"]'
DASHBOARD = "module.lifecycle.aws_cloudwatch_dashboard.this[0]"
RECORD = "module.interruptions.aws_ssm_parameter.record"
ROLE_POLICIES = "module.lifecycle.aws_iam_role_policy"


def delete_the_queue(person: Person) -> None:
    person.client("sqs").delete_queue(QueueUrl=person.of(QUEUE)["url"])


def admit_nobody(person: Person) -> None:
    url = person.of(QUEUE)["url"]
    person.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})


def delete_the_topic(person: Person) -> None:
    person.client("sns").delete_topic(TopicArn=person.arn(TOPIC))


def admit_no_alarm(person: Person) -> None:
    policy = json.loads(person.of(TOPIC)["policy"])
    policy["Statement"][0]["Condition"]["ArnEquals"]["aws:SourceArn"] = "arn:aws:cloudwatch:::none"
    person.client("sns").set_topic_attributes(
        TopicArn=person.arn(TOPIC), AttributeName="Policy", AttributeValue=json.dumps(policy)
    )


def unsubscribe(person: Person) -> None:
    person.client("sns").unsubscribe(SubscriptionArn=person.arn(SUBSCRIPTION))


def disable_the_key(person: Person) -> None:
    person.kms.disable_key(KeyId=person.id(KEY))


def enable_the_key(person: Person) -> None:
    person.kms.enable_key(KeyId=person.id(KEY))


def delete_the_key(person: Person) -> None:
    person.kms.schedule_key_deletion(KeyId=person.id(KEY), PendingWindowInDays=7)


def admit_no_service(person: Person) -> None:
    key = person.id(KEY)
    policy = json.loads(person.kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
    policy["Statement"] = policy["Statement"][:1]
    person.kms.put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps(policy))


def delete_the_alias(person: Person) -> None:
    person.kms.delete_alias(AliasName=person.id(ALIAS))


def delete_the_log(address: str) -> object:
    return lambda person: person.logs.delete_log_group(logGroupName=person.id(address))


def keep_logs_for_ever(person: Person) -> None:
    person.logs.delete_retention_policy(logGroupName=person.id(HANDLER_LOG))


def write_logs_in_clear(person: Person) -> None:
    person.logs.disassociate_kms_key(logGroupName=person.id(HANDLER_LOG))


def delete_the_streams(person: Person) -> None:
    group = {"logGroupName": person.id(HANDLER_LOG)}
    for stream in person.logs.describe_log_streams(**group)["logStreams"]:
        person.logs.delete_log_stream(**group, logStreamName=stream["logStreamName"])


def delete_the_flow_log(person: Person) -> None:
    person.ec2.delete_flow_logs(FlowLogIds=[person.id(FLOW_LOG)])


def delete_an_alarm(person: Person) -> None:
    person.client("cloudwatch").delete_alarms(AlarmNames=[f"{person.name}-vip-not-held-vip"])


def mute_an_alarm(person: Person) -> None:
    names = [f"{person.name}-failed-events"]
    person.client("cloudwatch").disable_alarm_actions(AlarmNames=names)


def delete_the_dashboard(person: Person) -> None:
    person.client("cloudwatch").delete_dashboards(DashboardNames=[person.name])


def delete_the_record(person: Person) -> None:
    person.client("ssm").delete_parameter(Name=person.of(RECORD)["name"])


ENABLE = "`aws kms enable-key`, then destroy again"
OF_THE_KEY = (
    "module.lifecycle.aws_iam_role_policy",
    "module.flow_logs[0].aws_iam_role_policy",
    "module.lifecycle.aws_lambda_function.this",
    LOG_GROUP,
    FLOW_LOG_GROUP,
    QUEUE,
    TOPIC,
    "output.kms_key_arn",
)

MESSAGES = (
    Case(
        QUEUE,
        "deleted",
        delete_the_queue,
        shows=created(QUEUE),
        drags=(CONFIG, TARGETS["hooks"], "output.failed_events_queue"),
        alone=True,
    ),
    Case(QUEUE, "its policy removed", admit_nobody, shows=updated(QUEUE)),
    Case(
        TOPIC,
        "deleted",
        delete_the_topic,
        shows=created(TOPIC, SUBSCRIPTION),
        drags=(ALARM, "module.lifecycle.aws_lambda_function.this", "output.topic_arn"),
        alone=True,
    ),
    Case(TOPIC, "its policy changed", admit_no_alarm, shows=updated(TOPIC)),
    Case(SUBSCRIPTION, "removed", unsubscribe, shows=created(SUBSCRIPTION)),
    Case(
        KEY,
        "disabled",
        disable_the_key,
        alarm="audit-silent",
        shows=updated(KEY),
        destroy_says="KMS",
        destroy_command=ENABLE,
        destroy_types=enable_the_key,
        alone=True,
    ),
    Case(
        KEY,
        "its deletion scheduled",
        delete_the_key,
        alarm="audit-silent",
        shows=created(KEY),
        drags=(ALIAS, *OF_THE_KEY),
        destroy_says="KMS",
        destroy_command=AGAIN,
        destroy_types=make_the_function_again,
        alone=True,
    ),
    Case(KEY, "its policy changed", admit_no_service, shows=updated(KEY), alone=True),
    Case(ALIAS, "deleted", delete_the_alias, shows=created(ALIAS)),
    Case(
        LOG_GROUP,
        "deleted",
        delete_the_log(HANDLER_LOG),
        alarm="audit-silent",
        shows=created(HANDLER_LOG),
        drags=(ROLE_POLICIES,),
        alone=True,
    ),
    Case(LOG_GROUP, "its retention removed", keep_logs_for_ever, shows=updated(HANDLER_LOG)),
    Case(
        LOG_GROUP, "its key taken off", write_logs_in_clear, shows=updated(HANDLER_LOG), alone=True
    ),
    Case("log streams of the functions", "deleted", delete_the_streams),
    Case(FLOW_LOG, "deleted", delete_the_flow_log, shows=created(FLOW_LOG)),
    Case(
        FLOW_LOG_GROUP,
        "deleted",
        delete_the_log(FLOW_LOG_GROUP),
        shows=created(FLOW_LOG_GROUP),
        drags=("module.flow_logs[0].aws_iam_role_policy", FLOW_LOG),
        alone=True,
    ),
    Case(ALARM, "deleted", delete_an_alarm, shows=created(NOT_HELD)),
    Case(ALARM, "its actions switched off", mute_an_alarm, shows=updated(FAILED)),
    Case(DASHBOARD, "deleted", delete_the_dashboard, shows=created(DASHBOARD)),
    Case(
        RECORD,
        "deleted",
        delete_the_record,
        shows=created(RECORD),
        drags=("output.interrupts",),
    ),
)
