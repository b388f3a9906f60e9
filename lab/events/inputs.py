"""What a target gets instead of the event: Input, InputPath, InputTransformer."""

from __future__ import annotations

import json
from typing import Any

from jsonpath_ng.ext.parser import parse
from moto.events.utils import EventTemplateParser

from lab.events.interference import Event


def shaped(event: Event, target: dict[str, Any]) -> Any:
    """The payload for `target`: at most one of the three may be set."""
    if "Input" in target:
        return json.loads(target["Input"])
    if "InputPath" in target:
        found = parse(target["InputPath"]).find(event)
        return found[0].value if found else None
    if transformer := target.get("InputTransformer"):
        return EventTemplateParser.parse(
            input_template=transformer["InputTemplate"],
            input_paths_map=transformer.get("InputPathsMap", {}),
            event={**event, "ingestion-time": event["time"]},  # type: ignore[typeddict-item]
        )
    return event
