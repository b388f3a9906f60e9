"""VPC Block Public Access: the mode of the account in its Region, and what is excluded from it.

VPCs and subnets show what it does to them. To be read, and no more: no packet flows in the lab that
it could stop.

docs/aws-behaviour.md#vpc-block-public-access
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models import EC2Backend
from moto.ec2.models.subnets import Subnet
from moto.ec2.models.vpcs import VPC
from moto.ec2.responses import EC2Response
from moto.ec2.utils import convert_tag_spec, random_id
from moto.utilities.utils import filter_resources

from lab.ec2.current import after, current, now, tell
from lab.ec2.refusals import invalid_parameter_value
from lab.errors import AwsError
from lab.patching import add

MODES = ("off", "block-bidirectional", "block-ingress")
EXCLUSION_MODES = ("allow-bidirectional", "allow-egress")
IN_FORCE = ("create-complete", "delete-in-progress")
TAGGED = "vpc-block-public-access-exclusion"
FILTERS = (
    ("internet-gateway-exclusion-mode", "internet_gateway_exclusion_mode"),
    ("resource-arn", "resource_arn"),
    ("state", "state"),
)


def _moment() -> datetime:
    return datetime.fromtimestamp(now(), UTC)


@dataclass
class Options:
    """The account's, with the API's names in snake_case; as they are before anybody sets them."""

    aws_account_id: str
    aws_region: str
    state: str = "default-state"
    internet_gateway_block_mode: str = "off"
    reason: str | None = "Default State"
    last_update_timestamp: datetime | None = None
    managed_by: str = "account"
    exclusions_allowed: str = "allowed"


@dataclass
class Exclusion:
    """A VPC or a subnet that the mode does not hold for, or not wholly."""

    resource_arn: str
    internet_gateway_exclusion_mode: str
    tags: list[dict[str, str]]
    exclusion_id: str = field(default_factory=partial(random_id, "vpcbpa-exclude"))
    creation_timestamp: datetime = field(default_factory=_moment)
    last_update_timestamp: datetime = field(default_factory=_moment)
    deletion_timestamp: datetime | None = None
    state: str = "create-in-progress"


class PublicAccess:
    """What an account has set. exclusions: by their id, deleted ones included."""

    def __init__(self, account: str, region: str) -> None:
        self.options = Options(account, region)
        self.exclusions: dict[str, Exclusion] = {}

    def block(self, mode: str) -> Options:
        _require("InternetGatewayBlockMode", mode, MODES)
        self.options.internet_gateway_block_mode = mode
        self.options.reason, self.options.last_update_timestamp = None, _moment()
        _change(self.options, "update", f"VPC Block Public Access is {mode}")
        return self.options

    def exclude(self, arn: str, mode: str, tags: list[dict[str, str]]) -> Exclusion:
        _require("InternetGatewayExclusionMode", mode, EXCLUSION_MODES)
        made = Exclusion(arn, mode, tags)
        self.exclusions[made.exclusion_id] = made
        _change(made, "create", f"{arn} is excluded from VPC Block Public Access")
        return made

    def delete(self, exclusion_id: str) -> Exclusion:
        [gone] = self.find([exclusion_id])
        gone.deletion_timestamp = gone.last_update_timestamp = _moment()
        _change(gone, "delete", f"{gone.resource_arn} is excluded no more")
        return gone

    def holds_for(self, arns: tuple[str, ...]) -> str:
        """The mode of what has one of these ARNs or lies in it."""
        mode = self.options.internet_gateway_block_mode
        if mode == "off":
            return mode
        allowed = {
            each.internet_gateway_exclusion_mode
            for each in self.exclusions.values()
            if each.resource_arn in arns and each.state in IN_FORCE
        }
        if "allow-bidirectional" in allowed:
            return "off"
        return "block-ingress" if allowed else mode

    def find(self, ids: Iterable[str]) -> list[Exclusion]:
        """Those with these ids; all of them without any."""
        for exclusion_id in ids:
            if exclusion_id not in self.exclusions:
                raise AwsError(
                    "InvalidVpcBlockPublicAccessExclusionId.NotFound",
                    f"The exclusion ID '{exclusion_id}' does not exist",
                )
        return [self.exclusions[each] for each in ids] or list(self.exclusions.values())


class BlockPublicAccess(EC2Backend):
    @cached_property
    def public_access(self) -> PublicAccess:
        return PublicAccess(self.account_id, self.region_name)


class BlockPublicAccessCalls(EC2Response):
    """Actions that moto does not know."""

    @property
    def _public_access(self) -> PublicAccess:
        self.error_on_dryrun()
        access: PublicAccess = self.ec2_backend.public_access
        return access

    def describe_vpc_block_public_access_options(self) -> ActionResult:
        return ActionResult({"VpcBlockPublicAccessOptions": self._public_access.options})

    def modify_vpc_block_public_access_options(self) -> ActionResult:
        options = self._public_access.block(self._get_param("InternetGatewayBlockMode"))
        return ActionResult({"VpcBlockPublicAccessOptions": options})

    def create_vpc_block_public_access_exclusion(self) -> ActionResult:
        kinds = convert_tag_spec(self._get_param("TagSpecifications", []))
        tags = [{"Key": key, "Value": value} for key, value in kinds.get(TAGGED, {}).items()]
        mode = self._get_param("InternetGatewayExclusionMode")
        made = self._public_access.exclude(self._excluded(), mode, tags)
        return ActionResult({"VpcBlockPublicAccessExclusion": made})

    def describe_vpc_block_public_access_exclusions(self) -> ActionResult:
        found = self._public_access.find(self._get_param("ExclusionIds", []))
        filters = self._filters_from_querystring()
        chosen = filter_resources(found, filters, FILTERS) if filters else found
        return ActionResult({"VpcBlockPublicAccessExclusions": chosen})

    def delete_vpc_block_public_access_exclusion(self) -> ActionResult:
        gone = self._public_access.delete(self._get_param("ExclusionId"))
        return ActionResult({"VpcBlockPublicAccessExclusion": gone})

    def _excluded(self) -> str:
        """The ARN of the VPC or subnet that the call names, which has to be there."""
        vpc_id = self._get_param("VpcId")
        if vpc_id:
            return _arn_of_vpc(self.ec2_backend.get_vpc(vpc_id))
        return str(self.ec2_backend.get_subnet(self._get_param("SubnetId")).arn)


def _arn_of_vpc(vpc: VPC) -> str:
    """moto's VPCs have none."""
    backend = vpc.ec2_backend
    return f"arn:{backend.partition}:ec2:{backend.region_name}:{vpc.owner_id}:vpc/{vpc.id}"


def _of_subnet(subnet: Subnet) -> tuple[str, ...]:
    """An exclusion of a VPC is one of its subnets."""
    return str(subnet.arn), _arn_of_vpc(subnet.ec2_backend.get_vpc(subnet.vpc_id))


def _of_vpc(vpc: VPC) -> tuple[str, ...]:
    return (_arn_of_vpc(vpc),)


def _states(arns: Callable[[Any], tuple[str, ...]]) -> property:
    return property(
        lambda self: {
            "InternetGatewayBlockMode": self.ec2_backend.public_access.holds_for(arns(self))
        }
    )


def install() -> None:
    add(Subnet, "block_public_access_states", _states(_of_subnet))
    add(VPC, "block_public_access_states", _states(_of_vpc))


def _require(parameter: str, value: str, values: tuple[str, ...]) -> None:
    if value not in values:
        raise invalid_parameter_value(f"Value ({value}) for parameter {parameter} is invalid.")


def _change(changing: Any, how: str, what: str) -> None:
    """`how` is in progress, and complete after a while."""
    changing.state = f"{how}-in-progress"
    span = current().switches.block_public_access_seconds
    after(span, partial(_complete, changing, f"{how}-in-progress", what), what)


def _complete(changed: Any, from_state: str, what: str) -> None:
    if changed.state == from_state:
        changed.state = from_state.replace("in-progress", "complete")
        tell(what)
