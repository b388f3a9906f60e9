"""What becomes of an alarm's calls of the handler: no bus of events carries them."""

from __future__ import annotations

from typing import Any

from lab.context import Lab


def disturb(lab: Lab, arrivals: tuple[float, ...]) -> None:
    """Each call of an alarm comes so many seconds later, once for each of `arrivals`."""
    invoke = lab.lambdas.invoke_async

    def disturbed(function_name: str, event: Any, source: str = "events") -> str:
        if source != "cloudwatch":
            return invoke(function_name, event, source)

        def arrive() -> None:
            invoke(function_name, event, source)

        for seconds in arrivals:
            lab.clock.call_later(seconds, arrive, "an alarm's call")
        return ""

    lab.lambdas.invoke_async = disturbed  # type: ignore[method-assign]
