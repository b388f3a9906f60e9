"""One case again, with all that happened in it, for a person to read."""

from __future__ import annotations

from lab.pipeline.call_log import Call
from lab.timeline import Entry
from tests.simulation import pool
from tests.simulation.case import Case
from tests.simulation.case_run import CaseRun


class Trace:
    """Calls of the handlers and what the lab's timeline says, in order of their end.

    Kept, not printed: a call is told in its handler's task, whose output is that function's log.
    """

    def __init__(self, run: CaseRun) -> None:
        self.lines: list[str] = []
        self.began = run.lab.clock.now()
        run.lab.call_log.listeners.append(self._call)
        run.lab.timeline.listeners.append(self._entry)

    def _call(self, call: Call) -> None:
        if call.caller.kind != "lambda" or call.finished_at is None:
            return
        given = {key: value for key, value in call.params.items() if key != "Filters"}
        who = (call.caller.request_id or "")[:4]
        began, ended = call.at - self.began, call.finished_at - self.began
        self.lines.append(
            f"{ended:8.1f}  {who:12}  {call.action} {given} since {began:.1f} {call.error or ''}"
        )

    def _entry(self, entry: Entry) -> None:
        request = str(entry.detail.get("request_id", ""))[:4]
        self.lines.append(f"{entry.at - self.began:8.1f}  {entry.who:12}  {entry.what} {request}")


def replay(case: Case) -> bool:
    """Run the case and print its trace. Whether all held."""
    traces: list[Trace] = []
    outcome = pool.run_case(case, lambda run: traces.append(Trace(run)))
    for trace in traces:
        print(*trace.lines, sep="\n")
    print(f"\n{outcome.failure or 'All holds.'}")
    print(
        f"{outcome.seconds:.0f} virtual seconds, {outcome.calls} calls, {outcome.launches} launches"
    )
    return outcome.ok
