"""The page of a result: what it says of whom, as of when, and who may see it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Campaign, CampaignResult, Override, PlannedFinding, Respondent
from assessments.results import composing
from assessments.results.content import Sign
from assessments.results.words import contradictions_title, recommended_title, sign_badge, signs_title
from governance.models import BusinessFunction
from portal.accounts.tenancy import acting_for
from tests.assessments.surveys import OPENED, a_campaign, a_survey, answered, asked, closed
from tests.assessments.test_findings import measured
from tests.cast import Cast, make_person
from tests.counting import queries_of
from tests.objects.governance import an_action
from tests.objects.owners import Owner


@pytest.fixture
def reader(client: Client, cast: Cast) -> Client:
    """The auditor, who is asked nothing."""
    client.force_login(cast["auditor"].person)
    return client


def page(reader: Client, campaign: Campaign, name: str = "result", **asked_for: str) -> str:
    answer = reader.get(reverse(f"assessments:{name}", args=[campaign.pk]), asked_for)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\u00a0", " ").split())


def measures(monkeypatch: pytest.MonkeyPatch, **levels: int | None) -> None:
    monkeypatch.setattr(composing, "measure_all", lambda organisation_id, now: measured(**levels))


def test_a_draft_says_as_of_now_and_how_many_have_finished(reader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = a_survey(cast)
    said = page(reader, campaign)
    assert "Draft As of now: 1 of 3 people finished Small assessment, version 1" in said
    assert "A draft: it follows the answers and the data" in said


def test_who_is_asked_sees_what_others_said_once_they_have_finished(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = a_campaign(cast)
        own = answered(asked(campaign, cast["vendor_manager"]), own_decisions=3)
        answered(asked(campaign, cast["it_leader"]), comment="Nobody knows", own_decisions=1)
    client.force_login(cast["vendor_manager"].person)
    for name in ("result", "result-pdf", "result-xlsx"):
        said = page(client, campaign, name)
        assert "Answer your own sheet first" in said
        assert "Nobody knows" not in said
    with acting_for(cast.organisation.pk):
        Respondent.objects.filter(pk=own.pk).update(finished_at=timezone.now())
    assert "Nobody knows" in page(client, campaign)


def test_a_closed_result_says_when_and_carries_its_hash(reader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = closed(a_survey(cast))
        sha = CampaignResult.objects.get().sha256
    said = page(reader, campaign)
    assert "Completed 30 Oct 2026 3 of 3 people answered" in said
    assert sha in said
    assert "As of now" not in said


def test_the_titles_say_what_was_found(reader: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    measures(monkeypatch, rhythm=1, decisions_owned=3, sign_sites=5)
    with acting_for(cast.organisation.pk):
        campaign = a_survey(cast)
    said = page(reader, campaign)
    assert "All two dimensions are at the level needed to outsource more" in said
    assert "One answer contradicts what was measured" in said
    assert "Claimed 4, measured 1" in said


def test_the_structural_notice_stands_first(reader: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    measures(
        monkeypatch, sign_sites=1, sign_turnover=2, sign_projects=1, sign_audit=None, sign_offices=5, sign_budget=4
    )
    with acting_for(cast.organisation.pk):
        campaign = a_survey(cast)
    said = page(reader, campaign)
    assert "Three of six warning signs are present, one not known: the problem is structural." in said
    assert "More headcount will not solve it." in said


def test_a_sign_that_is_only_answered_is_not_green_and_leads_to_the_figures_it_waits_for(
    reader: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    measures(monkeypatch, sign_sites=5, sign_audit=None, sign_offices=None)
    pair: Any = None
    assert sign_badge(Sign("sign-audit", "Audit findings rise", False, "answered", pair))[0] == "unknown"
    assert sign_badge(Sign("sign-audit", "Audit findings rise", False, "measured", pair)) == ("good", "Absent")
    assert signs_title([Sign("sign-audit", "", False, "answered", pair)]).endswith("is present, as answered")
    with acting_for(cast.organisation.pk):
        campaign = a_survey(cast)
    said = page(reader, campaign)
    assert "See which figures 2 of them wait for" in said


def test_who_disagrees_is_named_with_both_views(reader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = a_survey(cast)
    said = page(reader, campaign)
    assert "3 levels apart: How is it with own-escalation?" in said
    both = "Provider Person (Orvane) at 5, Vendormanager Person (vendor manager) at 2"
    assert f"Both sides see this differently: {both}" in said
    assert "Ask anybody" in said


def test_every_reason_leads_to_a_place_on_the_page(reader: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    measures(monkeypatch, rhythm=1, decisions_owned=3, escalation_names=1)
    with acting_for(cast.organisation.pk):
        campaign = a_survey(cast)
    html = reader.get(reverse("assessments:result", args=[campaign.pk])).content.decode()
    anchors = {anchor for anchor in re.findall(r'href="#([^"]+)"', html) if not anchor.startswith(("content", "menu"))}
    places = set(re.findall(r'id="([^"]+)"', html))
    assert {"q-own-escalation", "measured-rhythm"} <= anchors
    assert anchors - places <= {"navigation", "nav"}


def test_without_any_answer_the_page_teaches(reader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        nobody = a_campaign(cast)
        silent = a_campaign(cast, title="Silent")
        asked(silent, cast["it_leader"])
    assert "Nobody has been asked yet" in page(reader, nobody)
    assert "they are shown as coverage, never as zero" in page(reader, silent)


def test_what_was_decided_otherwise_stands_beside_what_is_recommended(reader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = a_survey(cast)
        row = BusinessFunction.objects.create(organisation=cast.organisation, name="Night desk", kind="service_desk")
        told = {"recommended": "fully_managed", "chosen": "internal", "reason": "Two people stay"}
        of = {"organisation": cast.organisation, "campaign": campaign, "function": row}
        Override.objects.create(**of, **told, decided_at=OPENED, decided_by="Vera")
    said = page(reader, campaign)
    assert "Night desk" in said
    assert "Decided otherwise: Internal. Two people stay" in said


def test_an_altered_result_is_refused_on_the_page_and_in_its_files(reader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = a_campaign(cast, closed_at=OPENED, closed_by="Vera")
        frozen = {"content": "{}", "sha256": "0" * 64, "frozen_at": OPENED, "frozen_by": "Vera"}
        CampaignResult.objects.create(organisation=cast.organisation, campaign=campaign, **frozen)
    for name in ("result", "result-pdf", "result-xlsx", "compare"):
        answer = reader.get(reverse(f"assessments:{name}", args=[campaign.pk]))
        assert answer.status_code == 409
        assert "it was altered after it was frozen" in answer.content.decode()


@pytest.mark.parametrize("role", ["provider", "service_owner"])
@pytest.mark.parametrize("name", ["result", "result-pdf", "result-xlsx", "compare"])
def test_who_answers_only_does_not_see_what_others_said(client: Client, cast: Cast, role: str, name: str) -> None:
    with acting_for(cast.organisation.pk):
        campaign = closed(a_survey(cast))
    client.force_login(cast[role].person)
    assert client.get(reverse(f"assessments:{name}", args=[campaign.pk])).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_people(reader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = a_survey(cast)
    address = reverse("assessments:result", args=[campaign.pk])
    reader.get(address)
    few = queries_of(lambda: reader.get(address))
    with acting_for(cast.organisation.pk):
        for number in range(10):
            _one_more(cast, campaign, number)
    assert queries_of(lambda: reader.get(address)) == few


def _one_more(cast: Cast, campaign: Campaign, number: int) -> None:
    person = make_person(f"Helper Number{number}")
    told: dict[str, Any] = {"organisation": cast.organisation, "person": person, "role": "service_owner"}
    member = type(cast["it_leader"]).objects.create(**told)
    answered(asked(campaign, member), own_decisions=1 + number % 5, own_escalation=2)


def test_two_results_say_what_moved_and_which_findings_are_gone(reader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        first = a_campaign(cast)
        answered(asked(first, cast["it_leader"]), own_decisions=2, own_escalation=3, rhythm_reviews=4)
        closed(first)
        second = a_campaign(cast, previous=first, title="After renewal")
        answered(asked(second, cast["it_leader"]), own_decisions=4, own_known=4, own_escalation=4, rhythm_reviews=3)
        closed(second, timezone.now())
    said = page(reader, second, "compare")
    assert "Of two dimensions one rose and one fell" in said
    assert "Now enough" in said
    assert "No longer enough" in said
    assert "Retained decisions have no owner Gone" in said
    assert "How is it with own-decisions? 2 4 +2.0" in said


def test_where_a_critic_is_missing_the_comparison_says_so(reader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        first = a_campaign(cast)
        answered(asked(first, cast["it_leader"]), own_decisions=4)
        answered(asked(first, cast["service_owner"]), own_decisions=1)
        closed(first)
        second = a_campaign(cast, previous=first, title="After renewal")
        answered(asked(second, cast["it_leader"]), own_decisions=4)
        closed(second, timezone.now())
    said = page(reader, second, "compare")
    assert "One of two who answered then did not answer now: part of what moved may be who answered." in said


def test_alone_a_result_has_nothing_to_be_compared_with(reader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = closed(a_survey(cast))
    assert "Nothing to compare with yet" in page(reader, campaign, "compare", **{"with": "9" * 40})


def test_another_organisation_s_result_is_not_there(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = closed(a_survey(cast))
    client.force_login(cast.outsider.person)
    for name in ("result", "result-pdf", "result-xlsx", "compare"):
        assert client.get(reverse(f"assessments:{name}", args=[campaign.pk])).status_code == 404


def test_titles_bear_out_only_what_the_data_say() -> None:
    assert contradictions_title(()) == "No answer could be checked against data yet"
    assert recommended_title(["Choose", "Choose"]) == "A delivery model for each function"
    assert recommended_title(["Keep", "Choose"]) == "Recommended: keep the models as they are"
    assert recommended_title(["Keep", "Change", "Choose"]) == "Recommended: one of two functions changes its model"


def test_the_plan_s_card_counts_as_the_plan_does(reader: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = closed(a_survey(cast))
    assert "No plan yet" in page(reader, campaign)
    with acting_for(cast.organisation.pk):
        action = an_action(Owner(cast.organisation, cast.orvane), state="done", done_at=OPENED)
        told = {"finding": "rule:x", "title": "X", "wave": 30, "decided_at": timezone.now(), "decided_by": "Vera"}
        PlannedFinding.objects.create(organisation=cast.organisation, campaign=campaign, action_id=action["pk"], **told)
    said = page(reader, campaign)
    assert "Plan: 1 of 1 step done by day 1" in said
    assert "Open the plan" in said
