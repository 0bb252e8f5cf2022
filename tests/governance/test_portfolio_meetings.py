"""Reviews of the whole portfolio: our side alone meets, so its minutes have one side, and say so."""

from django.test import Client
from django.urls import reverse

from governance.meeting.notes import Said, take_note
from governance.meeting.session import end, start
from governance.minutes.content import compose
from governance.models import AgendaItem, Participant, Review, ReviewSeries
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.meetings import items_of, minutes_later, planned
from tests.objects.owners import NOW


def of_the_portfolio(cast: Cast) -> Review:
    """In session, with a shared item first and an internal one behind it."""
    planned(cast)
    Participant.objects.filter(side="provider").delete()
    for model in (ReviewSeries, Review, AgendaItem, Participant):
        model.objects.update(vendor=None)
    AgendaItem.objects.filter(title="Disputed pauses").update(visibility="client")
    return start(Review.objects.get(), cast["vendor_manager"], NOW)


def test_every_note_of_the_portfolio_says_whether_the_minutes_tell_it(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = of_the_portfolio(cast)
        shared, internal = items_of(review)[:2]
    client.force_login(cast["vendor_manager"].person)
    address = reverse("governance:meeting", args=[review.pk])
    told = {}
    for item in (shared, internal):
        page = client.get(address, {"item": item.pk})
        assert "oth sides" not in page.content.decode()
        for entry in page.context["notes"]:
            told[item.title, entry["visibility"]] = entry["label"]
            with acting_for(cast.organisation.pk):
                words = f"{entry['label']}: {item.title}"
                take_note(review, item, Said(entry["visibility"], words), cast["vendor_manager"], NOW)
    assert told == {
        (shared.title, "shared"): "Minutes, our side",
        (shared.title, "client"): "Internal notes",
        (internal.title, "client"): "Minutes, our side",
    }
    with acting_for(cast.organisation.pk):
        notes = [item["note"] for item in compose(review)["items"]]
    assert notes == [f"Minutes, our side: {shared.title}", f"Minutes, our side: {internal.title}", ""]


def test_what_is_corrected_for_the_portfolio_is_never_called_internal(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = end(of_the_portfolio(cast), cast["vendor_manager"], minutes_later(60))
    client.force_login(cast["vendor_manager"].person)
    page = client.get(reverse("governance:minutes", args=[review.pk])).content.decode()
    assert "our side reads it" in page
    assert "never in the minutes" not in page
    assert "oth sides" not in page


def test_a_decision_of_the_portfolio_is_read_by_our_side(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = of_the_portfolio(cast)
    client.force_login(cast["vendor_manager"].person)
    page = client.get(reverse("governance:record-decision", args=[review.pk])).content.decode()
    assert "Our side reads it in the minutes" in page
