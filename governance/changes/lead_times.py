"""The lead time of a kind of change, as the organisation keeps it."""

from datetime import date, datetime

from governance.changes.standards import OUR_SIDE, STANDARDS
from governance.changes.timing import Timing
from governance.models import BusinessChange, ChangeKind, LeadTime, Side
from portal.accounts.models import Organisation

SIGNED = "is signed"
IN_EFFECT = "takes effect"


def lead_time_of(organisation_id: int, kind: str) -> LeadTime:
    """The one of a kind; the standard, not stored, where the organisation has none."""
    stored = LeadTime.objects.of_organisation(organisation_id).of_kind(kind).first()
    standard = STANDARDS[kind]
    return stored or LeadTime(
        organisation_id=organisation_id, kind=kind, days=standard.days, checklist=list(standard.checklist)
    )


def today_of(organisation: Organisation, now: datetime) -> date:
    return now.astimezone(organisation.zone).date()


def timing_of(change: BusinessChange, today: date) -> Timing:
    """What the lead time of its kind means for a change that need not be stored yet."""
    return Timing(lead_time_of(change.organisation_id, change.kind).days, change.takes_effect_on, today)


def verb_of(kind: str) -> str:
    """What happens on the day of a change: technology decisions count to their signature."""
    return SIGNED if kind == ChangeKind.TECHNOLOGY else IN_EFFECT


def sides_of(lines: list[str]) -> list[tuple[str, Side]]:
    """The lines of a checklist, each with the side that sees to it."""
    return [
        (line.removeprefix(OUR_SIDE), Side.CLIENT if line.startswith(OUR_SIDE) else Side.PROVIDER) for line in lines
    ]
