"""The outcome map: goals, the outcomes that serve them, whether their KPI is reached, and what is missing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.models import BusinessGoal, GoalOutcome
from governance.outcomes.figures import Shown, outcome_map, sentence
from governance.packs.goals import goals as goals_of_pack
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.governance.scoping import NOW, TODAY, a_month
from tests.governance.test_agenda_points import asked

OCTOBER = date(2026, 10, 1)


def a_goal(cast: Cast, title: str = "Offices open on time", **more: Any) -> BusinessGoal:
    told = {"owner": cast["service_owner"], "owner_name": "Serviceowner Person"} | more
    return BusinessGoal.objects.create(organisation=cast.organisation, title=title, **told)


def an_outcome(cast: Cast, goal: BusinessGoal, **more: Any) -> GoalOutcome:
    told: dict[str, Any] = {"title": "Ready on day one", "kpi_code": "first_time_right", "target": 80.0} | more
    told |= {"vendor": told["service"].vendor} if told.get("service") else {}
    return GoalOutcome.objects.create(organisation=cast.organisation, goal=goal, **told)


def october(cast: Cast, value: float, tickets: int = 100) -> None:
    """Of everything and of Orvane's desk."""
    figures: dict[str, list[Any]] = {
        "volume": [tickets] * 4,
        "first_time_right": [value, tickets * value / 100, tickets, tickets],
    }
    a_month(cast, OCTOBER, "all", {}, **figures)
    dims = {"vendor_id": cast.orvane.pk, "service_id": cast.desk.pk}
    a_month(cast, OCTOBER, "vendor_service", dims, **figures)


def the_outcome(cast: Cast) -> Shown:
    return outcome_map(cast.organisation.pk, TODAY).outcomes[0]


@pytest.mark.parametrize(
    ("value", "tickets", "word", "tone"),
    [
        (80.0, 100, "Reached", "good"),
        (79.9, 100, "Nearly reached", "watch"),
        (69.9, 100, "Not reached", "bad"),
        (99.0, 5, "Too few", "unknown"),
    ],
)
def test_an_outcome_is_judged_by_its_own_target(acting: Cast, value: float, tickets: int, word: str, tone: str) -> None:
    an_outcome(acting, a_goal(acting), service=acting.desk)
    october(acting, value, tickets)
    one = the_outcome(acting)
    assert (one.word, one.tone, one.target) == (word, tone, "Target 80\u00a0%")
    assert f"service={acting.desk.pk}" in one.url


def test_without_data_nothing_is_reached_and_nothing_is_invented(acting: Cast) -> None:
    an_outcome(acting, a_goal(acting), service=acting.desk)
    found = outcome_map(acting.organisation.pk, TODAY)
    assert (found.period, found.outcomes[0].now, found.outcomes[0].word) == (None, "–", "No data")
    assert sentence(found) == "1\u00a0goal, 1\u00a0outcome, 0 reached"


def test_without_a_target_of_its_own_that_of_the_catalogue_counts(acting: Cast) -> None:
    an_outcome(acting, a_goal(acting), service=acting.desk, target=None)
    october(acting, 76.0)
    assert (the_outcome(acting).word, the_outcome(acting).target) == ("Reached", "Target 75\u00a0%, the catalogue’s")


def test_holes_are_outcomes_without_kpi_or_service_and_goals_without_owner_or_outcome(acting: Cast) -> None:
    an_outcome(acting, a_goal(acting), kpi_code="", target=None)
    an_outcome(acting, a_goal(acting, "Hours are billed", until=date(2026, 1, 1)), kpi_code="gone", target=None)
    a_goal(acting, "Audits pass", owner=None, owner_name="")
    found = outcome_map(acting.organisation.pk, TODAY)
    assert [one.holes for one in found.outcomes] == [
        ("No KPI shows it", "No service bears it"),
        ("gone is no KPI any more", "No service bears it"),
    ]
    assert [row.holes for row in found.goals] == [
        (),
        ("Its day has passed and not all is reached",),
        ("No outcome of IT serves it", "Nobody in the business owns it"),
    ]
    assert found.holes == 4


def test_what_no_goal_rests_on_is_named(acting: Cast) -> None:
    an_outcome(acting, a_goal(acting), service=acting.desk)
    an_outcome(acting, a_goal(acting, "An old one", ended_on=TODAY), service=acting.network)
    found = outcome_map(acting.organisation.pk, TODAY)
    assert [one.name for one in found.unused_services] == ["Office network"]
    codes = {kpi.code for kpi in found.unused_kpis}
    assert ("first_time_right" in codes, "volume" in codes) == (False, True)


def test_an_owner_who_left_is_a_hole(acting: Cast) -> None:
    an_outcome(acting, a_goal(acting), service=acting.desk)
    owner = acting["service_owner"]
    owner.ended_at = timezone.now()
    owner.save()
    assert outcome_map(acting.organisation.pk, TODAY).goals[0].holes == ("Serviceowner Person has left",)


def test_the_pack_of_a_portfolio_tells_the_goals(acting: Cast) -> None:
    an_outcome(acting, a_goal(acting), service=acting.desk)
    october(acting, 90.0)
    section = goals_of_pack(asked(acting, vendor_id=None, inside=True))
    assert section.title == "1 of 1\u00a0outcome for the business are reached"
    assert section.table is not None
    assert section.table.rows[0][:6] == (
        *("Offices open on time", "Ready on day one", "Right the first time", "90.0\u00a0%", "Target 80\u00a0%"),
        "Reached",
    )
    GoalOutcome.objects.all().delete()
    assert goals_of_pack(asked(acting, vendor_id=None, inside=True)).empty


def test_a_goal_goes_from_entered_to_ended_on_its_pages(client: Client, cast: Cast) -> None:
    client.force_login(cast["it_leader"].person)
    form = {"title": "Offices open on time", "owner": cast["service_owner"].pk, "position": "1", "until": "2027-06-30"}
    page = client.post(reverse("governance:add-goal"), form, follow=True)
    assert "Next: say what IT has to bring about for it." in page.content.decode()
    goal_url = page.request["PATH_INFO"]
    again = client.post(reverse("governance:add-goal"), form | {"title": "OFFICES OPEN ON TIME"})
    assert (again.status_code, "There is a goal of this title already." in again.content.decode()) == (422, True)
    outcome = {"title": "Ready on day one", "kpi_code": "reopen_rate", "target": "2", "service": cast.desk.pk}
    page = client.post(f"{goal_url}outcomes/new/", outcome, follow=True)
    assert "Limit 2\u00a0%" in page.content.decode()
    with acting_for(cast.organisation.pk):
        row = GoalOutcome.objects.get()
    assert row.vendor_id == cast.orvane.pk
    edit = reverse("governance:edit-outcome", args=[row.pk])
    assert client.post(edit, outcome | {"service": ""}).status_code == 302
    assert client.post(f"{goal_url}end/").status_code == 302
    assert "was ended already" in client.post(f"{goal_url}end/", follow=True).content.decode()
    assert "Goals that ended: 1" in client.get(reverse("governance:outcomes")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kpi_code": "", "target": "5"}, "A target needs the KPI that it is of."),
        ({"kpi_code": "made_up"}, "made_up is not one of the available choices"),
        ({"target": "nan"}, "Enter a number."),
        ({"target": "1e300"}, "Give a number that a KPI can have."),
    ],
)
def test_an_outcome_that_cannot_be_is_refused_at_its_field(
    client: Client, cast: Cast, wrong: dict[str, str], words: str
) -> None:
    with acting_for(cast.organisation.pk):
        goal = a_goal(cast)
    client.force_login(cast["it_leader"].person)
    form = {"title": "Kept words", "kpi_code": "reopen_rate", "target": "2"} | wrong
    answer = client.post(reverse("governance:add-outcome", args=[goal.pk]), form)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert "Kept words" in answer.content.decode()


def test_two_who_edit_a_goal_at_once(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        goal = a_goal(cast)
    client.force_login(cast["it_leader"].person)
    address = reverse("governance:edit-goal", args=[goal.pk])
    version = client.get(address).context["version"]
    form = {"title": "One", "position": "1", "row_version": version}
    assert client.post(address, form).status_code == 302
    assert client.post(address, form | {"title": "Two"}).status_code == 422


def test_the_map_costs_the_same_for_one_goal_and_for_ten(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        an_outcome(cast, a_goal(cast), service=cast.desk)
        october(cast, 90.0)
    client.force_login(cast["service_owner"].person)
    page = reverse("governance:outcomes")
    client.get(page)
    one = queries_of(lambda: client.get(page))
    with acting_for(cast.organisation.pk):
        for n in range(9):
            an_outcome(cast, a_goal(cast, f"Goal {n}"), service=cast.desk)
    assert queries_of(lambda: client.get(page)) == one
    assert "Add outcome" not in client.get(page).content.decode()


def test_a_goal_is_ended_on_the_day_it_was(acting: Cast) -> None:
    goal = a_goal(acting)
    assert BusinessGoal.objects.current().end(goal.pk, NOW.date())
    assert not BusinessGoal.objects.current().end(goal.pk, date(2027, 1, 1))
    goal.refresh_from_db()
    assert goal.ended_on == TODAY
