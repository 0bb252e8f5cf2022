"""Changes and notices as lists and pages show them: their state in a badge, what their days mean in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from governance.changes.figures import ACKNOWLEDGE_WITHIN
from governance.changes.lead_times import verb_of
from governance.changes.timing import Timing
from governance.models import BusinessChange, ChangeNotice, ChangeState
from portal.formats import counted, day
from vendors.months import after_working_days

Badge = dict[str, str]


def badge(tone: str, word: str) -> Badge:
    return {"tone": tone, "word": word}


def answer_due(notice: ChangeNotice) -> date:
    """The last day on which the provider acknowledges in time."""
    return after_working_days(notice.was_told_on, ACKNOWLEDGE_WITHIN)


def notice_badge(notice: ChangeNotice, today: date) -> Badge:
    if notice.withdrawn_at is not None:
        return badge("unknown", "Withdrawn")
    if notice.ready is not None:
        return badge("good", "Ready on day one") if notice.ready else badge("bad", "Not ready")
    if notice.takes_effect_on < today:
        return badge("watch", "Not judged yet") if notice.acknowledged_at else badge("bad", "Never acknowledged")
    return _waiting(notice, today)


def _waiting(notice: ChangeNotice, today: date) -> Badge:
    if notice.acknowledged_at is not None:
        return badge("good", "Acknowledged")
    return badge("bad", "Not acknowledged") if today > answer_due(notice) else badge("watch", "To be acknowledged")


def notice_days(notice: ChangeNotice) -> str:
    """ "72 days of notice, 60 needed", or by how much it is late."""
    given = counted(notice.days_of_notice, "day") + " of notice"
    if notice.is_late:
        return f"{given}, {counted(notice.lead_days - notice.days_of_notice, 'day')} late"
    return f"{given}, {notice.lead_days} needed"


def notice_rows(notices: Sequence[ChangeNotice], today: date) -> list[dict[str, Any]]:
    """Of notices read for_table().with_checklist()."""
    return [
        {
            "notice": one,
            "badge": notice_badge(one, today),
            "days": notice_days(one),
            "is_late": one.is_late,
            "done": f"{one.done_count} of {one.line_count}" if one.line_count else "",  # type: ignore[attr-defined]
        }
        for one in notices
    ]


def change_rows(changes: Sequence[BusinessChange], leads: Mapping[str, int], today: date) -> list[dict[str, Any]]:
    """Of changes read with_notices(); `leads` are the days of notice by kind."""
    return [_change_row(change, leads.get(change.kind, 0), today) for change in changes]


def _change_row(change: BusinessChange, lead_days: int, today: date) -> dict[str, Any]:
    notices = [one for one in change.notices.all() if one.withdrawn_at is None]
    timing = Timing(lead_days, change.takes_effect_on, today)
    return {
        "change": change,
        "badge": change_badge(change, notices, timing),
        "told": ", ".join(sorted(one.vendor.name for one in notices)),
        "notice": _worst(notices) or untold(timing, change),
        "is_late": any(one.is_late for one in notices) or _is_overdue(change, notices, timing),
    }


def _is_overdue(change: BusinessChange, notices: Sequence[ChangeNotice], timing: Timing) -> bool:
    return not notices and bool(timing.days_late) and change.state == ChangeState.COMING


def _worst(notices: Sequence[ChangeNotice]) -> str:
    """The notice with the fewest days to spare, in words."""
    if not notices:
        return ""
    return notice_days(min(notices, key=lambda one: one.days_of_notice - one.lead_days))


def untold(timing: Timing, change: BusinessChange) -> str:
    if change.state != ChangeState.COMING or timing.days_ahead < 0:
        return "no notice was given"
    if timing.days_late:
        return f"last day was {day(timing.last_day)}"
    return f"by {day(timing.last_day)}"


SEVEREST = ("bad", "watch", "unknown", "good")


def change_badge(change: BusinessChange, notices: Sequence[ChangeNotice], timing: Timing) -> Badge:
    """The state of its notice that most needs somebody; a change without notice says so."""
    if change.state == ChangeState.CANCELLED:
        return badge("unknown", "Cancelled")
    if not notices:
        return badge("bad" if timing.days_late else "watch", "No notice given")
    found = [notice_badge(one, timing.today) for one in notices]
    worst = min(found, key=lambda one: SEVEREST.index(one["tone"]))
    alike = sum(one == worst for one in found)
    return badge(worst["tone"], worst["word"] if alike == len(found) else f"{worst['word']}: {alike} of {len(found)}")


def spoken(timing: Timing, kind: str) -> dict[str, Any]:
    """What the lead time means for a change that is being entered, for the panel beside the form."""
    verb = verb_of(kind)
    late = timing.days_late
    said = f"Notice given today is {counted(timing.days_left, 'day')} early: it is in time."
    if not timing.days_left:
        said = "Today is the last day for notice."
    if late:
        said = f"Notice given today would be {counted(late, 'day')} late. Give it all the same, as early as you can."
    return {
        "lead": counted(timing.lead_days, "day"),
        "last_day": day(timing.last_day),
        "ahead": f"{counted(timing.days_ahead, 'day')} until it {verb}",
        "late": late,
        "sentence": said,
        "consequence": consequence(timing, kind) if late else "",
    }


def consequence(timing: Timing, kind: str) -> str:
    """What being late means."""
    if verb_of(kind) == "is signed":
        return (
            f"Providers need {counted(timing.lead_days, 'day')} to say what the decision means for compatibility, "
            "security, licensing, integration and migration. Late notice counts as late in the figures; consider "
            "signing later."
        )
    return (
        f"Providers need {counted(timing.lead_days, 'day')} for this. With fewer they cannot be held to be ready on "
        "day one; late notice counts as late in the figures."
    )
