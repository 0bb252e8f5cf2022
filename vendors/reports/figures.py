"""Figures of a report as people and spreadsheets write them, read into exact numbers.

A figure may carry its unit (97,6 %, 8 h), a decimal comma, and separators of thousands. Nothing, a dash or "n/a" is
None: the provider gives no figure. What cannot be read raises Unreadable with a sentence that says what to do.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

ABSENT = frozenset({"", "-", "–", "—", "n/a", "na", "none", "null", "#n/a", "?"})
UNITS = ("%", "hours", "hour", "h")
MOST = Decimal(99_999_999)
MOST_COUNTED = 2_147_483_647
DECIMALS = 4
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_GROUPED = re.compile(r"\d{1,3}([.,'’]\d{3})+")


class Unreadable(ValueError):
    """What was typed is no figure; the message says what would be one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a provider reports about a level: `reported` in the level's unit, None when it gives no figure."""

    reported: Decimal | None = None
    counted: int | None = None
    met: int | None = None
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return self.reported is None and self.counted is None and self.met is None


def read_value(text: str, is_share: bool) -> Decimal | None:
    """A reported value with at most four decimals; a share lies between 0 and 100 per cent."""
    bare = _bare(text)
    if bare in ABSENT:
        return None
    value = _decimal(bare, text)
    if value < 0 or value > MOST:
        raise Unreadable(f"“{text.strip()}” is not between 0 and {MOST:,}. Give the figure that was reported.")
    if is_share and value > 100:
        raise Unreadable(f"“{text.strip()}” is more than 100 %. A share lies between 0 and 100.")
    if value != round(value, DECIMALS):
        raise Unreadable(f"“{text.strip()}” has more than {DECIMALS} decimals. Round it.")
    return value


def read_count(text: str) -> int | None:
    """A number of tickets: whole, from 0 up; 1,430 and 1.430 and 1 430 are one and the same."""
    bare = _bare(text)
    if bare in ABSENT:
        return None
    whole = re.sub(r"[.,'’]", "", bare) if _GROUPED.fullmatch(bare) else re.sub(r"[.,]0+$", "", bare)
    if not whole.isascii() or not whole.isdecimal() or int(whole) > MOST_COUNTED:
        raise Unreadable(f"“{text.strip()}” is not a number of tickets. Give a whole number, such as 168.")
    return int(whole)


def read_figure(typed: Mapping[str, str], is_share: bool) -> tuple[Figure, dict[str, str]]:
    """The figure in what was typed under "reported", "counted", "met" and "note", and what is wrong by those names."""
    wrong: dict[str, str] = {}
    value: Decimal | None = None
    counts: dict[str, int | None] = {"counted": None, "met": None}
    try:
        value = read_value(typed.get("reported", ""), is_share)
    except Unreadable as refusal:
        wrong["reported"] = str(refusal)
    for name in counts:
        try:
            counts[name] = read_count(typed.get(name, ""))
        except Unreadable as refusal:
            wrong[name] = str(refusal)
    if not wrong and (said := _contradiction(counts["counted"], counts["met"])):
        wrong["met"] = said
    return Figure(value, counts["counted"], counts["met"], typed.get("note", "").strip()), wrong


def are_fractions(texts: Iterable[str]) -> bool:
    """Whether all shares of a file are written as fractions of one (0.976), as workbooks keep cells in per cent."""
    values = [value for text in texts if (value := _plain(text)) is not None]
    return bool(values) and all(value <= 1 for value in values) and any(value > 0 for value in values)


def as_percent(text: str) -> str:
    """A fraction of one in per cent: "0.976" is "97.6"; what is no number stays as it is."""
    value = _plain(text)
    return text if value is None else f"{(round(value * 100, DECIMALS)).normalize():f}"


def _plain(text: str) -> Decimal | None:
    """The number of a text without a unit; None when it has one, or is no number."""
    if "%" in text:
        return Decimal(100)  # with its unit it is no fraction, whatever the number
    bare = _bare(text)
    try:
        return None if bare in ABSENT else _decimal(bare, text)
    except Unreadable:
        return None


def _contradiction(counted: int | None, met: int | None) -> str:
    if met is None or (counted is not None and met <= counted):
        return ""
    if counted is None:
        return "Say of how many tickets these were met, under counted."
    return f"{met:,} of {counted:,} cannot be met: more tickets would be met than were counted."


def _bare(text: str) -> str:
    bare = _SPACES.sub("", text).lower()
    for unit in UNITS:
        bare = bare.removesuffix(unit)
    return bare


def _decimal(bare: str, text: str) -> Decimal:
    """The number; where both separators occur the last one is the decimal one, a single one always is."""
    if "," in bare and "." in bare:
        thousands = "," if bare.rindex(".") > bare.rindex(",") else "."
        bare = bare.replace(thousands, "")
    elif bare.count(",") > 1 or bare.count(".") > 1:
        bare = bare.replace(",", "").replace(".", "") if _GROUPED.fullmatch(bare) else bare
    bare = bare.replace(",", ".")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not bare.isascii():
        raise Unreadable(f"“{text.strip()[:40]}” is not a number. Give it such as 97.6, or leave it empty.")
    return value
