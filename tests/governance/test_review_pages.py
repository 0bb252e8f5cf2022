"""The pages of reviews: calendar, series, participants, moves, health. The API says the same."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.forms.series import ParticipantForm
from governance.models import Participant, Review, ReviewSeries
from governance.planning.occurrences import plan_ahead
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.governance.test_planning import a_calendar, a_series

SAID = {
    "title": "Monthly business review",
    "cadence": "monthly",
    "ordinal": "2",
    "weekday": "3",
    "month": "1",
    "first_on": "2026-12-01",
    "starts_at": "14:00",
    "minutes": "60",
    "timezone": "Europe/Amsterdam",
    "shift": "next",
    "sign_within": "5",
}


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    client.force_login(cast["vendor_manager"].person)
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def a_planned_series(cast: Cast, **fields: Any) -> ReviewSeries:
    with acting_for(cast.organisation.pk):
        series = a_series(cast, **fields)
        plan_ahead(series, timezone.now())
    return series


def first_review(cast: Cast) -> Review:
    with acting_for(cast.organisation.pk):
        return Review.objects.order_by("starts_at").for_table()[0]


def test_a_manager_sets_up_a_series_by_cadence_and_weekday_and_chairs_it(manager: Client, cast: Cast) -> None:
    page = manager.post(reverse("governance:add-series"), SAID | {"vendor": cast.orvane.pk}, follow=True)
    with acting_for(cast.organisation.pk):
        series = ReviewSeries.objects.get()
        assert series.rule == "FREQ=MONTHLY;BYDAY=2TH"
        assert Participant.objects.chairs().get().membership == cast["vendor_manager"]
        assert Review.objects.of_series(series.pk).count() >= 12
    assert "The second Thursday of every month, 14:00, 60 minutes (Europe/Amsterdam)" in text_of(page)
    assert "You chair it" in text_of(page)


def test_the_preview_shows_the_next_dates_with_what_moves_them_and_saves_nothing(manager: Client, cast: Cast) -> None:
    coming = timezone.localdate() + timedelta(days=40)
    with acting_for(cast.organisation.pk):
        calendar = a_calendar(cast, coming)
    own = {"own_rule": "FREQ=DAILY;COUNT=1", "first_on": coming.isoformat(), "calendar": calendar.pk}
    page = manager.post(reverse("governance:add-series"), SAID | own | {"preview": "1"})
    assert page.status_code == 200
    if coming.weekday() < 5:
        assert "Founders&#x27; Day" in text_of(page)
    assert "moved from" in text_of(page)
    assert 'value="Monthly business review"' in text_of(page)
    with acting_for(cast.organisation.pk):
        assert not ReviewSeries.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"own_rule": "FREQ=HOURLY"}, "A review is held once a day at most."),
        ({"own_rule": "FREQ=WEEKLY;UNTIL=20300101"}, "Leave UNTIL out of the rule"),
        ({"timezone": "Mars/Olympus"}, "is not a time zone"),
        ({"first_on": "9999-12-31"}, "Give a day of the years 2000 to 2099."),
        ({"minutes": "1"}, "greater than or equal to 5"),
        ({"title": ""}, "This field is required"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    manager: Client, cast: Cast, change: dict[str, str], sentence: str
) -> None:
    page = manager.post(reverse("governance:add-series"), SAID | {"place": "Room planted"} | change)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert "Room planted" in text_of(page)


def test_editing_a_series_moves_what_is_planned_and_ending_it_cancels_it(manager: Client, cast: Cast) -> None:
    series = a_planned_series(cast)
    address = reverse("governance:edit-series", args=[series.pk])
    seen = manager.get(address).context["version"]
    page = manager.post(
        address, SAID | {"first_on": "2026-11-01", "starts_at": "09:30", "row_version": seen}, follow=True
    )
    assert "coming reviews changed" in text_of(page).replace("\xa0", " ")
    assert first_review(cast).sequence == 1
    ends = {"ended_on": timezone.localdate().isoformat()}
    manager.post(reverse("governance:end-series", args=[series.pk]), ends)
    with acting_for(cast.organisation.pk):
        assert not Review.objects.planned().not_over(timezone.now()).exists()
        assert Review.objects.of_series(series.pk).in_state("cancelled").count() >= 12


def test_of_two_who_edit_a_series_at_once_the_second_sees_both(manager: Client, cast: Cast) -> None:
    series = a_planned_series(cast)
    address = reverse("governance:edit-series", args=[series.pk])
    seen = manager.get(address).context["version"]
    with acting_for(cast.organisation.pk):
        ReviewSeries.objects.update(place="Planted by another")
    refused = manager.post(address, SAID | {"title": "Mine", "row_version": seen})
    assert refused.status_code == 422
    assert "Planted by another" in text_of(refused)


def test_a_review_is_moved_with_a_reason_and_only_ahead(manager: Client, cast: Cast) -> None:
    a_planned_series(cast)
    review = first_review(cast)
    address = reverse("governance:move-review", args=[review.pk])
    year = timezone.now().year + 1
    far = manager.post(address, {"day": "9999-12-31", "time": "10:00", "minutes": 60, "reason": "Strike"})
    assert (far.status_code, "by three years at most" in text_of(far)) == (422, True)
    past = manager.post(address, {"day": "2020-01-01", "time": "10:00", "minutes": 60, "reason": "Strike"})
    assert (past.status_code, "That time has passed" in text_of(past)) == (422, True)
    nameless = manager.post(address, {"day": f"{year}-01-01", "time": "10:00", "minutes": 60, "reason": ""})
    assert nameless.status_code == 422
    manager.post(address, {"day": f"{year}-07-01", "time": "10:00", "minutes": 45, "reason": "Strike"})
    moved = first_review_of(cast, review.pk)
    assert moved.starts_at == datetime(year, 7, 1, 8, tzinfo=UTC)
    assert (moved.ends_at - moved.starts_at, moved.moved_reason) == (timedelta(minutes=45), "Strike")
    assert moved.planned_at == review.planned_at


def first_review_of(cast: Cast, pk: int) -> Review:
    with acting_for(cast.organisation.pk):
        return Review.objects.get(pk=pk)


def test_a_double_click_calls_off_once(manager: Client, cast: Cast) -> None:
    a_planned_series(cast)
    review = first_review(cast)
    for _ in range(2):
        manager.post(reverse("governance:cancel-review", args=[review.pk]), {"reason": "Strike"})
    assert (first_review_of(cast, review.pk).state, first_review_of(cast, review.pk).sequence) == ("cancelled", 1)
    assert "Restore review" in text_of(manager.get(review.get_absolute_url()))
    manager.post(reverse("governance:restore-review", args=[review.pk]))
    assert first_review_of(cast, review.pk).state == "planned"


def test_members_and_guests_take_part_once(manager: Client, cast: Cast) -> None:
    series = a_planned_series(cast)
    address = reverse("governance:add-participant", args=[series.pk])
    manager.post(address, {"member": cast["it_leader"].pk, "part": "required"})
    again = manager.post(address, {"member": cast["it_leader"].pk, "part": "optional"})
    assert (again.status_code, "They take part already." in text_of(again)) == (422, True)
    guest = {"name": "Nora Guest", "email": "Nora@Guest.example", "side": "provider", "part": "optional"}
    page = text_of(manager.post(address, guest, follow=True))
    assert ("Nora Guest" in page, "nora@guest.example" in page) == (True, True)
    nobody = manager.post(address, {"part": "optional"})
    assert (nobody.status_code, "give the guest&#x27;s name" in text_of(nobody)) == (422, True)


def test_only_our_side_and_the_series_own_vendor_can_take_part(manager: Client, cast: Cast) -> None:
    series = a_planned_series(cast)
    address = reverse("governance:add-participant", args=[series.pk])
    for stranger in (cast.rival, cast.outsider):
        assert manager.post(address, {"member": stranger.pk, "part": "required"}).status_code == 422
    portfolio = a_planned_series(cast, vendor=None, title="Portfolio")
    address = reverse("governance:add-participant", args=[portfolio.pk])
    assert manager.post(address, {"member": cast["provider"].pk, "part": "required"}).status_code == 422
    guest = {"name": "Nora", "email": "nora@guest.example", "side": "provider", "part": "optional"}
    assert manager.post(address, guest).status_code == 422


def test_the_chair_hands_over_and_one_who_left_is_shown(manager: Client, cast: Cast) -> None:
    series = a_planned_series(cast)
    manager.post(
        reverse("governance:add-participant", args=[series.pk]), {"member": cast["it_leader"].pk, "part": "required"}
    )
    with acting_for(cast.organisation.pk):
        chair = Participant.objects.chairs().get()
        leader = Participant.objects.get(membership=cast["it_leader"])
    refused = manager.post(reverse("governance:remove-participant", args=[chair.pk]), follow=True)
    assert "Make someone else the chair first" in text_of(refused)
    assert "ITleader Person chairs the series" in text_of(
        manager.post(reverse("governance:make-chair", args=[leader.pk]), follow=True)
    )
    with acting_for(cast.organisation.pk):
        cast["it_leader"].ended_at = timezone.now()
        cast["it_leader"].save()
    assert "The chair has left: name another" in text_of(manager.get(series.get_absolute_url()))


def test_a_provider_sees_its_own_series_and_nothing_of_the_portfolio(client: Client, cast: Cast) -> None:
    own = a_planned_series(cast)
    portfolio = a_planned_series(cast, vendor=None, title="planted-portfolio")
    rivals = a_planned_series(cast, vendor=cast.tessel, title="planted-rival")
    client.force_login(cast["provider"].person)
    pages = [reverse(f"governance:{name}") for name in ("reviews", "series-list", "health")]
    pages += [f"{pages[0]}?view=list", own.get_absolute_url()]
    said = "".join(text_of(client.get(page)) for page in pages)
    assert "planted" not in said
    assert "Monthly business review" in said
    for hidden in (portfolio, rivals):
        assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(reverse("governance:add-series")).status_code == 403


def test_the_calendar_shows_a_month_and_the_lists_what_comes_and_what_was(manager: Client, cast: Cast) -> None:
    a_planned_series(cast)
    review = first_review(cast)
    calendar = reverse("governance:reviews")
    month = f"{timezone.localtime(review.starts_at, cast.organisation.zone):%Y-%m}"
    shown = text_of(manager.get(f"{calendar}?month={month}"))
    assert (review.series.title in shown, "14:00 " in shown) == (True, True)
    assert review.title in text_of(manager.get(f"{calendar}?view=list"))
    assert review.title not in text_of(manager.get(f"{calendar}?view=list&show=past"))
    with acting_for(cast.organisation.pk):
        Review.objects.filter(pk=review.pk).update(
            starts_at=F("starts_at") - timedelta(days=90), ends_at=F("ends_at") - timedelta(days=90)
        )
    past = text_of(manager.get(f"{calendar}?view=list&show=past&state=missed"))
    assert (review.title in past, "Missed" in past) == (True, True)


@pytest.mark.parametrize(
    "query",
    ["month=0000-99", "month=2026-13", "view=x&show=y", "vendor=x", "vendor=99999999999999999999", "series=-1",
     "figure=x", "page=99", "state=x&cadence=y", "q=%00", "figure=late", "months=7", "series=12345"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_still_shows_a_page(manager: Client, cast: Cast, query: str) -> None:
    a_planned_series(cast)
    assert manager.get(f"{reverse('governance:reviews')}?{query}").status_code == 200
    assert manager.get(f"{reverse('governance:health')}?{query}").status_code == 200


def test_each_figure_of_health_opens_to_its_reviews(manager: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        series = a_series(cast, first_on=timezone.localdate() - timedelta(days=200))
        plan_ahead(series, timezone.now() - timedelta(days=150))
        over = Review.objects.missed(timezone.now())
        lost, count = over.order_by("starts_at")[0], over.count()
    page = manager.get(reverse("governance:health"))
    [row] = page.context["rows"]
    figures = {one["label"]: one for one in row["figures"]}
    assert (figures["Missed"]["count"], row["word"]) == (str(count), "Reviews missed")
    behind = manager.get(figures["Missed"]["url"])
    assert [one.review.pk for one in behind.context["rows"]][-1] == lost.pk
    assert len(behind.context["rows"]) == count
    assert figures["Held late"]["url"] == ""


def test_empty_pages_teach(manager: Client, cast: Cast) -> None:
    for name in ("reviews", "series-list", "health"):
        assert "No reviews are planned yet" in text_of(manager.get(reverse(f"governance:{name}")))


@pytest.mark.parametrize("name", ["reviews", "list", "series-list", "health", "series"])
def test_pages_ask_the_same_number_of_questions_of_one_row_and_of_ten(manager: Client, cast: Cast, name: str) -> None:
    with acting_for(cast.organisation.pk):
        calendar = a_calendar(cast)
    series = a_planned_series(cast, calendar=calendar)
    addresses = {"list": reverse("governance:reviews") + "?view=list", "series": series.get_absolute_url()}
    address = addresses.get(name) or reverse(f"governance:{name}")
    manager.get(address)
    before = queries_of(lambda: manager.get(address))
    for number in range(9):
        other = {"vendor": [cast.orvane, cast.tessel, None][number % 3], "title": f"Series {number}"}
        a_planned_series(cast, calendar=calendar, **other)
        with acting_for(cast.organisation.pk):
            guest = {"side": "client", "name": f"Guest {number}", "email": f"guest{number}@guest.example"}
            Participant.objects.create(organisation=cast.organisation, vendor=cast.orvane, series=series, **guest)
    assert queries_of(lambda: manager.get(address)) <= before


def test_programs_read_series_and_reviews(manager: Client, cast: Cast) -> None:
    series = a_planned_series(cast)
    a_planned_series(cast, vendor=cast.tessel)
    [row] = manager.get(reverse("governance-api:review-series"), {"vendor_id": cast.orvane.pk}).json()["results"]
    assert (row["id"], row["rule"]) == (series.pk, "FREQ=MONTHLY;BYDAY=2TH")
    assert row["words"].startswith("The second Thursday of every month")
    whole = manager.get(reverse("governance-api:one-of-review-series", args=[series.pk])).json()
    assert [one["part"] for one in whole["participants"]] == ["chair", "required"]
    reviews = manager.get(
        reverse("governance-api:reviews"), {"vendor_id": str(cast.orvane.pk), "state": "planned"}
    ).json()
    with acting_for(cast.organisation.pk):
        uids = {str(one.uid) for one in Review.objects.filter(vendor=cast.orvane)}
    assert {one["uid"] for one in reviews["results"]} == uids
    assert manager.get(reverse("governance-api:reviews"), {"state": "x"}).status_code == 400
    assert date.fromisoformat(reviews["results"][0]["original_on"])


def test_only_members_who_may_see_reviews_are_offered_as_participants(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        form = ParticipantForm(instance=Participant(series=a_series(cast)))
        field: Any = form.fields["member"]
        offered = {member.role for member in field.queryset}
    assert "service_owner" not in offered
    assert {"vendor_manager", "provider", "executive"} <= offered
