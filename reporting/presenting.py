"""How figures read on pages: text, unit, link to their tickets, verdict, change. No page decides that itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.formats import ABSENT, change, counted, thousands
from reporting.behind import Behind
from reporting.engine import GROUPINGS
from reporting.kpi import Figure, Kpi
from reporting.kpis import CATALOGUE
from reporting.links import Dimension, tickets_url
from reporting.periods import MONTHS, Grain, Period
from reporting.reading import Board, Group
from reporting.verdicts import Tone, Verdict, compare, judge

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
_UNITS = {"points": "/ 100", "tickets": ""}  # where the unit of a tile is said otherwise than in the catalogue
_STEPS = {"%": "pt", "h": "h"}  # the unit of a difference


@dataclass(frozen=True)
class Linked:
    """A figure as text with the address of its tickets; `title` says how many they are. No address: no tickets."""

    text: str
    url: str = ""
    title: str = ""


@dataclass(frozen=True)
class Place:
    """Where a figure stands: its board, grouping and group."""

    board: Board
    grouping: str
    group: Group

    @property
    def dims(self) -> Mapping[str, Dimension]:
        return dict(zip(GROUPINGS[self.grouping], self.group, strict=True))

    def figure(self, code: str, back: int = 0) -> Figure | None:
        return self.board.figure(self.grouping, self.group, code, back)

    def course(self, code: str) -> list[Figure | None]:
        return self.board.course(self.grouping, self.group, code)

    def verdict(self, code: str) -> Verdict:
        return judge(CATALOGUE[code], self.figure(code))

    def tickets(self, behind: Behind) -> str:
        return tickets_url(behind, self.board.shown.key, self.dims)

    def linked(self, code: str, unit: str = "") -> Linked:
        """The figure with the catalogue's decimals, linked to the tickets of its denominator."""
        kpi, figure = CATALOGUE[code], self.figure(code)
        if figure is None or figure.value is None:
            return Linked(ABSENT)
        text = text_of(kpi, figure.value, unit)
        if not figure.denominator:
            return Linked(text)
        return Linked(text, self.tickets(kpi.denominator), counted(figure.denominator, "ticket"))

    def changed(self, code: str) -> str:
        """The difference to the period before: "−0.6 pt vs Sep"; empty where there is none."""
        kpi = CATALOGUE[code]
        difference = compare(kpi, self.figure(code), self.figure(code, back=1)).difference
        if difference is None:
            return ""
        return f"{step_of(kpi, difference)} vs {brief(self.board.periods[-2])}"


def text_of(kpi: Kpi, value: float | None, unit: str = "") -> str:
    """A value with the decimals it is shown with."""
    text = thousands(value, kpi.decimals)
    return f"{text}\u00a0{unit}" if unit and value is not None else text


def step_of(kpi: Kpi, difference: float) -> str:
    """A difference with its sign, in points for shares."""
    return change(difference, _STEPS.get(kpi.unit, ""), kpi.decimals)


def unit_of(kpi: Kpi) -> str:
    return _UNITS.get(kpi.unit, kpi.unit)


def target_of(kpi: Kpi) -> str:
    """ "Target 95 %", "Limit 3 %"; empty for a KPI without one."""
    if kpi.target is None:
        return ""
    word = "Target" if kpi.direction == "higher" else "Limit"
    unit = "" if kpi.unit in ("points", "tickets") else f"\u00a0{kpi.unit}"
    return f"{word} {kpi.target:g}{unit}"


def drawn(tone: Tone) -> str:
    """The tone of a mark: what carries no verdict is grey."""
    return Tone.UNKNOWN.value if tone is Tone.PLAIN else tone.value


def brief(period: Period) -> str:
    """As a comparison says it: "Sep", "W43", "Q3"."""
    return MONTHS[period.start.month - 1][:3] if period.grain is Grain.MONTH else period.short_label.split()[0]


def said(period: Period) -> str:
    """As a sentence says it: "October", "week 43", "Q3"."""
    if period.grain is Grain.MONTH:
        return MONTHS[period.start.month - 1]
    return f"week {int(period.key[-2:])}" if period.grain is Grain.WEEK else period.key[-2:]


def number_word(count: int) -> str:
    """ "Four" up to twelve, figures above."""
    return _NUMBERS[count] if count < len(_NUMBERS) else thousands(count)


def values(figures: Sequence[Figure | None]) -> list[float | None]:
    """The values alone; None where there is none."""
    return [figure.value if figure else None for figure in figures]


def phrases(board: Board, parts: Sequence[dict[str, Any]], computed: str) -> list[dict[str, Any]]:
    """The line under the title: days of the period, what it covers, when it was computed."""
    return [{"text": board.shown.days}, *parts, {"text": computed}]
