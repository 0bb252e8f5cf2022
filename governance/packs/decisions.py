"""Decisions taken in the period, and what a quarterly review asks that its pack does not hold."""

from portal import formats
from portal.accounts.models import Decision
from portal.contributions.asked import Asked
from portal.contributions.pack import PackFigure, PackTable, Section

SHOWN = 15
NOT_HELD = (
    (
        "Business goals",
        "Which goals the services support stands on the client's own outcome map, shown in packs of the portfolio.",
    ),
    ("Roadmap", "No list of initiatives is kept; changes on notice are what the portal knows of what is coming."),
    ("Readiness", "Results of assessments are the client's own; what the provider answered stands on its sheets."),
)


def decisions(asked: Asked) -> Section:
    """Of the vendor under review, with the right under which each was taken."""
    rows_of = Decision.objects.of_organisation(asked.organisation_id).about(asked.vendor_id)
    taken = list(rows_of.taken_between(asked.since, asked.until).for_table())
    count = formats.counted(len(taken), "decision")
    rows = tuple(
        (
            one.subject,
            one.outcome,
            one.decided_by,
            one.right_title,
            formats.day(one.decided_at.astimezone(asked.zone).date()),
        )
        for one in taken[:SHOWN]
    )
    return Section(
        key="decisions",
        title=f"{count} recorded in the period" if taken else "No decision was recorded in the period",
        measure="Decisions of our side about this provider, the newest first.",
        figures=(PackFigure("taken", "Recorded", str(len(taken)), value=len(taken)),),
        table=PackTable(
            ("About", "Outcome", "Decided by", "Right", "On"),
            rows,
            more=max(0, len(taken) - SHOWN),
            urls=tuple(one.get_absolute_url() for one in taken[:SHOWN]),
            naming=2,
        )
        if rows
        else None,
    )


def not_held() -> Section:
    """Of one provider: said plainly, so that nobody takes silence for a good result."""
    return Section(
        key="goals",
        title="Goals, roadmap and readiness are for the meeting to judge",
        measure="What a strategic review asks, and a pack that both sides read does not hold.",
        table=PackTable(("Question", "Where it stands"), NOT_HELD),
    )
