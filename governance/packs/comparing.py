"""A pack as presented beside the same composed now: what moved, what is new, what is gone, and why it may have.

Pure: two lists of sections in, differences out. Figures meet by key, rows of tables by what names them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from governance.packs.content import DECIMALS
from portal.contributions.pack import PackFigure, PackTable, Section


class Fate(StrEnum):
    """What became of a figure or a row since the pack was presented."""

    SAME = "same"
    MOVED = "moved"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class FigurePair:
    """`difference` is now − presented in the figure's unit, before any rounding but the stored one; None where one of
    them has no value."""

    then: PackFigure | None
    now: PackFigure | None

    @property
    def either(self) -> PackFigure:
        """The figure of now, or of then where there is none any more: a pair has one of them."""
        return self.now or self.then  # type: ignore[return-value]

    @property
    def difference(self) -> float | None:
        if self.then is None or self.now is None or self.then.value is None or self.now.value is None:
            return None
        return round(self.now.value - self.then.value, DECIMALS)

    @property
    def fate(self) -> Fate:
        if self.then is None or self.now is None:
            return Fate.NEW if self.then is None else Fate.GONE
        return Fate.SAME if _said(self.then) == _said(self.now) else Fate.MOVED


@dataclass(frozen=True)
class RowPair:
    """A row of a table; `changed` are the places of the cells that read otherwise now."""

    then: tuple[str, ...] | None
    now: tuple[str, ...] | None
    changed: tuple[int, ...] = ()

    @property
    def fate(self) -> Fate:
        if self.then is None or self.now is None:
            return Fate.NEW if self.then is None else Fate.GONE
        return Fate.MOVED if self.changed else Fate.SAME


@dataclass(frozen=True)
class SectionPair:
    key: str
    then: Section | None
    now: Section | None
    figures: tuple[FigurePair, ...] = ()
    rows: tuple[RowPair, ...] = ()
    head: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """As presented."""
        shown = self.then or self.now
        return shown.title if shown else self.key

    @property
    def moved(self) -> int:
        """How many figures and rows are not as they were."""
        fates = [pair.fate for pair in self.figures] + [pair.fate for pair in self.rows]
        return sum(fate is not Fate.SAME for fate in fates)

    @property
    def same_rows(self) -> int:
        return sum(pair.fate is Fate.SAME for pair in self.rows)


@dataclass(frozen=True)
class VersionPair:
    """What figures came from, by name, and which version of it: then and now; None: it was not used."""

    name: str
    then: str | None
    now: str | None


@dataclass(frozen=True)
class Comparison:
    sections: tuple[SectionPair, ...]
    reasons: tuple[VersionPair, ...] = field(default=())

    @property
    def moved(self) -> int:
        return sum(pair.moved for pair in self.sections)


def compare(then: Sequence[Section], now: Sequence[Section]) -> Comparison:
    """Sections of the same key and order of appearance stand beside each other; those of `then` come first."""
    before, after = _numbered(then), _numbered(now)
    keys = [*before, *(key for key in after if key not in before)]
    sections = tuple(_pair(key[0], before.get(key), after.get(key)) for key in keys)
    return Comparison(sections, tuple(_reasons(then, now)))


def _numbered(sections: Sequence[Section]) -> dict[tuple[str, int], Section]:
    found: dict[tuple[str, int], Section] = {}
    for section in sections:
        number = sum(key == section.key for key, _ in found)
        found[section.key, number] = section
    return found


def _pair(key: str, then: Section | None, now: Section | None) -> SectionPair:
    old, new = _figures(then), _figures(now)
    names = [*old, *(name for name in new if name not in old)]
    figures = tuple(FigurePair(old.get(name), new.get(name)) for name in names)
    table = next((one.table for one in (then, now) if one and one.table), None)
    rows = tuple(_rows(then.table if then else None, now.table if now else None))
    return SectionPair(key, then, now, figures, rows, table.head if table else ())


def _figures(section: Section | None) -> dict[str, PackFigure]:
    return {figure.key: figure for figure in section.figures} if section else {}


def _rows(then: PackTable | None, now: PackTable | None) -> Iterator[RowPair]:
    before, after = _named(then), _named(now)
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        yield RowPair(old, new, () if old is None or new is None else _changed(old, new))


def _named(table: PackTable | None) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Rows by their naming cells; a name that comes again is told apart by its number."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in table.rows if table else ():
        name, number = row[: table.naming if table else 1], 1
        while (*name, str(number)) in found:
            number += 1
        found[*name, str(number)] = row
    return found


def _changed(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[int, ...]:
    width = max(len(old), len(new))
    return tuple(place for place in range(width) if old[place : place + 1] != new[place : place + 1])


def _said(figure: PackFigure) -> tuple[str, str, float | None, str]:
    value = None if figure.value is None else round(figure.value, DECIMALS)
    return figure.shown, figure.unit, value, figure.word


def _reasons(then: Sequence[Section], now: Sequence[Section]) -> Iterator[VersionPair]:
    """What figures came from and is another version now, by name."""
    before, after = _versions(then), _versions(now)
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield VersionPair(name, old, new)


def _versions(sections: Sequence[Section]) -> Mapping[str, str]:
    named: dict[str, list[str]] = {}
    for version in sorted({version for section in sections for version in section.versions}):
        name, _, detail = version.partition(": ")
        named.setdefault(name, []).append(detail)
    return {name: "; ".join(details) for name, details in named.items()}
