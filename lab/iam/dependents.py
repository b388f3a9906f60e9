"""Rights that AWS asks of the caller besides the one the call is named after.

Each with the page of AWS that says so. EC2's tagging on creation is the table's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lab.iam.account import Account
from lab.iam.keys import FOR_LOGS
from lab.iam.resources import ANY, Resource, lowered, request_tags
from lab.iam.table import Check
from lab.partitions import dns_suffix_of

Params = Mapping[str, Any]
Dependent = Callable[[Account, Params], list[Check]]

GROUP_SERVICE = "autoscaling.amazonaws.com"
GROUP_SERVICE_ROLE = "AWSServiceRoleForAutoScaling"


def dependents(known: Account, name: str, params: Params, own: Resource) -> list[Check]:
    """What the call `name` ("service:Action") asks for besides; `own`: what it is evaluated on."""
    asked = _tagging(name, params, own)
    for each in DEPENDENTS.get(name, ()):
        asked += each(known, params)
    return asked


# --- tags on creation ----------------------------------------------------------------------
# Name of the tags' argument, and the right. The API reference of each call says it, or the
# service authorization reference (KMS).
TAGGED = {
    # https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-tagging-security.html
    "autoscaling:CreateAutoScalingGroup": ("Tags", "autoscaling:CreateOrUpdateTags"),
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    "cloudwatch:PutMetricAlarm": ("Tags", "cloudwatch:TagResource"),
    # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
    "events:PutRule": ("Tags", "events:TagResource"),
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags_roles.html
    "iam:CreateRole": ("Tags", "iam:TagRole"),
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags_instance-profiles.html
    "iam:CreateInstanceProfile": ("Tags", "iam:TagInstanceProfile"),
    # https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
    "kms:CreateKey": ("Tags", "kms:TagResource"),
    # https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html
    "lambda:CreateFunction": ("Tags", "lambda:TagResource"),
    # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
    "logs:CreateLogGroup": ("tags", "logs:TagResource"),
    # https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
    "sns:CreateTopic": ("Tags", "sns:TagResource"),
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
    "sqs:CreateQueue": ("tags", "sqs:TagQueue"),
    # https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
    "ssm:PutParameter": ("Tags", "ssm:AddTagsToResource"),
}


def _tagging(name: str, params: Params, own: Resource) -> list[Check]:
    argument, right = TAGGED.get(name, ("", ""))
    tags = params.get(argument)
    if not tags:
        return []
    return [Check(right, Resource(own.arn, own.keys | request_tags(_pairs(tags))))]


def _pairs(tags: Any) -> list[Mapping[str, str]]:
    """Some services take tags as a map, KMS has names of its own for key and value."""
    if isinstance(tags, dict):
        return [{"Key": key, "Value": value} for key, value in tags.items()]
    return [
        {"Key": tag.get("Key", tag.get("TagKey")), "Value": tag.get("Value", tag.get("TagValue"))}
        for tag in tags
    ]


# --- roles ---------------------------------------------------------------------------------
def _pass(role_arn: str, service: str) -> list[Check]:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"""
    return [Check("iam:PassRole", Resource(role_arn, lowered({"iam:PassedToService": service})))]


def _role_to_function(_: Account, params: Params) -> list[Check]:
    """https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html"""
    return _pass(params["Role"], "lambda.amazonaws.com") if params.get("Role") else []


def _role_to_flow_logs(_: Account, params: Params) -> list[Check]:
    """https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html"""
    role_arn = params.get("DeliverLogsPermissionArn")
    return _pass(role_arn, "vpc-flow-logs.amazonaws.com") if role_arn else []


def _role_to_instances(known: Account, params: Params) -> list[Check]:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html

    It does not name the service. Karpenter calls it with PassRole for ec2.amazonaws.com only:
    https://karpenter.sh/docs/reference/cloudformation/#allowpassinginstancerole
    """
    return _pass(known.role({"RoleName": params["RoleName"]}).arn, known.ec2_service)


def _first_group(known: Account, _: Params) -> list[Check]:
    """Auto Scaling makes its service-linked role with the first group of an account.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html
    """
    path = f"aws-service-role/{GROUP_SERVICE}/{GROUP_SERVICE_ROLE}"
    role = known.role({"RoleName": GROUP_SERVICE_ROLE})
    if role.arn.endswith(path):
        return []
    arn = role.arn.replace(GROUP_SERVICE_ROLE, path)
    keys = lowered({"iam:AWSServiceName": GROUP_SERVICE})
    return [Check("iam:CreateServiceLinkedRole", Resource(arn, keys))]


# --- launching -----------------------------------------------------------------------------
def _launch(known: Account, params: Params) -> list[Check]:
    """Whoever creates or updates a group must be able to launch from the template it names.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
    """
    mixed = params.get("MixedInstancesPolicy", {}).get("LaunchTemplate", {})
    named = params.get("LaunchTemplate") or mixed.get("LaunchTemplateSpecification")
    if not named:
        return []
    data = known.launch_template(named)
    asked = [Check("ec2:RunInstances", ANY)]
    for specification in data.get("TagSpecifications") or []:
        keys = request_tags(specification.get("Tags") or []) | {"ec2:createaction": "RunInstances"}
        kind = specification["ResourceType"]
        asked.append(Check("ec2:CreateTags", Resource(known.arn("ec2", f"{kind}/*"), keys)))
    profile = data.get("IamInstanceProfile") or {}
    for role_arn in known.roles_of_profile(profile.get("Arn") or profile.get("Name") or ""):
        asked += _pass(role_arn, known.ec2_service)
    return asked


# --- functions in a VPC --------------------------------------------------------------------
def _look_at_network(_: Account, params: Params) -> list[Check]:
    """https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions"""
    if not params.get("VpcConfig", {}).get("SecurityGroupIds"):
        return []
    names = ("DescribeSecurityGroups", "DescribeSubnets", "DescribeVpcs", "GetSecurityGroupsForVpc")
    return [Check(f"ec2:{name}", ANY) for name in names]


# --- keys ----------------------------------------------------------------------------------
def _use_key(known: Account, key_id: str | None, service: str, *actions: str) -> list[Check]:
    """The caller's own use of the key, through the service; its key policy counts as well."""
    key = known.key(key_id)
    if key is None:
        return []
    keys = lowered({"kms:ViaService": f"{service}.{key.region}.{dns_suffix_of(key.region)}"})
    return [Check(action, Resource(key.arn, keys)) for action in actions]


def _encrypted_logs(known: Account, params: Params) -> list[Check]:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"""
    return _use_key(known, params.get("kmsKeyId"), "logs", *FOR_LOGS)


def _encrypted_environment(known: Account, params: Params) -> list[Check]:
    """Of a new key, and of new variables under the present one.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
    """
    if not {"KMSKeyArn", "Environment"} & params.keys():
        return []
    key_id = params.get("KMSKeyArn") or known.function_key(params["FunctionName"])
    return _use_key(known, key_id, "lambda", "kms:CreateGrant", "kms:Encrypt", "kms:Decrypt")


def _key_policy(known: Account, params: Params) -> list[Check]:
    """https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html"""
    key = Resource(known.arn("kms", "key/*"))
    return [Check("kms:PutKeyPolicy", key)] if params.get("Policy") else []


# --- what the network asks of other services -----------------------------------------------
def _private_names(_: Account, params: Params) -> list[Check]:
    """https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html"""
    named = params.get("PrivateDnsEnabled")
    return [Check("route53:AssociateVPCWithHostedZone", ANY)] if named else []


def _log_delivery(known: Account, params: Params) -> list[Check]:
    """Asked for logs that AWS delivers; not documented for flow logs to CloudWatch Logs: a switch.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
    """
    if not known.switches.flow_logs_ask_for_log_delivery:
        return []
    verb = "Delete" if "FlowLogIds" in params else "Create"
    return [Check(f"logs:{verb}LogDelivery", ANY)]


_OF_FUNCTIONS = (_role_to_function, _encrypted_environment, _look_at_network)
DEPENDENTS: dict[str, tuple[Dependent, ...]] = {
    "autoscaling:CreateAutoScalingGroup": (_first_group, _launch),
    "autoscaling:UpdateAutoScalingGroup": (_launch,),
    "ec2:CreateFlowLogs": (_role_to_flow_logs, _log_delivery),
    "ec2:CreateVpcEndpoint": (_private_names,),
    "ec2:DeleteFlowLogs": (_log_delivery,),
    "iam:AddRoleToInstanceProfile": (_role_to_instances,),
    "kms:CreateKey": (_key_policy,),
    "lambda:CreateFunction": _OF_FUNCTIONS,
    "lambda:UpdateFunctionConfiguration": _OF_FUNCTIONS,
    "logs:AssociateKmsKey": (_encrypted_logs,),
    "logs:CreateLogGroup": (_encrypted_logs,),
}
