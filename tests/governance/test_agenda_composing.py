"""Agendas that lay themselves out, keep what people changed, and never tell a provider what is ours."""

from datetime import timedelta

from governance.agenda.composing import compose
from governance.agenda.rounds import compose_coming
from governance.models import AgendaItem, ReviewSeries
from portal.accounts.tenancy import acting_for
from portal.ledger.history import changes_among
from tests.cast import Cast
from tests.governance.agendas import (
    BEFORE,
    a_planned_review,
    a_portfolio_review,
    agenda,
    hold,
    item,
    missed_levels,
    orvane,
    the_next,
)
from tests.objects.governance import an_action
from tests.objects.reports import a_dispute
from vendors.models import Dispute, Measurement

MONTHLY = [
    *("Actions", "Trends", "Service levels", "Cost performance", "Credits and disputes"),
    *("Projects and changes", "Quality and feedback", "Decisions"),
]


def as_it_stands(review_id: int) -> list[tuple[object, ...]]:
    rows = AgendaItem.objects.of_review(review_id).in_order()
    return list(rows.values_list("pk", "position", "source", "title", "summary", "lines", "minutes", "state"))


def test_without_findings_the_agenda_is_the_template_of_its_cadence(acting: Cast) -> None:
    review = a_planned_review(acting)
    compose(review, BEFORE)
    assert agenda(review) == MONTHLY
    assert sum(AgendaItem.objects.values_list("minutes", flat=True)) == 60


def test_a_finding_stands_under_its_section_and_shares_its_time(acting: Cast) -> None:
    missed_levels(acting)
    review = a_planned_review(acting)
    compose(review, BEFORE)
    found = item(review, "vendors.breaches")
    assert found.title == "One level missed the minimum, one the expected level"
    titles = agenda(review)
    assert titles.index(found.title) == titles.index("Service levels") + 1
    assert found.minutes + item(review, "template.levels").minutes == 10
    assert found.lines[0]["figure"].replace("\u00a0", " ") == "86.9 %"


def test_composing_twice_is_composing_once(acting: Cast) -> None:
    missed_levels(acting)
    an_action(orvane(acting))
    review = a_planned_review(acting)
    compose(review, BEFORE)
    before, told = as_it_stands(review.pk), len(changes_among(AgendaItem, review=review))
    compose(review, BEFORE)
    assert as_it_stands(review.pk) == before
    assert len(changes_among(AgendaItem, review=review)) == told


def test_a_finding_follows_the_data_and_a_persons_words_stay(acting: Cast) -> None:
    missed_levels(acting)
    review = a_planned_review(acting)
    compose(review, BEFORE)
    AgendaItem.objects.filter(source="vendors.breaches").update(minutes=12)
    AgendaItem.objects.filter(source="template.cost").update(title="Money")
    Measurement.objects.filter(state="missed_expected").update(state="met")
    compose(review, BEFORE)
    found = item(review, "vendors.breaches")
    assert found.title == "P2 resolved fell below the minimum"
    assert found.minutes == 12
    assert "Money" in agenda(review)


def test_what_is_no_longer_found_goes_unless_somebody_touched_it(acting: Cast) -> None:
    a_dispute(orvane(acting))
    review, touched = a_planned_review(acting), a_planned_review(acting, original_on=BEFORE.date())
    compose(review, BEFORE)
    compose(touched, BEFORE)
    AgendaItem.objects.filter(review=touched, source="vendors.disputes").update(title="The pauses")
    Dispute.objects.update(state="withdrawn")
    compose(review, BEFORE)
    compose(touched, BEFORE)
    assert not AgendaItem.objects.filter(review=review, source="vendors.disputes").exists()
    assert "The pauses" in agenda(touched)


def test_what_was_taken_off_stays_off_and_what_was_moved_stays_there(acting: Cast) -> None:
    missed_levels(acting)
    review = a_planned_review(acting)
    compose(review, BEFORE)
    AgendaItem.objects.filter(source="template.cost").update(state="dropped")
    AgendaItem.objects.filter(source="template.decisions").update(position=0)
    compose(review, BEFORE)
    assert agenda(review)[0] == "Decisions"
    assert "Cost performance" not in agenda(review)


def test_an_item_of_a_person_keeps_its_place_among_new_findings(acting: Cast) -> None:
    review = a_planned_review(acting)
    compose(review, BEFORE)
    AgendaItem.objects.filter(position__gte=2).update(position=10)
    AgendaItem.objects.create(
        organisation=acting.organisation, vendor=acting.orvane, review=review, title="Catering", position=2
    )
    missed_levels(acting)
    compose(review, BEFORE)
    titles = agenda(review)
    assert titles[:2] == ["Actions", "Catering"]
    assert "One level missed the minimum, one the expected level" in titles


def test_nothing_changes_once_the_review_has_begun(acting: Cast) -> None:
    review = a_planned_review(acting)
    compose(review, BEFORE)
    hold(review)
    missed_levels(acting)
    before = as_it_stands(review.pk)
    compose(review, BEFORE)
    assert as_it_stands(review.pk) == before


def test_what_is_late_has_a_place_on_an_agenda_that_does_not_speak_about_it(acting: Cast) -> None:
    review = a_planned_review(acting)
    ReviewSeries.objects.update(agenda=[{"section": "volumes", "title": "Volumes", "minutes": 30}])
    an_action(orvane(acting), due_on=BEFORE.date() - timedelta(days=3))
    review.refresh_from_db()
    compose(review, BEFORE)
    assert agenda(review) == ["Volumes", "One action is overdue"]


def test_what_both_sides_read_is_found_as_the_provider_and_what_is_ours_is_marked(acting: Cast) -> None:
    contract = missed_levels(acting)
    an_action(orvane(acting), visibility="client", title="planted-internal-action", due_on=BEFORE.date())
    an_action(orvane(acting), title="shared-action", due_on=BEFORE.date())
    review = a_planned_review(acting)
    compose(review, BEFORE)
    inside = set(AgendaItem.objects.filter(visibility="client").values_list("source", flat=True))
    assert inside == {"governance.actions_inside", "governance.unowned", "vendors.notices"}
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        said = str(list(AgendaItem.objects.values()))
    assert "shared-action" in said
    for secret in ("planted-internal-action", f"Notice date of {contract.reference}", "nobody owns"):
        assert secret.lower() not in said.lower()


def test_the_portfolio_finds_all_vendors_and_stays_on_our_side(acting: Cast) -> None:
    missed_levels(acting)
    a_dispute(orvane(acting).__class__(acting.organisation, acting.tessel))
    review = a_portfolio_review(acting)
    compose(review, BEFORE)
    assert {"vendors.breaches", "vendors.disputes", "vendors.notices"} <= set(
        AgendaItem.objects.values_list("source", flat=True)
    )
    for vendor in (acting.orvane, acting.tessel):
        with acting_for(acting.organisation.pk, vendor.pk):
            assert not AgendaItem.objects.exists()


def test_every_hour_the_next_agenda_of_a_series_and_those_of_the_next_two_weeks_are_composed(acting: Cast) -> None:
    review = a_planned_review(acting)
    assert compose_coming(acting.organisation, review.starts_at - timedelta(days=40)) == 1
    assert agenda(review) == MONTHLY
    later = the_next(review, days=10)
    assert compose_coming(acting.organisation, review.starts_at - timedelta(days=13)) == 1
    assert compose_coming(acting.organisation, review.starts_at - timedelta(days=1)) == 2
    assert agenda(later) == MONTHLY
    assert compose_coming(acting.organisation, later.ends_at + timedelta(minutes=1)) == 0
