"""What the services of the lab are to each other, and to whoever uses the lab.

Each service is built over the `Lab` that holds them all; so what they ask of each other stands
here, apart from them. Callers hold the lab's lock unless a method says otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from moto.cloudwatch.models import Alarm
    from moto.ec2.models import EC2Backend
    from moto.ec2.models.instances import Instance
    from moto.iam.models import Role

    from lab.autoscaling.states import Member
    from lab.cloudwatch.transition import Change
    from lab.ec2.impairment import Impaired, Moments
    from lab.ec2.past import Past
    from lab.ec2.shutdowns import Shutdowns
    from lab.events.interference import Event, Kind, Pattern
    from lab.iam.denied import Denied
    from lab.lambdas.invocation import InvocationResult
    from lab.pipeline.principals import Caller

StateListener = Callable[[str, str], None]  # instance id, new state


class Ec2Service(Protocol):
    """`lab.ec2`: EC2 as the rest of the lab sees it: launch, terminate, states, what is broken.

    az_down: zones that are out: no launch succeeds there, and its instances are impaired.
    impaired: instances whose status checks fail, marked one by one or by their zone.
    sold_out: instance types that a zone has none of, but in reservations: (type, zone).
    reserved: those that a Capacity Reservation of the account has room for: (type, zone).
    shared: VPCs of other accounts that share subnets with this one: the owner, by the VPC's id.
    unsubscribed: product codes of the Marketplace listings whose terms nobody has accepted.
    hang_detach: every graceful detachment stays `detaching` until it is forced.
    hang_forced_detach: every forced one too, until its instance is terminated or stopped.
    reboots: how often each instance was rebooted.
    shutdowns: those under way; its `guest_seconds` are how long single guests take for theirs.
    initializing_until: when each instance's status checks say something for the first time.
    past: what Describe still shows, when the switches of eventual consistency are on.
    """

    az_down: Moments
    sold_out: set[tuple[str, str]]
    reserved: set[tuple[str, str]]
    shared: dict[str, str]
    impaired: Impaired
    unsubscribed: set[str]
    hang_detach: bool
    hang_forced_detach: bool
    reboots: Counter[str]
    shutdowns: Shutdowns
    initializing_until: dict[str, float]
    past: Past

    @property
    def backend(self) -> EC2Backend:
        """moto's store of the lab's account and region."""

    def launch(
        self,
        launch_template: dict[str, str],
        subnet_id: str,
        tags: dict[str, str],
        group_name: str,
        instance_type: str | None = None,
        reservations: str | None = None,
    ) -> str:
        """Run one instance for an Auto Scaling group; its id. `pending` first, then `running`.

        Without `instance_type` it is of the launch template's own, and so is the preference for
        Capacity Reservations without `reservations`.
        Raises AwsError when EC2 would refuse, e.g. InsufficientInstanceCapacity.
        """

    def terminate(self, instance_id: str) -> None:
        """TerminateInstances; an instance that is gone already is no error."""

    def manage(self, interface_id: str, principal: str) -> None:
        """From now on that interface is a service's own."""

    def lend(self, subnet_id: str, group_ids: list[str], kind: str, description: str) -> str:
        """A service makes itself an interface of that type, and attaches it. Returns its id."""

    def give_back(self, interface_id: str) -> None:
        """The service detaches the interface that was lent to it."""

    def is_well(self, instance_id: str) -> bool:
        """Whether it runs, and its status checks pass."""

    def state(self, instance_id: str) -> str:
        """The EC2 state; `terminated` also for an id that EC2 has forgotten."""

    def instance(self, instance_id: str) -> Instance:
        """moto's instance; raises InvalidInstanceIdError."""

    def on_state(self, listener: StateListener) -> None:
        """Be told of every change of state, after it happened."""

    def announce(self, instance_id: str, state: str) -> None:
        """Tell all of them."""


class GroupRecord(Protocol):
    """An Auto Scaling group as it is stored."""

    desired_capacity: int
    min_size: int
    max_size: int
    vpc_zone_identifier: str | None
    availability_zones: list[str]

    @property
    def members(self) -> list[Member]: ...

    def is_suspended(self, process: str) -> bool:
        """Whether somebody suspended that process of the group."""


class GroupEngine(Protocol):
    """An Auto Scaling group at work."""

    @property
    def group(self) -> GroupRecord: ...


class AutoScalingService(Protocol):
    """`lab.groups`: all Auto Scaling groups.

    force_az: the zone the next launches go to, as long as the group has a subnet in it.
    """

    force_az: str | None

    def find(self, name_or_arn: str) -> GroupEngine | None:
        """The group; None if there is none."""

    def get(self, name_or_arn: str) -> GroupEngine:
        """The group; AwsError if there is none."""

    def members(self) -> list[Member]:
        """The instances of all groups."""

    def capacity_changed(self, name: str, before: int, after: int) -> None:
        """A group's desired capacity is another one."""

    def emit_hook_event(
        self, instance_id: str, origin: str, destination: str, action: str | None = None
    ) -> list[str]:
        """Send an instance on a warm-pool or root-volume journey.

        Returns the tokens of the lifecycle actions begun; the state moves on as they complete.
        """


class EventService(Protocol):
    """`lab.events`: EventBridge.

    What interferes takes an EventBridge pattern, e.g. ``{"detail-type": ["Scheduled Event"]}``,
    and applies to the next `count` events that it matches.
    published: every event, in order, also the lost ones.
    """

    published: list[Event]

    def emit(self, source: str, detail_type: str, detail: Event, resources: list[str]) -> Event:
        """An AWS service publishes to the default bus. Returns the event."""

    def drop(self, pattern: Pattern, count: int = 1) -> None: ...

    def hold(self, pattern: Pattern, count: int = 1) -> None: ...

    def release(self) -> None:
        """Let all held events go, oldest first; events to come are held no longer."""

    def discard(self) -> None:
        """All held events are lost; events to come are held no longer."""

    def delay(self, pattern: Pattern, seconds: float, count: int = 1) -> None: ...

    def duplicate(self, pattern: Pattern, count: int = 1, seconds: float = 0.0) -> None: ...

    def refuse(self, pattern: Pattern, count: int = 1) -> None: ...

    def takes(self, kind: Kind, event: Event) -> bool:
        """Whether something of that kind applies to the event: then it has done so once more."""


class LambdaService(Protocol):
    """`lab.lambdas`: Lambda.

    local: in a simulation, `handler(event, context)` by the name of the function.
    """

    local: dict[str, Callable[[Any, Any], Any]]

    def invoke(self, function_name: str, event: Any) -> InvocationResult:
        """RequestResponse: run now and wait. Must not be called with the lab's lock held."""

    def invoke_async(self, function_name: str, event: Any, source: str = "events") -> str:
        """Event: queue it and return its request id. Unknown functions raise (404)."""

    def kill(self, request_id: str) -> None:
        """SIGKILL of the process that handles this request; nothing if it has ended."""

    @property
    def busy(self) -> int:
        """Invocations that run now."""

    def idle(self) -> bool:
        """Nothing runs and no event waits for an attempt."""

    def stop(self) -> None:
        """End all invocations and leave no process and no file behind."""

    def require_network(self, role_arn: str, subnets: list[str], groups: list[str]) -> None:
        """Refuse a function with that role in these subnets, with these security groups."""

    def networks_changed(self) -> None:
        """A function came, moved or went: the interfaces of all of them follow."""

    def interfaces_of(self, function_name: str) -> list[str]:
        """Ids of its interfaces in a VPC; none where it is outside of any."""


class IamService(Protocol):
    """`lab.iam`: IAM.

    used: ``(role ARN, action)`` of every allowed check, implied ones included.
    used_statements: ``(role ARN, Sid, action)`` of what allowed them, or for AWS's services
        ``(ARN of the resource, Sid, action)`` of its policy.
    denied: every refusal, in order.
    """

    used: set[tuple[str, str]]
    used_statements: set[tuple[str, str, str]]
    denied: list[Denied]

    def authorize(
        self, caller: Caller, service: str, action: str, params: Mapping[str, Any]
    ) -> None:
        """Raise the error of the service if the caller's role may not do this; no role may do all.

        Raises NotModelled, which is listed among the gaps, for what the lab does not evaluate.
        """

    def permits(self, caller: Caller, service: str, action: str, params: Mapping[str, Any]) -> bool:
        """As `authorize`, for what AWS itself does with a role: a refusal is only remembered."""

    def role_may(self, role_arn: str, session: str, action: str, resource: str) -> bool:
        """Whether AWS itself may do "service:Action" with the role, on an ARN and nothing that is
        known of it. `session`: what it calls itself there. A refusal is remembered."""

    def service_may(
        self, service: str, action: str, resource: str, context: Mapping[str, str]
    ) -> bool:
        """Whether an AWS service may do this, by the policy of the resource and of its key."""

    def role(self, arn: str) -> Role | None:
        """moto's model of a role; None if there is none."""


class AlarmService(Protocol):
    """`lab.alarms`: CloudWatch's alarms.

    changes: of their states, the oldest first.
    """

    changes: list[Change]

    def follow(self) -> None:
        """An alarm was put: from now on they are evaluated."""

    def move(self, alarm: Alarm, state: str, reason: str, data: str = "{}") -> None:
        """Put the alarm into a state; a new one is told to whom that state's actions name."""

    def state(self, name: str) -> str:
        """OK, ALARM or INSUFFICIENT_DATA; KeyError for an alarm that does not exist."""


class GuestService(Protocol):
    """`lab.guests`: what answers inside of instances.

    ports: of real servers on loopback, by the private address that they stand for, "udp" or "tcp",
    and the port there.
    hung: instances that answer nothing, though they run.
    boot_seconds: lab time from `running` until an instance answers.
    """

    ports: dict[tuple[str, str, int], int]
    hung: set[str]
    boot_seconds: float

    def port_for(self, function_name: str, address: str, protocol: str, port: int) -> int | None:
        """The port on loopback to which that function's traffic gets; None: nobody answers."""
