"""The chair closes what comes of its reviews, whatever the chair's role is."""

import pytest
from django.test import Client
from django.urls import reverse

from governance.actions import working
from governance.models import Action, AgendaItem, Participant, Review, ReviewSeries
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.capa import NOW, an_action_of
from tests.governance.meetings import planned, takes_part

VERDICT = {"verdict": "effective", "reason": "The rule is off"}


def done(cast: Cast, review: Review | None, **more: object) -> Action:
    action = an_action_of(cast, cast["it_leader"], review=review, **more)
    working.complete(action, "The rule is off", cast["it_leader"], NOW)
    return action


def chaired_by(cast: Cast, role: str) -> Review:
    review = planned(cast)
    Participant.objects.filter(part="chair").update(part="required")
    takes_part(cast, review, role, "chair")
    return review


def judged(client: Client, cast: Cast, action: Action, role: str) -> tuple[bool, int, str]:
    """Whether the page offers it, how the post is answered, and the state afterwards."""
    client.force_login(cast[role].person)
    offered = client.get(action.get_absolute_url()).context["may_judge"]
    answer = client.post(reverse("governance:judge-action", args=[action.pk]), VERDICT)
    with acting_for(cast.organisation.pk):
        return offered, answer.status_code, Action.objects.get(pk=action.pk).state


@pytest.mark.parametrize("role", ["executive", "service_owner"])
def test_the_chair_of_the_review_that_it_came_from_closes_an_action(client: Client, cast: Cast, role: str) -> None:
    with acting_for(cast.organisation.pk):
        action = done(cast, chaired_by(cast, role))
    assert judged(client, cast, action, role) == (True, 302, "effective")


def test_the_chair_of_a_series_of_its_vendor_closes_it_too(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        chaired_by(cast, "executive")
        action = done(cast, None)
    assert judged(client, cast, action, "executive") == (True, 302, "effective")


def test_others_do_not_close_it(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = chaired_by(cast, "executive")
        ours, elsewhere = done(cast, review), done(cast, None, vendor=cast.tessel)
        takes_part(cast, review, "service_owner", "required")
    assert judged(client, cast, ours, "service_owner") == (False, 302, "done")
    assert judged(client, cast, ours, "provider") == (False, 302, "done")
    assert judged(client, cast, elsewhere, "executive") == (False, 302, "done")


def test_the_chair_of_the_portfolio_closes_what_came_of_it(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = chaired_by(cast, "executive")
        Participant.objects.filter(side="provider").delete()
        for model in (ReviewSeries, Review, AgendaItem, Participant):
            model.objects.update(vendor=None)
        action, unrelated = done(cast, review, vendor=None), done(cast, None, vendor=None)
    assert judged(client, cast, action, "executive") == (True, 302, "effective")
    assert judged(client, cast, unrelated, "executive") == (False, 302, "done")
