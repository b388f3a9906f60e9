"""What the module deploys, made by boto3 in milliseconds: for tests of the handler in simulation.

Terraform makes the same things for real in the deploy tests; there the policies are the module's,
here everything is allowed.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from moto.sns.models import sns_backends

from common.aws import CLIENT_CONFIG
from common.runtime import Runtime
from hook_handler import handler
from hook_handler.clients import Clients
from hook_handler.config import from_environment
from lab.context import ACCOUNT, REGION, Lab
from lab.in_process import client
from lab.in_process_client import without_http
from lab.lambdas.inline import InlineContext, key_of_task, session
from lab.pipeline.throttle import READS
from tests.support.calls import Calls, one_after_another
from tests.support.environment import decode, encode, handler_environment, vip
from tests.support.event_shapes import (
    AUDIT_EVENT,
    AUTO_SCALING,
    LAUNCH_ACTION,
    TERMINATE_ACTION,
    state_changes_of,
)
from tests.support.module import alarms
from tests.support.oracle import Oracle

ZONES = [f"{REGION}{letter}" for letter in "abc"]
HEARTBEAT_SECONDS = 600
MAINTENANCE_HOURS = 4
# Alarms that tell of the VIP, or that nobody looks; of the first one there is one for each VIP.
NOT_HELD = "vip-not-held-"
PEOPLES_ALARMS = ("audit-silent", "heal-failed", "handler-errors")
BY_AN_ALARM = re.compile(r'(ALARM|OK|INSUFFICIENT_DATA): "')


class Deployment:
    """One instance of the module, at rest: the group exists and wants no instance.

    vips: how each of its VIPs differs from the default one; the first has an Elastic IP.
    side_by_side: how its function makes calls of which none waits for another.
    """

    def __init__(
        self,
        lab: Lab,
        name: str = "sbc",
        instance_type: str = "t3.micro",
        image_id: str = "ami-12345678",
        audit_interval_minutes: int = 1,
        launch_hook_timeout_seconds: int = HEARTBEAT_SECONDS,
        side_by_side: Callable[[Calls], list[object]] = one_after_another,
        vips: Sequence[Mapping[str, Any]] = ({},),
        **environment: str,
    ) -> None:
        self.lab = lab
        self.side_by_side = side_by_side
        self.name = name
        self.instance_type = instance_type
        self.image_id = image_id
        self.audit_interval_minutes = audit_interval_minutes
        self.launch_hook_timeout_seconds = launch_hook_timeout_seconds
        self.ec2 = client("ec2")
        self.autoscaling = client("autoscaling")
        self._network()
        self.environment = self._environment(vips) | environment
        self._functions()
        self._group()
        self._rules()

    @property
    def function(self) -> str:
        """Name of the hook handler."""
        return f"{self.name}-hook-handler"

    @property
    def function_arn(self) -> str:
        """ARN of the hook handler."""
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.function}"

    def warm_up(self) -> str:
        """Raise the group to 1 and wait until its instance is in service. Returns its id."""
        self.scale(1)
        return self.in_service()

    def join(self) -> str:
        """Raise the group to 2 and wait until the standby is in service. Returns its id."""
        first = self.in_service()
        self.scale(2)
        return self.in_service(other_than=first)

    def configure(self, **environment: str) -> None:
        """Change variables of the function, as an apply would."""
        self.environment |= environment
        client("lambda").update_function_configuration(
            FunctionName=self.function, Environment={"Variables": self.environment}
        )

    def describe_vip(self, **changes: Any) -> dict[str, Any]:
        """A VIP in this deployment's network, as Terraform would describe it to the function."""
        network = {
            "route_table_id": self.route_table,
            "security_group_ids": [self.security_group],
        }
        return vip(**(network | changes))

    @property
    def vips(self) -> list[dict[str, Any]]:
        """What the function is told of its VIPs, in ascending device index."""
        return decode(self.environment["VIPS"])

    def change_vips(self, *described: Mapping[str, Any]) -> None:
        """Tell the function of other VIPs, as an apply would."""
        self.configure(VIPS=encode([dict(each) for each in described]))

    def scale(self, desired: int) -> None:
        self.autoscaling.set_desired_capacity(
            AutoScalingGroupName=self.name, DesiredCapacity=desired
        )

    def in_service(self, *, other_than: str | None = None, limit_seconds: float = 900) -> str:
        """Wait for an instance in service, other than a given one. Returns its id."""

        # Asked of the engine itself: an API call at every step of the clock would take longer than
        # the heal.
        def serving() -> list[str]:
            members = self.lab.groups.get(self.name).group.members
            ids = [each.instance_id for each in members if each.in_service]
            return [each for each in ids if each != other_than]

        assert self.lab.clock.run_until(lambda: bool(serving()), limit_seconds), self.instances()
        return serving()[0]

    def instances(self) -> list[dict[str, Any]]:
        """The group's instances, as Auto Scaling shows them."""
        groups = self.autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[self.name])
        return list(groups["AutoScalingGroups"][0]["Instances"])

    def launch_event(self) -> dict[str, Any]:
        """The last launch event of the group, as EventBridge got it."""
        return next(
            event
            for event in reversed(self.lab.events.published)
            if event["detail-type"] == LAUNCH_ACTION
            and event["detail"]["AutoScalingGroupName"] == self.name
        )

    def vip_subnets(self) -> list[dict[str, Any]]:
        """The subnets that the handler made."""
        return list(self.ec2.describe_subnets(Filters=self._ours())["Subnets"])

    def vip_interfaces(self) -> list[dict[str, Any]]:
        """The interfaces that the handler made."""
        return list(self.ec2.describe_network_interfaces(Filters=self._ours())["NetworkInterfaces"])

    def address(self) -> dict[str, Any]:
        """The Elastic IP."""
        found = self.ec2.describe_addresses(AllocationIds=[self.allocation])
        return dict(found["Addresses"][0])

    @property
    def oracle(self) -> Oracle:
        """What is true of this deployment, read past the API."""
        return Oracle(self.lab, self.environment)

    def assert_wholly_on(self, instance_id: str) -> None:
        """All that makes the VIP is there, once, and on that instance."""
        missing = self.oracle.why_not_serving(instance_id)
        assert not missing, missing

    def assert_nothing_left(self) -> None:
        """No subnet, no interface; the Elastic IP is ours still, and points nowhere."""
        assert self.vip_subnets() == []
        assert self.vip_interfaces() == []
        assert not self.address().get("AssociationId")

    def calls(self, *, mutating: bool = False) -> list[str]:
        """Actions that this instance's handler called, in order."""
        return [
            call.action
            for call in self.lab.call_log.calls
            if call.caller.name == self.function
            and not (mutating and call.action.startswith(READS))
        ]

    def mailed(self) -> list[tuple[str, str]]:
        """Subject and body of every message published, in order."""
        topics = sns_backends[self.lab.account][self.lab.region].topics
        sent = topics[self.topic].sent_notifications
        return [(str(subject), str(body)) for _id, body, subject, _attributes, _group in sent]

    @property
    def peoples_alarms(self) -> list[str]:
        """Names of the alarms that tell of the VIPs, without the deployment's."""
        return [*(f"{NOT_HELD}{vip['key']}" for vip in self.vips), *PEOPLES_ALARMS]

    def make_alarms(self, *names: str) -> None:
        """The module's alarms of these names, all that tell of the VIP unless told otherwise.

        Best made when audits have run: an alarm for which silence is bad news starts with it.
        """
        references = {
            "var.audit_interval_minutes": self.audit_interval_minutes,
            "var.maintenance_hours": MAINTENANCE_HOURS,
            "var.impaired_after_seconds": self.environment["IMPAIRED_AFTER_SECONDS"],
            alarms.DIMENSIONS_OF_THE_GROUP: {"AutoScalingGroupName": self.name},
            "local.metrics_namespace": self.environment["METRICS_NAMESPACE"],
            "local.vnf_dimensions": {"Name": self.name},
            "local.handler_dimensions": {"FunctionName": self.function},
        }
        for name in names or self.peoples_alarms:
            held = {"Name": self.name, "Vip": name.removeprefix(NOT_HELD)}
            references[alarms.DIMENSIONS_OF_A_VIP] = held
            client("cloudwatch").put_metric_alarm(
                AlarmName=f"{self.name}-{name}",
                AlarmActions=self._actions_of(name),
                OKActions=[self.topic],
                **alarms.put_arguments(name, references),
            )

    def _actions_of(self, alarm: str) -> list[str]:
        if not alarms.calls_handler(alarm):
            return [self.topic]
        self.admit_alarm(f"{self.name}-{alarm}")
        return [self.topic, self.function_arn]

    def admit_alarm(self, name: str) -> None:
        """Let the alarm of that name call the handler."""
        client("lambda").add_permission(
            FunctionName=self.function,
            StatementId=name,
            Action="lambda:InvokeFunction",
            Principal="lambda.alarms.cloudwatch.amazonaws.com",
            SourceAccount=ACCOUNT,
            SourceArn=f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{name}",
        )

    def mailed_by_alarms(self) -> list[str]:
        """Subjects of what alarms told people, in order: `ALARM: "sbc-audit-silent" in …`."""
        return [subject for subject, _ in self.mailed() if BY_AN_ALARM.match(subject)]

    def mailed_by_handler(self) -> list[str]:
        """Subjects of what the functions told people, in order."""
        return [subject for subject, _ in self.mailed() if not BY_AN_ALARM.match(subject)]

    def _ours(self) -> list[dict[str, Any]]:
        return [
            {"Name": "vpc-id", "Values": [self.vpc_id]},
            {"Name": "tag:PersistentVnf", "Values": [self.name]},
        ]

    def _network(self) -> None:
        ec2 = self.ec2
        self.vpc_id = ec2.create_vpc(CidrBlock="10.16.0.0/16")["Vpc"]["VpcId"]
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc_id)
        self.wan = [
            ec2.create_subnet(
                VpcId=self.vpc_id, CidrBlock=f"10.16.{number}.0/24", AvailabilityZone=zone
            )["Subnet"]["SubnetId"]
            for number, zone in enumerate(ZONES, 1)
        ]
        table = ec2.create_route_table(VpcId=self.vpc_id)["RouteTable"]["RouteTableId"]
        self.security_group, self.wan_security_group = (
            ec2.create_security_group(
                GroupName=f"{self.name}-{side}", Description=side, VpcId=self.vpc_id
            )["GroupId"]
            for side in ("vip", "wan")
        )
        self.route_table = table
        self.allocation = ec2.allocate_address(Domain="vpc")["AllocationId"]
        self.topic = client("sns").create_topic(Name=f"{self.name}-notifications")["TopicArn"]

    def _environment(self, vips: Sequence[Mapping[str, Any]]) -> dict[str, str]:
        first, *more = vips
        described = [self.describe_vip(**{"allocation_id": self.allocation, **first})]
        described += [self.describe_vip(**each) for each in more]
        return handler_environment(
            self.name,
            vpc_id=self.vpc_id,
            wan_security_group_id=self.wan_security_group,
            vips=described,
            topic_arn=self.topic,
        )

    def _functions(self) -> None:
        functions, role = client("lambda"), self._role()
        functions.create_function(
            FunctionName=self.function,
            Runtime="python3.13",
            Handler="hook_handler.handler.handle",
            Role=role,
            Timeout=int(self.environment["FUNCTION_TIMEOUT_SECONDS"]),
            Environment={"Variables": self.environment},
            LoggingConfig={"LogFormat": "JSON", "SystemLogLevel": "WARN"},
            Code={"ZipFile": _empty_zip()},
        )
        self.lab.lambdas.local[self.function] = self._run_inline

    def _run_inline(self, event: Any, context: InlineContext) -> dict[str, Any]:
        ec2, autoscaling, sns = map(handler_client, ("ec2", "autoscaling", "sns"))
        events = partial(handler_client, "events")
        clients = Clients(ec2, autoscaling, sns, events, _cloudwatch, self._runtime(context))
        return handler.run(event, from_environment(context.environment), clients)

    def _runtime(self, context: InlineContext) -> Runtime:
        return Runtime(
            now=context.clock.now,
            sleep=context.clock.sleep,
            jitter=self.lab.rng.random,
            remaining=lambda: context.get_remaining_time_in_millis() / 1000,
            side_by_side=self.side_by_side,
        )

    def _role(self) -> str:
        iam = client("iam")
        trust = json.dumps({"Version": "2012-10-17", "Statement": []})
        role = iam.create_role(RoleName=self.function, AssumeRolePolicyDocument=trust)["Role"]
        allow = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        iam.put_role_policy(
            RoleName=self.function,
            PolicyName="everything",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allow]}),
        )
        return str(role["Arn"])

    def _group(self) -> None:
        self.ec2.create_launch_template(
            LaunchTemplateName=self.name,
            LaunchTemplateData={
                "ImageId": self.image_id,
                "InstanceType": self.instance_type,
                "NetworkInterfaces": [{"DeviceIndex": 0, "Groups": [self.wan_security_group]}],
            },
        )
        first = self.environment["LAUNCH_BEFORE_TERMINATE"] == "true"
        hot = self.environment["STANDBY"] == "hot"
        self.autoscaling.create_auto_scaling_group(
            AutoScalingGroupName=self.name,
            LaunchTemplate={"LaunchTemplateName": self.name, "Version": "$Latest"},
            MinSize=0,
            MaxSize=2 if hot else 1,
            DesiredCapacity=0,
            VPCZoneIdentifier=",".join(self.wan),
            HealthCheckType="EC2",
            HealthCheckGracePeriod=60,
            InstanceMaintenancePolicy={
                "MinHealthyPercentage": 100 if first else 50 if hot else 0,
                "MaxHealthyPercentage": 200 if first else 100,
            },
            LifecycleHookSpecificationList=[
                self._hook("launch", "LAUNCHING", "ABANDON", self.launch_hook_timeout_seconds),
                self._hook("terminate", "TERMINATING", "CONTINUE", HEARTBEAT_SECONDS),
            ],
        )

    def _hook(self, kind: str, transition: str, default: str, timeout: int) -> dict[str, Any]:
        return {
            "LifecycleHookName": f"{self.name}-{kind}",
            "LifecycleTransition": f"autoscaling:EC2_INSTANCE_{transition}",
            "HeartbeatTimeout": timeout,
            "DefaultResult": default,
        }

    def _rules(self) -> None:
        pattern = {
            "source": [AUTO_SCALING],
            "detail-type": [LAUNCH_ACTION, TERMINATE_ACTION],
            "detail": {"AutoScalingGroupName": [self.name]},
        }
        self._rule(f"{self.name}-hooks", EventPattern=json.dumps(pattern))
        self._rule(f"{self.name}-state-changes", EventPattern=json.dumps(state_changes_of("none")))
        minutes = self.audit_interval_minutes
        rate = f"rate({minutes} minute{'' if minutes == 1 else 's'})"
        self._rule(f"{self.name}-audit", json.dumps(AUDIT_EVENT), ScheduleExpression=rate)

    def _rule(self, name: str, event: str | None = None, **when: str) -> None:
        events, functions = client("events"), client("lambda")
        rule = events.put_rule(Name=name, **when)["RuleArn"]
        functions.add_permission(
            FunctionName=self.function,
            StatementId=name,
            Action="lambda:InvokeFunction",
            Principal="events.amazonaws.com",
            SourceArn=rule,
        )
        target = {"Id": "handler", "Arn": self.function_arn} | ({"Input": event} if event else {})
        events.put_targets(Rule=name, Targets=[target])


@cache
def handler_client(service: str) -> Any:
    """The handler's own, which says by its key which task it is."""
    inline: Any = session(REGION)
    attempts = CLIENT_CONFIG.retries["total_max_attempts"]  # type: ignore[attr-defined]
    return without_http(inline.client(service, config=CLIENT_CONFIG), key_of_task, attempts)


def _cloudwatch(region: str) -> Any:
    assert region == REGION
    return handler_client("cloudwatch")


@cache
def _empty_zip() -> bytes:
    """The code itself runs from this process."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("hook_handler/handler.py", "")
    return buffer.getvalue()
