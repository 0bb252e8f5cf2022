"""Governance under attack: numbers and days out of range, people without business."""

import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.forms.actions import ActionForm
from governance.meeting.merging import merged
from governance.meeting.notes import Said, take_note
from governance.meeting.refusals import NotPossible
from governance.meeting.session import end
from governance.minutes.circulating import circulate
from governance.minutes.signing import sign
from governance.models import (
    Action,
    BusinessChange,
    CalendarFeed,
    EvidencePack,
    Mail,
    Note,
    Review,
    ReviewSeries,
)
from governance.planning import feeds
from governance.planning.recurrence import InvalidRule, check
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.meetings import an_item, in_session, items_of, minutes_later, planned
from tests.objects.governance import a_notification, a_series
from tests.objects.owners import NOW, Owner, party_of

DIGITS = "9" * 5_000


def owner_of(cast: Cast) -> Owner:
    return Owner(cast.organisation, cast.orvane)


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=MONTHLY;BYDAY=99MO", "FREQ=MONTHLY;BYDAY=-99MO", "FREQ=YEARLY;BYDAY=400MO", "FREQ=DAILY;BYDAY=0MO"),
        *("FREQ=YEARLY;BYDAY=99999999999999999999MO", "FREQ=DAILY;INTERVAL=0000019999999", "FREQ=SECONDLY"),
        *("FREQ=DAILY;COUNT=" + "9" * 150, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY\r\nRDATE:20260101"),
        *("FREQ=DAILY;UNTIL=00010101", "RRULE:RRULE:FREQ=DAILY", "FREQ=DAILY;BYMONTH=\x00", "=;=;=", ";", "\x00"),
    ],
)
def test_a_rule_that_no_calendar_can_hold_is_refused_in_words(rule: str) -> None:
    with pytest.raises(InvalidRule):
        check(rule, date(2026, 11, 25))


def test_long_notes_are_brought_together_in_a_moment_and_lose_no_word() -> None:
    """A provider could otherwise keep the notes of a meeting locked for minutes."""
    for base in ("a " * 25_000, "a b c d e " * 5_000, " ".join(f"w{n % 900}" for n in range(10_000))):
        began = time.monotonic()
        found = merged(base, f"FIRST {base}", f"{base} LAST")
        assert time.monotonic() - began < 8
        assert {"FIRST", "LAST", *base.split()} <= set(found.split())


SENT: dict[str, Any] = {
    "seen": DIGITS,
    "item": DIGITS,
    "base": DIGITS,
    "by": "next",
    "text": "x",
    "visibility": "shared",
}


@pytest.mark.parametrize("said", [{}, {"item": "²"}, {"base": "-1"}, {"text": "x\x00y"}, {"text": "x" * 60_000}])
def test_a_meeting_takes_no_harm_from_numbers_and_signs_that_make_no_sense(
    client: Client, cast: Cast, said: dict[str, str]
) -> None:
    with acting_for(cast.organisation.pk):
        review = in_session(cast)
        item = items_of(review)[0]
    client.force_login(cast["vendor_manager"].person)
    for name, key in (("meeting-step", review.pk), ("note", item.pk), ("settle-item", item.pk)):
        assert client.post(reverse(f"governance:{name}", args=[key]), SENT | said).status_code < 500
    for name in ("meeting", "record-decision", "add-meeting-action"):
        address = reverse(f"governance:{name}", args=[review.pk])
        assert client.get(f"{address}?item={DIGITS}").status_code < 500
    for query in (f"?version={DIGITS}", "?version=x", f"?new={DIGITS}&old=-1"):
        for name in ("minutes", "compare-minutes"):
            assert client.get(reverse(f"governance:{name}", args=[review.pk]) + query).status_code < 500


DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", "-1", "99999999999", "x\x00")
ROOMS = {
    "add-series": {
        "title": "x", "cadence": "monthly", "starts_at": "10:00", "minutes": "-5", "timezone": "../../etc/passwd",
        "shift": "next", "sign_within": "99999999999999999999", "own_rule": "FREQ=MONTHLY;BYDAY=99MO",
    },
    "new-action": {"title": "x" * 300, "kind": "corrective", "visibility": "shared", "target": "1e999",
        "baseline": "nan"},
    "add-change": {"kind": "hiring", "title": "x", "people": "-4", "form_key": "x"},
    "evidence": {"purpose": "x\x00", "vendor": DIGITS, "contract": "-1"},
}  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", ROOMS)
def test_forms_answer_to_days_and_numbers_out_of_range(client: Client, cast: Cast, name: str, day: str) -> None:
    role = "administrator" if name == "evidence" else "vendor_manager"
    client.force_login(cast[role].person)
    names = ("first_on", "due_on", "proof_on", "takes_effect_on", "first_day", "last_day")
    sent = ROOMS[name] | dict.fromkeys(names, day)
    assert client.post(reverse(f"governance:{name}"), sent).status_code in (200, 422)


@pytest.mark.parametrize("day", ["0001-01-01", "9998-12-31"])
def test_changes_at_the_ends_of_time_break_no_page(client: Client, cast: Cast, day: str) -> None:
    client.force_login(cast["vendor_manager"].person)
    sent = {"kind": "hiring", "title": "Far", "takes_effect_on": day}
    assert client.post(reverse("governance:add-change"), sent).status_code in (200, 302, 422)
    with acting_for(cast.organisation.pk):
        made = list(BusinessChange.objects.all())
    pages = [reverse("governance:change", args=[one.pk]) for one in made]
    notice = {"vendors": [cast.orvane.pk], "message": "x", "lines": ""}
    for one in made:
        assert client.post(reverse("governance:give-notice", args=[one.pk]), notice).status_code < 500
    for address in (*pages, reverse("governance:changes"), reverse("governance:change-notices")):
        assert client.get(address).status_code == 200
    assert client.get(reverse("governance:change-figures")).status_code == 200
    with acting_for(cast.organisation.pk):
        review = planned(cast)
    assert client.get(reverse("governance:review", args=[review.pk])).status_code == 200


@pytest.mark.parametrize("days", [("0001-01-01", "0001-01-02"), ("0001-01-01", "9998-12-31")])
def test_evidence_of_all_time_is_estimated_or_refused(client: Client, cast: Cast, days: tuple[str, str]) -> None:
    client.force_login(cast["auditor"].person)
    asked = {"first_day": days[0], "last_day": days[1], "purpose": "x"}
    assert client.get(reverse("governance:evidence"), asked).status_code in (200, 422)
    assert client.post(reverse("governance:evidence"), asked).status_code in (302, 422)
    with acting_for(cast.organisation.pk):
        packs = list(EvidencePack.objects.all())
    for pack in packs:
        assert client.get(reverse("governance:evidence-pack", args=[pack.pk])).status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_actions_at_the_ends_of_time_break_no_page(client: Client, cast: Cast, day: str) -> None:
    client.force_login(cast["vendor_manager"].person)
    sent = {"title": "Far", "kind": "corrective", "vendor": cast.orvane.pk, "visibility": "shared", "due_on": day}
    sent |= {"owner": cast["vendor_manager"].pk, "origin": "other"}
    assert client.post(reverse("governance:new-action"), sent).status_code in (302, 422)
    for name in ("actions", "action-list", "reviews", "health"):
        assert client.get(reverse(f"governance:{name}")).status_code == 200
    with acting_for(cast.organisation.pk):
        review = planned(cast)
        keys = list(Action.objects.values_list("pk", flat=True))
    for key in keys:
        assert client.get(reverse("governance:action", args=[key])).status_code == 200
    for name in ("review", "pack"):
        assert client.get(reverse(f"governance:{name}", args=[review.pk])).status_code == 200


@pytest.mark.parametrize(
    "url",
    ["//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)",
     "https://evil.example", "\\\\evil.example", "/x\\..\\evil"],
)  # fmt: skip
def test_the_origin_of_an_action_leads_nowhere_else(acting: Cast, url: str) -> None:
    form: Any = ActionForm.__new__(ActionForm)
    form.cleaned_data = {"origin_url": url}
    assert form.clean_origin_url() == ""


def test_a_feed_is_closed_to_whoever_left_was_deactivated_or_revoked_it(acting: Cast) -> None:
    for role, ends in (("vendor_manager", "revoked"), ("provider", "left"), ("it_leader", "deactivated")):
        member = acting[role]
        secret = feeds.open_feed(member, NOW)
        assert feeds.read_feed(secret, False, NOW) is not None
        kept = CalendarFeed.objects.of_member(member.pk).current().get()
        assert secret not in "".join(str(value) for value in vars(kept).values())
        if ends == "revoked":
            feeds.close_feed(member, NOW)
        elif ends == "left":
            type(member).objects.filter(pk=member.pk).update(ended_at=NOW)
        else:
            type(member.person).objects.filter(pk=member.person_id).update(is_active=False)
        assert feeds.read_feed(secret, False, NOW) is None
        assert feeds.read_feed(secret, True, NOW) is None


def test_minutes_are_not_signed_by_somebody_who_left_or_for_the_other_side(acting: Cast) -> None:
    manager, provider = acting["vendor_manager"], acting["provider"]
    review = end(in_session(acting), manager, minutes_later(50))
    minutes = circulate(review, "", manager, minutes_later(55))
    for member in (acting.rival, acting["executive"], acting["auditor"]):
        with pytest.raises(NotPossible):
            sign(minutes, minutes.sha256, member, minutes_later(60))
    with pytest.raises(NotPossible, match="What you read"):
        sign(minutes, "0" * 64, manager, minutes_later(60))
    an_item(Review.objects.get(pk=review.pk), "Later")
    newer = circulate(review, "An item was missing", manager, minutes_later(70))
    with pytest.raises(NotPossible, match="has replaced"):
        sign(minutes, minutes.sha256, manager, minutes_later(80))
    type(provider).objects.filter(pk=provider.pk).update(ended_at=NOW)
    provider.refresh_from_db()
    with pytest.raises(Exception, match="own name|left|not"), acting_for(acting.organisation.pk, acting.orvane.pk):
        sign(newer, newer.sha256, provider, minutes_later(80))


CLOSED = (
    *("evidence", "evidence-key", "mails", "mail-folder", "improvement", "add-change", "add-series"),
    *("new-action", "start-plan"),
)


@pytest.mark.parametrize("name", CLOSED)
def test_a_provider_has_no_business_there(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast["provider"].person)
    address = reverse(f"governance:{name}")
    assert {client.get(address).status_code, client.post(address).status_code} <= {403, 404, 405}


@pytest.mark.parametrize("name", ["open-notification", "mark-read"])
def test_what_somebody_else_is_told_is_not_there(client: Client, cast: Cast, name: str) -> None:
    with acting_for(cast.organisation.pk):
        key = a_notification(owner_of(cast))["pk"]
    for member in (cast["provider"], cast["vendor_manager"], cast.rival):
        client.force_login(member.person)
        assert client.post(reverse(f"governance:{name}", args=[key])).status_code in (404, 405)
        assert client.get(reverse(f"governance:{name}", args=[key])).status_code in (404, 405)


def test_a_note_for_our_side_alone_is_taken_from_no_provider_and_shown_to_none(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = in_session(cast)
        item = items_of(review)[0]
        take_note(review, item, Said("client", "Half would do"), cast["vendor_manager"], NOW)
    client.force_login(cast["provider"].person)
    address = reverse("governance:note", args=[item.pk])
    assert client.post(address, {"text": "x", "visibility": "client"}).status_code == 422
    assert "Half would do" not in client.get(address, {"visibility": "client"}).content.decode()
    with acting_for(cast.organisation.pk):
        assert Note.objects.of_item(item.pk).of_visibility("client").get().text == "Half would do"


def test_a_series_with_a_rule_gone_bad_breaks_no_page(client: Client, cast: Cast) -> None:
    """Such as one that an earlier version of the portal took."""
    with acting_for(cast.organisation.pk):
        key = a_series(owner_of(cast))["pk"]
        ReviewSeries.objects.filter(pk=key).update(rule="FREQ=MONTHLY;BYDAY=99MO")
    client.force_login(cast["vendor_manager"].person)
    for name, args in (("reviews", []), ("health", []), ("series-list", []), ("series", [key]), ("edit-series", [key])):
        assert client.get(reverse(f"governance:{name}", args=args)).status_code == 200, name


def test_what_our_side_plans_is_in_no_invitation_to_a_provider(acting: Cast) -> None:
    review = planned(acting)
    an_item(review, "zq-internal", visibility="client")
    Action.objects.create(
        **party_of(owner_of(acting)), title="zq-internal", owner_name="zq-internal", due_on=date(2026, 12, 1),
        created_at=NOW, created_by="zq-internal", visibility="client", review=review,
    )  # fmt: skip
    from governance.planning import telling  # noqa: PLC0415

    telling.tell(Review.objects.filter(pk=review.pk).for_table(), NOW - timedelta(days=1))
    mails = Mail.objects.filter(vendor_id=acting.orvane.pk)
    assert mails.exists()
    assert not any("zq-internal" in f"{one.subject}{one.body}{one.invitation}" for one in mails)
    assert timezone.is_aware(mails[0].due_at)
