"""Words and numbers of a column read at once; null stands for a text that could not be read."""

import re
from collections.abc import Iterable

import polars as pl

from tickets.intake.fields import PAUSED_BEGINNINGS

LARGEST = 2**31 - 1
REASONS = {
    "claimed_sla": "'{0}' is neither yes nor no. Add the word to the mapping, or correct the cell.",
    "handoffs_counted": "'{0}' is not a whole number of 0 or more.",
    "reopens_counted": "'{0}' is not a whole number of 0 or more.",
    "effort_minutes": "'{0}' is not a duration of 0 or more.",
}
UNIT_MINUTES = {"minutes": 1.0, "hours": 60.0, "seconds": 1 / 60}
_RANK = re.compile(r"^p?\s*([1-5])(?!\d)")


def _translated(texts: pl.Series, table: dict[str, object], dtype: pl.DataType) -> pl.Series:
    return texts.replace_strict(table, default=None, return_dtype=dtype)


def _distinct(texts: pl.Series) -> list[str]:
    return [str(one) for one in texts.unique().drop_nulls().to_list()]


def states(labels: pl.Series, words: dict[str, str]) -> pl.Series:
    """Canonical states of the labels; null for a label that no word matches."""
    return _translated(labels, {one: state_of(one.lower(), words) for one in _distinct(labels)}, pl.String())


def state_of(label: str, words: dict[str, str]) -> str | None:
    """The canonical state of one label in lower case; what begins with a word of waiting is paused."""
    return words.get(label) or ("paused" if label.startswith(PAUSED_BEGINNINGS) else None)


def priority_ranks(labels: pl.Series, words: dict[str, int]) -> pl.Series:
    """Ranks 1 (highest) to 5 by leading digit, P1 to P5, or words; null where none applies."""
    return _translated(labels, {one: priority_rank(one, words) for one in _distinct(labels)}, pl.Int16())


def priority_rank(label: str, words: dict[str, int]) -> int | None:
    """The rank of one label: the mapping's word for it, its leading digit, or a known word within it."""
    lower = label.lower()
    if lower in words:
        return words[lower]
    if match := _RANK.match(lower):
        return int(match[1])
    return next((words[part] for part in re.split(r"[^\w]+", lower) if part in words), None)


def flags(texts: pl.Series, true_words: Iterable[str], false_words: Iterable[str]) -> pl.Series:
    """Yes and no; null for any other word."""
    known: dict[str, bool] = dict.fromkeys((one.lower() for one in false_words), False)
    known |= dict.fromkeys((one.lower() for one in true_words), True)
    return _translated(texts, {one: known.get(one.lower()) for one in _distinct(texts)}, pl.Boolean())


def _numbers(texts: pl.Series, *, decimal_comma: bool) -> pl.Series:
    if decimal_comma:
        texts = texts.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    numbers = texts.cast(pl.Float64, strict=False)
    return numbers.set(~numbers.is_between(0, LARGEST).fill_null(False), None)


def counts(texts: pl.Series, decimal_comma: bool) -> pl.Series:
    """Whole numbers from 0 (`2`, `2.0`); null for anything else."""
    numbers = _numbers(texts, decimal_comma=decimal_comma)
    return numbers.set((numbers % 1 != 0).fill_null(False), None).cast(pl.Int32)


def minutes(texts: pl.Series, unit: str, decimal_comma: bool) -> pl.Series:
    """Durations in whole minutes, half up: numbers in `unit`, `HH:MM:SS`, or time since 1970-01-01 00:00:00."""
    numbers = _numbers(texts, decimal_comma=decimal_comma) * UNIT_MINUTES[unit]
    since = texts.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="ms").dt.epoch("s") / 60
    parts = texts.str.extract_groups(r"^(?P<h>\d{1,5}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?$").struct.unnest()
    hours, mins, secs = (parts[name].cast(pl.Float64) for name in ("h", "m", "s"))
    clock = hours * 60 + mins + secs.fill_null(0) / 60
    read = numbers.zip_with(numbers.is_not_null(), since.zip_with(since.is_not_null(), clock))
    fitting = read.set(~read.is_between(0, LARGEST).fill_null(False), None)
    return (fitting + 0.5).floor().cast(pl.Int32)
