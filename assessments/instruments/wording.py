"""Texts of an instrument are plain text: no markup, no control characters, not too long, not empty where needed.

Pages escape what they show; refusing markup keeps it out of exports, mails and files as well.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from assessments.instruments.problems import Path, Problem

LONGEST = {
    "code": 60,
    "title": 120,
    "about": 1_000,
    "text": 600,
    "help": 2_000,
    "levels": 500,
    "examples": 500,
    "action": 200,
    "why": 400,
    "requirement": 40,
    "note": 300,
}
"""Characters, by the field in which a text stands."""
LONGEST_OTHER = 120
NEVER_EMPTY = frozenset({"code", "title", "text", "levels", "why", "examples"})
ONE_LINE = frozenset({"code", "title", "action", "requirement"})

_MARKUP = re.compile(r"<\s*[A-Za-z/!?]")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp", "Co", "Cn"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def problems(data: Any, path: Path = ()) -> Iterator[Problem]:
    """Of every text within, by the names of the fields in which they stand."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from problems(value, (*path, name))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from problems(value, (*path, number))
    elif isinstance(data, str):
        yield from (Problem(path, said) for said in of_text(data, _field(path)))


def _field(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def of_text(text: str, field: str) -> Iterator[str]:
    """What is wrong with one text of that field."""
    longest = LONGEST.get(field, LONGEST_OTHER)
    if field in NEVER_EMPTY and not text.strip():
        yield "it is empty. Write what a reader needs here."
    if len(text) > longest:
        yield f"it has {len(text)} characters, and {longest} are the most. Shorten it."
    if markup := _MARKUP.search(text):
        found = text[markup.start() : markup.start() + 20]
        yield f"it holds markup (“{found}”). Texts are plain: write it without < and >."
    if any(_is_control(one, field) for one in text):
        yield "it holds characters that cannot be seen or that turn the text around. Write it anew, as plain text."
    if field == "code" and text and not _CODE.fullmatch(text):
        yield f"“{text[:60]}” is no code. Use small letters, digits and single hyphens, as in own-decisions."


def _is_control(one: str, field: str) -> bool:
    if one == "\n":
        return field in ONE_LINE
    return one in _TURNING or unicodedata.category(one) in _CONTROLS
