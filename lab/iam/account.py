"""What IAM knows of the resources that operators deal with besides EC2's: read from moto too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.ec2.exceptions import EC2ClientError
from moto.iam.exceptions import NotFoundException
from moto.iam.models import IAMBackend, iam_backends

from lab.iam.resources import Resource, Resources, lowered, request_tags
from lab.partitions import dns_suffix_of


class Account(Resources):
    """The account's roles, instance profiles, functions and launch templates, besides the rest."""

    @property
    def iam(self) -> IAMBackend:
        backend: IAMBackend = iam_backends[self._lab.account][self._lab.partition]
        return backend

    def role(self, params: Mapping[str, Any]) -> Resource:
        """The role that a call of IAM names, with the keys of its request.

        ``iam:PermissionsBoundary`` is what the request brings along, else what the role has.
        """
        name, boundary = params["RoleName"], params.get("PermissionsBoundary")
        try:
            found = self.iam.get_role(name)
            arn, present = str(found.arn), found.permissions_boundary_arn
        except NotFoundException:
            arn, present = self._lab.global_arn("iam", f"role/{name}"), None
        keys = {"PermissionsBoundary": boundary or present, "PolicyARN": params.get("PolicyArn")}
        keyed = lowered({f"iam:{key}": value for key, value in keys.items()})
        return Resource(arn, keyed | request_tags(params.get("Tags") or []))

    def instance_profile(self, name: str) -> Resource:
        return Resource(self._lab.global_arn("iam", f"instance-profile/{name}"))

    def roles_of_profile(self, named: str) -> list[str]:
        """ARNs of the roles in an instance profile, given by name or ARN."""
        profiles = self.iam.get_instance_profiles()
        return [
            str(role.arn)
            for each in profiles
            if named in (each.name, each.arn)
            for role in each.roles
        ]

    @property
    def ec2_service(self) -> str:
        """EC2's principal, which has a name of its own in China."""
        return f"ec2.{dns_suffix_of(self._lab.region)}"

    def function(self, name: str) -> Resource:
        return Resource(self.arn("lambda", f"function:{name}"))

    def function_key(self, named: str) -> str | None:
        """ARN of the key of a function's environment, if it has one of its own."""
        functions: Any = lambda_backends[self._lab.account][self._lab.region].list_functions(None)
        for each in functions:
            if named in (each.function_name, each.function_arn):
                return each.kms_key_arn or None
        return None

    def launch_template(self, named: Mapping[str, str]) -> Mapping[str, Any]:
        """Data of the version that a group names; empty when there is none."""
        try:
            if "LaunchTemplateId" in named:
                template = self.ec2.get_launch_template(named["LaunchTemplateId"])
            else:
                template = self.ec2.get_launch_template_by_name(named["LaunchTemplateName"])
            data: Mapping[str, Any] = template.get_version(named.get("Version", "$Default")).data
        except EC2ClientError:
            return {}
        return data
