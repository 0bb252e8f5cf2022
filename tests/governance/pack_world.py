"""A review of October with levels, tickets, actions and notices behind it, for the tests of packs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from governance.models import Action, BusinessChange, ChangeNotice, Review, ReviewSeries
from portal.contributions.pack import Section
from tests.cast import Cast
from tests.reporting.pages import services_of, ten_months
from tests.vendors.reported import HIGH, LOW, contracted, measured, submitted
from vendors.models import Contract, Vendor

NOW = datetime(2026, 11, 12, 13, 0, tzinfo=UTC)


def a_review(cast: Cast, vendor: Vendor | None, cadence: str = "monthly") -> Review:
    """Held on 12 November about October, or about the week or the quarter before it; works while acting."""
    of = {"organisation": cast.organisation, "vendor": vendor, "cadence": cadence}
    title = f"{vendor.name if vendor else 'Portfolio'}, {cadence} review"
    when = {"first_on": date(2026, 11, 12), "starts_at": NOW.time(), "timezone": "Europe/Amsterdam"}
    series = ReviewSeries.objects.create(**of, title=title, rule="FREQ=MONTHLY", **when)
    periods = {
        "weekly": (date(2026, 10, 19), date(2026, 10, 26)),
        "monthly": (date(2026, 10, 1), date(2026, 11, 1)),
        "quarterly": (date(2026, 7, 1), date(2026, 10, 1)),
        "semi_annual": (date(2026, 1, 1), date(2026, 7, 1)),
    }
    start, end = periods.get(cadence, periods["monthly"])
    at = {"planned_at": NOW, "starts_at": NOW, "ends_at": NOW + timedelta(hours=1), "original_on": NOW.date()}
    return Review.objects.create(**of, series=series, title=title, **at, period_start=start, period_end=end)


def a_full_october(cast: Cast) -> Contract:
    """Orvane reports three levels met, of which the tickets confirm one; a year of tickets; works while acting."""
    contract = contracted(cast.organisation, cast.orvane)
    measured(contract, LOW)
    submitted(contract, HIGH, cast["vendor_manager"])
    ten_months(cast.organisation, [*services_of(cast.organisation, cast.orvane, 1), cast.network])
    return contract


def an_action(cast: Cast, vendor: Vendor, title: str, **more: Any) -> Action:
    told: dict[str, Any] = {"title": title, "owner_name": "Nora Guest", "due_on": date(2026, 11, 30)}
    made = {"created_at": NOW - timedelta(days=20), "created_by": "Vera"}
    return Action.objects.create(organisation=cast.organisation, vendor=vendor, **told | made | more)


def a_notice(cast: Cast, vendor: Vendor, title: str, given_on: date) -> ChangeNotice:
    """Of an opening on 15 December that takes 60 days of preparation."""
    of = {"organisation": cast.organisation, "kind": "opening", "takes_effect_on": date(2026, 12, 15)}
    change = BusinessChange.objects.create(**of, title=title, entered_by="Vera", entered_at=NOW)
    told = {"title": title, "lead_days": 60, "given_on": given_on, "given_by": "Vera"}
    return ChangeNotice.objects.create(**of, vendor=vendor, change=change, **told)


def section(sections: list[Section] | tuple[Section, ...], key: str) -> Section:
    """The first section of a key."""
    return next(one for one in sections if one.key == key)


def figures(of: Section) -> dict[str, str]:
    return {figure.key: figure.shown for figure in of.figures}
