"""A person at the console, who finds in Terraform's state what belongs to the deployment."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from typing import Any

from tests.support.console_user import ConsoleUser
from tests.support.running import Running


class Person:
    """Acts on one running deployment with the rights to do all."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.name = running.name
        self._leavings: list[Callable[[], object]] = []

    def left(self, *deletions: Callable[[], object]) -> None:
        """The person made something of his own, which these calls take away."""
        self._leavings += deletions

    def clear_away(self) -> None:
        while self._leavings:
            self._leavings.pop(0)()

    def client(self, service: str) -> Any:
        """boto3, made anew: one made before a fork is of no use in it."""
        return self.running.served.client(service)

    @property
    def ec2(self) -> Any:
        return self.client("ec2")

    @property
    def scaling(self) -> Any:
        return self.client("autoscaling")

    @property
    def functions(self) -> Any:
        return self.client("lambda")

    @property
    def events(self) -> Any:
        return self.client("events")

    @property
    def kms(self) -> Any:
        return self.client("kms")

    @property
    def logs(self) -> Any:
        return self.client("logs")

    @property
    def iam(self) -> Any:
        return self.client("iam")

    @property
    def its_instance(self) -> dict[str, Any]:
        """The group and the instance that serves, as Auto Scaling's calls take them."""
        return {"AutoScalingGroupName": self.name, "InstanceIds": [self.instance_id]}

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        self.running.served.wait(condition, what)

    @property
    def console_user(self) -> ConsoleUser:
        """For what the handler made; takes hold of the present VIP interface."""
        return self.running.served.console_user(self.name)

    @property
    def instance_id(self) -> str:
        """The instance that serves."""
        return self.running.served.in_service(self.name).instance_id

    def subnet(self, *, empty: bool) -> str:
        """Range of a WAN subnet without, or with, the instance that serves."""
        zone = self.running.vip.zone
        found = {
            each["cidr_block"]: each["availability_zone"]
            for address, each in self._attributes.items()
            if address.startswith("module.vpc[0].aws_subnet.wan[")
        }
        return next(cidr for cidr, its in found.items() if (its != zone) is empty)

    def id(self, address: str) -> str:
        return str(self.of(address)["id"])

    def arn(self, address: str) -> str:
        return str(self.of(address)["arn"])

    def of(self, address: str) -> dict[str, Any]:
        """What Terraform's state knows of the resource at this address of the root module."""
        return self._attributes[address]

    @cached_property
    def _attributes(self) -> dict[str, dict[str, Any]]:
        return attributes(self.running)


def attributes(running: Running) -> dict[str, dict[str, Any]]:
    """Attributes of every managed resource in the state, by address."""
    state = json.loads((running.terraform.project / "terraform.tfstate").read_text())
    found = {}
    for resource in state["resources"]:
        if resource["mode"] != "managed":
            continue
        for instance in resource["instances"]:
            base = f"{resource.get('module', '')}.{resource['type']}.{resource['name']}".lstrip(".")
            found[base + _index(instance.get("index_key"))] = instance["attributes"]
    return found


def _index(key: int | str | None) -> str:
    return "" if key is None else f"[{json.dumps(key)}]"
