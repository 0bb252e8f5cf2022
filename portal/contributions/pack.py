"""A part of a review's pack: figures first, then the chart, then the rows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any

_WEEK = ("volumes", "levels", "escalations", "actions")
_MONTH = ("levels", "volumes", "quality", "trends", "cost", "credits", "disputes", "escalations", "changes", "actions")
_QUARTER = ("performance", "levels", "trends", "cost", "credits", "disputes", "escalations", "changes", "actions") + (
    *("risks", "renewals", "decisions", "goals"),
)
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"weekly": _WEEK, "monthly": _MONTH, "once": _MONTH, "quarterly": _QUARTER, "semi_annual": _QUARTER}
)
"""Which sections a pack of each cadence has, in their order; agendas name them by the same keys."""


@dataclass(frozen=True)
class PackFigure:
    """One figure in words, as a reader sees it ("97.6", "%"), with its verdict: a tone and the word beside it.

    `value` is the number behind it for comparing "as presented" with "as of now"; None: no data.
    """

    key: str
    label: str
    shown: str
    unit: str = ""
    value: float | None = None
    tone: str = "plain"
    word: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Series:
    """One line or row of bars; None where nothing was measured. `subject` False: drawn as the comparison."""

    label: str
    values: tuple[float | None, ...]
    subject: bool = True


@dataclass(frozen=True)
class PackChart:
    """A chart as numbers: drawn as SVG by the pack, so that it is the same on page, paper and in ten years.

    `kind` is "lines" or "bars"; `guides` are dashed lines with their names (target, minimum). `over_time` False: the
    categories are things beside each other, so that no value is the last one.
    """

    kind: str
    measure: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    guides: tuple[tuple[str, float], ...] = ()
    over_time: bool = True


@dataclass(frozen=True)
class PackTable:
    """Rows in words. `numeric` are the columns to align right; `more` is how many rows were left out.

    `urls` has the page of each row, "" for one without; empty: no row has one. The first `naming` columns say which
    row it is, so that it is found again when the same table is composed later.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    more: int = 0
    urls: tuple[str, ...] = ()
    naming: int = 1


@dataclass(frozen=True)
class Section:
    """`key` is the section's name in agendas; `title` says the finding, `measure` what is measured and how.

    `versions` name what the figures came from, and after a colon which version of it: calendars, targets, policies
    ("Calendar NL office: version 2, from 1 Jan 2026").
    """

    key: str
    title: str
    measure: str = ""
    figures: tuple[PackFigure, ...] = ()
    chart: PackChart | None = None
    table: PackTable | None = None
    empty: str = ""
    order: int = 0
    versions: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """Plain values for canonical JSON."""
        return asdict(self)
