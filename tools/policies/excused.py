"""Where the reference is wrong, silent, or speaks of what is not done here, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tools.policies.findings import Finding

DEPLOYER = "docs/deployer-policy.json"


@dataclass(frozen=True)
class Excuse:
    """A finding that is none, and why. ``policy`` and ``subject`` may hold stars."""

    rule: str
    policy: str
    action: str
    subject: str
    why: str

    def covers(self, finding: Finding) -> bool:
        """Whether it is this finding that is excused."""
        return (
            (self.rule, self.action) == (finding.rule, finding.action)
            and fnmatchcase(finding.policy, self.policy)
            and fnmatchcase(finding.subject, self.subject)
        )


_DEPENDENT = "dependent action"
_PROBER = "module.prober[[]0].aws_iam_role_policy.*"
_INTERFACES = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
)
# Terraform reads the parameter that names the image, and gives EC2 the image's id.
_NO_RESOLVING = "asked where a launch template names its image by resolve:ssm:; ours gives an id"

EXCUSED = (
    Excuse(
        rule="key",
        policy="module.key.aws_kms_key.*",
        action="kms:DescribeKey",
        subject="kms:EncryptionContext:aws:logs:arn on key",
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
        why="AWS's own statement for log groups, word for word; DescribeKey has no context",
    ),
    Excuse(
        rule="key",
        policy="the lab",
        action="kms:DescribeKey",
        subject="kms:encryptioncontext:aws:logs:arn on key",
        why="the same: were it not met there, AWS's own statement would not be enough in the lab",
    ),
    Excuse(
        rule=_DEPENDENT,
        policy=DEPLOYER,
        action="ec2:CreateFlowLogs",
        subject="ecs:List*",
        why="asked for flow logs of ECS tasks only; ours are a VPC's",
    ),
    Excuse(
        rule=_DEPENDENT,
        policy=DEPLOYER,
        action="lambda:CreateFunction",
        subject="lambda:PassCapacityProvider",
        why="asked for functions on managed instances only",
    ),
    Excuse(
        rule=_DEPENDENT,
        policy=DEPLOYER,
        action="servicequotas:GetServiceQuota",
        subject="*",
        why="each names a service whose quotas it is asked for; ours is Lambda's, of which none is",
    ),
    # https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
    *(
        Excuse("too wide", _PROBER, action, "[*]", "Lambda takes its rights on interfaces so only")
        for action in _INTERFACES
    ),
    *(
        Excuse(
            "key", _PROBER, action, "lambda:SourceFunctionArn*", "AWS's own statement, as a deny"
        )
        for action in (*_INTERFACES, "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets")
    ),
    Excuse(
        rule=_DEPENDENT,
        policy=_PROBER,
        action="ec2:CreateNetworkInterface",
        subject="ec2:CreateTags",
        why="asked for an interface with tags; Lambda's has none",
    ),
    *(
        Excuse(_DEPENDENT, DEPLOYER, action, "ssm:GetParameters", _NO_RESOLVING)
        for action in (
            "ec2:CreateLaunchTemplate",
            "ec2:CreateLaunchTemplateVersion",
            "ec2:DescribeLaunchTemplateVersions",
            "ec2:RunInstances",
        )
    ),
)


def unexcused(found: Iterable[Finding], excuses: Iterable[Excuse] = EXCUSED) -> Iterator[str]:
    """The sentences that stand; an excuse that nothing needs any more is one of them."""
    unused = list(excuses)
    for finding in found:
        fitting = [each for each in excuses if each.covers(finding)]
        unused = [each for each in unused if each not in fitting]
        if not fitting:
            yield str(finding)
    for each in unused:
        yield f"excused.py: nothing needs the excuse {each.rule}, {each.action}, {each.subject}."
