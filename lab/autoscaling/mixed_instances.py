"""Mixed instances policies: several instance types for one group, on demand, in an order.

docs/aws-behaviour.md#mixed-instances-policy
"""

from __future__ import annotations

from typing import Any

from lab.errors import NotModelled

Policy = dict[str, Any]

# https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html
DEFAULTS: dict[str, Any] = {
    "OnDemandAllocationStrategy": "prioritized",
    "OnDemandBaseCapacity": 0,
    "OnDemandPercentageAboveBaseCapacity": 100,
    "SpotAllocationStrategy": "lowest-price",
    "SpotInstancePools": 2,
}


def asked(given: dict[str, Any], present: Policy | None) -> Policy | None:
    """The policy that a group has after a call with these arguments; `present`: before it.

    Naming a launch template instead takes the policy away. Raises NotModelled for Spot Instances,
    weights, and templates, images or requirements in place of a type.
    """
    if "LaunchTemplate" in given and "MixedInstancesPolicy" not in given:
        return None
    policy = given.get("MixedInstancesPolicy") or (_named(present) if present else None)
    if policy is None:
        return None
    before = (present or {}).get("InstancesDistribution", DEFAULTS)
    distribution = before | policy.get("InstancesDistribution", {})
    if distribution.get("SpotMaxPrice") == "":  # takes the price away, as the page above says
        del distribution["SpotMaxPrice"]
    if "LaunchTemplate" not in policy:
        raise NotModelled("a mixed instances policy without its launch template")
    _require_on_demand(distribution)
    overrides = policy["LaunchTemplate"].get("Overrides", [])
    _require_types(overrides)
    template = policy["LaunchTemplate"] | {"Overrides": overrides}
    return {"LaunchTemplate": template, "InstancesDistribution": distribution}


def types(policy: Policy | None) -> tuple[str | None, ...]:
    """The instance types, the preferred one first; None stands for the launch template's own."""
    overrides = policy["LaunchTemplate"]["Overrides"] if policy else []
    return tuple(each["InstanceType"] for each in overrides) or (None,)


def _named(policy: Policy) -> Policy:
    """A stored policy as a call names it: AWS shows the template's id and its name."""
    specification = dict(policy["LaunchTemplate"]["LaunchTemplateSpecification"])
    del specification["LaunchTemplateName"]
    template = policy["LaunchTemplate"] | {"LaunchTemplateSpecification": specification}
    return policy | {"LaunchTemplate": template}


def _require_on_demand(distribution: dict[str, Any]) -> None:
    if distribution.keys() - DEFAULTS.keys() or any(
        distribution[name] != DEFAULTS[name]
        for name in ("OnDemandAllocationStrategy", "OnDemandPercentageAboveBaseCapacity")
    ):
        raise NotModelled(f"a mixed instances policy that distributes as {distribution}")


def _require_types(overrides: list[dict[str, Any]]) -> None:
    for override in overrides:
        if override.keys() != {"InstanceType"}:
            raise NotModelled(f"a mixed instances policy with the override {override}")
