"""The automation page: what the tickets say, what is assumed, what may begin, and what is kept of it."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import AutomationCase, AutomationGate, Prerequisite, TypedWork
from assessments.planning import work
from assessments.planning.assumed import ground
from assessments.planning.work import work_done
from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from portal.jobs.running import run_job
from reporting.models import Rollup
from tests.assessments.plans import a_closed_campaign, a_question
from tests.assessments.typed_tickets import NOW, a_type, rolled_up, tickets_of
from tests.cast import Cast
from tests.counting import queries_of
from tickets.models import TaskType

PAGE = "/readiness/automation/"
IN_OCTOBER = datetime(2026, 10, 1, 8, tzinfo=UTC)


def lately() -> datetime:
    """The first day of the month before this one: pages read the clock."""
    return (timezone.now().replace(day=1, hour=8) - timedelta(days=15)).replace(day=1)


@pytest.fixture
def passwords(cast: Cast) -> TaskType:
    """100 password resets of 10 minutes, all in the last complete month: 1,200 a year."""
    with acting_for(cast.organisation.pk):
        task_type = a_type(cast)
        tickets_of(cast, task_type, 100, first=lately(), minutes=10)
    return task_type


def everything_met(cast: Cast, task_type: TaskType) -> None:
    said = {"is_met": True, "evidence": "In the wiki", "said_by": "Vera", "said_at": NOW}
    for code in Prerequisite.values:
        AutomationGate.objects.create(organisation=cast.organisation, task_type=task_type, code=code, **said)


def page_of(client: Client, query: str = "") -> str:
    return client.get(PAGE + query).content.decode()


def test_work_is_counted_by_type_in_complete_months_and_scaled_to_a_year(acting: Cast) -> None:
    passwords, network = a_type(acting), a_type(acting, "Network change", "specialist")
    tickets_of(acting, passwords, 90, first=IN_OCTOBER, minutes=10)
    tickets_of(acting, passwords, 30, first=IN_OCTOBER, minutes=40)
    tickets_of(acting, network, 60, first=IN_OCTOBER)
    tickets_of(acting, None, 20, first=IN_OCTOBER)
    tickets_of(acting, passwords, 7, first=datetime(2026, 11, 2, tzinfo=UTC))
    done = work_done(acting.organisation, NOW)
    assert (done.months, done.span, done.tickets, done.classified) == (1, "October 2026", 200, 180)
    reset, change = done.types
    assert (reset.tickets, reset.per_year, reset.median, reset.hours_per_year) == (
        120,
        Fraction(1440),
        10.0,
        Fraction(420),
    )
    assert (change.per_year, change.hours_per_year) == (Fraction(720), None)
    assert [one.task_type for one in ground(acting.organisation, NOW).repetitive] == [passwords]


def test_months_run_in_the_zone_of_the_organisation(acting: Cast) -> None:
    """In Amsterdam it is November already when it is 23:30 in UTC."""
    tickets_of(acting, a_type(acting), 1, first=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    assert work_done(acting.organisation, NOW).tickets == 0


def test_the_count_is_kept_until_newer_rollups_say_that_tickets_have_changed(acting: Cast) -> None:
    task_type = a_type(acting)
    tickets_of(acting, task_type, 10, first=IN_OCTOBER)
    rolled_up(acting, NOW - timedelta(hours=2))
    assert work_done(acting.organisation, NOW).tickets == 10
    tickets_of(acting, task_type, 5, first=IN_OCTOBER)
    assert work_done(acting.organisation, NOW).tickets == 10
    Rollup.objects.update(computed_at=NOW)
    assert work_done(acting.organisation, NOW).tickets == 15
    assert TypedWork.objects.count() == 1


def test_more_tickets_than_a_page_may_count_are_counted_by_a_job(
    client: Client, committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        tickets_of(cast, a_type(cast), 20, first=lately())
    monkeypatch.setattr(work, "INLINE", 5)
    client.force_login(cast["it_leader"].person)
    for _ in range(2):
        assert "are being counted by task type" in page_of(client)
    with acting_for(cast.organisation.pk):
        job = Job.objects.get(kind=work.KIND)
    finished = run_job(cast.organisation.pk, job.pk)
    assert finished is not None
    assert finished.state == "succeeded"
    assert "Password reset" in page_of(client)


def test_the_page_teaches_where_there_is_nothing_to_calculate(client: Client, cast: Cast) -> None:
    client.force_login(cast["it_leader"].person)
    assert "No tickets in the last twelve months" in page_of(client)
    with acting_for(cast.organisation.pk):
        tickets_of(cast, None, 3, first=lately())
        TypedWork.objects.all().delete()
    page = page_of(client)
    assert ("No ticket is classified" in page, reverse("task-types") in page) == (True, True)
    with acting_for(cast.organisation.pk):
        tickets_of(cast, a_type(cast, "Firewall", "specialist"), 30, first=lately())
        TypedWork.objects.all().delete()
    assert "No work is repetitive enough" in page_of(client)


def test_nothing_may_begin_before_its_prerequisites_are_met(client: Client, cast: Cast, passwords: TaskType) -> None:
    client.force_login(cast["it_leader"].person)
    page = page_of(client)
    assert "Automation could take 480 to 840 of 1,200 repetitive tickets a year" in page
    assert "None of it may begin now" in page
    assert "possible after all five prerequisites" in page
    with acting_for(cast.organisation.pk):
        everything_met(cast, passwords)
    assert "All of it may begin now" in page_of(client)
    with acting_for(cast.organisation.pk):
        AutomationGate.objects.of_code("owner").delete()
    assert "possible after somebody accountable" in page_of(client)


def test_shares_and_costs_come_from_the_address(client: Client, cast: Cast, passwords: TaskType) -> None:
    client.force_login(cast["it_leader"].person)
    key = passwords.pk
    page = page_of(client, f"?low_{key}=10&high_{key}=20&unit_low=9&unit_high=14&running=600")
    assert "Automation could take 120 to 240 of 1,200" in page
    assert "€480 to €2,760 saved" in page
    page = page_of(client, f"?low_{key}=10&high_{key}=20&unit_low=9&unit_high=14&running=6000")
    assert "€2,640 to €4,920 lost" in page
    assert "Scaled from 1 month to a year" in page


def test_by_the_hour_the_recorded_handling_counts(client: Client, cast: Cast, passwords: TaskType) -> None:
    client.force_login(cast["it_leader"].person)
    page = page_of(client, f"?low_{passwords.pk}=50&high_{passwords.pk}=50&basis=hour&unit_low=60")
    assert "€6,000 saved" in page


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("60", "50", "At most 50 % is less than at least 60 %."),
        ("-1", "50", "greater than or equal to 0"),
        ("x", "50", "Enter a whole number."),
        ("9" * 5000, "50", "Enter a whole number."),
        ("0", "101", "less than or equal to 100"),
    ],
)
def test_what_cannot_be_calculated_is_said_at_its_field(
    client: Client, cast: Cast, passwords: TaskType, low: str, high: str, words: str
) -> None:
    client.force_login(cast["it_leader"].person)
    query = f"?low_{passwords.pk}={low}&high_{passwords.pk}={high}&unit_low=9"
    answer = client.get(PAGE + query)
    page = answer.content.decode()
    assert (answer.status_code, words in page, 'value="9"' in page) == (422, True, True)
    assert client.get(PAGE + query, headers={"HX-Request": "true"}).status_code == 200
    assert client.get(reverse("assessments:automation-csv") + query).status_code == 422


def kept(client: Client, passwords: TaskType, **more: Any) -> Any:
    form = {f"low_{passwords.pk}": "40", f"high_{passwords.pk}": "70", "unit_low": "9", "unit_high": "14"}
    told = {"title": "Board paper", "form_key": str(uuid.uuid4())} | form | more
    return client.post(reverse("assessments:keep-calculation"), told, follow=True)


def test_a_calculation_is_kept_once_and_compared_with_now(client: Client, cast: Cast, passwords: TaskType) -> None:
    client.force_login(cast["it_leader"].person)
    key = str(uuid.uuid4())
    for _ in range(2):
        page = kept(client, passwords, form_key=key).content.decode()
    assert ("Board paper" in page, "360 to 720" in page) == (True, True)
    with acting_for(cast.organisation.pk):
        case = AutomationCase.objects.get()
        assert (case.unit_cost_low, case.shares) == (Decimal(9), {str(passwords.pk): [40, 70]})
        tickets_of(cast, passwords, 10, first=lately(), minutes=10)
        TypedWork.objects.all().delete()
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("360 to 720" in page, "396 to 792" in page) == (True, True)
    assert "Board paper" in page_of(client)


def test_a_calculation_without_a_name_is_not_kept_and_not_lost(client: Client, cast: Cast, passwords: TaskType) -> None:
    client.force_login(cast["it_leader"].person)
    answer = kept(client, passwords, title="", unit_low="7")
    assert (answer.status_code, 'value="7"' in answer.content.decode()) == (422, True)
    with acting_for(cast.organisation.pk):
        assert not AutomationCase.objects.exists()


def test_the_file_holds_the_figures_and_no_formula(client: Client, cast: Cast, passwords: TaskType) -> None:
    with acting_for(cast.organisation.pk):
        TaskType.objects.filter(pk=passwords.pk).update(name="=1+1")
    client.force_login(cast["executive"].person)
    answer = client.get(reverse("assessments:automation-csv") + "?unit_low=9&unit_high=14")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[3] == '"With everything, once its prerequisites are met",360,720,3240,10080,4320,11760'
    assert lines[6].startswith("'=1+1,1200,200,40,70,Defined workflow")
    assert "attachment" in answer["Content-Disposition"]


def test_a_prerequisite_is_met_with_what_shows_it(client: Client, cast: Cast, passwords: TaskType) -> None:
    client.force_login(cast["vendor_manager"].person)
    address = reverse("assessments:prerequisite", args=[passwords.pk, "workflow"])
    answer = client.post(address, {"is_met": "on", "evidence": ""})
    assert (answer.status_code, "Say what shows that it is met." in answer.content.decode()) == (422, True)
    page = client.post(address, {"is_met": "on", "evidence": "Page 12 of the handbook"}, follow=True).content.decode()
    assert ("Page 12 of the handbook" in page, "4 of 5 prerequisites missing" in page) == (True, True)
    with acting_for(cast.organisation.pk):
        gate = AutomationGate.objects.get()
    assert (gate.said_by.lower(), gate.is_met) == ("vendormanager person", True)


def test_two_who_speak_first_about_a_prerequisite_hear_of_each_other(
    client: Client, cast: Cast, passwords: TaskType
) -> None:
    client.force_login(cast["vendor_manager"].person)
    address = reverse("assessments:prerequisite", args=[passwords.pk, "owner"])
    client.post(address, {"is_met": "on", "evidence": "Vera"})
    answer = client.post(address, {"is_met": "on", "evidence": "Mine"})
    page = answer.content.decode()
    assert (answer.status_code, "Someone else saved this" in page, "Mine" in page) == (422, True, True)
    with acting_for(cast.organisation.pk):
        assert AutomationGate.objects.get().evidence == "Vera"


def test_the_gate_shows_what_the_assessment_was_answered(client: Client, cast: Cast, passwords: TaskType) -> None:
    with acting_for(cast.organisation.pk):
        a_closed_campaign(cast, "Full one", questions=(a_question("auto-workflows", 2.0),))
        a_closed_campaign(cast, "Quick one")
    client.force_login(cast["auditor"].person)
    page = client.get(reverse("assessments:automation-gate", args=[passwords.pk])).content.decode()
    assert "Answered in “Full one”" in page
    assert "level 2 of 5, little" in page
    assert "Say that it is met" not in page


def test_an_unknown_prerequisite_is_not_found(client: Client, cast: Cast, passwords: TaskType) -> None:
    client.force_login(cast["it_leader"].person)
    assert client.get(reverse("assessments:prerequisite", args=[passwords.pk, "made-up"])).status_code == 404


def test_providers_are_turned_away_and_readers_keep_nothing(client: Client, cast: Cast, passwords: TaskType) -> None:
    client.force_login(cast["provider"].person)
    assert client.get(PAGE).status_code == 403
    client.force_login(cast["executive"].person)
    assert "Keep calculation" not in page_of(client)
    assert kept(client, passwords).status_code == 403


def test_the_page_asks_as_often_for_ten_task_types_as_for_one(client: Client, cast: Cast, passwords: TaskType) -> None:
    client.force_login(cast["it_leader"].person)
    page_of(client)
    few = queries_of(partial(client.get, PAGE))
    with acting_for(cast.organisation.pk):
        for number in range(9):
            task_type = a_type(cast, f"Type {number}")
            tickets_of(cast, task_type, 10, first=lately(), minutes=10)
            everything_met(cast, task_type)
        TypedWork.objects.all().delete()
    page_of(client)
    assert queries_of(partial(client.get, PAGE)) == few <= 24
