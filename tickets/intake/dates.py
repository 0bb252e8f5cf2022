"""Columns of written dates into instants in UTC, with an explicit pattern per column (guessing is far slower)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import polars as pl

from tickets.intake.date_styles import (
    FIRST_YEAR,
    LAST_YEAR,
    SAMPLE,
    Style,
    dated,
    order_evidence,
    styles_in,
)
from tickets.intake.refusals import FileRefused

OFFSET = "%#z"
EARLIEST, LATEST = dt.datetime(FIRST_YEAR, 1, 1), dt.datetime(LAST_YEAR + 1, 1, 1)  # noqa: DTZ001 - local times
UTC = pl.Datetime("us", "UTC")
LOCAL = pl.Datetime("us")


@dataclass(frozen=True)
class Instants:
    """A column read: instants in UTC (null where the text is null or unreadable), and which texts are unreadable.

    `gaps` counts local times that the zone skipped (moved forward by the gap).
    """

    values: pl.Series
    unreadable: pl.Series
    style: Style | None
    gaps: int


def sample_of(texts: pl.Series) -> list[str]:
    """Up to 2,000 values spread evenly over a column, nulls left out."""
    known = texts.drop_nulls()
    return [str(one) for one in known.gather_every(max(1, known.len() // SAMPLE)).to_list()]


def find_styles(columns: dict[str, pl.Series], order: str | None) -> dict[str, Style | None]:
    """The style of each column (by header). The order of day and month: as told, else by the column's own values,
    else by those of the other columns; FileRefused when nothing in the file tells.
    """
    samples = {header: sample_of(texts) for header, texts in columns.items()}
    styles = {header: styles_in(values) for header, values in samples.items()}
    orders: dict[str, str | None] = {}
    for header, style in styles.items():
        if style and style.family == "number":
            orders[header] = _order(style, order, samples[header], columns[header])
    known = {one for one in orders.values() if one}
    for header, own in orders.items():
        if own is None and len(known) != 1:
            raise FileRefused(_which_order(header, samples[header]))
    fallback = next(iter(known), None)
    return {header: dated(style, orders.get(header) or fallback) if style else None for header, style in styles.items()}


def _order(style: Style, told: str | None, sample: list[str], texts: pl.Series) -> str | None:
    if told in ("day_first", "month_first"):
        return told
    if style.order:
        return style.order
    return decided(order_evidence(sample)) or decided(order_evidence(_distinct_days(texts)))


def _distinct_days(texts: pl.Series) -> Iterable[str]:
    """The distinct dates of a column without their times: few, however long the column is."""
    days = texts.drop_nulls().str.extract(r"^(\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})").unique().drop_nulls()
    return [str(day) for day in days.to_list()]


def decided(evidence: tuple[int, int]) -> str | None:
    """The order that the evidence speaks for; None when there is none, or as much for the one as for the other."""
    day, month = evidence
    if day == month:
        return None
    return "day_first" if day > month else "month_first"


def _which_order(header: str, sample: list[str]) -> str:
    if any(order_evidence(sample)):
        found = f"The dates in column '{header}' contradict each other: as many are day first as are month first"
    else:
        found = f"The dates in column '{header}' can be read day first or month first (the first is {sample[0]})"
    return f"{found}, and no other column tells which. Say in the mapping which one it is (day_first or month_first)."


def read_instants(texts: pl.Series, style: Style | None, zone: str) -> Instants:
    """Read a column of one style; values without an offset are local to `zone` (IANA).

    Times in a gap of the zone move forward by the gap; of an ambiguous time the earlier is taken.
    """
    if style is None:
        return Instants(pl.Series(texts.name, [None] * texts.len(), dtype=UTC), texts.is_not_null(), None, 0)
    local = _read_epoch(texts) if style.family == "epoch" else _read_local(texts, style)
    local = local.set(~local.is_between(EARLIEST, LATEST).fill_null(True), None)
    values = local.dt.replace_time_zone("UTC") if style.family == "epoch" else None
    gaps = 0
    if values is None:
        values, gaps = _to_utc(local, zone)
    if style.aware:
        values = values.zip_with(values.is_not_null(), _read_aware(texts, style))
    return Instants(values, values.is_null() & texts.is_not_null(), style, gaps)


def _read_epoch(texts: pl.Series) -> pl.Series:
    numbers = texts.cast(pl.Int64, strict=False)
    milliseconds = pl.select(pl.when(numbers < 10**11).then(numbers * 1000).otherwise(numbers)).to_series()
    return (milliseconds * 1000).cast(LOCAL)


def _read_local(texts: pl.Series, style: Style) -> pl.Series:
    """Pattern after pattern, each only on what the ones before left over."""
    read = texts.str.to_datetime(style.formats[0], strict=False, time_unit="us", cache=False)
    for pattern in style.formats[1:]:
        left = (read.is_null() & texts.is_not_null()).arg_true()
        if left.is_empty():
            break
        more = texts.gather(left).str.replace_all(",", ".", literal=True) if ".f" in pattern else texts.gather(left)
        read = read.scatter(left, more.str.to_datetime(pattern, strict=False, time_unit="us", cache=False))
    return read


def _read_aware(texts: pl.Series, style: Style) -> pl.Series:
    read = pl.Series(texts.name, [None] * texts.len(), dtype=UTC)
    for pattern in style.formats:
        if "%H:%M" in pattern:
            for gap in ("", " "):
                more = texts.str.to_datetime(pattern + gap + OFFSET, strict=False, time_unit="us", time_zone="UTC")
                read = read.zip_with(read.is_not_null(), more)
    return read


def _to_utc(local: pl.Series, zone: str) -> tuple[pl.Series, int]:
    zoned = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone("UTC")
    lost = (zoned.is_null() & local.is_not_null()).arg_true()
    if lost.is_empty():
        return zoned, 0
    moved = [_after_gap(one, zone) for one in local.gather(lost).to_list()]
    return zoned.scatter(lost, pl.Series(moved, dtype=UTC)), lost.len()


def _after_gap(local: dt.datetime, zone: str) -> dt.datetime:
    """The instant that the clock would have shown as `local` had it not been put forward."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(dt.UTC)
