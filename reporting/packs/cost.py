"""What the work cost: fees of the contracts in force, less credits, and what a ticket came to."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from portal import formats
from portal.contributions.asked import Asked
from portal.contributions.pack import PackChart, PackFigure, PackTable, Section, Series
from reporting.packs.figures import Scene, course, last_day
from vendors import months as calendar_months
from vendors.contracts.dates import Scope
from vendors.models import Contract, Credit


def cost(scene: Scene, months: Scene) -> Section:
    """`months` has the nine months that end with the period."""
    asked = scene.asked
    scope = Scope(asked.organisation_id, asked.today, asked.vendor_id, asked.contract_id)
    contracts = list(scope.contracts().for_page().in_order())
    currencies = sorted({contract.currency for contract in contracts})
    if len(currencies) != 1:
        return _without(currencies, contracts, asked)
    currency, over = currencies[0], [period.start for period in months.board.periods]
    fees = [_fees(contracts, month) for month in over]
    own = calendar_months.between(asked.start, last_day(asked))
    volumes = dict(zip(over, course(months.whole, "volume"), strict=True))
    total = _sum([_fees(contracts, month) for month in own])
    credited = sum((one.amount for one in scope.parts(Credit).owed() if one.month in own), Decimal(0))
    tickets = sum(volumes.get(month) or 0.0 for month in own)
    return Section(
        key="cost",
        title=_title(total, tickets, currency),
        measure="Fees of the contracts in force in these months, before credits, and per ticket opened.",
        figures=_figures(total, credited, tickets, currency),
        chart=PackChart(
            "bars",
            f"Fee per ticket opened, {currency}",
            months.axis(),
            (Series("Per ticket", tuple(_per(fee, volumes[month]) for fee, month in zip(fees, over, strict=True))),),
        ),
        table=_table(contracts, own),
        versions=tuple(f"Fees of {one.reference}: {_told(one, own)}" for one in contracts),
    )


def _fees(contracts: Sequence[Contract], month: date) -> Decimal | None:
    """Of the contracts that cover a day of the month; None where none of them says what it costs."""
    end = calendar_months.later(month, 1)
    covering = [one for one in contracts if one.starts_on < end and (one.ends_on is None or one.ends_on >= month)]
    return _sum([one.fee_in(month) for one in covering])


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _per(fee: Decimal | None, volume: float | None) -> float | None:
    """Rounded to the cent; None without a fee or without tickets."""
    return round(float(fee) / volume, 2) if fee is not None and volume else None


def _title(total: Decimal | None, tickets: float, currency: str) -> str:
    if total is None:
        return "Cost: no fee is known for these months"
    each = _per(total, tickets)
    per = f": {formats.money(each, currency)} per ticket" if each is not None else ""
    return f"{formats.money(total, currency, 0)} for {formats.counted(int(tickets), 'ticket')}{per}"


def _figures(total: Decimal | None, credited: Decimal, tickets: float, currency: str) -> tuple[PackFigure, ...]:
    each = _per(total, tickets)
    share = float(credited / total * 100) if total else None
    return (
        PackFigure("fees", "Fees", formats.money(total, currency), value=None if total is None else float(total)),
        PackFigure("credited", "Credits owed", formats.money(credited, currency), value=float(credited)),
        PackFigure("credited_share", "Credits of fees", formats.thousands(share, 1), "%" if total else "", share),
        PackFigure("per_ticket", "Fee per ticket", formats.money(each, currency), value=each),
    )


def _table(contracts: Sequence[Contract], own: Sequence[date]) -> PackTable:
    rows = tuple(
        (
            one.reference if len({each.vendor_id for each in contracts}) == 1 else f"{one.vendor.name} {one.reference}",
            one.title,
            *(formats.money(one.fee_in(month), one.currency) for month in own),
        )
        for one in contracts
    )
    numeric = tuple(range(2, 2 + len(own)))
    urls = tuple(one.get_absolute_url() for one in contracts)
    return PackTable(("Contract", "Title", *(f"{month:%b %Y}" for month in own)), rows, numeric, urls=urls)


def _told(contract: Contract, own: Sequence[date]) -> str:
    return ", ".join(formats.money(contract.fee_in(month), contract.currency) for month in own)


def _without(currencies: Sequence[str], contracts: Sequence[Contract], asked: Asked) -> Section:
    """No contract, or several currencies, which are never added to each other."""
    table = _table(contracts, calendar_months.between(asked.start, last_day(asked))) if contracts else None
    title = "Cost in several currencies" if currencies else "No contract says what the work costs"
    measure = "Fees per contract and month; amounts of different currencies are not added up." if currencies else ""
    return Section(key="cost", title=title, measure=measure, table=table, empty="Fees stand on the contracts.")
