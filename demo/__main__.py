"""`python -m demo`: the whole story, told live; exit status 0 only if all went well."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.panel import Panel

from demo import drills, summary
from demo.drills import Drill
from demo.gameday import GAMEDAY
from demo.live import LiveDemo, open_demo
from demo.model import Run
from demo.report_html import write_report
from demo.timeline_view import Screen, console
from demo.wording import told
from tests.support.terraform import TerraformError

RATE = 20.0
REST_SECONDS = 60.0  # lab time in service between two drills
INTERRUPTED = 130  # the shell's status of a process ended by Ctrl-C


def main() -> int:
    options = _options()
    shown = console()
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    began = time.monotonic()
    try:
        with open_demo(lambda clock: Screen(shown, clock), options.rate) as live:
            run_all(live, GAMEDAY if options.gameday else drills.DRILLS)
        run = live.run
    except KeyboardInterrupt:
        shown.print("\nInterrupted: Terraform, the lab and its functions are stopped.")
        return INTERRUPTED
    run.real_seconds["altogether"] = time.monotonic() - began
    return _finish(run, shown, options.report)


def run_all(live: LiveDemo, chosen: Sequence[Drill]) -> None:
    """All chapters. Whatever goes wrong becomes a problem of the run."""
    try:
        _network(live)
        _deploy(live)
        if _warm_up(live):
            _break(live, chosen)
        _destroy(live)
    except TerraformError as error:
        live.run.problems.append(str(error))
    live.run.spans, live.run.zones = live.recorder.all_spans(), live.recorder.zones
    live.run.problems += _complaints(live)


def _network(live: LiveDemo) -> None:
    live.screen.chapter(
        "The network", "A carrier's VPC, with a Transit Gateway and a VPN, before the VNF comes."
    )
    live.make_the_network()


def _deploy(live: LiveDemo) -> None:
    live.screen.chapter(
        "Deploy", "Real Terraform, the real AWS provider, an AWS that runs on this machine."
    )
    live.apply()


def _warm_up(live: LiveDemo) -> bool:
    live.screen.chapter(
        "Warm-up", "A scheduled function raises the group to 1 once all that must exist exists."
    )
    if not drills.warm_up(live):
        live.run.problems.append("the first instance never came into service")
        return False
    live.come_to_rest()
    live.screen.flush()
    vip = live.recorder.vip
    live.screen.print(
        Panel.fit(
            f"In service on {vip.instance_id} in {vip.zone}:\n" + told(vip, "[bold]{}[/bold]"),
            border_style="green",
        )
    )
    return True


def _break(live: LiveDemo, chosen: Sequence[Drill]) -> None:
    for number, drill in enumerate(chosen, 1):
        live.screen.chapter(f"Drill {number}: {drill.title}", drill.says)
        outcome = drills.run_drill(live, drill)
        live.run.outcomes.append(outcome)
        if outcome.seconds_to_heal is None:
            return
        live.wait("in service, until the next drill", lambda: False, REST_SECONDS)


def _destroy(live: LiveDemo) -> None:
    live.screen.chapter(
        "Destroy", "The group drains through its hook, the sweep tidies, the network is as before."
    )
    live.take_the_vnf_away()
    live.run.problems += [f"of the network, {each}" for each in live.changes_of_the_network()]
    live.take_the_network_away()
    live.run.problems += [f"left over: {each}" for each in live.leftovers()]


def _complaints(live: LiveDemo) -> list[str]:
    """What the lab itself has noticed."""
    with live.lab.lock:
        gaps = [f"gap of the lab: {gap.where}: {gap.what}" for gap in live.lab.gaps.all]
        return gaps + [
            f"IAM denied {denied.action} on {denied.resource}" for denied in live.lab.iam.denied
        ]


def _finish(run: Run, shown: Console, report: Path) -> int:
    write_report(run, report)
    shown.print(summary.table(run, shown.width), summary.verdict(run), sep="\n")
    took = ", ".join(f"{step} {seconds:.0f} s" for step, seconds in run.real_seconds.items())
    shown.print(f"[dim]Real time: {took}. Drawn in {report}.[/dim]")
    return summary.exit_status(run)


def _as_ctrl_c(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--rate", type=float, default=RATE, help="lab seconds per real second")
    parser.add_argument("--gameday", action="store_true", help="fifteen faults instead of the six")
    parser.add_argument("--report", type=Path, default=Path("demo-report.html"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
