"""The lab over HTTP: real sockets, the control API, and connections that break."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from lab import boot, moto_setup
from lab.clock import ServedClock
from lab.pipeline.faults import Fault
from lab.server import OPERATOR_KEY, LabServer

CREATE_VPC = b"Action=CreateVpc&Version=2016-11-15&CidrBlock=10.16.0.0%2F16"
ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})


@pytest.fixture
def server() -> Iterator[LabServer]:
    moto_setup.load_catalogue(False)
    server = LabServer(boot.start(ServedClock(200))).start()
    yield server
    server.stop()
    boot.stop()


def client(server: LabServer, service: str, config: Config | None = None) -> Any:
    return boto3.client(
        service,
        endpoint_url=server.url,
        region_name=server.lab.region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=config,
    )


def ask(server: LabServer, path: str, method: str = "GET", body: object = None) -> Any:
    request = urllib.request.Request(
        f"{server.url}/lab/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def test_boto3_talks_to_it(server: LabServer) -> None:
    vpc = client(server, "ec2").create_vpc(CidrBlock="10.16.0.0/16")["Vpc"]
    assert vpc["OwnerId"] == server.lab.account
    assert ask(server, "inventory")["vpc"] == [vpc["VpcId"]]
    assert [call["action"] for call in ask(server, "calls")] == ["CreateVpc"]
    assert ask(server, "calls?after=1") == []


def test_a_lost_answer_closes_the_connection(server: LabServer) -> None:
    server.lab.faults.inject(Fault("ec2", "CreateVpc", "lost"))
    with pytest.raises(ConnectionClosedError):
        client(server, "ec2", ONCE).create_vpc(CidrBlock="10.16.0.0/16")
    assert len(ask(server, "inventory")["vpc"]) == 1


def authorization(service: str) -> str:
    credential = f"Credential={OPERATOR_KEY}/20261124/eu-west-1/{service}/aws4_request"
    return f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=0"


def create_vpc(server: LabServer, invocation: str) -> int:
    """One attempt of a call, as an SDK numbers it. Returns the HTTP status."""
    request = urllib.request.Request(
        server.url,
        data=CREATE_VPC,
        headers={
            "Authorization": authorization("ec2"),
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "amz-sdk-invocation-id": invocation,
        },
    )
    with urllib.request.urlopen(request) as answer:
        return int(answer.status)


def test_an_attempt_sent_again_gets_the_answer_of_the_first(server: LabServer) -> None:
    assert [create_vpc(server, "one") for _ in range(2)] == [200, 200]
    assert len(ask(server, "inventory")["vpc"]) == 1
    create_vpc(server, "another")
    assert len(ask(server, "inventory")["vpc"]) == 2


def test_an_attempt_after_a_lost_answer_meets_the_effect_of_the_first(server: LabServer) -> None:
    server.lab.faults.inject(Fault("ec2", "CreateVpc", "lost"))
    with pytest.raises(ConnectionError):
        create_vpc(server, "one")
    create_vpc(server, "one")
    assert len(ask(server, "inventory")["vpc"]) == 2


def test_an_operation_moto_has_no_route_for_is_a_gap(server: LabServer) -> None:
    with pytest.raises(ClientError, match="NotModelled"):
        client(server, "lambda").get_account_settings()
    [gap] = ask(server, "gaps")
    assert gap["where"] == "GET /2016-08-19/account-settings"


@pytest.mark.parametrize("sent", [b"", b"Action=CreateVpc&Vers"])
def test_a_request_that_breaks_off_is_none(server: LabServer, sent: bytes) -> None:
    """So a killed process leaves one that it was sending: no call, and no gap of the lab."""
    head = [
        "POST / HTTP/1.1",
        f"Authorization: {authorization('ec2')}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(CREATE_VPC)}",
    ]
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode() + sent)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1024):  # until the server is through with it
            pass
    assert ask(server, "gaps") == ask(server, "calls") == []


def test_faults_over_http(server: LabServer) -> None:
    error = {"code": "SubnetLimitExceeded", "message": "full"}
    fault = {"service": "ec2", "action": "CreateVpc", "kind": "error", "error": error}
    ask(server, "faults", "POST", fault)
    with pytest.raises(ClientError, match="SubnetLimitExceeded"):
        client(server, "ec2").create_vpc(CidrBlock="10.16.0.0/16")
    [listed] = ask(server, "faults")
    assert (listed["action"], listed["seen"]) == ("CreateVpc", 1)
    assert ask(server, "faults", "DELETE") == []
    assert ask(server, "timeline")[0]["what"] == "error before ec2:CreateVpc"


def test_switches_over_http(server: LabServer) -> None:
    changed = ask(
        server, "switches", "PATCH", {"throttling": False, "read_latency_seconds": [0, 0]}
    )
    assert changed["throttling"] is False
    assert server.lab.switches.read_latency_seconds == (0, 0)


def test_an_az_goes_down_over_http(server: LabServer) -> None:
    assert ask(server, "az_down", "PUT", ["eu-west-1a"]) == ["eu-west-1a"]
    assert server.lab.ec2.az_down == {"eu-west-1a"}
    assert ask(server, "state")["az_down"] == ["eu-west-1a"]
    assert ask(server, "az_down", "PUT", []) == ask(server, "az_down") == []


@pytest.mark.parametrize("name", ["sold_out", "reserved"])
def test_types_are_sold_out_and_reserved_over_http(server: LabServer, name: str) -> None:
    pair = ["c5.large", "eu-west-1a"]
    assert ask(server, name, "PUT", [pair]) == ask(server, name) == [pair]
    assert getattr(server.lab.ec2, name) == {("c5.large", "eu-west-1a")}
    assert ask(server, name, "PUT", []) == []


def test_the_clock_runs(server: LabServer) -> None:
    first = ask(server, "clock")
    assert first["rate"] == 200
    assert ask(server, "clock")["now"] > first["now"]


@pytest.mark.parametrize(
    ("path", "method", "body", "status"),
    [
        ("nothing", "GET", None, 404),
        ("faults", "POST", {"service": "ec2"}, 400),
        ("switches", "PATCH", {"no_such_switch": 1}, 400),
        ("az_down", "PUT", {"not": "a list"}, 400),
        ("sold_out", "PUT", ["c5.large"], 400),
    ],
)
def test_what_the_control_api_does_not_understand(
    server: LabServer, path: str, method: str, body: object, status: int
) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        ask(server, path, method, body)
    assert caught.value.code == status


def test_the_command_prints_the_environment_and_ends_on_ctrl_c() -> None:
    command = [sys.executable, "-m", "lab", "--rate", "100"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines = [process.stdout.readline().strip()]
    process.send_signal(2)
    lines += process.stdout.read().splitlines()
    assert process.wait(timeout=20) == 0
    process.stdout.close()
    assert all(line.startswith("export ") for line in lines)
    assert any(line.startswith("export AWS_ENDPOINT_URL=http://127.0.0.1:") for line in lines)
    assert "export AWS_ACCESS_KEY_ID=test" in lines
