"""What is read back is what was written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from lab.context import Lab
from lab.in_process import client, simulated
from lab.moto_fixes.invoke_config import invoke_config
from tests.support.worlds.functions import document
from tests.support.worlds.iam import key, key_for_logs

ROLE = "arn:aws:iam::123456789012:role/hook-handler"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:failed-events"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=1) as active:
        yield active


def package() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("handler.py", "def handle(event, context): return event\n")
    return buffer.getvalue()


def create(**settings: Any) -> dict[str, Any]:
    """A function "f"; returns its configuration as Terraform reads it."""
    client("iam").create_role(RoleName="hook-handler", AssumeRolePolicyDocument="{}")
    client("lambda").create_function(
        FunctionName="f",
        Runtime="python3.13",
        Role=ROLE,
        Handler="handler.handle",
        Code={"ZipFile": package()},
        **settings,
    )
    return read()


def read() -> dict[str, Any]:
    found: dict[str, Any] = client("lambda").get_function_configuration(FunctionName="f")
    return found


SETTINGS: list[tuple[str, Any]] = [
    ("DeadLetterConfig", {"TargetArn": QUEUE}),
    ("TracingConfig", {"Mode": "Active"}),
    ("KMSKeyArn", KEY),
    ("EphemeralStorage", {"Size": 1024}),
    (
        "LoggingConfig",
        {
            "LogFormat": "JSON",
            "ApplicationLogLevel": "DEBUG",
            "SystemLogLevel": "WARN",
            "LogGroup": "/vnf/handler",
        },
    ),
]


@pytest.mark.behaviour("what-is-read-back")
@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_a_function_keeps_what_it_was_created_with(name: str, value: Any) -> None:
    assert create(**{name: value})[name] == value


@pytest.mark.behaviour("what-is-read-back")
@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_a_function_keeps_what_it_was_changed_to(name: str, value: Any) -> None:
    create()
    client("lambda").update_function_configuration(FunctionName="f", **{name: value})
    assert read()[name] == value


@pytest.mark.behaviour("what-is-read-back")
@pytest.mark.usefixtures("lab")
def test_the_architecture_changes_with_the_code() -> None:
    create()
    client("lambda").update_function_code(
        FunctionName="f", ZipFile=package(), Architectures=["arm64"]
    )
    assert read()["Architectures"] == ["arm64"]


@pytest.mark.behaviour("what-is-read-back")
@pytest.mark.usefixtures("lab")
def test_what_is_taken_away_is_gone() -> None:
    create(DeadLetterConfig={"TargetArn": QUEUE}, KMSKeyArn=KEY)
    client("lambda").update_function_configuration(
        FunctionName="f", DeadLetterConfig={"TargetArn": ""}, KMSKeyArn=""
    )
    assert not {"DeadLetterConfig", "KMSKeyArn"} & read().keys()


@pytest.mark.behaviour("logs-of-a-function")
@pytest.mark.usefixtures("lab")
def test_a_function_logs_text_to_its_own_group_by_default() -> None:
    assert create()["LoggingConfig"] == {"LogFormat": "Text", "LogGroup": "/aws/lambda/f"}


@pytest.mark.behaviour("logs-of-a-function")
@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize("region", ["us-gov-west-1", "cn-north-1"])
def test_in_other_partitions_there_is_no_choice_of_the_format(region: str) -> None:
    client("iam").create_role(RoleName="hook-handler", AssumeRolePolicyDocument="{}")
    abroad: Any = boto3.Session(region_name=region).client("lambda")
    with pytest.raises(ClientError, match=f"LoggingConfig is not supported in {region}"):
        abroad.create_function(
            FunctionName="f",
            Role=ROLE,
            Code={"ZipFile": package()},
            LoggingConfig={"LogFormat": "JSON"},
        )


@pytest.mark.behaviour("what-is-read-back")
@pytest.mark.usefixtures("lab")
def test_a_published_version_keeps_the_settings() -> None:
    create(DeadLetterConfig={"TargetArn": QUEUE}, Publish=True)
    client("lambda").publish_version(FunctionName="f")
    version = client("lambda").get_function_configuration(FunctionName="f", Qualifier="1")
    assert version["DeadLetterConfig"] == {"TargetArn": QUEUE}


def put_invoke_config(retries: int, **more: Any) -> None:
    client("lambda").put_function_event_invoke_config(
        FunctionName="f", MaximumRetryAttempts=retries, **more
    )


def read_retries(**qualifier: str) -> int:
    found = client("lambda").get_function_event_invoke_config(FunctionName="f", **qualifier)
    return int(found["MaximumRetryAttempts"])


@pytest.mark.behaviour("what-is-read-back")
@pytest.mark.usefixtures("lab")
def test_the_last_invoke_config_counts_and_each_qualifier_has_its_own() -> None:
    create(Publish=True)
    put_invoke_config(0)
    put_invoke_config(1)
    put_invoke_config(2, Qualifier="1")
    assert (read_retries(), read_retries(Qualifier="1")) == (1, 2)
    listed = client("lambda").list_function_event_invoke_configs(FunctionName="f")
    arns = [each["FunctionArn"] for each in listed["FunctionEventInvokeConfigs"]]
    assert [arn.rsplit(":", 1)[1] for arn in arns] == ["$LATEST", "1"]


@pytest.mark.behaviour("what-is-read-back")
def test_update_keeps_what_it_does_not_name(lab: Lab) -> None:
    from moto.awslambda.models import lambda_backends

    create()
    put_invoke_config(0, DestinationConfig={"OnFailure": {"Destination": QUEUE}})
    client("lambda").update_function_event_invoke_config(
        FunctionName="f", MaximumEventAgeInSeconds=60
    )
    function = lambda_backends[lab.account][lab.region].get_function("f")
    assert invoke_config(function) == {
        "MaximumRetryAttempts": 0,
        "MaximumEventAgeInSeconds": 60,
        "DestinationConfig": {"OnFailure": {"Destination": QUEUE}},
    }


@pytest.mark.behaviour("what-is-read-back")
@pytest.mark.usefixtures("lab")
def test_a_deleted_invoke_config_is_not_found() -> None:
    create()
    put_invoke_config(0)
    client("lambda").delete_function_event_invoke_config(FunctionName="f")
    for call in ("get", "delete"):
        with pytest.raises(ClientError, match="ResourceNotFoundException"):
            getattr(client("lambda"), f"{call}_function_event_invoke_config")(FunctionName="f")


def test_a_composite_alarm_is_a_gap(lab: Lab) -> None:
    with pytest.raises(ClientError, match="NotModelled"):
        client("cloudwatch").put_composite_alarm(AlarmName="a", AlarmRule="TRUE")
    assert [gap.where for gap in lab.gaps.all] == ["cloudwatch:PutCompositeAlarm"]


@pytest.mark.usefixtures("lab")
def test_elastic_ips_are_of_the_range_for_tests() -> None:
    address = client("ec2").allocate_address(Domain="vpc")["PublicIp"]
    assert ip_address(address) in ip_network("198.18.0.0/15")


def authorize(**rule: Any) -> dict[str, Any]:
    ec2 = client("ec2")
    vpc_id = ec2.create_vpc(CidrBlock="10.16.0.0/16")["Vpc"]["VpcId"]
    group = ec2.create_security_group(GroupName="vip", Description="VIP", VpcId=vpc_id)
    permission = {"IpRanges": [{"CidrIp": "203.0.113.0/24"}], **rule}
    made = ec2.authorize_security_group_ingress(
        GroupId=group["GroupId"], IpPermissions=[permission]
    )
    [stored] = made["SecurityGroupRules"]
    return dict(stored)


@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize("protocol", ["50", "47", "esp"])
def test_a_rule_of_a_protocol_without_ports(protocol: str) -> None:
    rule = authorize(IpProtocol=protocol)
    assert (rule["IpProtocol"], rule["FromPort"], rule["ToPort"]) == (protocol, -1, -1)


@pytest.mark.usefixtures("lab")
def test_a_tcp_rule_needs_ports() -> None:
    with pytest.raises(ClientError, match="InvalidParameterValue"):
        authorize(IpProtocol="tcp")


def test_aws_managed_policies_and_images_are_there_when_asked_for() -> None:
    """The catalogue a Terraform apply needs: the image of the SSM parameter can be described."""
    with simulated(catalogue=True):
        name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
        image_id = client("ssm").get_parameter(Name=name)["Parameter"]["Value"]
        [image] = client("ec2").describe_images(ImageIds=[image_id])["Images"]
        assert image["State"] == "available"
        arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
        assert client("iam").get_policy(PolicyArn=arn)["Policy"]["Arn"] == arn


def vpc() -> str:
    return str(client("ec2").create_vpc(CidrBlock="10.16.0.0/16")["Vpc"]["VpcId"])


@pytest.mark.behaviour("what-is-read-back")
@pytest.mark.usefixtures("lab")
def test_a_rule_keeps_its_peer_and_its_description() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html"""
    ec2 = client("ec2")
    made = [
        ec2.create_security_group(GroupName=name, Description="-", VpcId=vpc_id)["GroupId"]
        for vpc_id in [vpc()]
        for name in ("vip", "wan")
    ]
    ports = {"IpProtocol": "tcp", "FromPort": 5060, "ToPort": 5060}
    peers = [
        {"PrefixListIds": [{"PrefixListId": "pl-0a1b", "Description": "carrier"}]},
        {"UserIdGroupPairs": [{"GroupId": made[1], "Description": "wan"}]},
    ]
    rules = [
        ec2.authorize_security_group_ingress(GroupId=made[0], IpPermissions=[ports | peer])[
            "SecurityGroupRules"
        ][0]["SecurityGroupRuleId"]
        for peer in peers
    ]
    told = ec2.describe_security_group_rules(SecurityGroupRuleIds=rules)["SecurityGroupRules"]
    described = {each["SecurityGroupRuleId"]: each for each in told}
    by_list, by_group = (described[each] for each in rules)
    assert (by_list["PrefixListId"], by_list["Description"]) == ("pl-0a1b", "carrier")
    assert by_group["ReferencedGroupInfo"]["GroupId"] == made[1]
    assert by_group["Description"] == "wan"
    ec2.revoke_security_group_ingress(GroupId=made[0], SecurityGroupRuleIds=rules[:1])
    left = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": made[:1]}])
    assert rules[0] not in [e["SecurityGroupRuleId"] for e in left["SecurityGroupRules"]]


@pytest.mark.behaviour("what-is-read-back")
@pytest.mark.usefixtures("lab")
def test_a_log_group_gets_another_key_and_loses_it() -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html"""
    logs = client("logs")
    first, second, silent = key_for_logs(), key_for_logs(), key()
    logs.create_log_group(logGroupName="f", kmsKeyId=first)
    logs.associate_kms_key(logGroupName="f", kmsKeyId=second)
    with pytest.raises(ClientError, match="not allowed to be used with Arn"):
        logs.associate_kms_key(logGroupName="f", kmsKeyId=silent)
    assert logs.describe_log_groups()["logGroups"][0]["kmsKeyId"] == second
    logs.disassociate_kms_key(logGroupName="f")
    assert "kmsKeyId" not in logs.describe_log_groups()["logGroups"][0]
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.associate_kms_key(logGroupName="other", kmsKeyId=first)


@pytest.mark.behaviour("what-is-read-back")
@pytest.mark.usefixtures("lab")
def test_a_queue_keeps_its_policy_when_its_key_changes() -> None:
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"""
    statement = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
    sqs, policy = client("sqs"), document(statement)
    queue = {"QueueUrl": sqs.create_queue(QueueName="q", Attributes={"Policy": policy})["QueueUrl"]}
    sqs.set_queue_attributes(**queue, Attributes={"KmsMasterKeyId": KEY})
    told = sqs.get_queue_attributes(**queue, AttributeNames=["All"])["Attributes"]
    assert (told["Policy"], told["KmsMasterKeyId"]) == (policy, KEY)
    sqs.set_queue_attributes(**queue, Attributes={"Policy": ""})
    assert not sqs.get_queue_attributes(**queue, AttributeNames=["All"])["Attributes"].get("Policy")
