"""The plan: each finding becomes an action or stands aside, once; and the next assessment shows whether it moved."""

from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Campaign, PlannedFinding
from assessments.planning import deciding
from assessments.planning.before import effects
from assessments.planning.deciding import PlanRefused
from assessments.planning.proposing import level_to_reach, owned_by, proposed, undecided
from assessments.planning.standing import PlanStanding, StepState, plan_of
from assessments.results.freezing import result_of
from governance.actions.working import complete, move_stage
from governance.models import Action, ActionProof
from portal.accounts.tenancy import acting_for
from tests.assessments.plans import (
    CHECKED,
    NOW,
    OWNER,
    SPREAD,
    a_closed_campaign,
    a_content,
    a_dimension,
    an_open_campaign,
    many_findings,
)
from tests.cast import Cast
from tests.counting import queries_of


def address(campaign: Campaign, name: str = "plan", finding: str = "") -> str:
    query = f"?{urlencode({'finding': finding})}" if finding else ""
    return reverse(f"assessments:{name}", args=[campaign.pk]) + query


def planned(cast: Cast, campaign: Campaign, *keys: str) -> None:
    """The proposed actions of these findings, owned by the IT leader."""
    content = result_of(campaign, NOW)
    found = [proposed(campaign, content, one, date(2026, 11, 20)) for one in content.findings if one.key in keys]
    deciding.accept(cast["it_leader"], owned_by(cast["it_leader"], found), NOW)


def said(cast: Cast, **more: Any) -> dict[str, Any]:
    told = {"title": "Name owners", "wave": "30", "stage": "plan", "visibility": "client"}
    return told | {"owner": cast["it_leader"].pk, "expects": "ownership", "expected_level": "3"} | more


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    with acting_for(cast.organisation.pk):
        return a_closed_campaign(cast)


def test_the_strongest_finding_waits_first() -> None:
    assert [one.key for one in undecided(a_content("Autumn"), [])] == [CHECKED.key, OWNER.key, SPREAD.key]


@pytest.mark.parametrize(("level", "reached"), [(1.5, 3), (2.4, 3), (3.0, 4), (3.2, 4), (5.0, 5), (None, None)])
def test_a_dimension_should_reach_the_next_level_and_the_one_needed_at_least(
    level: float | None, reached: int | None
) -> None:
    assert level_to_reach(a_dimension("ownership", level)) == reached


def test_a_finding_becomes_an_action_of_our_side_with_owner_date_and_effect(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    client.force_login(cast["it_leader"].person)
    form = client.get(address(campaign, "plan-action", OWNER.key)).content.decode()
    assert "Name one person for each retained decision" in form
    page = client.post(address(campaign, "plan-action", OWNER.key), said(cast), follow=True).content.decode()
    assert "“Name owners” is given to ITleader Person" in page
    with acting_for(cast.organisation.pk):
        action, row = Action.objects.get(), PlannedFinding.objects.get()
    assert (action.origin, action.origin_label, action.visibility) == ("finding", "Autumn", "client")
    assert action.origin_url.endswith("/result/#finding-ruleno-owner")
    assert (row.finding, row.wave, row.expects, row.expected_level) == (OWNER.key, 30, "ownership", 3)
    started = row.decided_at.astimezone(cast.organisation.zone).date()
    assert action.due_on == started + timedelta(days=29)


def test_the_board_of_actions_holds_what_came_of_findings(client: Client, cast: Cast, campaign: Campaign) -> None:
    with acting_for(cast.organisation.pk):
        planned(cast, campaign, OWNER.key)
    client.force_login(cast["it_leader"].person)
    page = client.get(address(campaign)).content.decode()
    link = reverse("governance:action-list") + "?state=all&amp;origin=finding&amp;q=Autumn"
    assert link in page
    assert OWNER.action in client.get(link.replace("&amp;", "&")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"due_on": "2020-01-01"}, "This day lies in the past."),
        ({"expects": "", "expected_level": ""}, "Say what should come of it"),
        ({"expected_level": ""}, "Give the level that the dimension should reach."),
        ({"expects": ""}, "Say which dimension should reach this level."),
        ({"kpi_code": "first_time_right", "expects": "", "expected_level": ""}, "Give the value that it should reach"),
        ({"owner": ""}, "This field is required."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_entered_is_lost(
    client: Client, cast: Cast, campaign: Campaign, wrong: dict[str, str], words: str
) -> None:
    client.force_login(cast["it_leader"].person)
    answer = client.post(address(campaign, "plan-action", OWNER.key), said(cast, title="Kept title", **wrong))
    page = answer.content.decode()
    assert (answer.status_code, words in page, "Kept title" in page) == (422, True, True)
    with acting_for(cast.organisation.pk):
        assert not PlannedFinding.objects.exists()


def test_the_kpi_of_a_finding_is_suggested_and_chosen_by_a_person(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    client.force_login(cast["it_leader"].person)
    form = client.get(address(campaign, "plan-action", CHECKED.key)).content.decode()
    assert "The finding suggests: Right the first time." in form
    assert '<option value="first_time_right" selected' not in form


def test_a_vendor_may_own_an_action_that_it_sees_and_no_other(client: Client, cast: Cast, campaign: Campaign) -> None:
    client.force_login(cast["it_leader"].person)
    of_orvane = said(cast, vendor=cast.orvane.pk, owner=cast["provider"].pk)
    answer = client.post(address(campaign, "plan-action", OWNER.key), of_orvane)
    assert "does not see this action: it is for our side only" in answer.content.decode()
    client.post(address(campaign, "plan-action", OWNER.key), of_orvane | {"visibility": "shared"})
    with acting_for(cast.organisation.pk):
        assert Action.objects.get().owner_side == "provider"


def test_a_double_click_makes_one_action(client: Client, cast: Cast, campaign: Campaign) -> None:
    client.force_login(cast["it_leader"].person)
    for _ in range(2):
        assert client.post(address(campaign, "plan-action", OWNER.key), said(cast)).status_code == 302
    with acting_for(cast.organisation.pk):
        assert Action.objects.count() == 1


def test_the_proposed_plan_is_listed_before_anything_is_created(client: Client, cast: Cast, campaign: Campaign) -> None:
    client.force_login(cast["it_leader"].person)
    page = client.get(address(campaign, "accept-plan")).content.decode()
    assert (OWNER.action in page, SPREAD.title in page) == (True, False)
    with acting_for(cast.organisation.pk):
        assert not Action.objects.exists()


def test_accepting_twice_creates_what_stays_ticked_once(client: Client, cast: Cast, campaign: Campaign) -> None:
    client.force_login(cast["it_leader"].person)
    form = {"finding": [OWNER.key], "owner": cast["service_owner"].pk}
    page = client.post(address(campaign, "accept-plan"), form, follow=True).content.decode()
    assert "1\u00a0action created, owned by ServiceOwner" in page.replace("Serviceowner", "ServiceOwner")
    page = client.post(address(campaign, "accept-plan"), form, follow=True).content.decode()
    assert "Nothing was created a second time." in page
    with acting_for(cast.organisation.pk):
        assert [one.title for one in Action.objects.all()] == [OWNER.action]


def test_accepting_nothing_is_asked_about(client: Client, cast: Cast, campaign: Campaign) -> None:
    client.force_login(cast["it_leader"].person)
    answer = client.post(address(campaign, "accept-plan"), {"owner": cast["it_leader"].pk})
    assert (answer.status_code, "Leave at least one ticked" in answer.content.decode()) == (422, True)


def test_a_finding_stands_aside_with_a_reason_until_it_is_taken_up_again(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    client.force_login(cast["it_leader"].person)
    assert client.post(address(campaign, "set-finding-aside", OWNER.key), {"reason": ""}).status_code == 422
    page = client.post(
        address(campaign, "set-finding-aside", OWNER.key), {"reason": "A merger comes"}, follow=True
    ).content.decode()
    assert "A merger comes" in page
    for words in ("waits for a decision again", "It does not stand aside any more."):
        page = client.post(address(campaign, "take-up-finding", OWNER.key), follow=True).content.decode()
        assert words in page
    with acting_for(cast.organisation.pk):
        assert not PlannedFinding.objects.exists()


def test_an_action_cannot_be_taken_back_as_if_it_stood_aside(acting: Cast) -> None:
    campaign = a_closed_campaign(acting)
    planned(acting, campaign, OWNER.key)
    assert deciding.take_up(PlannedFinding.objects.of_campaign(campaign.pk), OWNER.key) == ""
    assert PlannedFinding.objects.count() == 1


def test_an_open_assessment_has_no_plan_yet(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaign = an_open_campaign(cast)
    client.force_login(cast["it_leader"].person)
    assert "The assessment is still open" in client.get(address(campaign)).content.decode()
    page = client.post(address(campaign, "accept-plan"), {"finding": [OWNER.key]}, follow=True).content.decode()
    assert "Close it, then plan." in page
    row = PlannedFinding(campaign=campaign, finding=OWNER.key, title="x", set_aside="Later")
    with acting_for(cast.organisation.pk), pytest.raises(PlanRefused, match="still open"):
        deciding.set_aside(cast["it_leader"], row, NOW)


def test_a_finding_of_another_result_is_not_found(client: Client, cast: Cast, campaign: Campaign) -> None:
    client.force_login(cast["it_leader"].person)
    for name in ("plan-action", "set-finding-aside"):
        assert client.get(address(campaign, name, "rule:made-up")).status_code == 404


def test_steps_stand_in_their_waves_with_their_state(acting: Cast) -> None:
    campaign, leader = a_closed_campaign(acting), acting["it_leader"]
    assert plan_of(campaign, NOW).title == "No action has come of the findings yet"
    planned(acting, campaign, OWNER.key, CHECKED.key)
    first, second = Action.objects.get(title=OWNER.action), Action.objects.get(title=CHECKED.action)
    assert states(plan_of(campaign, NOW)) == [StepState.OPEN, StepState.OPEN]
    move_stage(second, "implement", "manage", leader)
    complete(first, "Named in the register", leader, NOW)
    standing = plan_of(campaign, NOW + timedelta(days=9))
    assert states(standing) == [StepState.DONE, StepState.BEGUN]
    assert standing.title == "1 of 2 steps done by day 10"
    assert [(wave.days, wave.done, wave.counted) for wave in standing.waves] == [(30, 1, 1), (60, 0, 1), (90, 0, 0)]
    assert (standing.waves[1].first_day, standing.waves[1].last_day) == (date(2026, 12, 20), date(2027, 1, 18))


def states(standing: PlanStanding) -> list[StepState]:
    return [step.state for step in standing.steps]


def test_a_cancelled_step_is_shown_and_does_not_count(acting: Cast) -> None:
    campaign = a_closed_campaign(acting)
    planned(acting, campaign, OWNER.key, CHECKED.key)
    Action.objects.filter(title=OWNER.action).update(state="cancelled", closed_at=NOW, closed_by="Vera")
    standing = plan_of(campaign, NOW)
    assert (states(standing), standing.counted) == ([StepState.GIVEN_UP, StepState.OPEN], 1)


def test_a_plan_is_read_in_at_most_three_queries(acting: Cast) -> None:
    campaign = a_closed_campaign(acting, findings=many_findings(10))
    planned(acting, campaign, *(f"rule:no-owner-{place}" for place in range(10)))
    fresh = Campaign.objects.get(pk=campaign.pk)
    assert queries_of(lambda: plan_of(fresh, NOW)) <= 3
    assert len(plan_of(fresh, NOW).steps) == 10


def test_steps_are_narrowed_to_a_wave_and_an_owner(client: Client, cast: Cast, campaign: Campaign) -> None:
    with acting_for(cast.organisation.pk):
        planned(cast, campaign, OWNER.key, CHECKED.key)
    client.force_login(cast["it_leader"].person)
    page = client.get(address(campaign) + "?wave=60").content.decode()
    assert (CHECKED.action.replace("'", "&#x27;") in page, f">{OWNER.action}</a>" in page) == (True, False)
    assert "No step in this wave." in client.get(address(campaign) + "?owner=Nobody").content.decode()


def test_the_next_assessment_shows_whether_the_plan_before_moved(acting: Cast) -> None:
    before = a_closed_campaign(acting)
    planned(acting, before, OWNER.key, CHECKED.key)
    checked = Action.objects.get(title=CHECKED.action)
    Action.objects.filter(pk=checked.pk).update(kpi_code="first_time_right", target=85.0, proof_on=date(2027, 3, 1))
    judged = {"effective": True, "moved": True, "reason": "Seen", "judged_by": "Vera", "judged_at": NOW}
    ActionProof.objects.create(organisation=acting.organisation, action=checked, **judged)
    levels = (a_dimension("ownership", 2.6, 1.5), a_dimension("measurement", 3.1, 2.4))
    after = a_closed_campaign(acting, "Spring", previous=before, findings=(OWNER,), dimensions=levels)
    owner, check = effects(after, result_of(after, NOW))
    assert (owner.level, owner.previous, owner.expected, owner.rose, owner.is_gone) == (2.6, 1.5, 3, False, False)
    assert (check.level, check.expected, check.rose, check.is_gone) == (3.1, 3, True, True)
    assert check.figure.endswith(": moved")
    assert effects(before, result_of(before, NOW)) == []


def test_a_dimension_that_was_not_asked_again_is_not_known(acting: Cast) -> None:
    before = a_closed_campaign(acting)
    planned(acting, before, OWNER.key)
    after = a_closed_campaign(acting, "Spring", previous=before, findings=(), dimensions=())
    (effect,) = effects(after, result_of(after, NOW))
    assert (effect.rose, effect.level, effect.is_gone) == (None, None, True)


def test_who_reads_results_reads_the_plan_and_decides_nothing(client: Client, cast: Cast, campaign: Campaign) -> None:
    for role in ("executive", "auditor"):
        client.force_login(cast[role].person)
        page = client.get(address(campaign)).content.decode()
        assert (OWNER.title in page, "Make an action" in page) == (True, False)
        assert client.post(address(campaign, "plan-action", OWNER.key), said(cast)).status_code == 403
    client.force_login(cast["provider"].person)
    assert client.get(address(campaign)).status_code == 403
    client.force_login(cast.outsider.person)
    assert client.get(address(campaign)).status_code == 404


def test_the_page_asks_as_often_for_ten_findings_as_for_one(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        campaigns = []
        for count in (2, 20):
            before = a_closed_campaign(cast, f"Before {count}", findings=many_findings(count))
            campaign = a_closed_campaign(cast, f"Of {count}", previous=before, findings=many_findings(count))
            for one in (before, campaign):
                planned(cast, one, *(f"rule:no-owner-{place}" for place in range(count // 2)))
            campaigns.append(campaign)
    client.force_login(cast["it_leader"].person)
    client.get(address(campaigns[0]))
    few, many = (queries_of(partial(client.get, address(campaign))) for campaign in campaigns)
    assert few == many <= 30
