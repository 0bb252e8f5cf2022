"""The same decision sent twice at the same moment, on connections of their own: it is taken once."""

from collections.abc import Callable
from typing import Any



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


def test_whoever_scores_while_it_is_decided_keeps_what_they_typed(
    client: Client, cast: Cast
) -> None:
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
