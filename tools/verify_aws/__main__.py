"""The command line of `tools.verify_aws`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from tools.setup.places import checkout_root
from tools.verify_aws import lab_switches, report
from tools.verify_aws.announce import NO_REGION, REFUSAL, announcement
from tools.verify_aws.aws import connect, region
from tools.verify_aws.clock import Clock, WallClock
from tools.verify_aws.run import Run, new_name
from tools.verify_aws.stopping import StopError, signals_interrupt
from tools.verify_aws.terraform import TerraformFailedError

FILE = Path("verify-aws.json")
FOLDER = Path("verify-aws")  # of state and module, while the deployment exists
REFUSED, FAILED, DIFFERENT = 2, 1, 1


def main(arguments: Sequence[str], clock: Clock | None = None) -> int:
    """Returns the exit status: 0 when all was asked and destroyed; with --compare, all agrees."""
    options = _options(arguments)
    try:
        if options.compare:
            return _compare(options.compare)
        if options.confirm != "yes":
            print(announcement(str(options.output), region=region() or NO_REGION))
            print(REFUSAL)
            return REFUSED
        with signals_interrupt():
            return _run(options, clock or WallClock())
    except (StopError, TerraformFailedError, ClientError, BotoCoreError) as end:
        print(end, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("Interrupted; what was made is destroyed.", file=sys.stderr)
        return FAILED


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="tools.verify_aws",
        description="Ask a real AWS account what AWS leaves open, with one small deployment.",
    )
    parser.add_argument("--confirm", default="no", metavar="yes", help="nothing is called without")
    parser.add_argument("--output", type=Path, default=FILE, help="where the result goes")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="for state and log meanwhile")
    parser.add_argument(
        "--compare", type=Path, metavar="FILE", help="only compare an earlier result with the lab"
    )
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace, clock: Clock) -> int:
    aws = connect()
    identity = aws.sts.get_caller_identity()
    print(announcement(str(options.output), identity["Account"], region=aws.region), flush=True)
    folder = (options.folder / new_name()).resolve()
    folder.mkdir(parents=True)
    print(f"State and log of Terraform: {folder}", flush=True)
    run = Run(aws, identity["Arn"], checkout_root(), folder, clock, _say)
    result = run.play(options.output)
    print("\n".join(report.table(result)))
    return 0 if result["complete"] else FAILED


def _compare(file: Path) -> int:
    result = report.compared(file, lab_switches.defaults(checkout_root()))
    print("\n".join(report.table(result)))
    return DIFFERENT if report.disagreements(result) else 0


def _say(what: str) -> None:
    print(what, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
