"""moto's answers as botocore would parse them, without the document in between.

moto's serializer looks up every member of a shape under several names on moto's object. The names
depend on shape and class only, so they are worked out once.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.utils import parse_to_aware_datetime
from moto.core.constants import MISSING
from moto.core.model import Shape, StructureShape
from moto.core.responses import BaseResponse
from moto.core.serialize import AttributePickerContext, XFormedAttributePicker
from moto.core.utils import get_service_model, get_value

Transform = Callable[[Any], Any]
Convert = Callable[[Any], Any]
Find = Callable[[Any, str, Any], Any]
# Its key in the answer, how to find it under which names, what becomes of it.
_Member = tuple[str, Find, tuple[str, ...], Convert, Transform | None]
_PICKER = XFormedAttributePicker()


@dataclass(frozen=True)
class _Rules:
    """What holds for a whole service: moto's transformations by path, and the time format."""

    transforms: tuple[tuple[str, Transform], ...]
    whole_seconds: bool  # EC2 writes its times so


def as_parsed(response: BaseResponse, action: str, result: Any) -> dict[str, Any]:
    """`result` of a moto response's method, as the dictionary that a boto3 client returns."""
    kind: object = type(response)
    picked = _of_action(response.boto3_service_name, action, kind)(result)
    return picked or {}


@functools.cache
def _of_action(service: str, action: str, response: object) -> Convert:
    shape = get_service_model(service).operation_model(action).output_shape
    transforms = getattr(response, "RESPONSE_KEY_PATH_TO_TRANSFORMER", None) or {}
    if shape is None:
        return lambda _: {}
    rules = _Rules(tuple(transforms.items()), whole_seconds=service == "ec2")
    return _convert(shape, f"{action}.{shape.name}", rules)


def _convert(shape: Shape, path: str, rules: _Rules) -> Convert:
    match shape.type_name:
        case "structure":
            return _Structure(shape, path, rules)  # type: ignore[arg-type]
        case "list":
            member = shape.member  # type: ignore[attr-defined]
            each = _convert(member, f"{path}.{member.name}", rules)
            return lambda values: [each(value) for value in values]
        case "timestamp":
            return _whole_second if rules.whole_seconds else parse_to_aware_datetime
        case "boolean":
            return lambda value: value if isinstance(value, bool) else str(value).lower() == "true"
        case "integer" | "long":
            return int
        case "float" | "double":
            return float
        case "map":
            return dict
    return str


def _whole_second(value: Any) -> Any:
    return parse_to_aware_datetime(value).replace(microsecond=0)


class _Structure:
    """One structure shape: for each of its members the names to look under, by class."""

    def __init__(self, shape: StructureShape, path: str, rules: _Rules) -> None:
        self.shape = shape
        self.path = path
        self.rules = rules
        self.names: dict[type, list[_Member]] = {}

    def __call__(self, value: Any) -> dict[str, Any]:
        kind = type(value)
        members = self.names.get(kind)
        if members is None:
            members = self.names[kind] = self._members(value)
        found: dict[str, Any] = {}
        for key, find, names, convert, transform in members:
            member = _first(find, value, names)
            if transform is not None:
                member = transform(member)
            if member is not None:
                found[key] = convert(member)
        return found

    def _members(self, value: Any) -> list[_Member]:
        known: list[_Member] = []
        for key, member in self.shape.members.items():
            member.parent = self.shape  # type: ignore[attr-defined]
            context = AttributePickerContext(value, key, member, key_path=self.path)
            names = tuple(dict.fromkeys(_PICKER.get_possible_keys(context)))
            below = f"{self.path}.{key}"
            transform = next((t for end, t in self.rules.transforms if below.endswith(end)), None)
            paths = hasattr(value, "__getitem__") or any("." in name for name in names)
            # moto's own way takes long; a plain object under a plain name has it all the same.
            find = get_value if paths else getattr
            known.append((key, find, names, _lazy(member, below, self.rules), transform))
        return known


def _lazy(shape: Shape, path: str, rules: _Rules) -> Convert:
    """Shapes refer to themselves: a member's converter is made when it is first needed."""
    made: list[Convert] = []

    def convert(value: Any) -> Any:
        if not made:
            made.append(_convert(shape, path, rules))
        return made[0](value)

    return convert


def _first(find: Find, value: Any, names: tuple[str, ...]) -> Any:
    for name in names:
        found = find(value, name, MISSING)
        if found is not MISSING:
            return found
    return None
