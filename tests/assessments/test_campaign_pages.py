"""The room's first page and a campaign's page: who sees what, what can be done there, and how often they ask."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.campaigns.answering import Said, answer
from assessments.campaigns.closing import close
from assessments.models import Campaign, CampaignResult, InstrumentVersion, Respondent
from portal.accounts.tenancy import acting_for
from tests.assessments.campaigns import NOW, a_campaign, a_version, ask, sheet_for
from tests.cast import Cast
from tests.counting import queries_of

HOME = "assessments:readiness"


@pytest.fixture
def leader(client: Client, cast: Cast) -> Client:
    client.force_login(cast["it_leader"].person)
    return client


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_an_empty_room_teaches_each_what_they_can_do(client: Client, cast: Cast) -> None:
    words = {
        "it_leader": "Start the quick assessment",
        "executive": "An IT leader or a vendor manager starts it",
        "provider": "Nothing waits for your answers",
        "service_owner": "Nothing waits for your answers",
    }
    for role, said in words.items():
        client.force_login(cast[role].person)
        assert said in text(client, reverse(HOME)), role


def said(cast: Cast, **more: Any) -> dict[str, Any]:
    with acting_for(cast.organisation.pk):
        version = a_version(cast)
    form = {"instrument": version.pk, "title": "Before renewal", "form_key": str(uuid.uuid4()), "ask_me": "on"}
    return form | more


def test_an_assessment_is_started_once_though_the_button_is_pressed_twice(leader: Client, cast: Cast) -> None:
    form = said(cast)
    for _ in range(2):
        reply = leader.post(reverse("assessments:open-campaign"), form)
        assert reply.status_code == 302
    with acting_for(cast.organisation.pk):
        campaign = Campaign.objects.get()
    assert reply["Location"] == campaign.get_absolute_url()
    assert "Your own answers are asked, too." in text(leader, campaign.get_absolute_url())


def test_starting_begins_with_the_quick_one_or_with_the_one_to_repeat(leader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        before = a_campaign(cast)
        close(cast["it_leader"], before, NOW)
    page = text(leader, reverse("assessments:open-campaign"))
    with acting_for(cast.organisation.pk):
        quick = InstrumentVersion.objects.of_code("quick").get()
    assert re.search(rf'<option value="{quick.pk}" selected>', page)
    page = text(leader, reverse("assessments:open-campaign") + f"?previous={before.pk}")
    assert re.search(rf'<option value="{before.pk}" selected>', page)
    assert re.search(rf'<option value="{before.instrument_id}" selected>', page)


def test_the_first_start_offers_nothing_to_repeat_and_leads_to_the_questions(leader: Client, cast: Cast) -> None:
    page = text(leader, reverse("assessments:open-campaign"))
    assert "Same as an earlier one" not in page
    assert reverse("assessments:instruments") in page
    assert reverse("assessments:instruments") in text(leader, reverse("assessments:readiness"))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"due_on": "2020-01-01"}, "Give a day from today on"),
        ({"due_on": "soon"}, "Enter a valid date"),
        ({"title": ""}, "This field is required"),
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"instrument": "9" * 60}, "Select a valid choice"),
        ({"previous": "1"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_the_start_is_said_and_nothing_entered_is_lost(
    leader: Client, cast: Cast, more: dict[str, Any], words: str
) -> None:
    reply = leader.post(reverse("assessments:open-campaign"), said(cast, purpose="Board paper") | more)
    assert (reply.status_code, words in reply.content.decode()) == (422, True)
    assert "Board paper" in reply.content.decode()


def test_only_the_newest_version_of_a_questionnaire_is_offered(leader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        old, new = a_version(cast), a_version(cast)
    page = text(leader, reverse("assessments:open-campaign"))
    assert (f'value="{old.pk}"' in page, f'value="{new.pk}"' in page) == (False, True)
    assert leader.post(reverse("assessments:open-campaign"), said(cast, instrument=old.pk)).status_code == 422


def test_several_are_asked_at_once_each_from_their_view(leader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = a_campaign(cast)
    manager, provider = cast["vendor_manager"].pk, cast["provider"].pk
    form = {"ask": [manager, provider, cast.rival.pk], f"view-{manager}": "leader"}
    page = leader.post(reverse("assessments:invite-respondents", args=[campaign.pk]), form, follow=True)
    assert "will be asked, and told so by mail" in page.content.decode()
    with acting_for(cast.organisation.pk):
        asked = {one.membership_id: (one.view, one.vendor_id) for one in campaign.respondents.all()}
    assert asked == {
        manager: ("leader", None),
        provider: ("provider", cast.orvane.pk),
        cast.rival.pk: ("provider", cast.tessel.pk),
    }


def test_an_invitation_that_names_nobody_or_a_foreigner_is_refused(leader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = a_campaign(cast)
    address = reverse("assessments:invite-respondents", args=[campaign.pk])
    provider = cast["provider"].pk
    for form in (
        {},
        {"ask": [cast.outsider.pk]},
        {"ask": ["9" * 50]},
        {"ask": [provider], f"view-{provider}": "leader"},
    ):
        assert leader.post(address, form).status_code == 422
    with acting_for(cast.organisation.pk):
        assert not Respondent.objects.exists()


def test_the_page_says_how_far_each_is_and_nothing_of_what_they_said(leader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = a_campaign(cast, "vendor_manager", "provider")
        sheet = sheet_for(campaign, cast["vendor_manager"])
        answer(cast["vendor_manager"], sheet, "own-decisions", Said(1, comment="Nobody dares"), NOW)
        answer(cast["vendor_manager"], sheet, "own-escalation", Said(unknown=True), NOW)
    page = text(leader, campaign.get_absolute_url())
    assert re.search(r"2 of 4", page)
    assert "0 of 2 people finished" in page
    assert "Nobody dares" not in page
    closing = text(leader, reverse("assessments:close-campaign", args=[campaign.pk]))
    assert "2 of 2 are not through" in closing
    assert "Vendormanager Person: 2 of 4 answered" in closing


def test_reminding_moving_the_day_and_taking_out_are_done_on_the_page(leader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = a_campaign(cast, "vendor_manager", "service_owner")
        owner = sheet_for(campaign, cast["service_owner"])
    remind = reverse("assessments:remind-respondents", args=[campaign.pk])
    for words in ("1\u00a0person reminded", "Reminded today already"):
        assert words in leader.post(remind, {"respondent": owner.pk}, follow=True).content.decode()
    assert "1\u00a0person reminded" in leader.post(remind, follow=True).content.decode()
    leader.post(reverse("assessments:take-out-respondent", args=[owner.pk]))
    due = reverse("assessments:change-due", args=[campaign.pk])
    assert leader.post(due, {"due_on": "2020-01-01"}).status_code == 422
    leader.post(due, {"due_on": ""})
    with acting_for(cast.organisation.pk):
        assert [(one.name, one.due_on) for one in campaign.respondents.all()] == [("Vendormanager Person", None)]


def test_closing_leads_to_the_result_and_a_second_press_is_harmless(leader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = a_campaign(cast, "vendor_manager")
    address = reverse("assessments:close-campaign", args=[campaign.pk])
    closed = leader.post(address, follow=True)
    assert "its result is frozen" in closed.content.decode()
    assert closed.redirect_chain[-1][0] == reverse("assessments:result", args=[campaign.pk])
    assert "has closed it already" in leader.post(address, follow=True).content.decode()
    page = text(leader, campaign.get_absolute_url())
    assert "Assess again" in page
    assert "Ask the chosen people" not in page


def test_those_who_read_results_see_the_campaign_and_can_do_nothing_there(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = a_campaign(cast, "vendor_manager")
    client.force_login(cast["auditor"].person)
    page = text(client, campaign.get_absolute_url())
    assert "Vendormanager Person" in page
    assert not re.search("Remind|Take out|Close the assessment|Ask more people", page)


def test_the_list_says_level_and_signs_of_a_frozen_result(leader: Client, cast: Cast) -> None:
    content = (
        '{"content": {"dimensions": [{"level": 2.0}, {"level": null}, {"level": 3.5}], "signs": [%s]}, "format": 1}'
    )
    with acting_for(cast.organisation.pk):
        campaign = a_campaign(cast)
        Campaign.objects.update(closed_at=NOW, closed_by="Vera")
        signs = ", ".join(['{"present": true}'] * 3 + ['{"present": null}'])
        frozen = {"content": content % signs, "sha256": "0" * 64, "frozen_at": NOW, "frozen_by": "Vera"}
        CampaignResult.objects.create(organisation=cast.organisation, campaign=campaign, **frozen)
    page = text(leader, reverse(HOME))
    assert re.search(r"2\.8</td>", page)
    assert re.search(r"3 of 6.*Structural", page, re.DOTALL)


def test_the_first_page_asks_as_often_for_ten_as_for_one(leader: Client, cast: Cast) -> None:
    def more(count: int) -> None:
        with acting_for(cast.organisation.pk):
            for _ in range(count):
                a_campaign(cast, "it_leader")
                closed = a_campaign(cast, "it_leader", "vendor_manager")
                close(cast["it_leader"], closed, timezone.now())

    more(1)
    few = queries_of(lambda: leader.get(reverse(HOME)))
    more(9)
    assert queries_of(lambda: leader.get(reverse(HOME))) == few
    more(1)
    assert "1–10 of 11" in text(leader, reverse(HOME))
    assert "11–11 of 11" in text(leader, reverse(HOME) + "?page=2")
    assert leader.get(reverse(HOME) + "?page=" + "9" * 5000).status_code == 200


def test_a_campaigns_page_asks_as_often_for_ten_people_as_for_one(leader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = a_campaign(cast, "vendor_manager")
    leader.get(campaign.get_absolute_url())
    few = queries_of(lambda: leader.get(campaign.get_absolute_url()))
    with acting_for(cast.organisation.pk):
        first = campaign.respondents.get()
        answer(cast["vendor_manager"], first, "own-decisions", Said(2), NOW)
        for role in ("it_leader", "administrator", "service_owner", "provider"):
            sheet = ask(cast, campaign, cast[role])
            answer(cast[role], sheet, "own-escalation", Said(2), NOW + timedelta(minutes=1))
    assert queries_of(lambda: leader.get(campaign.get_absolute_url())) == few
