"""Rows as JSON and as CSV, written row by row."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_json(kind: str, columns: Sequence[str], rows: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    """A JSON object with the kind, its columns and its rows, one row per line."""
    yield f'{{"kind":{dumped(kind)},"columns":{dumped(list(columns))},"rows":['
    between = "\n"
    for row in rows:
        yield between + dumped({column: row[column] for column in columns})
        between = ",\n"
    yield "\n]}\n"


def dumped(value: Any) -> str:
    """One line of JSON in UTF-8; ValueError for what JSON has no word for."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def indented(value: Any) -> str:
    """JSON for people to read."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


class CsvLines:
    """Lines of CSV (RFC 4180, UTF-8) of one table."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = columns

    def head(self) -> str:
        return _line(self.columns)

    def line(self, row: Mapping[str, Any]) -> str:
        return _line([cell(row[column]) for column in self.columns])


def cell(value: Any) -> str:
    """Absent is empty; lists are JSON; text that a spreadsheet would calculate gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return dumped(value)
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" ").startswith(BEGINS_A_FORMULA) and not _is_number(value) else value
    return str(value)


def _is_number(value: str) -> bool:
    """A negative amount is one; what else begins with a minus may be a formula."""
    return value.startswith("-") and value[1:].replace(".", "", 1).isdecimal() and value.isascii()


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def teed(rows: Iterator[Mapping[str, Any]], also: Callable[[Mapping[str, Any]], None]) -> Iterator[Mapping[str, Any]]:
    """The same rows, each shown to `also` on its way."""
    for row in rows:
        also(row)
        yield row
