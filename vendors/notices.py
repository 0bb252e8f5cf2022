"""Of what people have to be told about vendors (portal/contributions/notices.py). Docs: docs/notifications.md."""

from collections.abc import Iterator
from datetime import datetime

from portal.accounts.models import Organisation
from portal.contributions.notices import Notice, NoticeKind
from vendors.models.registry import Side
from vendors.telling import dates, escalations, reports

KINDS = (
    NoticeKind(
        "dates",
        "Dates that come near",
        "Notice dates, ends of contracts, obligations, attestations, and what waits for a decision or a claim.",
        sides=("client",),
    ),
    NoticeKind("reports", "SLA reports", "A report was submitted by the provider, or accepted by the client."),
    NoticeKind("disputes", "Disputes", "A dispute was opened, answered by the other side, settled or withdrawn."),
    NoticeKind("exclusions", "Exclusions", "The other side asks to leave something out of the count, or answered."),
    NoticeKind("credits", "Service credits", "A credit was claimed from the provider, agreed to or disputed by it."),
    NoticeKind("escalations", "Escalations", "Something was escalated and has come to a step, with you as its owner."),
    NoticeKind("issues", "Issues of several vendors", "A provider was given a part in an issue, or has done it."),
)


def find(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    yield from dates.reminders(organisation, now)
    yield from reports.submitted(organisation, now)
    yield from reports.credits_answered(organisation, now)
    yield from escalations.parts_done(organisation, now)
    yield from _of_both(Side.CLIENT, organisation, now)


def find_for_provider(organisation: Organisation, _vendor_id: int, now: datetime) -> Iterator[Notice]:
    """Acts for the vendor: row security shows its rows and no others."""
    yield from reports.accepted(organisation, now)
    yield from reports.disputes_opened(organisation, now)
    yield from reports.disputes_ended(organisation, now)
    yield from reports.credits_claimed(organisation, now)
    yield from escalations.parts_given(organisation, now)
    yield from _of_both(Side.PROVIDER, organisation, now)


def _of_both(side: Side, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    yield from reports.messages_to(side, organisation, now)
    yield from reports.exclusions_asked_of(side, organisation, now)
    yield from reports.exclusions_answered(side, organisation, now)
    yield from escalations.reached(side, organisation, now)
    yield from escalations.raised_without_a_step(side, organisation, now)
