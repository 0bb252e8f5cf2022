"""The portfolio: all providers side by side, the widest distance from report to outcome first."""

from collections import Counter
from decimal import Decimal

from governance.models import Action
from portal.contributions.asked import Asked
from portal.contributions.pack import PackChart, PackTable, Section, Series
from portal.formats import ABSENT, money, thousands
from reporting.packs.figures import Scene, by_tickets, cell, figure_of, scene
from reporting.packs.performance import CODES, HEADS, IN_ROWS, finding, points_of
from reporting.presenting import Place, said
from vendors.models import Credit
from vendors.packs.scope import months_of, named, scope_of

MORE = ("Distance, points", "Credits owed", "Open actions")


def side_by_side(asked: Asked, cadence: str) -> Section:
    """One row per provider that has tickets in these days; credits of the months that they touch, actions as of now."""
    shown = scene(asked)
    places = [Place(shown.board, "vendor", group) for group in shown.board.groups("vendor") if group[0] is not None]
    ordered = sorted(by_tickets(places), key=lambda one: (points_of(one) is None, -(points_of(one) or 0.0)))
    months = months_of(asked, cadence)
    return Section(
        key="performance",
        title=_title(shown, ordered),
        measure=f"{shown.period.days}, the widest distance from report to outcome first; credits of {named(months)}."
        f"{shown.so_far}",
        figures=tuple(figure_of(shown.whole, code) for code in CODES),
        chart=_chart(shown, ordered),
        table=_table(shown, ordered, asked, cadence),
        empty="" if ordered else "No provider has tickets in these days.",
        versions=shown.versions,
    )


def _title(shown: Scene, ordered: list[Place]) -> str:
    """The widest distance where it is worth a sentence."""
    widest = finding(ordered[0], _called(shown, ordered[0])) if ordered else ""
    return widest or f"Providers side by side in {said(shown.period)}"


def _called(shown: Scene, place: Place) -> str:
    return shown.names.vendor(_key(place))


def _key(place: Place) -> int:
    return int(place.group[0] or 0)


def _chart(shown: Scene, ordered: list[Place]) -> PackChart | None:
    """What is reported beside what is experienced, provider by provider: the gap between the bars is the distance."""
    if not ordered:
        return None
    series = (
        Series("Outcome", tuple(_value(place, "outcome_score") for place in ordered)),
        Series("Reported", tuple(_value(place, "sla_claimed") for place in ordered), subject=False),
    )
    names = tuple(_called(shown, place) for place in ordered)
    return PackChart(
        "bars", "SLA as reported in % and outcome score in points, by provider", names, series, over_time=False
    )


def _value(place: Place, code: str) -> float | None:
    figure = place.figure(code)
    return figure.value if figure else None


def _table(shown: Scene, ordered: list[Place], asked: Asked, cadence: str) -> PackTable | None:
    if not ordered:
        return None
    owed, actions = _owed(asked, cadence), _open_actions(asked)
    rows = tuple(
        (
            _called(shown, place),
            *(cell(place, code) for code in IN_ROWS),
            thousands(points_of(place)),
            owed.get(_key(place), ABSENT),
            thousands(actions[_key(place)]),
        )
        for place in ordered
    )
    return PackTable(("Provider", *HEADS, *MORE), rows, tuple(range(1, 9)))


def _owed(asked: Asked, cadence: str) -> dict[int, str]:
    """Credits owed by vendor; amounts of several currencies side by side."""
    amounts: dict[tuple[int, str], Decimal] = {}
    for credit in scope_of(asked).parts(Credit).owed().of_months(months_of(asked, cadence)):
        key = credit.vendor_id, credit.currency
        amounts[key] = amounts.get(key, Decimal(0)) + credit.amount
    told: dict[int, list[str]] = {}
    for (vendor, currency), amount in sorted(amounts.items()):
        told.setdefault(vendor, []).append(money(amount, currency))
    return {vendor: " + ".join(parts) for vendor, parts in told.items()}


def _open_actions(asked: Asked) -> Counter[int]:
    rows = Action.objects.of_organisation(asked.organisation_id).open()
    return Counter(key for key in rows.values_list("vendor_id", flat=True) if key is not None)
