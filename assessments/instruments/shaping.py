"""From plain values to an Instrument and back, by pydantic; what does not fit is told in sentences."""

import difflib
import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import fields
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from assessments.instruments import shape
from assessments.instruments.problems import Path, Problem
from assessments.instruments.shape import Instrument

_ADAPTER = TypeAdapter(Instrument)
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_FIELDS_WITHIN = {
    "dimensions": shape.Dimension,
    "questions": shape.Question,
    "only_if": shape.Condition,
    "findings": shape.FindingRule,
    "when": shape.Condition,
    "recommendation": shape.Rules,
    "factors": shape.Factor,
} | (dict.fromkeys(("models", "formats"), shape.Weighing) | dict.fromkeys(("starts", "format_starts"), shape.Start))
_LISTS = (
    *("dimensions", "questions", "findings", "when", "factors", "models", "starts", "formats", "format_starts"),
    *("examples", "functions"),
)
_LEVELS = {"minutes": 1, "needed": 3, "weight": 1, "at_least": 1, "at_most": 5, "points": 1, "wave": 60}
_OTHERS = {"of": "answer", "stage": "plan", "answers": "", "views": ["leader"], "levels": ["?"] * 5, "only_if": None}
_STAND_INS: dict[str, Any] = {
    **dict.fromkeys(_LISTS, []),
    **_LEVELS,
    **_OTHERS,
    "recommendation": {"factors": [], "models": []},
}


def as_data(instrument: Instrument) -> dict[str, Any]:
    """As lists and mappings, with every field."""
    data: dict[str, Any] = _ADAPTER.dump_python(instrument, mode="json")
    return data


def canonical(instrument: Instrument) -> str:
    """JSON that is the same, byte for byte, for equal instruments."""
    return json.dumps(as_data(instrument), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_canonical(text: str) -> Instrument:
    """Only of what `canonical` gave: checked in shape, not in sense."""
    return _ADAPTER.validate_json(text)


def as_yaml(instrument: Instrument) -> str:
    """For people: in the order of the shape, without what has its usual value."""
    data = _ADAPTER.dump_python(instrument, mode="json", exclude_defaults=True)
    return str(yaml.dump(data, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=100))


def shaped(data: Any) -> tuple[Instrument | None, list[Problem]]:
    """The instrument where the values have its shape; what does not fit otherwise.

    Where it does not, the instrument is one with stand-ins in the places of the problems, so that the sense of the
    rest can be looked at in the same go; None where too much is missing.
    """
    try:
        return _read(data), []
    except ValidationError as refusal:
        errors = refusal.errors(include_url=False)
    problems = [Problem(_path(error), _said(error, data)) for error in errors]
    try:
        return _read(_mended(data, errors)), problems
    except (ValidationError, LookupError, TypeError, ValueError):
        return None, problems


def _read(data: Any) -> Instrument:
    """By way of JSON, where a list may stand for a tuple and nothing else for anything."""
    return _ADAPTER.validate_json(json.dumps(data), strict=True)


def _path(error: Mapping[str, Any]) -> Path:
    return tuple(error["loc"])


def _said(error: Mapping[str, Any], data: Any) -> str:
    path, kind = _path(error), error["type"]
    name = path[-1] if path else ""
    sentences = {
        "missing": f"“{name}” is missing. Add it."
        if isinstance(name, str)
        else "it is missing. There are five levels.",
        "too_long": "there are more than five levels. Keep five.",
        "string_type": "this has to be text. Put it in quotes where it reads as a number, as yes or no, or as nothing.",
        "tuple_type": "this has to be a list: one line each, beginning with a hyphen.",
        "int_type": "this has to be a whole number, without quotes.",
        "dataclass_type": "this has to be a group of fields, each as “name: value”.",
    }
    if kind == "literal_error":
        return f"“{str(error['input'])[:60]}” is not known here. It can be {error['ctx']['expected']}."
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return _unknown_field(path)
    return sentences.get(kind, f"this cannot be read ({error['msg'].lower()}).")


def _unknown_field(path: Path) -> str:
    above = next((step for step in reversed(path[:-1]) if isinstance(step, str)), "")
    names = [field.name for field in fields(_FIELDS_WITHIN.get(above, Instrument))]
    near = difflib.get_close_matches(str(path[-1])[:60], names, 1)
    hint = f"“{near[0]}” may be meant." if near else f"The fields are {', '.join(names)}."
    return f"there is no field “{str(path[-1])[:60]}”. {hint}"


def _mended(data: Any, errors: list[Any]) -> Any:
    data = deepcopy(data)
    for error in errors:
        path, kind = _path(error), error["type"]
        holder = data
        for step in path[:-1]:
            holder = holder[step]
        if kind in ("unexpected_keyword_argument", "extra_forbidden"):
            del holder[path[-1]]
        else:
            _stand_in(holder, path, kind)
    return data


def _stand_in(holder: Any, path: Path, kind: str) -> None:
    """In the place of what is wrong; ValueError where nothing can stand for it."""
    last = path[-1]
    if kind == "too_long":
        holder[last] = holder[last][:5]
    elif isinstance(last, str):
        holder[last] = deepcopy(_STAND_INS.get(last, "?"))
    elif kind == "missing":
        holder.append("?")
    elif kind in ("dataclass_type", "tuple_type"):
        raise ValueError(path)
    else:
        holder[last] = "leader" if path[-2] == "views" else "?"
