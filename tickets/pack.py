"""What tickets have for the pack of a review: those that cost their users most."""

from collections.abc import Iterator

from portal import formats
from portal.contributions.asked import Asked
from portal.contributions.pack import KEYS, PackFigure, PackTable, Section
from portal.validity import last_day
from tickets.models import ScorePolicyVersion, Ticket

SHOWN = 10


def sections(asked: Asked, cadence: str) -> Iterator[Section]:
    """Of the whole vendor: a ticket knows its service, and no contract."""
    if "quality" in KEYS[cadence]:
        yield costly(asked)


def costly(asked: Asked) -> Section:
    """The ten tickets opened in the period in which most hours of staff were lost."""
    opened = Ticket.objects.of_party(asked.organisation_id, asked.vendor_id).opened_within(asked.since, asked.until)
    rows = list(opened.that_lost_most(SHOWN))
    lost = sum(one.outcome.lost_hours or 0.0 for one in rows)
    return Section(
        key="quality",
        title=_title(rows, lost),
        measure="Tickets opened in the period by hours of staff lost, an estimate of the outcome policy.",
        figures=(PackFigure("lost_in_ten", "Hours lost in them", formats.thousands(lost), "h", lost),) if rows else (),
        table=_table(rows, asked) if rows else None,
        empty="" if rows else "No ticket of the period has an estimate of lost time yet.",
        order=1,
        versions=tuple(_policies(asked)),
    )


def _title(rows: list[Ticket], lost: float) -> str:
    if not rows:
        return "Costly tickets"
    tickets = formats.counted(len(rows), "ticket")
    return f"{formats.hours(lost)} of staff were lost in {tickets}"


def _table(rows: list[Ticket], asked: Asked) -> PackTable:
    shown = tuple(
        (
            one.number,
            (one.title or "–")[:90],
            one.service.name if one.service_id else "–",  # type: ignore[attr-defined]
            one.priority or "–",
            formats.thousands(one.outcome.lost_hours, 1),
            formats.thousands(one.outcome.handoffs),
            formats.thousands(one.outcome.score),
        )
        for one in rows
    )
    head = ("Ticket", "Title", "Service", "Priority", "Lost, h", "Handoffs", "Score")
    return PackTable(head, shown, (4, 5, 6), urls=tuple(one.get_absolute_url() for one in rows))


def _policies(asked: Asked) -> Iterator[str]:
    policies = ScorePolicyVersion.objects.of_organisation(asked.organisation_id)
    for policy in policies.valid_within(asked.start, asked.end):
        valid = formats.validity(policy.valid.lower, last_day(policy.valid))
        yield f"Outcome policy: version {policy.number}, valid {valid}"
