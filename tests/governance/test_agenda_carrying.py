"""What was not finished goes on to the next review, with its age, and nothing on the way is lost or doubled."""

from datetime import timedelta

from governance.agenda.ages import age, times_on_agendas
from governance.agenda.carrying import carry_forward
from governance.agenda.composing import compose
from governance.models import AgendaItem, Note, Review
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.agendas import BEFORE, a_planned_review, agenda, hold, item, missed_levels, orvane, the_next
from tests.objects.owners import NOW
from tests.objects.reports import a_dispute
from vendors.models import Dispute

AFTER = NOW + timedelta(hours=2)


def raised(review: Review, title: str = "Catering", **more: object) -> AgendaItem:
    party = {"organisation_id": review.organisation_id, "vendor_id": review.vendor_id}
    return AgendaItem.objects.create(**party | {"review": review, "title": title, "position": 99} | more)


def test_an_item_goes_from_review_to_review_and_grows_older(acting: Cast) -> None:
    first = a_planned_review(acting)
    raised(first)
    second, third = the_next(first), the_next(first, days=56)
    assert carry_forward(hold(first), AFTER) == 1
    assert carry_forward(hold(second), second.ends_at) == 1
    (last,) = AgendaItem.objects.of_review(third.pk)
    links = AgendaItem.objects.of_series(third.series_id).carried_links()
    assert age(last.first_on, times_on_agendas(last.pk, links)).replace("\u00a0", " ") == (
        "Open since 20 Nov 2026, third time"
    )
    assert set(AgendaItem.objects.exclude(pk=last.pk).values_list("state", flat=True)) == {"carried"}


def test_carrying_twice_carries_once(acting: Cast) -> None:
    review = a_planned_review(acting)
    raised(review)
    following = the_next(review)
    assert [carry_forward(hold(review), AFTER), carry_forward(review, AFTER)] == [1, 0]
    assert agenda(following) == ["Catering"]


def test_items_of_the_template_are_carried_only_when_something_was_noted(acting: Cast) -> None:
    review = a_planned_review(acting)
    compose(review, BEFORE)
    noted = item(review, "template.cost")
    party = {"organisation_id": review.organisation_id, "vendor_id": review.vendor_id}
    Note.objects.create(**party, item=noted, text="Indexation is open")
    Note.objects.create(**party, item=item(review, "template.quality"), text="")
    following = the_next(review)
    assert carry_forward(hold(review), AFTER) == 1
    assert agenda(following) == ["Cost performance"]


def test_a_finding_that_was_not_reached_is_one_item_on_the_next_agenda(acting: Cast) -> None:
    a_dispute(orvane(acting))
    review = a_planned_review(acting)
    compose(review, BEFORE)
    following = the_next(review)
    carry_forward(hold(review), AFTER)
    compose(following, AFTER)
    (carried,) = AgendaItem.objects.of_review(following.pk).filter(source="vendors.disputes")
    assert carried.first_on == NOW.date()
    assert agenda(following).index(carried.title) < agenda(following).index("Actions")
    Dispute.objects.update(state="withdrawn")
    compose(following, AFTER)
    carried.refresh_from_db()
    assert carried.summary.startswith("Not found in the data any more")
    assert carried.lines == []


def test_a_finding_that_stands_on_the_next_agenda_takes_on_its_age(acting: Cast) -> None:
    a_dispute(orvane(acting))
    review = a_planned_review(acting)
    following = the_next(review)
    compose(review, BEFORE)
    compose(following, BEFORE)
    there = item(following, "vendors.disputes")
    carry_forward(hold(review), AFTER)
    there.refresh_from_db()
    assert there.carried_from == item(review, "vendors.disputes")
    assert AgendaItem.objects.of_review(following.pk).filter(source="vendors.disputes").count() == 1


def test_without_a_next_review_items_wait_and_the_next_agenda_takes_them_over(acting: Cast) -> None:
    review = a_planned_review(acting)
    raised(review)
    assert carry_forward(hold(review), AFTER) == 0
    following = the_next(review)
    compose(following, AFTER)
    assert agenda(following)[0] == "Catering"


def test_a_review_that_was_cancelled_or_missed_loses_nothing_that_people_raised(acting: Cast) -> None:
    missed_levels(acting)
    cancelled = a_planned_review(acting)
    compose(cancelled, BEFORE)
    raised(cancelled, "Asked before it was cancelled")
    Review.objects.filter(pk=cancelled.pk).update(state="cancelled", cancelled_reason="Holidays")
    missed = the_next(cancelled, days=7)
    raised(missed, "Asked before it was missed")
    following = the_next(cancelled)
    compose(following, missed.ends_at + timedelta(days=1))
    assert agenda(following)[:2] == ["Asked before it was cancelled", "Asked before it was missed"]
    assert AgendaItem.objects.of_review(following.pk).filter(carried_from__isnull=False).count() == 2


def test_what_is_ours_alone_stays_so_when_it_is_carried(acting: Cast) -> None:
    review = a_planned_review(acting)
    raised(review, "planted-internal", visibility="client")
    raised(review, "From the provider", raised_side="provider", raised_by="Paula")
    following = the_next(review)
    assert carry_forward(hold(review), AFTER) == 2
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        (seen,) = AgendaItem.objects.of_review(following.pk)
    assert (seen.title, seen.raised_side, seen.raised_by) == ("From the provider", "provider", "Paula")
