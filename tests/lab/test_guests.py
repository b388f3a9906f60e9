"""What answers inside of instances, and what of it a function in a VPC reaches."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.sip_guest import Manner, SipGuest, sip_guest
from tests.support.worlds.ec2 import ZONE_A, ZONE_B, Ec2World
from tests.support.worlds.functions import FUNCTION, LOGS, FunctionWorld, handler, served_functions
from tests.support.worlds.iam import allow

ADDRESS = "10.16.10.20"
SIP = 5060
BOOT_SECONDS = 20


class Answering:
    """A function in a VPC, and an instance with a service on a second interface.

    The service stands on port 1 of loopback, which nobody connects to here.
    """

    def __init__(self, network: Ec2World) -> None:
        self.network, self.lab = network, network.lab
        self.functions = FunctionWorld(network.lab)
        self.functions.may(LOGS, allow("ec2:*", "*"))
        ec2 = network.ec2
        self.probes, self.service = (network.group(n, network.vpc_id) for n in ("p", "s"))
        everywhere = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        ec2.revoke_security_group_egress(GroupId=self.probes, IpPermissions=[everywhere])
        self.out = self.rule(self.probes, IpRanges=[{"CidrIp": f"{ADDRESS}/32"}])
        self.into = self.rule(self.service, UserIdGroupPairs=[{"GroupId": self.probes}])
        ec2.authorize_security_group_egress(**self.out)
        ec2.authorize_security_group_ingress(**self.into)
        self.put([network.wan[ZONE_A], network.wan[ZONE_B]])
        self.eni_id = network.interface(network.vip_subnet(), ADDRESS, Groups=[self.service])
        self.instance_id = network.running()
        self.attachment_id = network.attached(self.eni_id, self.instance_id)
        network.pass_time(BOOT_SECONDS)
        self.lab.guests.ports[ADDRESS, "udp", SIP] = 1

    def rule(self, group_id: str, **peer: Any) -> dict[str, Any]:
        opening = {"IpProtocol": "udp", "FromPort": SIP, "ToPort": SIP} | peer
        return {"GroupId": group_id, "IpPermissions": [opening]}

    def put(self, subnets: list[str], name: str = FUNCTION) -> None:
        config = {"SubnetIds": subnets, "SecurityGroupIds": [self.probes]} if subnets else {}
        self.functions.function(name=name, VpcConfig=config)

    def reached(
        self, address: str = ADDRESS, protocol: str = "udp", port: int = SIP, name: str = FUNCTION
    ) -> bool:
        return self.lab.guests.port_for(name, address, protocol, port) == 1


@pytest.fixture
def answering(world: Ec2World) -> Answering:
    return Answering(world)


@pytest.mark.behaviour("traffic-between-interfaces")
def test_a_function_in_the_vpc_reaches_the_service(answering: Answering) -> None:
    assert answering.reached()


@pytest.mark.behaviour("traffic-between-interfaces")
def test_nothing_else_is_there(answering: Answering) -> None:
    assert not answering.reached(address="10.16.10.21")
    assert not answering.reached(protocol="tcp")
    assert not answering.reached(port=SIP + 1)


@pytest.mark.behaviour("traffic-between-interfaces")
def test_a_function_outside_the_vpc_reaches_nothing_in_it(answering: Answering) -> None:
    answering.put([], "outside")
    assert not answering.reached(name="outside")
    assert not answering.reached(name="unknown")


@pytest.mark.behaviour("traffic-between-interfaces")
def test_a_function_in_another_vpc_reaches_nothing_in_this_one(answering: Answering) -> None:
    network = answering.network
    other = network.vpc("10.17.0.0/16")
    subnet, group = network.subnet("10.17.1.0/24", vpc_id=other), network.group("open", other)
    everything = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    network.ec2.authorize_security_group_ingress(
        GroupId=answering.service, IpPermissions=[everything]
    )
    config = {"SubnetIds": [subnet], "SecurityGroupIds": [group]}
    answering.functions.function(name="elsewhere", VpcConfig=config)
    assert not answering.reached(name="elsewhere")


@pytest.mark.behaviour("traffic-between-interfaces")
def test_without_a_rule_that_lets_it_out_or_in_nothing_passes(answering: Answering) -> None:
    ec2 = answering.network.ec2
    ec2.revoke_security_group_egress(**answering.out)
    assert not answering.reached()
    ec2.authorize_security_group_egress(**answering.out)
    ec2.revoke_security_group_ingress(**answering.into)
    assert not answering.reached()


@pytest.mark.behaviour("traffic-between-interfaces")
@pytest.mark.parametrize(
    ("opening", "passes"),
    [
        ({"IpRanges": [{"CidrIp": "10.16.0.0/16"}]}, True),
        ({"IpRanges": [{"CidrIp": "10.16.1.0/24"}]}, False),  # of one of its two interfaces
        ({"IpRanges": [{"CidrIp": "10.16.0.0/16"}], "IpProtocol": "tcp"}, False),
        ({"IpRanges": [{"CidrIp": "10.16.0.0/16"}], "FromPort": SIP - 1, "ToPort": SIP}, True),
        ({"IpRanges": [{"CidrIp": "10.16.0.0/16"}], "FromPort": SIP + 1, "ToPort": 6000}, False),
        ({"IpRanges": [{"CidrIp": "0.0.0.0/0"}], "IpProtocol": "-1"}, True),
    ],
)
def test_a_rule_names_protocol_ports_and_peers(
    answering: Answering, opening: dict[str, Any], passes: bool
) -> None:
    ec2 = answering.network.ec2
    ec2.revoke_security_group_ingress(**answering.into)
    ec2.authorize_security_group_ingress(**answering.rule(answering.service, **opening))
    assert answering.reached() == passes


def test_it_answers_where_its_address_is(answering: Answering) -> None:
    """Not that of another one which the same security group lets in."""
    network = answering.network
    subnet_id = network.see_interface(answering.eni_id)["SubnetId"]
    another = network.interface(subnet_id, Groups=[answering.service])
    network.attached(another, network.running())
    network.pass_time(BOOT_SECONDS)
    network.ec2.detach_network_interface(AttachmentId=answering.attachment_id)
    assert not answering.reached()
    network.pass_time(60)
    assert not answering.reached()
    network.attach(answering.eni_id, answering.instance_id)
    assert not answering.reached()
    network.pass_time(10)
    assert answering.reached()


def test_it_answers_when_its_instance_has_booted(answering: Answering) -> None:
    network, ids = answering.network, [answering.instance_id]
    network.ec2.stop_instances(InstanceIds=ids)
    network.reach(answering.instance_id, "stopped")
    assert not answering.reached()
    network.ec2.start_instances(InstanceIds=ids)
    network.reach(answering.instance_id, "running")
    network.pass_time(BOOT_SECONDS - 1)
    assert not answering.reached()
    network.pass_time(1)
    assert answering.reached()


def test_it_does_not_answer_while_its_guest_hangs(answering: Answering) -> None:
    answering.lab.guests.hung.add(answering.instance_id)
    assert not answering.reached()


# --- the sockets of a function's process ----------------------------------------------------


class Reached:
    """A served function that the lab leads to a server of the test."""

    def __init__(self, world: FunctionWorld, guest: SipGuest) -> None:
        self.world, self.guest = world, guest
        self.port: int | None = guest.port
        self.asked: list[tuple[str, str, str, int]] = []
        world.lab.guests.port_for = self.port_for  # type: ignore[method-assign]

    def port_for(self, *asked: Any) -> int | None:
        self.asked.append(asked)
        return self.port

    def run(self, body: str, kind: str = "DGRAM") -> Any:
        """What the function says, which has a socket `sock` of that kind."""
        head = f"import socket\nsock = socket.socket(socket.AF_INET, socket.SOCK_{kind})"
        self.world.function(handler(body, head), logs=False)
        result = self.world.lab.lambdas.invoke(FUNCTION, {})
        self.world.client("lambda").delete_function(FunctionName=FUNCTION)
        assert result.function_error is None, result.payload
        return result.payload


@pytest.fixture(scope="module")
def functions() -> Iterator[FunctionWorld]:
    with served_functions() as world:
        yield world


@pytest.fixture
def reached(functions: FunctionWorld) -> Iterator[Reached]:
    with sip_guest() as guest:
        yield Reached(functions, guest)
    functions.lab.gaps.check()


OPTIONS = r"OPTIONS sip:a SIP/2.0\r\nCall-ID: 1\r\nCSeq: 7 OPTIONS\r\n\r\n"
ASK = f"""
sock.settimeout(9)
sock.connect(("{ADDRESS}", {SIP}))
sock.send(b"{OPTIONS}")
before = time.time()
try:
    return sock.recv(4096).decode("latin-1")
except TimeoutError:
    return time.time() - before
"""


CONNECT = f"""
sock.settimeout(9)
before = time.time()
try:
    sock.connect(("{ADDRESS}", {SIP}))
except TimeoutError:
    return time.time() - before
except ConnectionRefusedError:
    return "refused"
"""


def test_a_socket_is_led_to_the_guest(reached: Reached) -> None:
    answer = reached.run(ASK)
    assert answer.startswith("SIP/2.0 200 OK\r\n")
    assert "Call-ID: 1\r\nCSeq: 7 OPTIONS\r\n" in answer
    assert reached.asked == [(FUNCTION, ADDRESS, "udp", SIP)]


@pytest.mark.parametrize("manner", ["hangs", "late"])
def test_a_time_out_is_one_of_the_labs_clock(reached: Reached, manner: Manner) -> None:
    reached.guest.manner, reached.guest.late_seconds = manner, 1.0  # 20 lab seconds
    assert 9 <= reached.run(ASK) < 19


@pytest.mark.parametrize(
    ("manner", "said"), [("rubbish", "\x00\xff"), ("for another", "SIP/2.0 200 OK\r\nCall-ID: of")]
)
def test_other_answers_come_as_they_are(reached: Reached, manner: Manner, said: str) -> None:
    reached.guest.manner = manner
    assert reached.run(ASK).startswith(said)


def test_nobody_answers_a_datagram(reached: Reached) -> None:
    reached.port = None
    assert 9 <= reached.run(ASK) < 19


def test_nobody_answers_a_connection(reached: Reached) -> None:
    reached.port = None
    assert 9 <= reached.run(CONNECT, "STREAM") < 19


def test_a_port_where_nobody_listens_refuses(reached: Reached) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        reached.port = unused.getsockname()[1]
        assert reached.run(CONNECT, "STREAM") == "refused"


def test_the_lab_is_asked_at_each_connection(reached: Reached) -> None:
    again = f"""
answers = []
for _ in range(2):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(9)
        sock.connect(("{ADDRESS}", {SIP}))
        answers.append(sock.getpeername()[1])
return answers
"""
    reached.run(again)
    assert len(reached.asked) == 2


def test_loopback_and_real_time_stay_as_they_are(reached: Reached) -> None:
    """The SDK's connections to the lab wait as long as they always did."""
    alone = f"""
sock.settimeout(0.5)
sock.connect(("127.0.0.1", {reached.guest.port}))
before = time.time()
try:
    sock.recv(4096)
except TimeoutError:
    return time.time() - before
"""
    assert reached.run(alone) >= 10
    assert reached.asked == []
