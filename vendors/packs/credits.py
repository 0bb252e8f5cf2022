"""Credits of the months reviewed, and what became of each."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.urls import reverse

from portal import formats
from portal.contributions.asked import Asked
from portal.contributions.pack import PackChart, PackFigure, PackTable, Section, Series
from portal.validity import last_day
from vendors.credits.showing import LATE, look_of
from vendors.models import Credit
from vendors.models.credits import TAKEN_BACK, CreditState
from vendors.packs.scope import course_of, months_of, more, named, scope_of, short

SHOWN = 20
SETTLED = (CreditState.AGREED, CreditState.INVOICED, CreditState.RECOVERED)


def credits_section(asked: Asked, cadence: str) -> Section:
    """Credits by the month that they are for. Amounts of several currencies are told apart and never added up."""
    reviewed = months_of(asked, cadence)
    over = course_of(reviewed)
    rows = list(scope_of(asked).parts(Credit).current().of_months(over).for_table().select_related("terms"))
    own = [one for one in rows if one.month in reviewed]
    costing = [one for one in own if one.amount > 0]
    currencies = sorted({one.currency for one in rows})
    return Section(
        key="credits",
        title=_title(costing, reviewed),
        measure=f"Service credits of failed levels in {named(reviewed)}; standing as of now.",
        figures=_figures(costing, asked.today),
        chart=_chart(rows, over, currencies),
        table=_table(own, asked),
        empty="" if own else f"No level of {named(reviewed)} is credited so far: credits follow from accepted figures.",
        versions=tuple(sorted({_terms(one) for one in own})),
    )


def _title(costing: Sequence[Credit], reviewed: list[date]) -> str:
    owed = [one for one in costing if one.state not in TAKEN_BACK]
    if not owed:
        return f"No credit is owed for {named(reviewed)}"
    waiting = [one for one in owed if one.state not in SETTLED]
    told = f"{_sum(owed)} owed in credits for {named(reviewed)}"
    return f"{told}, {_sum(waiting)} of it not agreed" if waiting else f"{told}, all agreed"


def _sum(rows: Sequence[Credit]) -> str:
    """By currency, side by side."""
    totals: dict[str, Decimal] = {}
    for one in rows:
        totals[one.currency] = totals.get(one.currency, Decimal(0)) + one.amount
    return " + ".join(formats.money(total, currency) for currency, total in sorted(totals.items())) or formats.money(0)


def _figures(costing: Sequence[Credit], today: date) -> tuple[PackFigure, ...]:
    """The value behind a sum is there where it is of one currency."""
    groups = (
        ("owed", "Owed", [one for one in costing if one.state not in TAKEN_BACK], ""),
        ("unclaimed", "Not claimed yet", [one for one in costing if one.state == CreditState.ACCRUED], "watch"),
        ("claimed", "Claimed", [one for one in costing if one.state == CreditState.CLAIMED], ""),
        ("disputed", "Disputed", [one for one in costing if one.state == CreditState.DISPUTED], "watch"),
        ("settled", "Agreed or recovered", [one for one in costing if one.state in SETTLED], ""),
        ("late", "Not claimed in time", [one for one in costing if one.is_late(today)], "bad"),
    )
    return tuple(_figure(key, label, rows, tone) for key, label, rows, tone in groups)


def _figure(key: str, label: str, rows: Sequence[Credit], tone: str) -> PackFigure:
    currencies = {one.currency for one in rows}
    value = float(sum(one.amount for one in rows)) if len(currencies) < 2 else None
    word = formats.counted(len(rows), "credit") if rows else ""
    return PackFigure(
        key,
        label,
        _sum(rows),
        value=value,
        tone=tone if rows and tone else "plain",
        word=word if tone else "",
        note="" if tone else word,
        url=reverse("vendors:credits"),
    )


def _chart(rows: Sequence[Credit], over: list[date], currencies: Sequence[str]) -> PackChart | None:
    """Credits owed per month; none where there are several currencies or no credit at all."""
    if len(currencies) != 1 or not any(one.amount for one in rows):
        return None
    owed = dict.fromkeys(over, 0.0)
    for one in rows:
        if one.state not in TAKEN_BACK:
            owed[one.month] += float(one.amount)
    series = (Series("Credits", tuple(owed.values())),)
    return PackChart("bars", f"Credits owed per month, {currencies[0]}", short(over), series)


def _table(own: Sequence[Credit], asked: Asked) -> PackTable | None:
    if not own:
        return None
    ordered = sorted(own, key=lambda one: (-one.amount, one.level.code, one.pk))
    rows = tuple(
        (
            one.level.code if asked.vendor_id else f"{one.contract.vendor.name}: {one.level.code}",
            f"{one.month:%b %Y}",
            one.level.service.name,
            formats.money(one.amount, one.currency),
            formats.day(one.claim_by),
            (LATE if one.is_late(asked.today) else look_of(one.state))["word"],
        )
        for one in ordered[:SHOWN]
    )
    head = ("Level", "Month", "Service", "Amount", "Claim by", "State")
    urls = tuple(one.get_absolute_url() for one in ordered[:SHOWN])
    return PackTable(head, rows, (3,), more(len(own), SHOWN), urls, naming=3)


def _terms(credit: Credit) -> str:
    valid = credit.terms.valid
    return f"Credit terms of {credit.contract}: valid {formats.validity(valid.lower, last_day(valid))}"
