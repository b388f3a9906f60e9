"""The module under OpenTofu: `make test-tofu`, which builds it. Not part of `make test`."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.support.running import Running
from tests.support.served_lab import serve

TOFU = "tofu"


def test_opentofu_applies_plans_nothing_more_and_destroys(tmp_path: Path) -> None:
    """Apply, a heal, a second plan that is empty, a destroy that leaves nothing."""
    said = subprocess.run([TOFU, "version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith("OpenTofu v")
    with serve() as served:
        running = Running(served, tmp_path, program=TOFU)
        running.at_rest()
        before = running.vip
        new = running.replace_the_instance(served.in_service())
        after = running.vip
        assert after.whole
        assert after.instance_id == new.instance_id != before.instance_id
        assert (after.private_ip, after.public_ip) == (before.private_ip, before.public_ip)
        running.at_rest()
        running.destroy()
