"""The same decision sent twice at the same moment, on connections of their own: it is taken once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.campaigns.closing import close
from assessments.models import CampaignResult, CandidateScore, Override, PlannedFinding, Selection
from assessments.planning import deciding
from assessments.planning.proposing import owned_by, proposed
from assessments.recommending import overriding
from assessments.recommending.overriding import Deciding
from assessments.selection import choosing
from governance.models import Action, ScopeEntry
from governance.scope import changing
from portal.accounts.models import Decision
from portal.accounts.tenancy import acting_for
from tests.assessments import campaigns, plans
from tests.assessments.campaigns import NOW
from tests.assessments.test_selections import a_candidate, a_selection
from tests.cast import Cast
from tests.governance import scoping
from tests.threads import at_once


def twice(cast: Cast, act: Callable[[], Any]) -> list[str]:
    """What the four that came at once were refused for."""

    def acting() -> None:
        with acting_for(cast.organisation.pk):
            act()

    return sorted(type(one).__name__ for one in at_once(4, acting))


def test_an_assessment_is_closed_once(committed_cast: Cast) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        campaign = campaigns.a_campaign(cast, "vendor_manager", "provider")
    assert twice(cast, lambda: close(cast["it_leader"], campaign, NOW)) == ["InvalidTransition"] * 3
    with acting_for(cast.organisation.pk):
        assert CampaignResult.objects.count() == 1


def test_a_plan_is_accepted_once(committed_cast: Cast) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        campaign = plans.a_closed_campaign(cast)

    def accept() -> None:
        rows = [proposed(campaign, plans.a_content("Autumn"), one, plans.NOW.date()) for one in plans.FINDINGS[:2]]
        deciding.accept(cast["it_leader"], owned_by(cast["it_leader"], rows), plans.NOW)

    assert twice(cast, accept) == []
    with acting_for(cast.organisation.pk):
        assert (PlannedFinding.objects.count(), Action.objects.count()) == (2, 2)


def test_a_model_is_overridden_once(committed_cast: Cast) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        campaign, desk = plans.a_closed_campaign(cast), scoping.a_desk(cast)
    said = Deciding(desk.pk, "model", "internal", "co_managed", "Two people left", 0)
    assert twice(cast, lambda: overriding.override(campaign, said, cast["it_leader"], NOW)) == []
    with acting_for(cast.organisation.pk):
        assert Override.objects.count() == 1


def test_a_gate_is_overridden_and_a_change_put_into_effect_once(committed_cast: Cast) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        change = scoping.a_change(cast, scoping.a_desk(cast))
        scoping.approves_changes(cast)
    over = twice(cast, lambda: changing.override(change, "Now", cast["it_leader"], scoping.NOW))
    done = twice(cast, lambda: changing.put_into_effect(change, scoping.TODAY, cast["it_leader"], scoping.NOW))
    assert (over, done) == (["Refused"] * 3, ["Refused"] * 3)
    with acting_for(cast.organisation.pk):
        assert (Decision.objects.count(), ScopeEntry.objects.count()) == (1, 1)


def test_a_selection_is_decided_once(committed_cast: Cast) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
        candidate = a_candidate(selection)
    refused = twice(cast, lambda: choosing.decide(selection, candidate, "Best", cast["it_leader"], NOW))
    assert refused == ["InvalidTransition"] * 3
    with acting_for(cast.organisation.pk):
        assert Selection.objects.get().chosen == candidate


def test_whoever_scores_while_it_is_decided_keeps_what_they_typed(client: Client, cast: Cast) -> None:
    """It cannot be saved any more; it stands on the page, to be copied."""
    with acting_for(cast.organisation.pk):
        selection = a_selection(cast)
        candidate = a_candidate(selection)
    with acting_for(cast.organisation.pk):
        first = selection.criteria.order_by("pk")[0]
    form = {f"score-{first.pk}": "4", f"evidence-{first.pk}": "Seen in the demonstration of May"}
    with acting_for(cast.organisation.pk):
        choosing.decide(selection, candidate, "Best", cast["it_leader"], NOW)
    client.force_login(cast["service_owner"].person)
    answer = client.post(reverse("assessments:score-candidate", args=[candidate.pk]), form)
    page = answer.content.decode()
    assert (answer.status_code, "Seen in the demonstration of May" in page) == (409, True)
    assert "decided this selection on" in page
    with acting_for(cast.organisation.pk):
        assert not CandidateScore.objects.exists()


def form_of(cast: Cast, name: str) -> tuple[str, dict[str, Any]]:
    """A page of readiness that makes something, and a form that it takes."""
    desk = scoping.a_desk(cast)
    campaign = campaigns.a_campaign(cast, "vendor_manager")
    selection = a_selection(cast, "Another")
    candidate = a_candidate(selection)
    owner, first = cast["it_leader"].pk, selection.criteria.order_by("pk")[0].pk
    version = campaign.instrument_id
    way = {"arrangement": "internal", "owner": owner, "reason": "Ours"}
    known = asked_of(cast["administrator"].pk)
    forms: dict[str, tuple[list[int], dict[str, Any]]] = {
        "assessments:adapt-instrument": ([version], {"code": "ours", "title": "Ours"}),
        "assessments:invite-respondents": ([campaign.pk], known),
        "assessments:open-campaign": ([], {"instrument": version, "title": "Winter"}),
        "assessments:close-campaign": ([campaign.pk], {}),
        "assessments:add-figure": ([], {"kind": "it_budget", "year": "2024", "value": "1200000", "source": "Board"}),
        "assessments:open-selection": ([], {"title": "Cloud", "currency": "EUR"}),
        "assessments:add-candidate": ([selection.pk], {"name": "Kestrel"}),
        "assessments:score-candidate": ([candidate.pk], {f"score-{first}": "4", f"evidence-{first}": "Seen"}),
        "assessments:withdraw-candidate": ([candidate.pk], {"reason": "Sold"}),
        "assessments:read-selection": ([selection.pk], {}),
        "governance:add-function": ([], {"name": "Printing", "kind": "network", "position": "5"}),
        "governance:edit-function": ([desk.pk], {"name": "Desk", "kind": "service_desk", "position": "5"}),
        "governance:add-goal": ([], {"title": "Faster", "position": "1"}),
        "governance:state-scope": ([desk.pk], {"since": "2026-01-01", "seen": "0", **way}),
        "governance:plan-scope-change": ([desk.pk], {"planned_on": "2027-01-01", **way}),
    }
    arguments, said = forms[name]
    return reverse(name, args=arguments), said


def asked_of(membership_id: int) -> dict[str, Any]:
    return {"ask": str(membership_id), f"view-{membership_id}": "leader"}


SENT = (
    *("adapt-instrument", "invite-respondents", "open-campaign", "close-campaign", "add-figure", "open-selection"),
    *("add-candidate", "score-candidate", "withdraw-candidate", "read-selection"),
)
MAKES = [f"assessments:{name}" for name in SENT] + [
    f"governance:{name}" for name in ("add-function", "edit-function", "add-goal", "state-scope", "plan-scope-change")
]


@pytest.mark.parametrize("name", MAKES)
def test_the_same_form_sent_at_the_same_moment_is_an_error_of_nobody(committed_cast: Cast, name: str) -> None:
    cast, answers = committed_cast, list[int]()
    with acting_for(cast.organisation.pk):
        url, said = form_of(cast, name)
    signed_in = Client()
    signed_in.force_login(cast["it_leader"].person)

    def send() -> None:
        client = Client(raise_request_exception=False)
        client.cookies = signed_in.cookies
        answers.append(client.post(url, said).status_code)

    assert at_once(4, send) == []
    assert 302 in answers
    assert {status for status in answers if status not in (302, 409, 422)} == set()
