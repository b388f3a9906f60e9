"""What AWS's services report once a minute whether or not anything happens: of the minute that
has just ended.

docs/aws-behaviour.md#metrics-of-services
docs/aws-behaviour.md#metrics-of-status-checks
"""

from __future__ import annotations

from moto.sqs.models import sqs_backends

from lab.context import Lab

CHECKS = ("StatusCheckFailed", "StatusCheckFailed_Instance", "StatusCheckFailed_System")
GROUP_TAG = "aws:autoscaling:groupName"


def sample(lab: Lab, at: float) -> None:
    _queues(lab, at)
    _instances(lab, at)


def _queues(lab: Lab, at: float) -> None:
    for name, queue in sqs_backends[lab.account][lab.region].queues.items():
        lab.metrics.record(
            "AWS/SQS",
            "ApproximateNumberOfMessagesVisible",
            queue.approximate_number_of_messages,
            {"QueueName": name},
            at=at,
        )


def _instances(lab: Lab, at: float) -> None:
    """Of each running instance, and of each group all of its instances."""
    for instance in lab.ec2.backend.all_instances():
        if instance.state != "running":
            continue
        failed = float(instance.id in lab.ec2.impaired)
        group = lab.ec2.backend.tags.get(instance.id, {}).get(GROUP_TAG)
        of_group = [{"AutoScalingGroupName": group}] if group else []
        for dimensions in [{"InstanceId": str(instance.id)}, *of_group]:
            for check in CHECKS:
                lab.metrics.record("AWS/EC2", check, failed, dimensions, at=at)
