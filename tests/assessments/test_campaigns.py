"""Campaigns: opened, people asked, reminded and taken out, repeated with former answers, closed once and for good."""

import uuid
from datetime import date, timedelta

import pytest

from assessments import notices
from assessments.campaigns.answering import Said, answer, finish
from assessments.campaigns.closing import close
from assessments.campaigns.inviting import change_due, invite, remind, take_out
from assessments.campaigns.opening import Opening, open_campaign
from assessments.campaigns.refusals import CampaignRefused, InvalidTransition
from assessments.campaigns.standing import people_of
from assessments.models import Answer, Campaign, CampaignResult, Respondent, View
from portal.accounts.tenancy import acting_for
from tests.assessments.campaigns import DUE, NOW, a_campaign, a_version, ask, sheet_for, stored
from tests.assessments.instruments import a_question, small_instrument
from tests.cast import Cast

LATER = NOW + timedelta(hours=1)
NEXT_DAY = NOW + timedelta(days=1)


def test_who_opens_it_is_asked_as_a_leader_unless_they_do_not_want_to(acting: Cast) -> None:
    with_me = a_campaign(acting, ask_me=True)
    assert [(one.name, one.view, one.due_on) for one in with_me.respondents.all()] == [
        ("ITleader Person", "leader", DUE)
    ]
    assert not a_campaign(acting).respondents.exists()


def test_the_same_form_sent_twice_opens_one_campaign(acting: Cast) -> None:
    opening = Opening(a_version(acting), "Readiness", form_key=uuid.uuid4())
    first, again = (open_campaign(acting["it_leader"], opening, NOW) for _ in range(2))
    assert first == again
    assert (Campaign.objects.count(), Respondent.objects.count()) == (1, 1)


def test_each_is_asked_from_where_they_stand_and_once(acting: Cast) -> None:
    campaign = a_campaign(acting, "administrator", "vendor_manager", "service_owner", "provider", "provider")
    views = {one.name: (one.view, one.vendor_id) for one in campaign.respondents.all()}
    assert views == {
        "Administrator Person": ("leader", None),
        "Vendormanager Person": ("vendor_manager", None),
        "Serviceowner Person": ("service_owner", None),
        "Provider Person": ("provider", acting.orvane.pk),
    }


def test_who_cannot_answer_or_not_as_this_is_not_asked(acting: Cast) -> None:
    campaign, leader = a_campaign(acting), acting["it_leader"]
    for membership, view in ((acting["auditor"], View.LEADER), (acting["provider"], View.LEADER), (leader, "provider")):
        with pytest.raises(CampaignRefused, match="cannot answer as"):
            invite(leader, campaign, membership, view, NOW)


def test_nobody_is_asked_who_would_find_no_question(acting: Cast) -> None:
    version = a_version(acting, small_instrument(questions=(a_question("own", "ownership", views=("leader",)),)))
    campaign = a_campaign(acting, instrument=version)
    with pytest.raises(CampaignRefused, match="no question for this view: Provider"):
        ask(acting, campaign, acting["provider"])


def test_one_is_taken_out_until_they_have_answered(acting: Cast) -> None:
    campaign = a_campaign(acting, "vendor_manager", "service_owner")
    sheet = sheet_for(campaign, acting["vendor_manager"])
    answer(acting["vendor_manager"], sheet, "own-decisions", Said(unknown=True), NOW)
    with pytest.raises(CampaignRefused, match="has answered already"):
        take_out(sheet)
    other = sheet_for(campaign, acting["service_owner"])
    for _ in range(2):
        take_out(other)
    assert [one.name for one in campaign.respondents.all()] == ["Vendormanager Person"]


def test_the_day_moves_on_every_sheet(acting: Cast) -> None:
    campaign = a_campaign(acting, "vendor_manager", "provider")
    change_due(campaign, date(2026, 12, 7))
    assert set(Respondent.objects.values_list("due_on", flat=True)) == {date(2026, 12, 7)}


def told(cast: Cast, now: object = NOW) -> list[str]:
    return [one.key.split(":", 2)[2] for one in notices.find(cast.organisation, now)]  # type: ignore[arg-type]


def test_one_is_reminded_once_a_day_and_not_when_through(acting: Cast) -> None:
    campaign = a_campaign(acting, "vendor_manager", "service_owner")
    owner = sheet_for(campaign, acting["service_owner"])
    finish(acting["service_owner"], owner, NOW)
    assert [remind(campaign, [], NOW), remind(campaign, [], LATER), remind(campaign, [], NEXT_DAY)] == [1, 0, 1]
    assert remind(campaign, [owner.pk], NEXT_DAY) == 0
    assert told(acting) == ["invited", "reminded:20261121"]


def test_people_hear_of_being_asked_of_the_day_and_of_what_is_late(acting: Cast) -> None:
    campaign = a_campaign(acting, "vendor_manager")
    assert told(acting) == ["invited"]
    assert told(acting, NOW + timedelta(days=7)) == ["invited", "due:20261130"]
    assert told(acting, NOW + timedelta(days=11)) == ["invited", "overdue:20261130"]
    (notice,) = notices.find(acting.organisation, NOW)
    assert notice.members == (acting["vendor_manager"].pk,)
    close(acting["it_leader"], campaign, LATER)
    (closed,) = notices.find(acting.organisation, LATER)
    assert (closed.key, closed.members) == (f"campaign:{campaign.pk}:closed", ())
    assert set(closed.roles) >= {"executive", "auditor", "it_leader"}
    assert not {"service_owner", "provider"} & set(closed.roles)


def test_who_asks_themselves_is_not_told_so(acting: Cast) -> None:
    a_campaign(acting, ask_me=True)
    assert told(acting) == []


def test_a_provider_hears_of_its_own_sheets_alone(acting: Cast) -> None:
    campaign = a_campaign(acting, "vendor_manager", "provider")
    ask(acting, campaign, acting.rival)
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        found = list(notices.find_for_provider(acting.organisation, acting.orvane.pk, NOW))
    assert [one.members for one in found] == [(acting["provider"].pk,)]
    assert [one.members for one in notices.find(acting.organisation, NOW)] == [(acting["vendor_manager"].pk,)]


def test_repeating_asks_the_same_people_with_answers_that_do_not_count_yet(acting: Cast) -> None:
    before = a_campaign(acting, "vendor_manager", "service_owner")
    manager, sheet = acting["vendor_manager"], sheet_for(before, acting["vendor_manager"])
    answer(manager, sheet, "own-decisions", Said(3, comment="Since May"), NOW)
    answer(manager, sheet, "sign-sites", Said(unknown=True), NOW)
    close(acting["it_leader"], before, LATER)
    again = a_campaign(acting, previous=before, now=NEXT_DAY, title="Readiness, winter")
    new = sheet_for(again, manager)
    assert stored(new) == {"own-decisions": 3, "sign-sites": "unknown"}
    assert [row["done"].answered for row in people_of(again, acting["it_leader"], NEXT_DAY)] == [0, 0]
    answer(manager, new, "own-decisions", Said(3), NEXT_DAY)
    confirmed = Answer.objects.of_respondent(new.pk).confirmed().get()
    assert (confirmed.question, confirmed.comment) == ("own-decisions", "Since May")
    assert stored(sheet) == {"own-decisions": 3, "sign-sites": "unknown"}


def test_an_unconfirmed_answer_is_not_carried_on_and_on(acting: Cast) -> None:
    first = a_campaign(acting, "vendor_manager")
    answer(acting["vendor_manager"], sheet_for(first, acting["vendor_manager"]), "own-decisions", Said(3), NOW)
    close(acting["it_leader"], first, NOW)
    second = a_campaign(acting, previous=first, now=LATER)
    close(acting["it_leader"], second, LATER)
    third = a_campaign(acting, previous=second, now=NEXT_DAY)
    assert stored(sheet_for(third, acting["vendor_manager"])) == {}


def test_who_left_is_not_asked_again_and_new_questions_start_empty(acting: Cast) -> None:
    before = a_campaign(acting, "vendor_manager", "service_owner")
    manager = acting["vendor_manager"]
    answer(manager, sheet_for(before, manager), "own-decisions", Said(3), NOW)
    answer(manager, sheet_for(before, manager), "rhythm-reviews", Said(2), NOW)
    close(acting["it_leader"], before, LATER)
    acting["service_owner"].ended_at = LATER
    acting["service_owner"].save()
    other = small_instrument(questions=(a_question("own-decisions", "ownership"), a_question("new", "rhythm")))
    again = a_campaign(acting, previous=before, instrument=a_version(acting, other))
    assert [one.name for one in again.respondents.all()] == ["Vendormanager Person"]
    assert stored(sheet_for(again, manager)) == {"own-decisions": 3}


def test_closing_happens_once_closes_the_sheets_and_freezes(acting: Cast) -> None:
    campaign = a_campaign(acting, "vendor_manager", "provider")
    close(acting["it_leader"], campaign, LATER)
    assert set(Respondent.objects.values_list("closed_at", flat=True)) == {LATER}
    assert CampaignResult.objects.get().frozen_by == "ITleader Person"
    with pytest.raises(InvalidTransition, match="ITleader Person has closed it already"):
        close(acting["vendor_manager"], campaign, NEXT_DAY)
    for act in (
        lambda: ask(acting, campaign, acting["service_owner"]),
        lambda: change_due(campaign, None),
        lambda: remind(campaign, [], NEXT_DAY),
        lambda: take_out(sheet_for(campaign, acting["vendor_manager"])),
    ):
        with pytest.raises(InvalidTransition, match="The assessment is closed"):
            act()
