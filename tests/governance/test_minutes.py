"""Minutes: drawn up from what was recorded, circulated, corrected as another version, signed by each side itself."""

import hashlib
import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any
from unittest.mock import patch

import pypdf
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from governance.meeting.items import settle
from governance.meeting.notes import Said, save
from governance.meeting.refusals import NotPossible
from governance.meeting.session import end
from governance.minutes.circulating import circulate
from governance.minutes.comparing import by_words
from governance.minutes.content import compose
from governance.minutes.days import sign_by
from governance.minutes.signing import missing, sign, standing
from governance.minutes.wording import worded
from governance.models import Action, Attendance, Minutes, Note, Review, ReviewSeries, Signature
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.agendas import the_next
from tests.governance.meetings import an_item, in_session, items_of, minutes_later
from tests.objects.governance import a_review
from tests.objects.owners import NOW, Owner

LATER = minutes_later(90)


def held(cast: Cast) -> Review:
    """A review of Orvane that was held, with a shared note on its first item and planted words of ours and theirs."""
    review = in_session(cast)
    first = items_of(review)[0]
    save(first, Said("shared", "Orvane confirms it."), "Vera", NOW)
    save(first, Said("client", "planted-ours"), "Vera", NOW)
    of = {"organisation_id": review.organisation_id, "vendor_id": review.vendor_id}
    Note.objects.bulk_create(
        [Note(**of, item=an_item(review, "planted-item", visibility="client", position=9), visibility="client")]
    )
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        save(first, Said("vendor", "planted-theirs"), "Paula", NOW)
    told: dict[str, Any] = {"owner_name": "Nora", "due_on": date(2026, 11, 30), "created_at": NOW, "created_by": "Vera"}
    Action.objects.create(**of, review=review, title="Stop the pause", **told)
    Action.objects.create(**of, review=review, title="planted-action", visibility="client", **told)
    Attendance.objects.of_review(review.pk).of_side("provider").update(presence="present", since=minutes_later(12))
    the_next(review)
    return end(review, cast["vendor_manager"], minutes_later(60))


def circulated(cast: Cast) -> Minutes:
    return circulate(held(cast), "", cast["vendor_manager"], LATER)


def test_what_was_written_about_an_item_that_was_taken_off_is_not_lost(acting: Cast) -> None:
    review = in_session(acting)
    first, second = items_of(review)[:2]
    save(first, Said("shared", "Orvane confirms it."), "Vera", NOW)
    for item in (first, second):
        settle(review, item, "dropped", acting["vendor_manager"], NOW)
    items = worded(compose(review))["items"]
    assert (items[0]["title"], items[0]["note"], items[0]["state"]) == (first.title, "Orvane confirms it.", "Taken off")
    assert second.title not in {item["title"] for item in items}


def corrected(minutes: Minutes, cast: Cast) -> Minutes:
    item = items_of(minutes.review)[0]
    note = Note.objects.of_item(item.pk).of_visibility("shared").get()
    save(item, Said("shared", "Orvane denies it.", note.revision_id), "Vera", LATER)
    return circulate(minutes.review, "Orvane denied it", cast["it_leader"], LATER)


def signed_by_the_provider(minutes: Minutes, cast: Cast) -> Signature:
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        return sign(minutes, minutes.sha256, cast["provider"], LATER)


def test_minutes_say_who_was_there_what_was_said_decided_and_agreed(acting: Cast) -> None:
    minutes = circulated(acting)
    said = json.loads(minutes.content)
    assert said["items"][0]["note"] == "Orvane confirms it."
    assert said["items"][0]["seconds"] == 3_600
    assert [item["state"] for item in said["items"]] == ["carried"] * 3
    assert [action["title"] for action in said["actions"]] == ["Stop the pause"]
    provider = next(row for row in said["attendance"] if row["side"] == "provider")
    assert (provider["presence"], provider["since"]) == ("present", minutes_later(12).isoformat())
    assert minutes.sha256 == hashlib.sha256(minutes.content.encode()).hexdigest()
    assert (minutes.number, minutes.sign_by) == (1, date(2026, 11, 27))


def test_what_a_side_keeps_to_itself_is_never_in_the_minutes(acting: Cast) -> None:
    minutes = circulated(acting)
    paper = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(bytes(minutes.pdf))).pages)
    for told in (minutes.content, paper):
        assert "planted" not in told
        assert "Orvane confirms it." in told
    assert minutes.sha256 in paper


def test_minutes_are_circulated_after_the_end_and_by_our_side(acting: Cast) -> None:
    with pytest.raises(NotPossible, match="once the review has ended"):
        circulate(in_session(acting), "", acting["vendor_manager"], LATER)
    for role in ("provider", "auditor"):
        with pytest.raises(NotPossible, match="of our side who take part"):
            circulate(held(acting), "", acting[role], LATER)


def test_circulating_twice_by_a_double_click_makes_one_version(acting: Cast) -> None:
    minutes = circulated(acting)
    with pytest.raises(NotPossible, match="Nothing has changed since version 1"):
        circulate(minutes.review, "", acting["vendor_manager"], LATER)
    assert Minutes.objects.count() == 1


def test_a_correction_says_why_and_the_earlier_version_stays_with_its_signatures(acting: Cast) -> None:
    first = circulated(acting)
    sign(first, first.sha256, acting["vendor_manager"], LATER)
    item = items_of(first.review)[0]
    save(item, Said("shared", "More.", None), "Vera", LATER)
    with pytest.raises(NotPossible, match="Say what was corrected"):
        circulate(first.review, " ", acting["vendor_manager"], LATER)
    second = circulate(first.review, "More was said", acting["vendor_manager"], LATER)
    assert second.number == 2
    assert Signature.objects.of_minutes(first.pk).count() == 1
    assert len(missing(second)) == 2
    assert "Orvane confirms it." in first.content


def test_what_becomes_of_an_action_later_is_no_change_of_what_was_agreed(acting: Cast) -> None:
    first = circulated(acting)
    Action.objects.filter(title="Stop the pause").update(
        due_on=date(2027, 3, 1), owner_name="Omar", owner_side="client", title="Stop it"
    )
    with pytest.raises(NotPossible, match="Nothing has changed since version 1"):
        circulate(first.review, "Another day", acting["vendor_manager"], LATER)
    of = {"organisation_id": first.organisation_id, "vendor_id": first.vendor_id, "review": first.review}
    told: dict[str, Any] = {"owner_name": "Nora", "due_on": date(2026, 11, 1), "created_at": NOW, "created_by": "Vera"}
    Action.objects.create(**of, title="Left out", **told)
    second = json.loads(corrected(first, acting).content)
    assert second["items"][0]["note"] == "Orvane denies it."
    assert second["actions"][:1] == json.loads(first.content)["actions"]
    assert [one["title"] for one in second["actions"]] == ["Stop the pause", "Left out"]


def test_actions_of_a_version_without_their_keys_are_known_by_their_titles(acting: Cast) -> None:
    first = circulated(acting)
    said = json.loads(first.content)
    del said["actions"][0]["key"]
    with patch.object(Minutes.objects, "of_review") as of_review:
        of_review.return_value.without_bytes.return_value.last.return_value = Minutes(content=json.dumps(said))
        assert compose(first.review)["actions"] == said["actions"]


def test_each_side_signs_once_and_then_it_is_signed(acting: Cast) -> None:
    minutes = circulated(acting)
    assert standing(minutes, date(2026, 11, 27)) == ("watch", "Waits for Ashcombe Group and Orvane")
    assert standing(minutes, date(2026, 11, 28))[0] == "bad"
    sign(minutes, minutes.sha256, acting["vendor_manager"], LATER)
    assert [one.pk for one in Minutes.objects.overdue(date(2026, 11, 28))] == [minutes.pk]
    signature = signed_by_the_provider(minutes, acting)
    assert (signature.side, signature.sha256) == ("provider", minutes.sha256)
    assert standing(Minutes.objects.for_page().get(), date(2026, 11, 28)) == ("good", "Signed")
    assert not Minutes.objects.overdue(date(2026, 11, 28)).exists()
    with pytest.raises(NotPossible, match="signed it for your side on 20.Nov.2026"):
        sign(minutes, minutes.sha256, acting["it_leader"], LATER)


def test_others_do_not_sign(acting: Cast) -> None:
    minutes = circulated(acting)
    with pytest.raises(NotPossible, match="For our side the chair signs"):
        sign(minutes, minutes.sha256, acting["executive"], LATER)
    with pytest.raises(NotPossible, match="not your company's"):
        sign(minutes, minutes.sha256, acting.rival, LATER)


def test_what_was_read_is_what_is_signed(acting: Cast) -> None:
    minutes = circulated(acting)
    with pytest.raises(NotPossible, match="What you read is not what this version says"):
        sign(minutes, "0" * 64, acting["vendor_manager"], LATER)


def test_a_replaced_version_is_not_signed(acting: Cast) -> None:
    first = circulated(acting)
    corrected(first, acting)
    with pytest.raises(NotPossible, match="Version 2 has replaced version 1"):
        sign(first, first.sha256, acting["vendor_manager"], LATER)


def a_signature(minutes: Minutes, cast: Cast, role: str, **more: Any) -> Signature:
    """Written past the code that asks."""
    member = cast[role]
    of = {"organisation": cast.organisation, "vendor_id": cast.orvane.pk, "minutes": minutes, "signed_at": LATER}
    told = {"side": "provider", "membership_id": member.pk, "name": str(member.person), "sha256": minutes.sha256}
    return Signature.objects.create(**of | told | more)


def test_the_database_lets_each_side_sign_in_its_own_name_alone(acting: Cast) -> None:
    minutes = circulated(acting)
    with pytest.raises(IntegrityError, match="for the own side"), transaction.atomic():
        a_signature(minutes, acting, "provider")
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        for more, told in (
            ({"name": "Vera"}, "in the own name"),
            ({"membership_id": acting["vendor_manager"].pk}, "in the own name"),
            ({"sha256": "0" * 64}, "what the minutes say"),
        ):
            with pytest.raises(IntegrityError, match=told), transaction.atomic():
                a_signature(minutes, acting, "provider", **more)
        assert a_signature(minutes, acting, "provider").pk


def test_the_database_refuses_a_signature_of_a_replaced_version(acting: Cast) -> None:
    first = circulated(acting)
    corrected(first, acting)
    with pytest.raises(IntegrityError, match="newest version"), acting_for(acting.organisation.pk, acting.orvane.pk):
        a_signature(first, acting, "provider")


def test_minutes_of_the_whole_portfolio_are_signed_by_our_side_alone(acting: Cast) -> None:
    key = a_review(Owner(acting.organisation, acting.orvane), state="held", started_at=NOW, held_at=LATER)["pk"]
    ReviewSeries.objects.update(vendor=None)
    Review.objects.update(vendor=None)
    minutes = circulate(Review.objects.get(pk=key), "", acting["vendor_manager"], LATER)
    assert [side.value for side in missing(minutes)] == ["client"]
    sign(minutes, minutes.sha256, acting["vendor_manager"], LATER)
    assert standing(Minutes.objects.for_page().get(), date(2027, 1, 1)) == ("good", "Signed")
    assert not Minutes.objects.overdue(date(2027, 1, 1)).exists()


HOLIDAYS = (date(2026, 12, 25), date(2027, 1, 1))


def by_the_week(day: date) -> bool:
    return day.weekday() < 5


def in_the_office(day: date) -> bool:
    return by_the_week(day) and day not in HOLIDAYS


@pytest.mark.parametrize(
    ("circulated_on", "within", "is_working", "last"),
    [
        (date(2026, 11, 20), 5, by_the_week, date(2026, 11, 27)),
        (date(2026, 12, 23), 5, by_the_week, date(2026, 12, 30)),
        (date(2026, 12, 23), 5, in_the_office, date(2026, 12, 31)),
        (date(2026, 12, 23), 6, in_the_office, date(2027, 1, 4)),
        (date(2026, 11, 21), 1, in_the_office, date(2026, 11, 23)),
        (date(2026, 11, 20), 5, lambda day: False, date(2026, 11, 27)),
    ],
)
def test_the_days_to_sign_are_working_days_of_the_series_calendar(
    circulated_on: date, within: int, is_working: Callable[[date], bool], last: date
) -> None:
    assert sign_by(circulated_on, within, is_working) == last


def test_a_comparison_tells_gone_and_new_words_apart() -> None:
    pieces = [(piece.kind, piece.text) for piece in by_words("Orvane confirms it.", "Orvane denies it.")]
    assert pieces == [("same", "Orvane "), ("gone", "confirms"), ("new", "denies"), ("same", " it.")]


def test_the_pages_lead_from_the_draft_to_both_signatures(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = held(cast)
    address = reverse("governance:minutes", args=[review.pk])
    client.force_login(cast["vendor_manager"].person)
    draft = client.get(address).content.decode()
    assert "Circulate minutes" in draft
    assert "Orvane confirms it." in draft
    client.post(reverse("governance:circulate-minutes", args=[review.pk]))
    for role in ("vendor_manager", "provider"):
        client.force_login(cast[role].person)
        page = client.get(address)
        assert "planted" not in page.content.decode()
        minutes = page.context["minutes"]
        client.post(reverse("governance:sign-minutes", args=[minutes.pk]), {"sha256": minutes.sha256})
    assert "Signed" in client.get(address).content.decode()
    with acting_for(cast.organisation.pk):
        assert set(Signature.objects.values_list("side", flat=True)) == {"client", "provider"}
    for kind, start in (("pdf", b"%PDF-"), ("json", b'{"actions"')):
        file = client.get(reverse("governance:minutes-file", args=[minutes.pk, kind]))
        assert file.content.startswith(start)


def test_a_correction_on_the_page_needs_its_reason_and_is_shown_word_by_word(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = circulated(cast).review
        item = items_of(review)[0]
        note = Note.objects.of_item(item.pk).of_visibility("shared").get()
    client.force_login(cast["it_leader"].person)
    words = {"visibility": "shared", "text": "Orvane denies it.", "base": note.revision_id, "back": "minutes"}
    page = client.post(reverse("governance:note", args=[item.pk]), words, follow=True).content.decode()
    assert "Draft" in page
    address = reverse("governance:circulate-minutes", args=[review.pk])
    refused = client.post(address, {"reason": ""})
    assert refused.status_code == 422
    assert "Say what was corrected" in refused.content.decode()
    client.post(address, {"reason": "Orvane denied it"})
    client.force_login(cast["provider"].person)
    page = client.get(reverse("governance:compare-minutes", args=[review.pk])).content.decode()
    assert "<del>confirms</del><ins>denies</ins>" in page
    assert "planted" not in page
    old = client.get(reverse("governance:minutes", args=[review.pk]), {"version": 1}).content.decode()
    assert "Replaced by version 2" in old
    assert "Orvane confirms it." in old


def test_signed_by_the_wrong_side_is_refused_with_a_clear_message(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        minutes = circulated(cast)
    address = reverse("governance:sign-minutes", args=[minutes.pk])
    client.force_login(cast.rival.person)
    assert client.post(address, {"sha256": minutes.sha256}).status_code == 404
    client.force_login(cast["auditor"].person)
    page = client.post(address, {"sha256": minutes.sha256}, follow=True).content.decode()
    assert "For our side the chair signs" in page
    with acting_for(cast.organisation.pk):
        assert not Signature.objects.exists()
