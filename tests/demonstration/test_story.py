"""The story of the demonstration's last six months: told once, and every sentence of it is what the portal shows."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from portal.accounts.decisions import may_decide
from portal.accounts.models import Decision, DecisionKind, DecisionRight, Membership, Organisation
from portal.accounts.rights_register import crew_of, register_on
from portal.accounts.tenancy import acting_for
from portal.demonstration.create import create, is_wanted
from portal.demonstration.scene import Scene
from tests.conftest import empty
from tickets.levels.freshness import out_of_date
from vendors.credits.ledger import what_does_not_add_up
from vendors.levels.attainment import State, judge
from vendors.levels.verdicts import measured_in, verdict_on
from vendors.models import (
    Credit,
    CreditEntry,
    Dispute,
    DisputeMessage,
    Escalation,
    Exclusion,
    Issue,
    MeasuredPeriod,
    Measurement,
    ReportDraft,
    ReportLine,
    SlaReport,
)

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 22)
LATEST = date(2026, 10, 1)


@pytest.fixture(scope="module")
def told(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    owner_role: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Organisation]:
    """The demonstration as created once for all sentences, which only read; committed, then removed by the owner."""
    folder = tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), override_settings(PORTAL_DATA=folder, MEDIA_ROOT=folder):
        yield create(TODAY, print)
        name = connection.settings_dict["NAME"]
        connection.close()
        empty(owner_role, name)


@pytest.fixture
def scene(told: Organisation) -> Iterator[Scene]:
    with acting_for(told.pk):
        yield Scene(told, TODAY)


def report(scene: Scene, vendor: str, month: date) -> SlaReport:
    return SlaReport.objects.current().get(contract=scene.contract(vendor), month=month)


def met(states: list[State]) -> int:
    return states.count(State.MET)


def test_orvanes_latest_report_says_every_level_is_met_and_the_tickets_confirm_fewer(scene: Scene) -> None:
    latest = report(scene, "Orvane", LATEST)
    lines = list(ReportLine.objects.of_report(latest).select_related("level"))
    measured = measured_in(scene.contract("Orvane"), LATEST, date(2026, 11, 1))
    reported = [judge(line.level.terms, line.reported, line.counted) for line in lines]
    confirmed = [State(measured[LATEST, line.level_id].state) for line in lines]
    assert not {State.MISSED_EXPECTED, State.MISSED_MINIMUM} & set(reported)
    assert met(confirmed) < met(reported) - 5


def test_orvanes_latest_report_waits_for_a_decision_in_the_days_to_come(scene: Scene) -> None:
    latest = report(scene, "Orvane", LATEST)
    assert latest.state == "submitted"
    assert latest.decide_by is not None
    assert 0 < (latest.decide_by - TODAY).days < 10
    jonas = scene.member("Jonas Feld")
    assert may_decide(jonas, DecisionKind.DECIDE_REPORT, latest.vendor_id, scene.at(TODAY, 9))


def test_tessel_and_lumenfold_report_what_the_tickets_say(scene: Scene) -> None:
    for vendor in ("Tessel", "Lumenfold"):
        for month in scene.months[:-1]:
            lines = ReportLine.objects.of_report(report(scene, vendor, month)).select_related("level")
            measured = measured_in(scene.contract(vendor), month, scene.months[-1])
            told = [
                (line.reported, measured[month, line.level_id].value) for line in lines if line.level.code != "CP-09"
            ]
            both = [(reported, found) for reported, found in told if reported is not None and found is not None]
            assert len(both) > 10
            assert len(both) == sum(reported is not None for reported, _ in told)
            assert all(abs(reported - found) < Decimal("0.01") for reported, found in both)


def test_what_was_accepted_as_reported_cost_orvane_nothing(scene: Scene) -> None:
    first, second = scene.months[:2]
    assert report(scene, "Orvane", first).state == report(scene, "Orvane", second).state == "accepted"
    assert not Credit.objects.filter(contract=scene.contract("Orvane"), month__lte=second).exists()


def test_the_third_month_was_settled_partly_and_its_credits_are_recovered(scene: Scene) -> None:
    month = scene.months[2]
    dispute = Dispute.objects.get(report=report(scene, "Orvane", month))
    assert set(dispute.lines.values_list("outcome", flat=True)) == {"upheld", "rejected", "agreed"}
    states = Credit.objects.of(scene.contract("Orvane"), month).current().values_list("state", flat=True)
    assert set(states) == {"recovered"}


def test_what_was_never_claimed_is_late(scene: Scene) -> None:
    late = Credit.objects.filter(organisation=scene.organisation).unclaimed_past(TODAY)
    assert {credit.month for credit in late} == {scene.months[3]}
    assert sum(credit.amount for credit in late) > 1000


def test_the_fifth_month_was_corrected_and_its_first_version_superseded(scene: Scene) -> None:
    contract, month = scene.contract("Orvane"), scene.months[4]
    versions = SlaReport.objects.of(contract, month).order_by("version").values_list("version", "state")
    assert list(versions) == [(1, "superseded"), (2, "accepted")]
    states = set(Credit.objects.of(contract, month).current().values_list("state", flat=True))
    assert states == {"claimed", "disputed"}


def test_one_of_tessels_credits_is_waived_by_who_may_and_one_waits_for_tessel(scene: Scene) -> None:
    owed = Credit.objects.of_contract(scene.contract("Tessel")).current()
    assert owed.in_state("claimed").count() == 1
    entry = CreditEntry.objects.get(credit__in=owed, to_state="waived")
    assert entry.decision is not None
    assert (entry.by, entry.decision.kind) == ("Priya Nair", "waive_credit")


def test_the_ledger_adds_up(scene: Scene) -> None:
    assert CreditEntry.objects.count() > 20
    assert not list(what_does_not_add_up(scene.organisation))


def test_every_accepted_figure_that_missed_its_minimum_is_credited(scene: Scene) -> None:
    for vendor in ("Orvane", "Tessel"):
        contract = scene.contract(vendor)
        for month in scene.months[:-1]:
            measured = measured_in(contract, month, scene.months[-1])
            lines = ReportLine.objects.of_report(report(scene, vendor, month)).select_related("level")
            failed = {
                line.level_id
                for line in lines
                if verdict_on(line, measured.get((month, line.level_id))) == State.MISSED_MINIMUM
            }
            allocated = contract.credit_terms.get().allocations.values_list("level", flat=True)
            credited = set(Credit.objects.of(contract, month).current().values_list("level", flat=True))
            assert failed & set(allocated) <= credited


def test_lumenfolds_latest_report_is_missing_and_only_lumenfold_sees_its_draft(
    scene: Scene, told: Organisation
) -> None:
    contract = scene.contract("Lumenfold")
    assert not SlaReport.objects.of(contract, LATEST).exists()
    assert not ReportDraft.objects.of(contract, LATEST).exists()
    with acting_for(told.pk, contract.vendor_id):
        assert ReportDraft.objects.of(contract, LATEST).get().saved_by == "Amira Haddad"


def test_one_exclusion_is_approved_one_refused_and_one_waits_for_us(scene: Scene) -> None:
    found = dict(Exclusion.objects.values_list("vendor__name", "state"))
    assert found == {"Lumenfold": "approved", "Tessel": "refused", "Orvane": "requested"}


def test_the_maintenance_weekend_lifts_the_availability_of_its_month_and_restates_it(scene: Scene) -> None:
    contract, month = scene.contract("Lumenfold"), scene.months[3]
    first, second = MeasuredPeriod.objects.of(contract, month).order_by("version")
    assert (first.is_closed, second.is_closed, bool(second.reason)) == (True, True, True)
    before, after = (Measurement.objects.get(period=one, level__code="CP-09") for one in (first, second))
    assert before.value is not None
    assert after.value is not None
    assert before.value < after.value == 100
    assert after.gross_value == before.value


def test_every_month_of_tickets_before_the_story_was_reported_and_accepted(scene: Scene) -> None:
    for vendor in ("Orvane", "Tessel", "Lumenfold"):
        assert {report(scene, vendor, month).state for month in scene.before} == {"accepted"}


def test_months_older_than_two_are_closed(scene: Scene) -> None:
    closed = {period.month for period in MeasuredPeriod.objects.filter(state="closed")}
    assert closed == {*scene.before, *scene.months[:-2]}


def test_no_month_of_the_story_has_to_be_measured_again(scene: Scene) -> None:
    outdated = {month for _, month in out_of_date(scene.organisation, scene.at(TODAY, 0))}
    assert not outdated & {*scene.before, *scene.months}


def test_the_open_dispute_has_a_thread_and_a_note_that_tessel_does_not_see(scene: Scene, told: Organisation) -> None:
    dispute = Dispute.objects.unsettled().get()
    assert (dispute.vendor.name, dispute.state) == ("Tessel", "answered")
    assert DisputeMessage.objects.of_dispute(dispute).count() == 4
    with acting_for(told.pk, dispute.vendor_id):
        assert DisputeMessage.objects.of_dispute(dispute).count() == 3


def test_two_retained_decisions_have_no_owner_and_one_has_two(scene: Scene) -> None:
    jonas = scene.member("Jonas Feld")
    rights = DecisionRight.objects.visible_to(jonas).with_holders_seen_by(jonas)
    register = register_on(TODAY, rights, crew_of(jonas), {})
    assert register.finding == "2 of 5 retained decisions have no owner"
    access = next(line for line in register.lines if line.kind == DecisionKind.ACCESS)
    assert [finding.word for finding in access.findings] == ["2 people accountable"]


def test_escalations_are_open_taken_on_and_closed_and_one_issue_has_two_providers(scene: Scene) -> None:
    assert set(Escalation.objects.values_list("state", flat=True)) == {"open", "acknowledged", "closed"}
    of_no_ticket = Escalation.objects.filter(ticket_id=None, level=None).values_list("subject_url", flat=True)
    assert sorted(map(bool, of_no_ticket)) == [False, True]  # raised by hand, and by an action that is overdue
    assert set(Escalation.objects.exclude(level=None).values_list("month", flat=True)) == {LATEST}
    assert Escalation.objects.exclude(ticket_id=None).exists()
    issue = Issue.objects.get()
    assert {part.vendor.name for part in issue.parts.all()} == {"Orvane", "Tessel"}


def test_nothing_happens_after_the_day_of_the_demonstration(scene: Scene) -> None:
    end = scene.at(TODAY, 0)
    assert Decision.objects.count() > 20
    assert not Decision.objects.filter(decided_at__gt=end).exists()
    assert not CreditEntry.objects.filter(at__gt=end).exists()
    assert not DisputeMessage.objects.filter(at__gt=end).exists()


def test_creating_it_twice_changes_nothing(told: Organisation) -> None:
    counted = [counts(told)]
    assert not is_wanted()
    create(TODAY, print)
    counted.append(counts(told))
    assert counted[0] == counted[1]


def counts(organisation: Organisation) -> list[int]:
    models = (SlaReport, ReportLine, Credit, CreditEntry, Decision, MeasuredPeriod, Escalation, Membership)
    with acting_for(organisation.pk):
        return [model.objects.count() for model in models]


@pytest.mark.parametrize("today", [date(2027, 3, 1), date(2026, 3, 31), date(2028, 2, 29)])
def test_the_months_of_any_day_lie_before_it(today: date) -> None:
    scene = Scene(Organisation(timezone="Europe/Amsterdam"), today)
    assert len(scene.months) == 6
    assert scene.after(scene.months[-1], 28) <= scene.at(today, 0)
