"""Arbitrary worlds: what Hypothesis looks for a counterexample in."""

from __future__ import annotations

from hypothesis import strategies as st

from hook_handler.world import Attachment, ElasticIp, Group, Interface, Member, Subnet, World
from tests.support.planner.worlds import ADDRESS, AWAY, HOME, NEW, OLD

STRANGER = "i-0000000000000009"
# Often the states of an ordinary heal, and sometimes any other.
STATES = st.sampled_from(
    ["Pending", "Pending:Wait", "InService", "Standby", "Terminating:Wait", "Detaching"]
) | st.sampled_from(
    [
        *("Pending:Proceed", "EnteringStandby", "Quarantined", "Detached"),
        *("ReplacingRootVolume", "ReplacingRootVolume:Wait", "RootVolumeReplaced"),
        *("Terminating", "Terminating:Proceed", "Terminating:Retained", "Terminated"),
        *("Warmed:Pending:Wait", "Warmed:Stopped", "Warmed:Terminating:Wait"),
    ]
)


@st.composite
def members(draw: st.DrawFn) -> tuple[Member, ...]:
    ids = draw(st.lists(st.sampled_from([OLD, NEW]), unique=True, max_size=2))
    return tuple(
        Member(
            instance_id,
            draw(STATES),
            draw(st.booleans()),
            draw(st.sampled_from([HOME, AWAY])),
            draw(st.sampled_from(["pending", "running", "stopped", "terminated", None])),
            draw(st.sampled_from([1.0, 2.0])),
        )
        for instance_id in ids
    )


@st.composite
def interfaces(draw: st.DrawFn, subnet_ids: list[str]) -> tuple[Interface, ...]:
    if not subnet_ids:
        return ()
    found = []
    for number in range(draw(st.integers(0, 2))):
        # At most one attachment exists at any moment: an invariant of the handler itself.
        attached = number == 0 and draw(st.booleans())
        held = Attachment(
            "eni-attach-1",
            draw(st.sampled_from([OLD, NEW, STRANGER])),
            draw(st.sampled_from([1, 2])),
            draw(st.sampled_from(["attaching", "attached", "detaching"])),
            0.0,
            draw(st.sampled_from(["running", "stopped", "shutting-down", "terminated", None])),
        )
        found.append(
            Interface(
                f"eni-{number}",
                draw(st.sampled_from(subnet_ids)),
                draw(st.sampled_from([ADDRESS, "10.16.10.99"])),
                "in-use" if attached else draw(st.sampled_from(["pending", "available"])),
                "Persistent VIP",
                draw(st.booleans()),
                frozenset(draw(st.sampled_from([("sg-1", "sg-2"), ("sg-9",)]))),
                held if attached else None,
            )
        )
    return tuple(found)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    cidrs = draw(
        st.lists(st.sampled_from(["10.16.10.0/24", "10.16.99.0/24"]), unique=True, max_size=2)
    )
    subnets = tuple(
        Subnet(
            f"subnet-{number}",
            cidr,
            draw(st.sampled_from([HOME, AWAY])),
            draw(st.sampled_from(["pending", "available"])),
            *draw(st.sampled_from([(None, None), ("rtb-1", "rtbassoc-1"), ("rtb-9", "assoc-9")])),
        )
        for number, cidr in enumerate(cidrs)
    )
    found = draw(interfaces([each.subnet_id for each in subnets]))
    eip = draw(
        st.sampled_from(
            [
                ElasticIp("eipalloc-1", "198.51.100.7"),
                ElasticIp("eipalloc-1", "198.51.100.7", "eni-0", ADDRESS),
                ElasticIp("eipalloc-1", "198.51.100.7", "eni-foreign", "10.16.1.9"),
            ]
        )
    )
    return World(Group(1, draw(members())), subnets, found, eip)
