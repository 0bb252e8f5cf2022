"""How one column writes its dates: found from its values, named for people, spelled for polars."""

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 1980, 2100
SAMPLE = 2_000
_TIME = r"(?P<time>,?[ T]+\d{1,2}:\d{2}(?P<second>:\d{2}(?P<fraction>[.,]\d+)?)?(?P<half> ?[AaPp]\.?[Mm]\.?)?)?"
_OFFSET = r"(?P<offset> ?(Z|[+-]\d{2}:?\d{2}))?"
_SHAPES = (
    ("iso", re.compile(rf"^(?P<first>\d{{4}})(?P<mark>[-/.])\d{{1,2}}[-/.]\d{{1,2}}{_TIME}{_OFFSET}$")),
    (
        "number",
        re.compile(rf"^(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<next>\d{{1,2}})[-/.](?P<year>\d{{4}}|\d\d){_TIME}$"),
    ),
    (
        "name",
        re.compile(rf"^(?P<first>\d{{1,2}})(?P<mark>[-/ ])[A-Za-z]{{3}}[-/ ](?P<year>\d{{4}}|\d\d){_TIME}$"),
    ),
    ("epoch", re.compile(r"^(?P<first>\d{10}|\d{13})$")),
)
_CLOCKS = ("%H:%M:%S", "%H:%M", "", "%I:%M %p", "%I:%M:%S %p", "%H:%M:%S%.f", "%I:%M%p", "%I:%M:%S%p")


@dataclass(frozen=True)
class Style:
    """One way of writing dates. `order` is day_first or month_first where two numbers lead, else None.

    `formats` are polars' patterns, the commonest first; `aware` says whether some values carry an offset.
    """

    family: str
    mark: str = ""
    year: str = "%Y"
    order: str | None = None
    formats: tuple[str, ...] = ()
    aware: bool = False

    def __str__(self) -> str:
        if self.family == "iso":
            return f"year{self.mark}month{self.mark}day"
        if self.family == "epoch":
            return "seconds since 1970"
        if self.family == "name":
            return f"day{self.mark}month name{self.mark}year"
        return f"{'month' if self.order == 'month_first' else 'day'}{self.mark}" + (
            f"{'day' if self.order == 'month_first' else 'month'}{self.mark}year"
        )


@dataclass(frozen=True)
class Shape:
    """What is left of a value when its digits do not count: the family, the separator, the year's width."""

    family: str
    mark: str
    year: str


def shape_of(value: str) -> tuple[Shape, re.Match[str]] | None:
    """The shape of one value and its parts, or None for something that is no date."""
    for family, pattern in _SHAPES:
        if match := pattern.match(value):
            parts = match.groupdict()
            width = "%y" if len(parts.get("year") or "0000") == 2 else "%Y"
            return Shape(family, parts.get("mark") or "", width), match
    return None


def styles_in(values: Iterable[str]) -> Style | None:
    """The commonest style among these values, its `order` still open when numbers lead; None when none is a date."""
    found = [one for one in map(shape_of, itertools.islice(values, SAMPLE)) if one]
    if not found:
        return None
    shape = Counter(one for one, _ in found).most_common(1)[0][0]
    matches = [match for one, match in found if one == shape]
    clocks = Counter(clock_of(match) for match in matches)
    gaps = Counter(_gap_of(match) for match in matches)
    order = "day_first" if shape.family == "number" and shape.mark == "." else None
    return Style(
        shape.family, shape.mark, shape.year, order, _formats(shape, clocks, gaps),
        any(match.groupdict().get("offset") for match in matches),
    )  # fmt: skip


def clock_of(match: re.Match[str]) -> str:
    """The pattern of the value's time of day, empty for a date alone."""
    parts = match.groupdict()
    if not parts.get("time"):
        return ""
    half = parts.get("half") or ""
    clock = "%I:%M" if half else "%H:%M"
    if parts.get("second"):
        clock += ":%S"
    if parts.get("fraction"):
        clock += "%.f"
    return clock + (" %p" if half.startswith(" ") else "%p" if half else "")


def _gap_of(match: re.Match[str]) -> str:
    time = match.groupdict().get("time") or ""
    return time[: len(time) - len(time.lstrip(", T"))] or " "


def _formats(shape: Shape, clocks: Counter[str], gaps: Counter[str]) -> tuple[str, ...]:
    """All times of day after the style's date, the commonest first; the date stands as {date}."""
    if shape.family == "epoch":
        return ()
    ranked = [clock for clock, _ in clocks.most_common()]
    ranked += [clock for clock in _CLOCKS if clock not in ranked]
    separators = [gap for gap, _ in gaps.most_common()]
    separators += [gap for gap in (" ", "T") if gap not in separators and shape.family == "iso"]
    return tuple(
        f"{{date}}{gap}{clock}" if clock else "{date}" for clock in ranked for gap in (separators if clock else [""])
    )


def dated(style: Style, order: str | None) -> Style:
    """The style with its patterns spelled out for polars in the given order."""
    mark = style.mark
    if style.family == "iso":
        date = f"%Y{mark}%m{mark}%d"
    elif style.family == "name":
        date = f"%d{mark}%b{mark}{style.year}"
    elif order == "month_first":
        date = f"%m{mark}%d{mark}{style.year}"
    else:
        date = f"%d{mark}%m{mark}{style.year}"
    chosen = order if style.family == "number" else None
    formats = tuple(one.format(date=date) for one in style.formats)
    return Style(style.family, mark, style.year, chosen, formats, style.aware)


def order_evidence(values: Iterable[str]) -> tuple[int, int]:
    """How many values can only be day first, and how many only month first."""
    day = month = 0
    for value in values:
        shaped = shape_of(value)
        if shaped and shaped[0].family == "number":
            first, second = int(shaped[1]["first"]), int(shaped[1]["next"])
            day += first > 12 >= second
            month += second > 12 >= first
    return day, month


def why_unreadable(value: str, style: Style | None) -> str:
    """A sentence on why this value is no instant in a column written in this style."""
    shaped = shape_of(value)
    if shaped is None or style is None:
        return f"'{value[:60]}' is not a date."
    shape, match = shaped
    if (shape.family, shape.mark, shape.year) != (style.family, style.mark, style.year):
        return f"'{value}' is not written like the other dates of this column ({style})."
    if shape.family != "number" or _exists(match, style.order):
        return f"{value} is not a date that exists between {FIRST_YEAR} and {LAST_YEAR}."
    other = "month_first" if style.order == "day_first" else "day_first"
    if _exists(match, other):
        return f"{value} is not a date that exists when read as {style}, like the other dates of this column."
    return f"{value} is not a date that exists."


def _exists(match: re.Match[str], order: str | None) -> bool:
    first, second, year = int(match["first"]), int(match["next"]), int(match["year"])
    day, month = (second, first) if order == "month_first" else (first, second)
    try:
        dt.date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return False
    return True
