"""What becomes of a notice: the provider acknowledges it, both sides tick their lines, our side judges readiness."""

from datetime import datetime

from django.db import transaction

from governance.changes.giving import InvalidTransition
from governance.changes.lead_times import today_of
from governance.models import BusinessChange, ChangeNotice, ChangeState, Consequence, Side
from portal.accounts.models import Membership
from portal.formats import day


class NotTheirs(Exception):
    """The other side has to do this. The message is a sentence for the reader."""


def acknowledge(notice: ChangeNotice, answer: str, member: Membership, now: datetime, number: int) -> None:
    """Say in the provider's name that the notice was read, in its edition `number`, and what is needed for it.

    NotTheirs for our own side; InvalidTransition when it was acknowledged, amended or withdrawn meanwhile.
    """
    if member.vendor_id != notice.vendor_id:
        raise NotTheirs(f"{notice.vendor} acknowledges its notices itself.")
    rows = ChangeNotice.objects.in_force().unanswered().filter(pk=notice.pk, number=number)
    said = {"acknowledged_at": now, "acknowledged_by": str(member.person), "answer": answer}
    if not rows.update(**said):
        notice.refresh_from_db()
        raise InvalidTransition(_meanwhile(notice, number, answer))


def _meanwhile(notice: ChangeNotice, number: int, answer: str) -> str:
    unsaved = f" Your answer was not saved: {answer}" if answer else ""
    if notice.withdrawn_at is not None:
        return f"The notice was withdrawn: {notice.withdrawn_reason}{unsaved}"
    if notice.number != number:
        return f"The notice was amended meanwhile. Read what it says now, then acknowledge it.{unsaved}"
    return f"{notice.acknowledged_by} has acknowledged it.{unsaved}"


@transaction.atomic
def judge(notice: ChangeNotice, ready: bool, words: str, member: Membership, now: datetime) -> None:
    """Say whether the provider was ready on the day, and what was missing.

    A change whose notices are all judged is done. InvalidTransition before the day, and once judged or withdrawn.
    """
    if today_of(member.organisation, now) < notice.takes_effect_on:
        raise InvalidTransition(f"Readiness is judged from {day(notice.takes_effect_on)} on.")
    rows = ChangeNotice.objects.in_force().unjudged().filter(pk=notice.pk)
    if not rows.update(ready=ready, ready_words=words, judged_by=str(member.person), judged_at=now):
        raise InvalidTransition("It was judged, or withdrawn, meanwhile. Yours was not saved.")
    changes = BusinessChange.objects.select_for_update(no_key=True).coming().filter(pk=notice.change_id)
    if changes.exists() and not ChangeNotice.objects.of_change(notice.change_id).in_force().unjudged().exists():
        changes.update(state=ChangeState.DONE)


LONGEST = 40
"""Lines of a checklist."""


def tick(line: Consequence, is_done: bool, member: Membership, now: datetime) -> None:
    """Say that a line of the checklist is done, or is not. NotTheirs when the other side sees to it.

    InvalidTransition once the notice is withdrawn or judged.
    """
    if line.side != Side.of(member):
        raise NotTheirs(f"The other side sees to this: {line}")
    if not ChangeNotice.objects.in_force().unjudged().filter(pk=line.notice_id).exists():
        raise InvalidTransition(_settled(line.notice))
    rows = Consequence.objects.filter(pk=line.pk, done_at__isnull=is_done)
    rows.update(done_at=now if is_done else None, done_by=str(member.person) if is_done else "")


def _settled(notice: ChangeNotice) -> str:
    """Why the checklist is closed."""
    notice.refresh_from_db()
    if notice.withdrawn_at is not None:
        return f"The notice was withdrawn: {notice.withdrawn_reason} Its checklist stays as it was."
    return f"{notice.judged_by} has judged readiness, so the checklist stays as it was then."


@transaction.atomic
def add_line(notice: ChangeNotice, text: str, side: str) -> Consequence:
    """Put another line at the end of the checklist.

    InvalidTransition once the notice is withdrawn or judged, and when the checklist is full.
    """
    if not ChangeNotice.objects.select_for_update().in_force().unjudged().filter(pk=notice.pk).exists():
        raise InvalidTransition(_settled(notice))
    there = Consequence.objects.of_notice(notice.pk).count()
    if there >= LONGEST:
        raise InvalidTransition(f"A checklist has at most {LONGEST} lines. Put several into one.")
    return Consequence.objects.create(
        organisation_id=notice.organisation_id,
        vendor_id=notice.vendor_id,
        notice=notice,
        position=there,
        text=text,
        side=side,
    )
