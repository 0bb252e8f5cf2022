"""Addresses that name a key in more digits than a number is read from: they name nothing, and nothing breaks."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from governance.models import AgendaItem, Review
from portal.accounts.tenancy import acting_for
from portal.front.addresses import key_of
from tests.cast import Cast
from tests.governance.meetings import in_session, items_of

ENDLESS = "9" * 5_000


@given(st.integers(min_value=1, max_value=10**18 - 1))
def test_every_key_is_understood_as_it_is_written(key: int) -> None:
    assert key_of(str(key)) == key


@pytest.mark.parametrize("text", ["", "0", "x", "-1", "1.5", " 1", "²", "٣", "9" * 19, ENDLESS])
def test_what_can_be_no_key_names_nothing(text: str) -> None:
    assert key_of(text) is None


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        *(("changes", field) for field in ("vendor", "site")),
        *(("change-notices", field) for field in ("vendor", "site")),
        *(("reviews", field) for field in ("vendor", "series", "months")),
        *(("actions", "vendor"), ("action-list", "vendor")),
        *(("new-action", field) for field in ("vendor", "review", "service")),
    ],
)
def test_a_list_is_shown_as_if_nothing_was_asked(client: Client, cast: Cast, name: str, asked: str) -> None:
    client.force_login(cast["vendor_manager"].person)
    assert client.get(reverse(f"governance:{name}"), {asked: ENDLESS}).status_code == 200


@pytest.mark.parametrize("half", [f"{ENDLESS}-1", f"2026-{ENDLESS}", ENDLESS, "0002026-1"])
def test_a_half_year_of_endless_digits_is_that_of_today(client: Client, cast: Cast, half: str) -> None:
    client.force_login(cast["vendor_manager"].person)
    today = client.get(reverse("governance:change-figures")).context["half"]
    assert client.get(reverse("governance:change-figures"), {"half": half}).context["half"] == today
    behind = {"behind": "in_time", "half": half}
    assert client.get(reverse("governance:change-notices"), behind).status_code == 200


def meeting(cast: Cast) -> tuple[Review, AgendaItem]:
    with acting_for(cast.organisation.pk):
        review = in_session(cast)
        return review, items_of(review)[0]


@pytest.mark.parametrize("name", ["meeting", "record-decision", "add-meeting-action"])
def test_a_meeting_asked_for_an_endless_item_shows_its_page(client: Client, cast: Cast, name: str) -> None:
    review, _ = meeting(cast)
    client.force_login(cast["vendor_manager"].person)
    assert client.get(reverse(f"governance:{name}", args=[review.pk]), {"item": ENDLESS}).status_code == 200


def test_a_meeting_goes_to_no_endless_item(client: Client, cast: Cast) -> None:
    review, item = meeting(cast)
    client.force_login(cast["vendor_manager"].person)
    address = reverse("governance:meeting-step", args=[review.pk])
    assert client.post(address, {"item": ENDLESS}).status_code == 404
    assert client.post(address, {"seen": ENDLESS}).status_code == 302
    words = {"visibility": "shared", "text": "Said", "base": ENDLESS}
    assert client.post(reverse("governance:note", args=[item.pk]), words).status_code == 302
