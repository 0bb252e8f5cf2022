"""How the demonstration's reviews went: held, held late, without the other side, missed; with notes and minutes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from governance.agenda.raising import add, new_item
from governance.meeting import items, notes
from governance.meeting.attendance import mark
from governance.meeting.recording import Decided, record_decision
from governance.meeting.session import end, start
from governance.minutes.circulating import circulate
from governance.minutes.signing import sign
from governance.models import AgendaItem, Attendance, Minutes, Presence, Review
from governance.planning.moving import move
from portal.accounts.models import DecisionKind, Membership
from portal.accounts.visibility import Visibility
from portal.demonstration.commitments import Step, agree
from portal.demonstration.gatherings import (
    MONTHLY_LUMENFOLD,
    MONTHLY_ORVANE,
    MONTHLY_TESSEL,
    PORTFOLIO,
    QUARTERLY_ORVANE,
    WEEKLY_ORVANE,
    Gathering,
)
from portal.demonstration.people import PROVIDERS
from portal.demonstration.scene import Scene

NOTES: dict[tuple[str, str], tuple[str, ...]] = {
    ("Orvane", "volumes"): (
        "Volume as expected; the peak on Monday came from the roll-out of new phones.",
        "Fewer tickets than last week. Dieter keeps two people on the floor until the phones are out.",
    ),
    ("Orvane", "levels"): (
        "Orvane reports P2 as met; by the tickets it is not. Ruth takes the list along and answers in writing.",
        "The levels that differ are the ones with “Awaiting User Info”. Orvane changes its filter for the next report.",
        "Both sides read the measured figures from here on; the report stands beside them.",
    ),
    ("Orvane", "escalations"): ("Two are open; Dieter calls the owners today.", "Nothing new since last week."),
    ("Orvane", "credits"): ("Credits of the settled months are claimed; Orvane answers by the end of the month.",),
    ("Orvane", "disputes"): (
        "The settlement of the earlier months stands. The pause is not to be used for callbacks.",
    ),
    ("Orvane", "actions"): (
        "Each owner said where it stands; dates were kept but for one.",
        "One date moved by a week.",
    ),
    ("Orvane", "quality"): ("Three tickets read aloud: the solution was right, the caller was not told.",),
    ("Orvane", "performance"): (
        "SLA and outcome go apart since spring. Agreed: the outcome score is read first, the SLA second.",
    ),
    ("Orvane", "renewals"): ("Before the notice date we decide on the basis of two quarters of measured figures.",),
    ("Tessel", "levels"): (
        "The power cut counts: clause 4.2 asks for emergency power.",
        "Measured and reported agree.",
    ),
    ("Tessel", "disputes"): ("Sven brings the mails about the battery to the next review.",),
    ("Tessel", "actions"): ("The spare switches are on the shelf.",),
    ("Lumenfold", "levels"): ("All met, by the report and by the tickets.",),
    ("Lumenfold", "quality"): ("Joiners rate their first day with four of five; the missing badge is ours to solve.",),
    ("", "performance"): ("Orvane stays the one to watch. Tessel is honest and average, Lumenfold good.",),
    ("", "levels"): ("The distance between report and tickets is Orvane's alone.",),
}
"""What was noted, by vendor and section, from review to review in turn."""
INTERNAL = "We do not say yet that we could live with half of the credit. First the list, then the money."
PRICES = "Prices for hours on site"
ROSTER = "Our roster over the holidays"
CORRECTION = "The filter is changed for the coming report already, not for the one after it; Ruth pointed it out."


@dataclass(frozen=True, slots=True)
class Sitting:
    """How one review went, `back` reviews before the newest that is over.

    `late` are working days by which it was moved; `missed`: nobody held it; `alone`: the provider did not come;
    `signed`: "" not circulated, "none", "ours" or "both".
    """

    gathering: Gathering
    back: int
    signed: str = "both"
    late: int = 0
    missed: bool = False
    alone: bool = False
    corrected: bool = False


SITTINGS = (
    Sitting(WEEKLY_ORVANE, 4),
    Sitting(WEEKLY_ORVANE, 3, missed=True),
    Sitting(WEEKLY_ORVANE, 2, alone=True, signed="none"),
    Sitting(WEEKLY_ORVANE, 1, signed=""),
    Sitting(WEEKLY_ORVANE, 0, signed="ours"),
    Sitting(MONTHLY_ORVANE, 2),
    Sitting(MONTHLY_ORVANE, 1, corrected=True),
    Sitting(MONTHLY_ORVANE, 0, signed="ours"),
    Sitting(MONTHLY_TESSEL, 2, late=6),
    Sitting(MONTHLY_TESSEL, 1),
    Sitting(MONTHLY_TESSEL, 0, signed="none"),
    Sitting(MONTHLY_LUMENFOLD, 1),
    Sitting(MONTHLY_LUMENFOLD, 0),
    Sitting(QUARTERLY_ORVANE, 0),
    Sitting(PORTFOLIO, 0, signed="ours"),
)


def steps(scene: Scene) -> Iterator[Step]:
    """All sittings, each with its time; of one whose day has no review nothing is told."""
    for sitting in SITTINGS:
        review = _review(scene, sitting)
        if review is not None:
            yield review.starts_at, partial(_go, scene, review, sitting)


def over(scene: Scene, gathering: Gathering) -> list[Review]:
    """The reviews of a series whose day has passed, the newest first."""
    ended = Review.objects.filter(organisation=scene.organisation, series__title=gathering.title)
    return list(ended.filter(planned_at__lt=scene.at(scene.today, 0)).for_table().order_by("-planned_at"))


def _review(scene: Scene, sitting: Sitting) -> Review | None:
    reviews = over(scene, sitting.gathering)
    return reviews[sitting.back] if sitting.back < len(reviews) else None


def _go(scene: Scene, review: Review, sitting: Sitting) -> None:
    if sitting.missed:
        return
    chair = sitting.gathering.chair
    with scene.acting(chair) as member:
        if sitting.late:
            _hold_later(scene, review, sitting.late)
        begins = min(review.starts_at, scene.at(scene.today, 0) - timedelta(hours=8))
        if sitting.gathering is MONTHLY_ORVANE and sitting.back == 2:
            _ask_for(review, member, PRICES)
        running = start(review, member, begins)
        _attend(running, sitting, member, begins)
        ends = _walk_through(running, sitting, member, begins)
        agree(scene, running, (sitting.gathering.title, sitting.back), member, ends - timedelta(minutes=2))
        end(running, member, ends)
    _circulate(scene, running, sitting, ends)


def _hold_later(scene: Scene, review: Review, days: int) -> None:
    later = min(review.starts_at + timedelta(days=days), scene.at(scene.today, 0) - timedelta(hours=9))
    minutes = round((review.ends_at - review.starts_at).total_seconds() / 60)
    move(review, later, minutes, "Sven Holt is ill; moved to the week after.", review.starts_at - timedelta(days=1))


def _ask_for(review: Review, member: Membership, title: str) -> None:
    item = new_item(review, member)
    item.title, item.summary, item.minutes = title, "They are billed at a rate that the contract does not have.", 10
    add(item)


def _attend(review: Review, sitting: Sitting, member: Membership, begins: datetime) -> None:
    """Everyone comes; one sends apologies, one is late; or nobody of the provider is there."""
    for row in Attendance.objects.of_review(review.pk).for_table():
        if row.membership_id == member.pk:
            continue
        presence, since = Presence.PRESENT, None
        if row.side == "provider" and sitting.alone:
            presence = Presence.ABSENT
        elif row.name == "Helen Ashcombe" and sitting.back % 2 == 0:
            presence = Presence.APOLOGIES
        elif row.name == "Dieter Voss":
            since = begins + timedelta(minutes=12)
        mark(row, presence, since, member)


def _walk_through(review: Review, sitting: Sitting, member: Membership, begins: datetime) -> datetime:
    """Item by item, with its note; what asks for prices stays open. Returns when the last one was done."""
    now = begins
    agenda = list(AgendaItem.objects.of_review(review.pk).on_the_agenda().unfinished())
    for place, item in enumerate(agenda):
        _note(review, item, sitting, member, now + timedelta(minutes=1))
        now += timedelta(minutes=max(2, item.minutes + (place % 3) - 1))
        if item.section == "decisions" or place == len(agenda) - 1:
            _decide(review, item, sitting, member, now)
        stays = item.title.startswith((PRICES, ROSTER))
        items.settle(review, item, "open" if stays else "done", member, now)
    return now + timedelta(minutes=1)


def _note(review: Review, item: AgendaItem, sitting: Sitting, member: Membership, now: datetime) -> None:
    texts = NOTES.get((sitting.gathering.vendor, item.section), ())
    is_first = (
        not AgendaItem.objects.of_review(review.pk).filter(section=item.section, position__lt=item.position).exists()
    )
    if texts and is_first and item.visibility == Visibility.SHARED:
        text = texts[sitting.back % len(texts)]
        notes.take_note(review, item, notes.Said(Visibility.SHARED, text), member, now)
    if sitting.gathering is MONTHLY_ORVANE and item.section == "credits" and is_first:
        notes.take_note(review, item, notes.Said(Visibility.CLIENT, INTERNAL), member, now)


DECISIONS: dict[tuple[str, int], tuple[DecisionKind, str, str, str]] = {
    (MONTHLY_ORVANE.title, 1): (
        DecisionKind.SETTLE_DISPUTE,
        "Tickets paused without a contact count as missed",
        "Agreed",
        "Clause 9.2; both sides looked at a hundred tickets.",
    ),
    (MONTHLY_TESSEL.title, 1): (
        DecisionKind.APPROVE_EXCLUSION,
        "The morning of the power cut",
        "Not excluded",
        "Emergency power is part of the service.",
    ),
}


def _decide(review: Review, item: AgendaItem, sitting: Sitting, member: Membership, now: datetime) -> None:
    said = DECISIONS.get((sitting.gathering.title, sitting.back))
    if said is not None:
        record_decision(review, item, Decided(said[0], member, *said[1:]), member, now)


def _circulate(scene: Scene, review: Review, sitting: Sitting, ended: datetime) -> None:
    if not sitting.signed:
        return
    at = min(ended + timedelta(hours=3), scene.at(scene.today, 0))
    with scene.acting(sitting.gathering.chair) as member:
        minutes = circulate(review, "", member, at)
        if sitting.corrected:
            minutes = _corrected(review, member, at + timedelta(days=1))
    for days, name in enumerate(_signers(sitting), start=1):
        with scene.acting(name) as member:
            sign(minutes, minutes.sha256, member, min(at + timedelta(days=days), scene.at(scene.today, 0)))


def _corrected(review: Review, member: Membership, now: datetime) -> Minutes:
    item = AgendaItem.objects.of_review(review.pk).filter(section="levels", visibility=Visibility.SHARED).first()
    if item is not None:
        said = notes.Said(Visibility.SHARED, CORRECTION, None)
        notes.take_note(review, item, said, member, now)
    return circulate(review, CORRECTION, member, now)


def _signers(sitting: Sitting) -> tuple[str, ...]:
    """Who signs, in order: the chair, then the provider."""
    if sitting.signed == "none":
        return ()
    chair = sitting.gathering.chair
    return (chair, PROVIDERS[sitting.gathering.vendor]) if sitting.signed == "both" else (chair,)


def prepare_next(scene: Scene) -> None:
    """Both sides have put something on the agenda of the next monthly review with Orvane."""
    coming = Review.objects.filter(organisation=scene.organisation, series__title=MONTHLY_ORVANE.title).planned()
    review = coming.filter(starts_at__gte=scene.at(scene.today, 0)).for_table().first()
    if review is None:
        return
    for name, title in (("Jonas Feld", "Who answers callers on leave"), ("Ruth Kamara", ROSTER)):
        with scene.acting(name) as member:
            _put_on(review, member, title)


def _put_on(review: Review, member: Membership, title: str) -> None:
    item = new_item(review, member)
    item.title, item.minutes = title, 5
    add(item)
