"""A mapping says which columns of a file are which fields of a ticket, and how their values are written."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tickets.intake.fields import (
    FALSE_WORDS,
    FIELDS,
    NULL_WORDS,
    PRIORITY_WORDS,
    REQUIRED_FIELDS,
    STATE_WORDS,
    STATES,
    TRUE_WORDS,
)
from tickets.intake.refusals import FileRefused

ROWS = ("tickets", "updates")
DATE_ORDERS = ("day_first", "month_first", "iso")
EFFORT_UNITS = ("minutes", "hours", "seconds")


class MappingInvalid(FileRefused):
    """The description of a mapping breaks a rule; the message names the key and the rule."""


@dataclass(frozen=True)
class Mapping:
    """How one source writes its tickets.

    `fields` goes from canonical field to the column's header. `rows_are` is "tickets" (one row each) or
    "updates" (the rows of a number in file order are its history). `date_order` None: found by the values.
    `timezone` None: given at import. `state_words` and `priority_words` add to the built-in words; keys in lower case.
    """

    name: str
    fields: dict[str, str]
    rows_are: str = "tickets"
    nulls: tuple[str, ...] = NULL_WORDS
    date_order: str | None = None
    timezone: str | None = None
    decimal_comma: bool = False
    effort_unit: str = "minutes"
    true_words: tuple[str, ...] = TRUE_WORDS
    false_words: tuple[str, ...] = FALSE_WORDS
    state_words: dict[str, str] = field(default_factory=dict)
    priority_words: dict[str, int] = field(default_factory=dict)

    def states(self) -> dict[str, str]:
        """Label in lower case -> canonical state; the mapping's own words win."""
        return STATE_WORDS | {word.strip().lower(): state for word, state in self.state_words.items()}

    def priorities(self) -> dict[str, int]:
        """Label in lower case -> rank 1 (highest) to 5; the mapping's own words win."""
        return PRIORITY_WORDS | {word.strip().lower(): rank for word, rank in self.priority_words.items()}

    def with_answers(self, **answers: Any) -> Self:
        """The same mapping with what a person said about the file; MappingInvalid when that cannot be."""
        return self.from_dict(replace(self, **answers).to_dict())

    def to_dict(self) -> dict[str, Any]:
        """Plain values, fit for JSON."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    def to_json(self) -> str:
        """The mapping as a JSON document that `from_json` reads back to an equal one."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a JSON document; MappingInvalid names the first key that breaks a rule."""
        try:
            data = json.loads(text)
        except ValueError as error:
            raise MappingInvalid(f"The mapping is not JSON: {error}.") from error
        return cls.from_dict(data)

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """Build a mapping from plain values; MappingInvalid names the first key that breaks a rule."""
        if not isinstance(data, dict):
            raise MappingInvalid("A mapping is a JSON object with the keys name, fields and, if need be, more.")
        known = [one.name for one in fields(cls)]
        for key in data:
            if key not in known:
                raise MappingInvalid(f"'{key}' is not a key of a mapping; known are {', '.join(known)}.")
        for key, (rule, holds) in RULES.items():
            if (key in data or key in ("name", "fields")) and not holds(data.get(key)):
                raise MappingInvalid(f"'{key}' must be {rule}, not {data.get(key)!r}.")
        if data.get("rows_are") == "updates" and "updated_at" not in data["fields"]:
            raise MappingInvalid("'fields' must hold updated_at when the rows are updates: it is the time of each.")
        return cls.from_plain(data)

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> Self:
        """Build a mapping from what `to_dict` gave, unchecked: it may still lack a required field."""
        values: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one for key, one in data.items()}
        return cls(**values)


def _is_fields(value: object) -> bool:
    if not isinstance(value, dict) or not all(key in value for key in REQUIRED_FIELDS):
        return False
    return all(key in FIELDS and isinstance(header, str) and header.strip() for key, header in value.items())


def _is_words(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(word, str) for word in value)


def _is_state_words(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(key, str) and one in STATES for key, one in value.items())


def _is_priority_words(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(key, str) and one in range(1, 6) for key, one in value.items())


def is_timezone(value: object) -> bool:
    """Whether this names a zone of the IANA database."""
    if not isinstance(value, str):
        return False
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _one_of(choices: tuple[object, ...]) -> tuple[str, Callable[[object], bool]]:
    return f"one of {', '.join(map(repr, choices))}", lambda value: value in choices


_WORDS = ("a list of words", _is_words)
RULES: dict[str, tuple[str, Callable[[object], bool]]] = {
    "name": ("a short text", lambda value: isinstance(value, str) and 0 < len(value.strip()) <= 80),
    "fields": (
        f"an object from fields to headers, with {' and '.join(REQUIRED_FIELDS)} at least (known: {', '.join(FIELDS)})",
        _is_fields,
    ),
    "rows_are": _one_of(ROWS),
    "nulls": _WORDS,
    "date_order": _one_of((*DATE_ORDERS, None)),
    "timezone": (
        "an IANA zone like 'Europe/Berlin', or null",
        lambda value: value is None or is_timezone(value),
    ),
    "decimal_comma": _one_of((True, False)),
    "effort_unit": _one_of(EFFORT_UNITS),
    "true_words": _WORDS,
    "false_words": _WORDS,
    "state_words": (f"an object from labels to one of {', '.join(STATES)}", _is_state_words),
    "priority_words": ("an object from labels to ranks 1 to 5", _is_priority_words),
}
