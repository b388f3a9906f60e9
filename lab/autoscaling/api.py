"""The Auto Scaling API: moto's answers, corrected, and the actions moto does not have."""

from __future__ import annotations

from typing import Any

import moto.autoscaling.urls as moto_urls
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult, EmptyResult

from lab import context
from lab.autoscaling import checks, manual, mixed_instances, protection
from lab.autoscaling.engine import Engine
from lab.autoscaling.groups import DELETING, Groups
from lab.autoscaling.put_hook import put_hook
from lab.autoscaling.states import Member
from lab.autoscaling.store import DEFAULT_COOLDOWN_SECONDS, Group, check_modelled
from lab.errors import AwsError, NotModelled


class Response(AutoScalingResponse):
    """Every method is one API action, by moto's convention."""

    @property
    def arguments(self) -> dict[str, Any]:
        return dict(self._get_params())

    @property
    def groups(self) -> Groups:
        groups = context.current().groups
        assert isinstance(groups, Groups)
        return groups

    @property
    def engine(self) -> Engine:
        """The engine of the group the call names."""
        return self.groups.get(self.arguments["AutoScalingGroupName"])

    # --- groups ----------------------------------------------------------------------------

    def create_auto_scaling_group(self) -> ActionResult:
        given = self.arguments
        check_modelled(given)
        name = given["AutoScalingGroupName"]
        if self.groups.find(name):
            raise AwsError(
                "AlreadyExists",
                "AutoScalingGroup by this name already exists - A group with the name "
                f"{name} already exists",
            )
        minimum = given["MinSize"]
        checks.sizes(minimum, given["MaxSize"], given.get("DesiredCapacity", minimum))
        checks.maintenance_policy(given)
        checks.one_source(given)
        checks.reservations(given)
        self._settle_policy(None)
        super().create_auto_scaling_group()
        group = self._stored_group(name)
        defaults = {"DefaultCooldown": DEFAULT_COOLDOWN_SECONDS, "HealthCheckGracePeriod": 0}
        group.store(defaults | given)
        engine = self.groups.opened(group)
        for specification in given.get("LifecycleHookSpecificationList", []):
            put_hook(engine, specification)
        return EmptyResult()

    def describe_auto_scaling_groups(self) -> ActionResult:
        if not self._get_bool_param("IncludeInstances", True):
            raise NotModelled("DescribeAutoScalingGroups without instances")
        return super().describe_auto_scaling_groups()

    def update_auto_scaling_group(self) -> ActionResult:
        given = self.arguments
        check_modelled(given)
        group = self.engine.group
        minimum = given.get("MinSize", group.min_size)
        maximum = given.get("MaxSize", group.max_size)
        # Without a desired capacity of its own, a call that moves the bounds moves it along.
        within_bounds = max(minimum, min(maximum, group.desired_capacity))
        desired = given.get("DesiredCapacity", within_bounds)
        checks.sizes(minimum, maximum, desired)
        checks.maintenance_policy(given)
        checks.one_source(given)
        checks.reservations(given)
        self._settle_policy(group.mixed_instances_policy)
        self.params["DesiredCapacity"] = desired
        super().update_auto_scaling_group()
        group.store(given)
        self.engine.poke()
        return EmptyResult()

    def delete_auto_scaling_group(self) -> ActionResult:
        force = self._get_bool_param("ForceDelete", False)
        self.groups.delete(self.engine, force=force)
        return EmptyResult()

    def set_desired_capacity(self) -> ActionResult:
        """HonorCooldown refuses during an activity; the pause after it is not modelled."""
        group = self.engine.group
        desired = self.arguments["DesiredCapacity"]
        if group.status == DELETING:
            raise checks.refuse("AutoScalingGroup is being deleted.")
        checks.desired_capacity(group.min_size, group.max_size, desired)
        if self._get_bool_param("HonorCooldown", False) and self.engine.log.in_progress:
            raise AwsError(
                "ScalingActivityInProgress", "Scaling activity is in progress; try again later."
            )
        group.set_desired_capacity(desired)
        return EmptyResult()

    def suspend_processes(self) -> ActionResult:
        given = self.arguments
        self.groups.get(given["AutoScalingGroupName"])
        checks.processes(given.get("ScalingProcesses", []))
        return super().suspend_processes()

    def resume_processes(self) -> ActionResult:
        engine = self.engine
        checks.processes(self.arguments.get("ScalingProcesses", []))
        super().resume_processes()
        engine.health.check_all()
        engine.poke()
        return EmptyResult()

    # --- hooks -----------------------------------------------------------------------------

    def put_lifecycle_hook(self) -> ActionResult:
        put_hook(self.engine, self.arguments)
        return EmptyResult()

    def describe_lifecycle_hooks(self) -> ActionResult:
        wanted = self.arguments.get("LifecycleHookNames")
        hooks = self.engine.hooks
        found = [hook for name, hook in hooks.items() if not wanted or name in wanted]
        return ActionResult({"LifecycleHooks": found})

    def delete_lifecycle_hook(self) -> ActionResult:
        engine, name = self.engine, self.arguments["LifecycleHookName"]
        hook = engine.hooks.pop(name, None)
        if hook is None:
            raise checks.refuse(f"Lifecycle hook not found - No lifecycle hook with name {name}")
        engine.actions.delete_hook(hook)
        return EmptyResult()

    def complete_lifecycle_action(self) -> ActionResult:
        given = self.arguments
        self.engine.actions.complete(
            given["LifecycleHookName"],
            given.get("LifecycleActionToken"),
            given.get("InstanceId"),
            given["LifecycleActionResult"],
        )
        return EmptyResult()

    def record_lifecycle_action_heartbeat(self) -> ActionResult:
        given = self.arguments
        self.engine.actions.heartbeat(
            given["LifecycleHookName"], given.get("LifecycleActionToken"), given.get("InstanceId")
        )
        return EmptyResult()

    # --- instances -------------------------------------------------------------------------

    def set_instance_health(self) -> ActionResult:
        given = self.arguments
        status = given["HealthStatus"]
        if status not in ("Healthy", "Unhealthy"):
            raise checks.refuse(f"Health status {status!r} is invalid: Healthy or Unhealthy.")
        engine, member = self.groups.of_instance(given["InstanceId"])
        respect = self._get_bool_param("ShouldRespectGracePeriod", True)
        engine.health.set_by_user(member, status, respect_grace=respect)
        return EmptyResult()

    def set_instance_protection(self) -> ActionResult:
        given = self.arguments
        protected = bool(given["ProtectedFromScaleIn"])
        protection.set_all(self.engine, given["InstanceIds"], protected=protected)
        return EmptyResult()

    def terminate_instance_in_auto_scaling_group(self) -> ActionResult:
        given = self.arguments
        if "InstanceId" not in given:
            raise NotModelled("TerminateInstanceInAutoScalingGroup without InstanceId")
        engine, member = self.groups.of_instance(given["InstanceId"])
        decrement = bool(given["ShouldDecrementDesiredCapacity"])
        return ActionResult({"Activity": manual.terminate(engine, member, decrement=decrement)})

    def enter_standby(self) -> ActionResult:
        decrement = bool(self.arguments["ShouldDecrementDesiredCapacity"])
        moved = manual.enter_standby(self.engine, self._members(), decrement=decrement)
        return ActionResult({"Activities": moved})

    def exit_standby(self) -> ActionResult:
        return ActionResult({"Activities": manual.exit_standby(self.engine, self._members())})

    def attach_instances(self) -> ActionResult:
        manual.attach(self.engine, self.arguments["InstanceIds"])
        return EmptyResult()

    def detach_instances(self) -> ActionResult:
        decrement = bool(self.arguments["ShouldDecrementDesiredCapacity"])
        detached = manual.detach(self.engine, self._members(), decrement=decrement)
        return ActionResult({"Activities": detached})

    def describe_scaling_activities(self) -> ActionResult:
        given = self.arguments
        found = [a for engine in self.groups.engines.values() for a in engine.log.entries]
        if given.get("IncludeDeletedGroups"):
            found += self.groups.past_activities
        name, ids = given.get("AutoScalingGroupName"), given.get("ActivityIds")
        found = [
            a
            for a in found
            if not name or name in (a.auto_scaling_group_name, a.auto_scaling_group_arn)
        ]
        found = [a for a in found if not ids or a.activity_id in ids]
        start = int(given.get("NextToken") or 0)
        end = start + int(given.get("MaxRecords") or 100)
        token = str(end) if len(found) > end else None
        return ActionResult({"Activities": found[start:end], "NextToken": token})

    # --- instance refresh ------------------------------------------------------------------

    def start_instance_refresh(self) -> ActionResult:
        given = self.arguments
        if given.get("Strategy", "Rolling") != "Rolling" or "DesiredConfiguration" in given:
            raise NotModelled("StartInstanceRefresh with another strategy or DesiredConfiguration")
        refresh = self.engine.refreshes.start(given.get("Preferences") or {})
        return ActionResult({"InstanceRefreshId": refresh.instance_refresh_id})

    def cancel_instance_refresh(self) -> ActionResult:
        refresh = self.engine.refreshes.cancel()
        return ActionResult({"InstanceRefreshId": refresh.instance_refresh_id})

    def describe_instance_refreshes(self) -> ActionResult:
        ids = self.arguments.get("InstanceRefreshIds")
        found = [r for r in self.engine.refreshes.all if not ids or r.instance_refresh_id in ids]
        return ActionResult({"InstanceRefreshes": found})

    # --- what the lab does not run ---------------------------------------------------------

    def put_warm_pool(self) -> ActionResult:
        raise NotModelled("warm pools (their events: lab.groups.emit_hook_event)")

    def put_scheduled_update_group_action(self) -> ActionResult:
        raise NotModelled("scheduled actions of Auto Scaling groups")

    def batch_put_scheduled_update_group_action(self) -> ActionResult:
        raise NotModelled("scheduled actions of Auto Scaling groups")

    # --- what the actions share ------------------------------------------------------------

    def _settle_policy(self, present: mixed_instances.Policy | None) -> None:
        """Give moto the whole policy: it forgets one that an update does not name."""
        policy = mixed_instances.asked(self.arguments, present)
        if policy is not None:
            self.params["MixedInstancesPolicy"] = policy

    def _stored_group(self, name: str) -> Group:
        group = self.autoscaling_backend.autoscaling_groups[name]
        assert isinstance(group, Group)
        return group

    def _members(self) -> list[Member]:
        return checks.members(self.engine.group, self.arguments.get("InstanceIds", []))


def install() -> None:
    moto_urls.url_paths["{0}/$"] = Response.dispatch
