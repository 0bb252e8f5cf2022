"""What our side does with a change: enters it, tells providers, amends what they were told, cancels it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from governance.changes.lead_times import lead_time_of, sides_of, today_of
from governance.changes.timing import Told, counts_from
from governance.models import BusinessChange, ChangeNotice, ChangeState, Consequence, NoticeRevision, Side
from portal.accounts.models import Membership
from vendors.models import Vendor


class InvalidTransition(Exception):
    """It is not in a state that allows this, or somebody else was faster. The message is a sentence for the reader."""


@dataclass(frozen=True)
class Telling:
    """What providers are told: a message, and the lines of the checklist with the side that sees to each."""

    message: str
    lines: tuple[tuple[str, Side], ...] = ()

    @classmethod
    def standard(cls, change: BusinessChange, message: str = "") -> "Telling":
        """With the checklist of its kind."""
        lead_time = lead_time_of(change.organisation_id, change.kind)
        return cls(message, tuple(sides_of(lead_time.checklist)))


def enter(change: BusinessChange, member: Membership, now: datetime) -> BusinessChange:
    """Store a new change. The same form sent twice gives the change that the first one made."""
    change.entered_by, change.entered_at = str(member.person), now
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError:
        if change.form_key is None:
            raise
        return BusinessChange.objects.get(organisation_id=change.organisation_id, form_key=change.form_key)
    return change


@transaction.atomic
def give_notice(
    change: BusinessChange, vendors: Iterable[Vendor], telling: Telling, member: Membership, now: datetime
) -> list[ChangeNotice]:
    """Tell providers of a change, each on its own notice; returns the notices that are new.

    Who has notice already keeps the one it has. InvalidTransition when the change is not coming any more.
    """
    _lock_coming(change)
    there = {notice.vendor_id: notice for notice in ChangeNotice.objects.of_change(change.pk)}
    given = []
    for vendor in vendors:
        notice = there.get(vendor.pk)
        if notice is None:
            given.append(_first_notice(change, vendor, telling, member, now))
        elif notice.withdrawn_at is not None:
            given.append(_tell_anew(notice, change, telling.message, member, now))
    return given


def _lock_coming(change: BusinessChange) -> None:
    rows = BusinessChange.objects.select_for_update(no_key=True).coming().filter(pk=change.pk)
    if not rows.exists():
        change.refresh_from_db()
        raise InvalidTransition(f"{change} is not coming any more: {change.get_state_display().lower()}.")


def _first_notice(
    change: BusinessChange, vendor: Vendor, telling: Telling, member: Membership, now: datetime
) -> ChangeNotice:
    today = today_of(member.organisation, now)
    notice = ChangeNotice.objects.create(
        organisation_id=change.organisation_id,
        vendor=vendor,
        change=change,
        message=telling.message,
        lead_days=lead_time_of(change.organisation_id, change.kind).days,
        given_on=today,
        given_by=str(member.person),
        told_on=today,
        **_what_is_told(change),
    )
    Consequence.objects.bulk_create(
        Consequence(
            organisation_id=notice.organisation_id, vendor=vendor, notice=notice, position=n, text=text, side=side
        )
        for n, (text, side) in enumerate(telling.lines)
    )
    return notice


def _what_is_told(change: BusinessChange) -> dict[str, object]:
    """What a notice repeats of its change: all but the description."""
    return {
        "kind": change.kind,
        "title": change.title,
        "takes_effect_on": change.takes_effect_on,
        "site_name": change.site.name if change.site else "",
        "people": change.people,
    }


@transaction.atomic
def amend(change: BusinessChange, words: str, member: Membership, now: datetime) -> list[ChangeNotice]:
    """Save a change that was edited and tell those who have notice of it, who are asked to acknowledge again.

    `words` take the place of the message; without them it stays. Nobody is told where nothing changed that they were
    told. InvalidTransition when it is not coming any more, or readiness for it was judged.
    """
    _lock_coming(BusinessChange(pk=change.pk))
    notices = list(ChangeNotice.objects.select_for_update(of=("self",)).of_change(change.pk).in_force().for_table())
    _refuse_judged(notices)
    change.save()
    told = [notice for notice in notices if words or _differs(notice, change)]
    return [_tell_anew(notice, change, words, member, now) for notice in told]


def _refuse_judged(notices: list[ChangeNotice]) -> None:
    judged = [notice.vendor.name for notice in notices if notice.judged_at]
    if judged:
        raise InvalidTransition(f"The readiness of {', '.join(judged)} was judged: what it was told stays as it is.")


def _differs(notice: ChangeNotice, change: BusinessChange) -> bool:
    return any(getattr(notice, name) != value for name, value in _what_is_told(change).items())


def _tell_anew(
    notice: ChangeNotice, change: BusinessChange, words: str, member: Membership, now: datetime
) -> ChangeNotice:
    """Keep what was told and answered, then put the new words in its place; acknowledgement is asked again."""
    _keep_revision(notice, member, now)
    today = today_of(member.organisation, now)
    notice.given_on = today if notice.withdrawn_at else counted_from(notice, change, today)
    for name, value in _what_is_told(change).items():
        setattr(notice, name, value)
    notice.message = words or notice.message
    notice.number, notice.told_on, notice.given_by = notice.number + 1, today, str(member.person)
    notice.acknowledged_at, notice.acknowledged_by, notice.answer = None, "", ""
    notice.withdrawn_at, notice.withdrawn_reason = None, ""
    notice.save()
    return notice


def counted_from(notice: ChangeNotice, change: BusinessChange, today: date) -> date:
    """The day from which days of notice would count if the notice were amended today to what the change is now."""
    before = Told(notice.takes_effect_on, notice.people, notice.site_name)
    site_name = change.site.name if change.site else ""
    return counts_from(before, Told(change.takes_effect_on, change.people, site_name), notice.given_on, today)


def _keep_revision(notice: ChangeNotice, member: Membership, now: datetime) -> None:
    kept = (
        *("organisation_id", "vendor_id", "number", "title", "takes_effect_on", "site_name", "people", "message"),
        *("lead_days", "given_on", "acknowledged_at", "acknowledged_by", "answer"),
    )
    NoticeRevision.objects.create(
        notice=notice,
        told_on=notice.was_told_on,
        superseded_at=now,
        superseded_by=str(member.person),
        **{name: getattr(notice, name) for name in kept},
    )


@transaction.atomic
def cancel(change: BusinessChange, reason: str, now: datetime) -> None:
    """Say that it will not come, and withdraw every notice of it with the same reason. InvalidTransition as above."""
    _lock_coming(change)
    _refuse_judged(list(ChangeNotice.objects.of_change(change.pk).in_force().for_table()))
    change.state, change.cancelled_reason = ChangeState.CANCELLED, reason
    change.save(update_fields=["state", "cancelled_reason"])
    ChangeNotice.objects.of_change(change.pk).in_force().update(withdrawn_at=now, withdrawn_reason=reason)


def withdraw(notice: ChangeNotice, reason: str, now: datetime) -> None:
    """Tell one provider that the change does not concern it. InvalidTransition when withdrawn or judged already."""
    rows = ChangeNotice.objects.in_force().unjudged().filter(pk=notice.pk)
    if not rows.update(withdrawn_at=now, withdrawn_reason=reason):
        raise InvalidTransition("The notice was withdrawn, or readiness for it judged, meanwhile. Nothing was changed.")
