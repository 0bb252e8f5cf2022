"""Disputes that are not settled, and those that ended in the period."""

from django.urls import reverse

from portal import formats
from portal.contributions.asked import Asked
from portal.contributions.pack import PackFigure, PackTable, Section
from vendors import months
from vendors.models import Dispute
from vendors.models.disputes import UNSETTLED, DisputeState
from vendors.packs.scope import more, scope_of

SHOWN = 15


def disputes(asked: Asked) -> Section:
    rows = scope_of(asked).parts(Dispute)
    open_ones = list(rows.unsettled().for_table())
    settled = list(rows.settled_between(asked.since, asked.until).for_table())
    late = [one for one in open_ones if one.state == DisputeState.OPEN and one.answer_due_on < asked.today]
    answered = [one for one in open_ones if one.state == DisputeState.ANSWERED]
    url = reverse("vendors:disputes")
    return Section(
        key="disputes",
        title=_title(open_ones, settled, late),
        measure="Disputes about reported figures: unsettled as of now, and settled in the period.",
        figures=(
            PackFigure("unsettled", "Unsettled", str(len(open_ones)), value=len(open_ones), url=url),
            PackFigure(
                "late",
                "Answer overdue",
                str(len(late)),
                value=len(late),
                tone="bad" if late else "good",
                word="Overdue" if late else "None",
            ),
            PackFigure("answered", "Answered, to be settled", str(len(answered)), value=len(answered)),
            PackFigure("settled", "Settled in the period", str(len(settled)), value=len(settled)),
        ),
        table=_table([*open_ones, *settled], asked),
        empty="" if open_ones or settled else "No figure is in dispute.",
    )


def _title(open_ones: list[Dispute], settled: list[Dispute], late: list[Dispute]) -> str:
    if not open_ones:
        ended = f"; {formats.counted(len(settled), 'was', 'were').replace(formats.NO_BREAK, ' ')} settled"
        return f"Nothing is in dispute{ended if settled else ''}"
    overdue = f", {len(late)} of them without an answer in time" if late else ""
    return f"{formats.counted(len(open_ones), 'dispute')} not settled{overdue}"


def _table(shown: list[Dispute], asked: Asked) -> PackTable | None:
    if not shown:
        return None
    rows = tuple(
        (
            str(one) if asked.vendor_id else f"{one.contract.vendor.name}: {one}",
            f"{one.contract.reference}, {months.label(one.report.month)}",
            formats.day(one.opened_at.astimezone(asked.zone).date()),
            formats.day(one.answer_due_on) if one.state in UNSETTLED else formats.ABSENT,
            one.get_state_display(),
        )
        for one in shown[:SHOWN]
    )
    head = ("Dispute", "About", "Opened", "Answer due", "State")
    urls = tuple(one.get_absolute_url() for one in shown[:SHOWN])
    return PackTable(head, rows, (), more(len(shown), SHOWN), urls)
