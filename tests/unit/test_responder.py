"""The responder of examples/amazon_linux: well-formed cloud-config, and it answers."""

from __future__ import annotations

import socket
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.support.project import PROJECT
from tests.support.template import rendered

TEMPLATE = PROJECT / "examples" / "amazon_linux" / "responder.yaml.tftpl"
ADDRESS = "127.0.0.1"


@cache
def cloud_config(*addresses: str) -> dict[str, Any]:
    text = rendered(TEMPLATE, addresses=addresses, port=5060)
    assert text.startswith("#cloud-config\n")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def files() -> dict[str, str]:
    return {each["path"]: each["content"] for each in cloud_config(ADDRESS)["write_files"]}


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


def test_the_unit_starts_the_script_on_the_address_it_is_named_by() -> None:
    unit = files()["/etc/systemd/system/responder@.service"]
    assert "ExecStart=/usr/local/bin/responder %i 5060\n" in unit
    assert "Restart=always" in unit  # the address comes later than the boot
    assert "StartLimitIntervalSec=0" in unit.partition("[Service]")[0]  # however much later


def test_there_is_one_for_each_address() -> None:
    started = cloud_config(ADDRESS, "127.0.0.2")["runcmd"]
    assert started == [
        ["systemctl", "daemon-reload"],
        ["systemctl", "enable", "--now", f"responder@{ADDRESS}"],
        ["systemctl", "enable", "--now", "responder@127.0.0.2"],
    ]
    assert cloud_config(ADDRESS)["runcmd"] == started[:2]


def test_it_answers_each_datagram_from_the_address_it_was_given(tmp_path: Path) -> None:
    script = tmp_path / "responder"
    script.write_text(files()["/usr/local/bin/responder"])
    port = free_port()
    process = subprocess.Popen([sys.executable, str(script), ADDRESS, str(port)])
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
            device.settimeout(0.1)
            answers = []
            for _ in range(100):  # until the process listens
                device.sendto(b"ping", (ADDRESS, port))
                try:
                    answers.append(device.recvfrom(2048))
                    break
                except TimeoutError:
                    assert process.poll() is None
        assert answers == [(socket.gethostname().encode(), (ADDRESS, port))]
    finally:
        process.kill()
        process.wait()
