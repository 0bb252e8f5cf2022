"""The sheet's pages: resumed where one stopped, saved as one goes, by script and without, and nobody else's to see."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from assessments.campaigns.answering import Said, answer, comment_on, finish
from assessments.campaigns.closing import close
from assessments.models import Answer, AnswerFile, Campaign, Respondent
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.assessments.campaigns import NOW, a_campaign, ask, sheet_for, stored
from tests.cast import Cast
from tests.counting import queries_of


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    with acting_for(cast.organisation.pk):
        return a_campaign(cast, "vendor_manager", "provider", due_on=None)


@pytest.fixture
def mine(cast: Cast, campaign: Campaign) -> Iterator[Respondent]:
    """The vendor manager's sheet; the test acts for their organisation."""
    with acting_for(cast.organisation.pk):
        yield sheet_for(campaign, cast["vendor_manager"])


@pytest.fixture
def me(client: Client, cast: Cast) -> Client:
    client.force_login(cast["vendor_manager"].person)
    return client


@pytest.fixture
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.PORTAL_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    return tmp_path


def at(sheet: Respondent, step: str = "") -> str:
    return sheet.get_absolute_url() + (f"?step={step}" if step else "")


def send(me: Client, sheet: Respondent, code: str, **fields: Any) -> Any:
    """As the page's script does with every answer."""
    body = {"question": code} | {f"q-{code}-{name}": value for name, value in fields.items()}
    return me.post(reverse("assessments:save-answer", args=[sheet.pk]), body)


def seen(page: str) -> dict[str, str]:
    """The hidden fields of a page that say what it shows."""
    return dict(re.findall(r'name="(q-[a-z-]+-seen)" value="([^"]*)"', page))


def test_every_answer_is_saved_at_once_and_the_page_hears_what_that_changes(me: Client, mine: Respondent) -> None:
    told = send(me, mine, "own-decisions", choice="3").json()
    assert (stored(mine), told["refusal"], told["applies"]["own-known"]) == ({"own-decisions": 3}, "", True)
    assert re.fullmatch(r"Saved \d\d:\d\d", told["saved"])
    assert told["progress"] == "1 of 5 answered, about 4\u00a0minutes left"
    told = send(me, mine, "own-decisions", choice="1").json()
    assert (told["applies"]["own-known"], told["asked"]) == (False, 4)
    assert send(me, mine, "own-decisions", choice="unknown").json()["answered"] == 1
    assert stored(mine) == {"own-decisions": "unknown"}


def test_a_sheet_opens_where_one_stopped(me: Client, cast: Cast, mine: Respondent) -> None:
    assert "Ownership and decision rights</h2>" in me.get(at(mine)).content.decode()
    for code in ("own-decisions", "own-escalation"):
        answer(cast["vendor_manager"], mine, code, Said(1), NOW)
    page = me.get(at(mine)).content.decode()
    assert "Governance rhythm</h2>" in page
    assert "2 of 4 answered" in page
    for code in ("rhythm-reviews", "sign-sites"):
        answer(cast["vendor_manager"], mine, code, Said(unknown=True), NOW)
    assert "Everything is answered" in me.get(at(mine)).content.decode()


def test_without_a_script_a_page_is_saved_as_a_whole_and_leads_on(me: Client, mine: Respondent) -> None:
    page = me.get(at(mine, "ownership")).content.decode()
    said = {"q-own-decisions-choice": "4", "q-own-decisions-comment": "Since May", "q-own-escalation-choice": "unknown"}
    reply = me.post(at(mine, "ownership"), seen(page) | said | {"go": "next"})
    assert (reply.status_code, reply["Location"]) == (302, at(mine, "rhythm"))
    assert stored(mine) == {"own-decisions": 4, "own-escalation": "unknown"}
    page = me.get(at(mine, "ownership")).content.decode()
    assert re.search(r'data-question="own-known"\s*>', page)
    assert me.post(at(mine, "rhythm"), {"go": "previous"})["Location"] == at(mine, "ownership")
    assert me.post(at(mine, "rhythm"), {"go": "next"})["Location"] == at(mine, "overview")


def test_a_question_that_does_not_apply_is_hidden_until_its_answer_fits(me: Client, mine: Respondent) -> None:
    page = me.get(at(mine, "ownership")).content.decode()
    assert re.search(r'data-question="own-known"\s+hidden', page)


def test_what_is_wrong_on_a_page_is_said_at_its_question_and_the_rest_is_kept(
    me: Client, mine: Respondent, data_folder: Path
) -> None:
    said = {
        "q-own-decisions-choice": "9",
        "q-own-decisions-comment": "Nine lives",
        "q-own-escalation-choice": "2",
        "q-own-escalation-file": SimpleUploadedFile("large.bin", b"x" * 30_000_000),
        "q-rhythm-provider-choice": "5",
        "q-made-up-choice": "5",
    }
    reply = me.post(at(mine, "ownership"), said | {"go": "next"})
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Choose one of the five levels" in page
    assert "large.bin was not kept: it is larger than 20 MB" in page
    assert "Nine lives" in page
    assert stored(mine) == {"own-decisions": None, "own-escalation": 2}
    assert Answer.objects.get(question="own-decisions").comment == "Nine lives"
    assert not AnswerFile.objects.exists()


@pytest.mark.parametrize("choice", ["9", "0", "٣", "-1", "3.0", "9" * 100_000, "yes"])
def test_a_level_that_is_none_is_refused_and_changes_nothing(me: Client, mine: Respondent, choice: str) -> None:
    send(me, mine, "own-decisions", choice="2")
    reply = send(me, mine, "own-decisions", choice=choice)
    assert (reply.status_code, "Choose one of the five levels" in reply.json()["refusal"]) == (422, True)
    assert stored(mine) == {"own-decisions": 2}


@pytest.mark.parametrize("code", ["rhythm-provider", "made-up", "", "x" * 500, "own-decisions\x00"])
def test_a_question_that_is_not_for_them_is_refused(me: Client, mine: Respondent, code: str) -> None:
    reply = send(me, mine, code, choice="3")
    assert (reply.status_code, reply.json()["refusal"]) == (422, "This question is not on your sheet.")
    assert stored(mine) == {}


@pytest.mark.parametrize("comment", ["x" * 4001, "nothing\x00ness"])
def test_a_comment_that_cannot_be_kept_is_refused_and_stays_in_the_form(
    me: Client, mine: Respondent, comment: str
) -> None:
    assert send(me, mine, "own-decisions", comment=comment).status_code == 422
    reply = me.post(at(mine, "ownership"), {"q-own-decisions-comment": comment, "q-own-decisions-choice": "2"})
    assert (reply.status_code, comment[:3900] in reply.content.decode()) == (422, True)
    assert stored(mine) == {"own-decisions": 2}


def test_two_tabs_of_one_person_overwrite_only_what_was_changed_in_them(me: Client, mine: Respondent) -> None:
    first = second = seen(me.get(at(mine, "ownership")).content.decode())
    me.post(at(mine, "ownership"), first | {"q-own-decisions-choice": "4", "q-own-decisions-comment": "Since May"})
    said = {"q-own-decisions-comment": "", "q-own-escalation-choice": "2", "q-own-escalation-comment": ""}
    me.post(at(mine, "ownership"), second | said)
    assert stored(mine) == {"own-decisions": 4, "own-escalation": 2}
    assert Answer.objects.get(question="own-decisions").comment == "Since May"
    me.post(at(mine, "ownership"), second | {"q-own-decisions-choice": "1"})
    assert stored(mine) == {"own-decisions": 1, "own-escalation": 2}


def again_with(cast: Cast, before: Campaign, member: Membership) -> Respondent:
    answer(member, sheet_for(before, member), "own-decisions", Said(3), NOW)
    answer(member, sheet_for(before, member), "own-known", Said(4), NOW)
    close(cast["it_leader"], before, NOW)
    return sheet_for(a_campaign(cast, previous=before, title="Again"), member)


def test_answers_from_last_time_stand_there_and_count_once_confirmed(
    me: Client, cast: Cast, campaign: Campaign, mine: Respondent
) -> None:
    new = again_with(cast, campaign, cast["vendor_manager"])
    page = me.get(at(new, "ownership")).content.decode()
    assert page.count("From last time") == 2
    assert re.search(r'value="3" autocomplete="off" checked', page)
    unchanged = {"q-own-decisions-choice": "3", "q-own-decisions-comment": ""}
    me.post(at(new, "ownership"), seen(page) | unchanged | {"go": "next"})
    assert not Answer.objects.of_respondent(new.pk).confirmed().exists()
    me.post(at(new, "ownership"), seen(page) | unchanged | {"confirm": "own-decisions"})
    confirmed = Answer.objects.of_respondent(new.pk).confirmed()
    assert [one.question for one in confirmed] == ["own-decisions"]
    me.post(at(new, "ownership"), seen(page) | {"confirm": "all"})
    assert (confirmed.all().count(), stored(new)) == (2, {"own-decisions": 3, "own-known": 4})


def test_sending_an_answer_from_last_time_as_it_is_confirms_it(
    me: Client, cast: Cast, campaign: Campaign, mine: Respondent
) -> None:
    new = again_with(cast, campaign, cast["vendor_manager"])
    told = send(me, new, "own-decisions", choice="3").json()
    assert (told["answered"], told["prefilled"]) == (1, False)


def test_finishing_is_undone_until_it_is_closed(me: Client, cast: Cast, campaign: Campaign, mine: Respondent) -> None:
    overview = me.get(at(mine, "overview")).content.decode()
    assert "4 questions open" in overview
    assert "Finish with 4 open" in overview
    page = me.post(reverse("assessments:finish-sheet", args=[mine.pk]), follow=True).content.decode()
    assert "See my answers" in page
    assert "Change my answers" in me.get(at(mine)).content.decode()
    page = me.post(reverse("assessments:change-answers", args=[mine.pk]), follow=True).content.decode()
    assert "Finish with 4 open" in page
    close(cast["it_leader"], campaign, timezone.now())
    page = me.post(reverse("assessments:finish-sheet", args=[mine.pk]), follow=True).content.decode()
    assert "Your answers stand as they were then" in page


def test_a_closed_sheet_reads_on_and_shows_what_could_not_be_saved(
    me: Client, cast: Cast, campaign: Campaign, mine: Respondent
) -> None:
    send(me, mine, "own-decisions", choice="3")
    close(cast["it_leader"], campaign, timezone.now())
    page = me.get(at(mine, "ownership")).content.decode()
    assert "The assessment is closed." in page
    assert not re.search(r"about \d+\sminutes? left", page + me.get(reverse("assessments:readiness")).content.decode())
    reply = me.post(at(mine, "ownership"), {"q-own-decisions-choice": "5", "q-own-decisions-comment": "Too late"})
    assert (reply.status_code, "Too late" in reply.content.decode()) == (409, True)
    assert "its answers stand as they were, and this is not saved" in reply.content.decode()
    reply = send(me, mine, "own-decisions", choice="5")
    assert (reply.status_code, "was closed on" in reply.json()["refusal"]) == (409, True)
    assert stored(mine) == {"own-decisions": 3}


@pytest.mark.parametrize("role", ["administrator", "it_leader", "provider", "service_owner"])
def test_a_sheet_is_seen_by_its_own_person_alone(client: Client, cast: Cast, mine: Respondent, role: str) -> None:
    client.force_login(cast[role].person)
    assert client.get(at(mine)).status_code == 404
    assert client.post(at(mine, "ownership"), {"q-own-decisions-choice": "5"}).status_code == 404
    assert send(client, mine, "own-decisions", choice="5").status_code == 404
    assert stored(mine) == {}


def test_a_provider_sees_its_own_sheet_and_nothing_of_others(client: Client, cast: Cast, campaign: Campaign) -> None:
    with acting_for(cast.organisation.pk):
        campaign.purpose = "Before we leave Orvane"
        campaign.save()
        comment_on(cast["vendor_manager"], sheet_for(campaign, cast["vendor_manager"]), "own-decisions", "Secret", NOW)
        rival = ask(cast, campaign, cast.rival)
        own = sheet_for(campaign, cast["provider"])
    client.force_login(cast["provider"].person)
    home, page = client.get(reverse("assessments:readiness")), client.get(at(own, "rhythm"))
    for text in (home.content.decode(), page.content.decode()):
        assert "Readiness, autumn" in text
        assert not re.search("leave Orvane|Secret|Rita Rival|Vendormanager", text)
    assert "How is it with rhythm-provider?" in page.content.decode()
    assert f"“You” in a question is {cast.organisation.name} together with its providers" in page.content.decode()
    assert client.get(at(rival)).status_code == 404
    assert send(client, own, "rhythm-provider", choice="2").json()["answered"] == 1
    assert client.get(reverse("assessments:campaign", args=[campaign.pk])).status_code == 403


def test_a_file_is_read_by_its_own_person_and_by_readers_of_results_once_closed(
    me: Client, cast: Cast, campaign: Campaign, mine: Respondent, data_folder: Path
) -> None:
    told = send(me, mine, "own-decisions", file=SimpleUploadedFile("raci.pdf", b"who decides")).json()
    assert "raci.pdf" in told["files"]
    address = reverse("assessments:answer-file", args=[AnswerFile.objects.get().pk])
    assert b"".join(me.get(address)) == b"who decides"
    others = {role: Client() for role in ("it_leader", "service_owner", "provider")}
    for role, other in others.items():
        other.force_login(cast[role].person)
        assert other.get(address).status_code == 404
    close(cast["it_leader"], campaign, timezone.now())
    assert b"".join(others.pop("it_leader").get(address)) == b"who decides"
    assert [other.get(address).status_code for other in others.values()] == [404, 404]
    reply = me.post(at(mine, "ownership"), {"remove": str(AnswerFile.objects.get().pk)})
    assert (reply.status_code, AnswerFile.objects.count()) == (409, 1)


@pytest.mark.parametrize("step", ["made-up", "x" * 3000, "overview", "", "ownership&step=rhythm"])
def test_any_step_that_an_address_names_shows_a_page(me: Client, mine: Respondent, step: str) -> None:
    assert me.get(at(mine, step)).status_code == 200
    assert me.post(at(mine, step), {"go": "elsewhere", "confirm": "x", "remove": "9" * 40}).status_code == 302


def test_a_page_asks_as_often_for_many_answers_as_for_one(me: Client, cast: Cast, mine: Respondent) -> None:
    member = cast["vendor_manager"]
    answer(member, mine, "own-decisions", Said(3), NOW)
    few = queries_of(lambda: me.get(at(mine, "ownership")))
    for code in ("own-known", "own-escalation", "rhythm-reviews", "sign-sites"):
        answer(member, mine, code, Said(3), NOW)
    assert queries_of(lambda: me.get(at(mine, "ownership"))) == few


def test_one_who_is_through_sees_their_answers_and_cannot_slip(me: Client, cast: Cast, mine: Respondent) -> None:
    finish(cast["vendor_manager"], mine, NOW)
    page = me.get(at(mine, "ownership")).content.decode()
    assert page.count("<fieldset") == len(re.findall(r"<fieldset[^>]*disabled>", page)) == 3
    assert "Save and continue" not in page
