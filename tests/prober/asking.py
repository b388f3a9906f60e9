"""Run within a namespace: probes what each line of standard input describes.

A line is what SERVICE_CHECKS is; the answer is the reason of each check's verdict, by its name.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor

from prober.checks import decode
from prober.exchange import probe


def main() -> None:
    with ThreadPoolExecutor() as threads:
        for line in sys.stdin:
            checks = decode(line)
            verdicts = threads.map(probe, checks)
            found = zip(checks, verdicts, strict=True)
            print(json.dumps({check.name: verdict.reason for check, verdict in found}), flush=True)


if __name__ == "__main__":
    main()
