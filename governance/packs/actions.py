"""Actions: what is open, what is overdue, and whether what was closed in the period had worked."""

from datetime import date

from django.urls import reverse

from governance.models import Action, ActionState
from governance.models.actions import ActionQuerySet
from portal import formats
from portal.contributions.asked import Asked
from portal.contributions.pack import PackFigure, PackTable, Section
from vendors.models.registry import Side

SHOWN = 20


def actions(asked: Asked) -> Section:
    """Open ones as of now, by due date; those closed in the period after them."""
    rows = Action.objects.of_organisation(asked.organisation_id).about(asked.vendor_id)
    open_ones = list(rows.open().for_table())
    closed = list(rows.closed_between(asked.since, asked.until).for_table())
    return Section(
        key="actions",
        title=_title(open_ones, asked.today),
        measure="Open actions of both sides as of now, by due date; then those closed in the period.",
        figures=_figures(rows, open_ones, closed, asked),
        table=_table([*open_ones, *closed], asked),
        empty=""
        if open_ones or closed
        else "No action is open. What a review decides to do stands here with its owner.",
    )


def _title(open_ones: list[Action], today: date) -> str:
    if not open_ones:
        return "No action is open"
    late = sum(_is_overdue(one, today) for one in open_ones)
    overdue = f", {formats.thousands(late)} of them overdue" if late else ", none overdue"
    return f"{formats.counted(len(open_ones), 'action')} open{overdue}"


def _figures(
    rows: ActionQuerySet, open_ones: list[Action], closed: list[Action], asked: Asked
) -> tuple[PackFigure, ...]:
    late = sum(_is_overdue(one, asked.today) for one in open_ones)
    to_prove = rows.to_prove(asked.today).count()
    effective = sum(one.state == ActionState.EFFECTIVE for one in closed)
    judged = effective + sum(one.state == ActionState.INEFFECTIVE for one in closed)
    failed = judged - effective
    return (
        PackFigure("open", "Open", str(len(open_ones)), value=len(open_ones), url=reverse("governance:actions")),
        PackFigure(
            "overdue", "Overdue", str(late), value=late, tone="bad" if late else "good", word="Late" if late else "None"
        ),
        PackFigure("to_prove", "To be proven", str(to_prove), value=to_prove),
        PackFigure(
            "effective",
            "Closed as effective",
            str(effective),
            f"of {judged}" if judged else "",
            effective,
            "watch" if failed else "plain",
            f"{failed} had not worked" if failed else "",
        ),
    )


def _is_overdue(action: Action, today: date) -> bool:
    return action.state == ActionState.OPEN and action.due_on < today


def _table(shown: list[Action], asked: Asked) -> PackTable | None:
    if not shown:
        return None
    rows = tuple(
        (
            one.title if asked.vendor_id or not one.vendor else f"{one.vendor.name}: {one.title}",
            f"{one.owner_name}{', provider' if one.owner_side == Side.PROVIDER else ''}",
            formats.day(one.due_on),
            "Overdue" if _is_overdue(one, asked.today) else one.get_state_display(),
            formats.counted((asked.now - one.created_at).days, "day"),
        )
        for one in shown[:SHOWN]
    )
    head = ("Action", "Owner", "Due", "State", "Age")
    urls = tuple(one.get_absolute_url() for one in shown[:SHOWN])
    return PackTable(head, rows, (4,), max(0, len(shown) - SHOWN), urls)
