"""Escalations that are open, and what was raised and closed in the period."""

from django.urls import reverse

from portal import formats
from portal.contributions.asked import Asked
from portal.contributions.pack import PackFigure, PackTable, Section
from vendors.models import Escalation
from vendors.models.escalations import EscalationQuerySet, EscalationState
from vendors.packs.scope import more

SHOWN = 15


def escalations(asked: Asked) -> Section:
    """Of the whole vendor: an escalation knows no contract. Open ones as of now, the longest open first."""
    rows = _of_vendor(asked)
    standing = list(rows.raised_until(asked.now).unfinished().for_table().order_by("raised_at", "pk"))
    raised = rows.raised_between(asked.since, asked.until).count()
    closed = rows.closed_between(asked.since, asked.until).count()
    unanswered = sum(one.state == EscalationState.OPEN for one in standing)
    return Section(
        key="escalations",
        title=_title(standing, unanswered),
        measure="Open ones as of now, the longest open first; raised and closed in the period.",
        figures=(
            PackFigure("open", "Open", str(len(standing)), value=len(standing), url=reverse("vendors:escalations")),
            PackFigure(
                "unanswered",
                "Not acknowledged",
                str(unanswered),
                value=unanswered,
                tone="bad" if unanswered else "good",
                word="Waiting" if unanswered else "None",
            ),
            PackFigure("raised", "Raised in the period", str(raised), value=raised),
            PackFigure("closed", "Closed in the period", str(closed), value=closed),
        ),
        table=_table(standing, asked),
        empty="" if standing else "No escalation is open.",
    )


def _of_vendor(asked: Asked) -> EscalationQuerySet:
    rows = Escalation.objects.of_organisation_key(asked.organisation_id)
    return rows if asked.vendor_id is None else rows.of_vendor(asked.vendor_id)


def _title(standing: list[Escalation], unanswered: int) -> str:
    if not standing:
        return "No escalation is open"
    open_ones = formats.counted(len(standing), "escalation")
    waiting = f", {unanswered} not acknowledged" if unanswered else ""
    return f"{open_ones} open{waiting}"


def _table(standing: list[Escalation], asked: Asked) -> PackTable | None:
    if not standing:
        return None
    rows = tuple(
        (
            one.subject if asked.vendor_id else f"{one.vendor.name}: {one.subject}",
            "–" if one.priority_rank is None else f"P{one.priority_rank}",
            one.step_name or "–",
            " / ".join(owner or "nobody" for owner in (one.client_owner, one.provider_owner)),
            formats.counted((asked.now - one.raised_at).days, "day"),
            one.get_state_display(),
        )
        for one in standing[:SHOWN]
    )
    urls = tuple(one.get_absolute_url() for one in standing[:SHOWN])
    head = ("Escalation", "Priority", "Step", "Owners, ours / provider’s", "Age", "State")
    return PackTable(head, rows, (4,), more(len(standing), SHOWN), urls)
