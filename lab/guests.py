"""What answers inside of instances: real servers on loopback, which whoever uses the lab starts.

A function in a VPC that connects to a private address is led to the server that stands for it
(`lambdas/sandbox/private_network.py`), as long as the address is where somebody answers.
"""

from __future__ import annotations

from lab.context import Lab
from lab.ec2.network_interface import NetworkInterface, of_the_lab
from lab.ec2.security_rules import Traffic, passes


class Guests:
    """`lab.guests`, as `lab.services` describes it."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self.ports: dict[tuple[str, str, int], int] = {}
        self.hung: set[str] = set()
        self.boot_seconds = 20.0
        self._running_since: dict[str, float] = {}
        lab.ec2.on_state(self._note)

    def port_for(self, function_name: str, address: str, protocol: str, port: int) -> int | None:
        """The port on loopback to which that function's traffic gets; None: nobody answers."""
        traffic = Traffic(address, protocol, port)
        enis = self._lab.ec2.backend.enis
        sources = [
            of_the_lab(enis[each]) for each in self._lab.lambdas.interfaces_of(function_name)
        ]
        for eni in map(of_the_lab, enis.values()):
            # Which of its interfaces a function uses is Lambda's choice.
            reached = sources and all(passes(each, eni, traffic) for each in sources)
            if reached and _has(eni, address) and self._answers(eni):
                return self.ports.get((address, protocol, port))
        return None

    def _answers(self, eni: NetworkInterface) -> bool:
        """Whether it hangs on an instance that runs, has booted and is alive."""
        if eni.instance is None or eni.attachment_status != "attached":
            return False
        instance_id = str(eni.instance.id)
        since = self._running_since.get(instance_id)
        booted = since is not None and since + self.boot_seconds <= self._lab.clock.now()
        return booted and instance_id not in self.hung

    def _note(self, instance_id: str, state: str) -> None:
        if state == "running":
            self._running_since[instance_id] = self._lab.clock.now()
        else:
            self._running_since.pop(instance_id, None)


def _has(eni: NetworkInterface, address: str) -> bool:
    return any(entry["PrivateIpAddress"] == address for entry in eni.private_ip_addresses)
