"""The page of a review: what each reader sees of its agenda, and what they may do to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.models import AgendaItem, Note, Participant, Review, ReviewSeries
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.governance.agendas import a_planned_review, agenda, hold, missed_levels, orvane, the_next
from tests.objects.governance import a_participant, an_action, some_minutes
from tests.reporting.pages import signed_in


@pytest.fixture
def coming(cast: Cast) -> Review:
    """A review in a week from now, with an agenda that the portal laid out."""
    starts = timezone.now() + timedelta(days=7)
    times = {"planned_at": starts, "starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    with acting_for(cast.organisation.pk):
        return a_planned_review(cast, **times)


def page(member: Membership, review: Review) -> str:
    answer = signed_in(member).get(review.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def post(member: Membership, name: str, pk: int, **said: Any) -> int:
    return signed_in(member).post(reverse(f"governance:{name}", args=[pk]), said).status_code


def an_item(review: Review, **more: Any) -> AgendaItem:
    with acting_for(review.organisation_id):
        of = {"organisation_id": review.organisation_id, "vendor_id": review.vendor_id, "review": review}
        return AgendaItem.objects.create(**of | {"title": "Catering", "position": 50} | more)


def reread(item: AgendaItem) -> AgendaItem:
    with acting_for(item.organisation_id):
        item.refresh_from_db()
    return item


def test_the_agenda_lays_itself_out_when_the_chair_looks_at_it_first(cast: Cast, coming: Review) -> None:
    assert "Nothing stands on the agenda yet" in page(cast["auditor"], coming)
    assert "Cost performance" in page(cast["vendor_manager"], coming)
    assert "Cost performance" in page(cast["provider"], coming)


def test_a_provider_sees_no_word_of_what_is_ours_alone(cast: Cast, coming: Review) -> None:
    with acting_for(cast.organisation.pk):
        missed_levels(cast)
        an_action(orvane(cast), visibility="client", title="planted-action", due_on=timezone.localdate())
    page(cast["vendor_manager"], coming)
    an_item(coming, title="planted-item", visibility="client")
    ours, theirs = page(cast["vendor_manager"], coming), page(cast["provider"], coming)
    for secret in ("planted-action", "planted-item", "our side only"):
        assert secret in ours
        assert secret not in theirs


def test_a_provider_adds_words_and_takes_off_what_is_its_own(cast: Cast, coming: Review) -> None:
    provider = cast["provider"]
    said = {"title": "Our tool", "summary": "It pauses", "section": "levels", "minutes": 5, "presenter": ""}
    assert post(provider, "add-item", coming.pk, **said) == 302
    with acting_for(cast.organisation.pk):
        item = AgendaItem.objects.get(title="Our tool")
    assert (item.raised_side, item.visibility) == ("provider", "shared")
    assert post(provider, "edit-item", item.pk, **said | {"title": "Our new tool"}) == 302
    assert post(provider, "take-off-item", item.pk) == 302
    assert (reread(item).title, item.state) == ("Our new tool", "dropped")
    assert post(provider, "put-back-item", item.pk) == 302
    assert reread(item).state == "open"


def test_a_provider_cannot_keep_an_item_from_us(cast: Cast, coming: Review) -> None:
    said = {"title": "Ours?", "minutes": 5, "internal": "on"}
    assert post(cast["provider"], "add-item", coming.pk, **said) == 302
    assert "Ours?" in page(cast["vendor_manager"], coming)


@pytest.mark.parametrize("name", ["edit-item", "take-off-item", "put-back-item"])
def test_an_item_of_ours_is_refused_to_a_provider(cast: Cast, coming: Review, name: str) -> None:
    item = an_item(coming, state="dropped" if name == "put-back-item" else "open")
    before, client = item.state, signed_in(cast["provider"])
    answer = client.post(reverse(f"governance:{name}", args=[item.pk]), {"title": "Mine", "minutes": 5}, follow=True)
    assert "is an item of Ashcombe Group: only they word it or take it off." in answer.content.decode()
    assert (reread(item).title, item.state) == ("Catering", before)


def test_the_database_keeps_a_provider_from_our_items_whatever_a_program_forgets(cast: Cast, coming: Review) -> None:
    item = an_item(coming)
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert AgendaItem.objects.filter(pk=item.pk).update(title="Mine") == 0
        assert AgendaItem.objects.filter(pk=item.pk).update(position=1) == 0
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            AgendaItem.objects.create(
                organisation=cast.organisation, vendor=cast.orvane, review=coming, title="As if ours"
            )
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM governance_agendaitem WHERE id = %s", [item.pk])
            assert cursor.rowcount == 0


def test_our_side_sets_the_time_of_a_providers_item_and_leaves_it_its_words(cast: Cast, coming: Review) -> None:
    item = an_item(coming, raised_side="provider", raised_by="Paula")
    manager = cast["vendor_manager"]
    assert post(manager, "edit-item", item.pk, title="Reworded", minutes=3, presenter="") == 302
    assert (reread(item).title, item.minutes) == ("Catering", 3)
    assert post(manager, "take-off-item", item.pk) == 302
    assert reread(item).state == "open"


def test_our_side_keeps_an_item_to_itself_and_shares_it_again(cast: Cast, coming: Review) -> None:
    manager, said = cast["vendor_manager"], {"title": "Renewal", "minutes": 5, "section": "", "presenter": ""}
    assert post(manager, "add-item", coming.pk, **said, internal="on") == 302
    assert "Renewal" not in page(cast["provider"], coming)
    with acting_for(cast.organisation.pk):
        item = AgendaItem.objects.get(title="Renewal")
    assert post(manager, "edit-item", item.pk, **said) == 302
    assert "Renewal" in page(cast["provider"], coming)


def test_what_was_found_for_our_side_alone_cannot_be_shared(cast: Cast, coming: Review) -> None:
    found = an_item(coming, source="vendors.to_claim", visibility="client", title="Two credits are not claimed")
    manager = cast["vendor_manager"]
    assert post(manager, "edit-item", found.pk, title="Credits", minutes=5, section="credits") == 302
    assert (reread(found).title, found.visibility) == ("Credits", "client")


def test_the_chair_orders_the_agenda_with_two_buttons(cast: Cast, coming: Review) -> None:
    first, second, third = (an_item(coming, title=title, position=place) for place, title in enumerate("ABC"))
    manager = cast["vendor_manager"]
    assert post(manager, "move-item", third.pk, direction="up") == 302
    assert post(manager, "move-item", first.pk, direction="up") == 302
    assert post(manager, "move-item", first.pk, direction="down") == 302
    with acting_for(cast.organisation.pk):
        assert agenda(coming) == ["C", "A", "B"]
    assert post(cast["provider"], "move-item", second.pk, direction="up") == 403


def test_bad_input_is_told_at_the_field_and_nothing_that_was_entered_is_lost(cast: Cast, coming: Review) -> None:
    client = signed_in(cast["vendor_manager"])
    said = {"title": "", "summary": "A long thought", "minutes": 900, "section": "", "presenter": ""}
    answer = client.post(reverse("governance:add-item", args=[coming.pk]), said)
    assert answer.status_code == 422
    assert "A long thought" in answer.content.decode()
    assert set(answer.context["form"].errors) == {"title", "minutes"}


def test_of_two_who_edit_an_item_at_once_the_second_sees_both(cast: Cast, coming: Review) -> None:
    item, client = an_item(coming), signed_in(cast["vendor_manager"])
    address = reverse("governance:edit-item", args=[item.pk])
    seen = client.get(address).context["version"]
    with acting_for(cast.organisation.pk):
        AgendaItem.objects.update(title="Lunch")
    said = {"title": "Dinner", "minutes": 5, "section": "", "presenter": "", "row_version": seen}
    assert client.post(address, said).status_code == 422
    assert reread(item).title == "Lunch"


def test_too_much_for_the_time_is_said(cast: Cast, coming: Review) -> None:
    an_item(coming, minutes=75)
    assert "75 min more than the meeting has" in page(cast["vendor_manager"], coming)


def test_a_refresh_brings_in_what_was_found_since_and_keeps_the_rest(cast: Cast, coming: Review) -> None:
    an_item(coming)
    with acting_for(cast.organisation.pk):
        missed_levels(cast)
    assert post(cast["vendor_manager"], "refresh-agenda", coming.pk) == 302
    said = page(cast["vendor_manager"], coming)
    assert "One level missed the minimum" in said
    assert "Catering" in said
    assert post(cast["provider"], "refresh-agenda", coming.pk) == 403


def test_a_review_that_is_over_keeps_its_agenda(cast: Cast, coming: Review) -> None:
    item = an_item(coming)
    with acting_for(cast.organisation.pk):
        hold(coming)
    manager = cast["vendor_manager"]
    for name in ("edit-item", "take-off-item", "move-item"):
        assert post(manager, name, item.pk, title="Late", minutes=5) == 404
    assert post(manager, "add-item", coming.pk, title="Late", minutes=5) == 404
    assert post(manager, "refresh-agenda", coming.pk) == 404


def test_a_review_that_was_not_held_says_so(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = a_planned_review(cast)
        Review.objects.update(starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1))
    assert "This review was not held" in page(cast["vendor_manager"], review)


def test_a_review_that_was_held_says_what_came_of_it(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = Review.objects.get(pk=some_minutes_of(cast))
        an_action(orvane(cast), review_id=review.pk, title="Stop the pause")
        following = the_next(review)
    said = page(cast["provider"], review)
    assert "Not signed in time" in said or "To be signed" in said
    assert "Stop the pause" in said
    assert "Stop the pause" in page(cast["provider"], following)


def some_minutes_of(cast: Cast) -> int:
    some_minutes(orvane(cast))
    return Review.objects.get(state="held").pk


def test_the_template_of_a_series_is_edited_ordered_and_put_back(cast: Cast, coming: Review) -> None:
    client = signed_in(cast["vendor_manager"])
    address = reverse("governance:series-agenda", args=[coming.series_id])
    rows = [("2", "Levels", "levels", "20"), ("1", "Welcome", "", "5"), ("", "", "", "")]
    said = {"row-TOTAL_FORMS": "3", "row-INITIAL_FORMS": "0"}
    for number, (place, title, section, minutes) in enumerate(rows):
        values = {"place": place, "title": title, "section": section, "minutes": minutes}
        said |= {f"row-{number}-{name}": value for name, value in values.items()}
    assert client.post(address, said).status_code == 302
    with acting_for(cast.organisation.pk):
        assert ReviewSeries.objects.get(pk=coming.series_id).agenda == [
            {"section": "", "title": "Welcome", "minutes": 5},
            {"section": "levels", "title": "Levels", "minutes": 20},
        ]
    refused = client.post(address, said | {"row-0-minutes": ""})
    assert refused.status_code == 422
    assert "Say how many minutes." in refused.content.decode()
    client.post(reverse("governance:standard-agenda", args=[coming.series_id]))
    with acting_for(cast.organisation.pk):
        assert ReviewSeries.objects.get(pk=coming.series_id).agenda is None


def test_the_page_asks_as_much_for_ten_items_as_for_one(cast: Cast, coming: Review) -> None:
    def one_more(number: int) -> None:
        item = an_item(coming, title=f"Item {number}", lines=[{"text": "x", "url": "", "figure": ""}])
        with acting_for(cast.organisation.pk):
            of = {"organisation_id": coming.organisation_id, "vendor_id": coming.vendor_id}
            Note.objects.create(**of, item=item, text="Said")
            a_participant(orvane(cast))
            told = {"name": f"Guest {number}", "email": f"guest{number}@client.example", "side": "client"}
            Participant.objects.create(**of, series_id=coming.series_id, **told)

    def counts() -> list[int]:
        visits = [signed_in(cast["vendor_manager"]), signed_in(cast["provider"])]
        for client in visits:
            client.get(coming.get_absolute_url())
        return [queries_of(lambda client=client: client.get(coming.get_absolute_url())) for client in visits]  # type: ignore[misc]

    one_more(0)
    before = counts()
    for number in range(1, 10):
        one_more(number)
    assert counts() == before


def test_strangers_find_nothing(client: Client, cast: Cast, coming: Review) -> None:
    for member in (cast.rival, cast.outsider):
        assert signed_in(member).get(coming.get_absolute_url()).status_code == 404
    assert signed_in(cast["service_owner"]).get(coming.get_absolute_url()).status_code == 403
