"""Who is measured and when, what several measurements read, and how each of them is said. Acts for the organisation."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.urls import reverse

from assessments.measured.catalogue import BY_CODE
from assessments.measured.scales import SHARES, rising, share
from assessments.measured.shape import Measurement, Row
from governance.models import OrganisationFigure
from portal.accounts.models import Organisation
from vendors.models import Vendor

ReadT = TypeVar("ReadT")


@dataclass(frozen=True)
class Scene:
    """What is read once for several measurements is kept here."""

    organisation: Organisation
    now: datetime
    _known: dict[Any, Any] = field(default_factory=dict)

    @property
    def key(self) -> int:
        return int(self.organisation.pk)

    @property
    def today(self) -> date:
        return self.day(self.now)

    def day(self, moment: datetime) -> date:
        """Its day in the organisation's zone."""
        return moment.astimezone(self.organisation.zone).date()

    @cached_property
    def vendors(self) -> dict[int, str]:
        """Names of the active vendors by key."""
        rows = Vendor.objects.filter(organisation_id=self.key).active().order_by("name")
        return dict(rows.values_list("pk", "name"))

    @cached_property
    def figures(self) -> dict[str, dict[int, float]]:
        """The figures that people entered: kind, year, value."""
        found: dict[str, dict[int, float]] = {}
        rows = OrganisationFigure.objects.of_organisation(self.key)
        for kind, year, value in rows.values_list("kind", "year", "value"):
            found.setdefault(kind, {})[year] = float(value)
        return found

    def remembered(self, read: "Callable[[Scene], ReadT]") -> ReadT:
        """What `read` finds, read once however many ask for it."""
        if read not in self._known:
            self._known[read] = read(self)
        found: ReadT = self._known[read]
        return found

    def years(self, kind: str) -> Mapping[int, float]:
        return self.figures.get(kind, {})


def measured(code: str, level: int, value: float, shown: str, **more: Any) -> Measurement:
    """A figure with its level. `rows` may be any iterable of rows."""
    return _of(code, level=level, value=value, shown=shown, **more)


def no_data(code: str, missing: str, **more: Any) -> Measurement:
    """No figure: what is missing, in a sentence; `asks` are the kinds of figures that would do."""
    return _of(code, missing=missing, **more)


def share_of(code: str, part: int, whole: int, what: str, **more: Any) -> Measurement:
    """A share of a register on the common scale, "7 of 11 held on time". `whole` is not 0."""
    percent = share(part, whole) or 0.0
    return measured(code, rising(percent, SHARES), percent, f"{part:,} of {whole:,} {what}", **more)


def _of(code: str, rows: Iterable[Row] = (), url: str = "", **more: Any) -> Measurement:
    kind = BY_CODE[code]
    found = Measurement(code, kind.title, kind.formula, kind.scale, requirement=kind.requirement)
    return replace(found, rows=tuple(rows), url=url or reverse(kind.place), **more)
