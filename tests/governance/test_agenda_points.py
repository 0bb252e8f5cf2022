"""What each app finds for a review, and what it does not: one test per finding, each both ways."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from governance.agenda.points import points as of_governance
from governance.models import Action, ChangeNotice, Review, ScopeChange
from portal.accounts.models import DecisionRight, RightHolder
from portal.accounts.tenancy import acting_for
from portal.contributions.agenda import LATE, MOST, Line, Point, shortened
from portal.contributions.asked import Asked
from reporting.agenda import period_looked_at
from reporting.agenda import points as of_reporting
from tests.cast import Cast
from tests.governance.agendas import orvane
from tests.governance.scoping import a_change as a_scope_change_of
from tests.governance.scoping import a_desk, evidenced
from tests.objects.escalations import an_escalation
from tests.objects.governance import a_change_notice, a_review, a_signature, an_action, some_minutes
from tests.objects.owners import NOW
from tests.objects.reports import a_credit, a_dispute, a_report, an_exclusion
from tests.reporting.pages import services_of, ten_months
from tests.reporting.ticket_rows import day, put
from tests.vendors.escalation import a_path
from tests.vendors.reported import LOW, OCTOBER, contracted, levels, measured
from tickets.agenda import points as of_tickets
from vendors.agenda import points as of_vendors
from vendors.models import (
    Credit,
    Dispute,
    Escalation,
    EscalationStep,
    Exclusion,
    MeasuredPeriod,
    Measurement,
    ReportLine,
    SlaReport,
)

Points = Callable[[Asked], object]
TODAY = NOW.date()


def asked(cast: Cast, **other: object) -> Asked:
    """Orvane's October 2026, as of 20 November, for both sides."""
    of = {"organisation_id": cast.organisation.pk, "vendor_id": cast.orvane.pk, "zone": ZoneInfo("Europe/Amsterdam")}
    when = {"start": OCTOBER, "end": date(2026, 11, 1), "now": NOW}
    return Asked(**of | when | other)  # type: ignore[arg-type]


def found(cast: Cast, source: str, points: Points = of_vendors, **other: object) -> Point | None:
    """The point of that name: shared ones while acting for the provider, internal ones for the organisation."""
    question = asked(cast, **other)
    with acting_for(cast.organisation.pk, None if question.inside else question.vendor_id):
        told = {point.source: point for point in points(question)}  # type: ignore[attr-defined]
    return told.get(source)


def seen(cast: Cast, source: str, points: Points = of_vendors, **other: object) -> Point:
    point = found(cast, source, points, **other)
    assert point is not None
    return point


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_level_that_missed_is_found_with_its_floor_its_figure_and_its_month(acting: Cast) -> None:
    contract = contracted(acting.organisation, acting.orvane)
    assert found(acting, "vendors.breaches") is None
    measured(contract, {"SD-01": "86.9", "SD-02": "97", "SD-03": None})
    point = seen(acting, "vendors.breaches")
    assert (point.title, point.urgency) == ("P2 resolved fell below the minimum", LATE)
    (line,) = point.lines
    assert plain(line.text) == "SD-01 P2 resolved, minimum 90.0 %"
    assert plain(line.figure) == "86.9 %"
    assert line.url == reverse("vendors:period", args=[contract.pk, OCTOBER])


def test_a_run_of_misses_is_counted_back_over_months_and_ends_with_one_that_was_met(acting: Cast) -> None:
    contract = contracted(acting.organisation, acting.orvane, levels=1)
    for month in (date(2026, 7, 1), date(2026, 9, 1), date(2026, 10, 1)):
        period = measured(contract, {"SD-01": "86.9"})
        MeasuredPeriod.objects.filter(pk=period.pk).update(month=month)
    assert seen(acting, "vendors.breaches").title == "P2 resolved fell below the minimum for the second month"


def test_a_closed_month_counts_before_a_running_one(acting: Cast) -> None:
    contract = contracted(acting.organisation, acting.orvane, levels=1)
    measured(contract, {"SD-01": "97"}, closed=True)
    measured(contract, {"SD-01": "80"}, version=2)
    assert found(acting, "vendors.breaches") is None


def test_a_miss_of_another_period_is_not_found(acting: Cast) -> None:
    measured(contracted(acting.organisation, acting.orvane), LOW)
    elsewhere: dict[str, Any] = {"start": date(2026, 8, 1), "end": date(2026, 9, 1)}
    assert found(acting, "vendors.breaches", **elsewhere) is None


def test_only_the_contract_that_is_asked_for_counts(acting: Cast) -> None:
    contract = contracted(acting.organisation, acting.orvane)
    measured(contract, LOW)
    assert found(acting, "vendors.breaches", contract_id=contract.pk) is not None
    assert found(acting, "vendors.breaches", contract_id=contract.pk + 1) is None


def test_a_reported_figure_beyond_the_tolerance_is_found_until_it_is_decided(acting: Cast) -> None:
    a_report(orvane(acting))
    point = seen(acting, "vendors.discrepancies")
    assert point.title == "One reported figure differs from the tickets"
    assert plain(point.lines[0].text) == "SD-01 P2 resolved: reported 97.6 %"
    Measurement.objects.update(value=Decimal("97.2"))  # within half a point
    assert found(acting, "vendors.discrepancies") is None
    Measurement.objects.update(value=Decimal("86.9"))
    ReportLine.objects.update(accepted_from="measured", accepted=Decimal("86.9"))
    assert found(acting, "vendors.discrepancies") is None


def test_a_dispute_is_found_until_it_ends_and_is_late_after_its_day(acting: Cast) -> None:
    a_dispute(orvane(acting))
    assert seen(acting, "vendors.disputes").title == "One dispute is open"
    point = seen(acting, "vendors.disputes", now=NOW + timedelta(days=11))
    assert (point.title, point.urgency) == ("One dispute is open, one answer is late", LATE)
    Dispute.objects.update(state="withdrawn")
    assert found(acting, "vendors.disputes") is None


def test_what_waits_for_a_decision_is_found(acting: Cast) -> None:
    a_report(orvane(acting))
    an_exclusion(orvane(acting))
    assert seen(acting, "vendors.to_decide").title == "Two decisions are awaited"
    SlaReport.objects.update(state="superseded")
    Exclusion.objects.update(state="withdrawn")
    assert found(acting, "vendors.to_decide") is None


def test_a_claimed_credit_waits_for_an_answer_in_the_sight_of_both(acting: Cast) -> None:
    a_credit(orvane(acting))
    assert seen(acting, "vendors.claims").title == "One credit claim of €100.00 waits for an answer"
    Credit.objects.update(state="agreed")
    assert found(acting, "vendors.claims") is None


def test_a_credit_that_was_not_claimed_is_ours_alone(acting: Cast) -> None:
    a_credit(orvane(acting))
    assert found(acting, "vendors.to_claim", inside=True) is None
    Credit.objects.update(state="accrued")
    point = seen(acting, "vendors.to_claim", inside=True)
    assert (point.title, point.internal) == ("One credit of €100.00 is not claimed", True)
    assert found(acting, "vendors.to_claim") is None


def test_an_open_escalation_is_found_and_a_closed_one_only_in_the_period_in_which_it_was_raised(acting: Cast) -> None:
    an_escalation(orvane(acting))
    assert seen(acting, "vendors.escalations").title.startswith("One escalation is open")
    Escalation.objects.update(state="closed", closed_at=NOW, resolution="Done", raised_at=NOW - timedelta(days=30))
    assert seen(acting, "vendors.escalations").title == "One escalation was raised in the period and closed"
    Escalation.objects.update(raised_at=NOW - timedelta(days=300))
    assert found(acting, "vendors.escalations") is None


def test_a_step_without_a_name_is_found(acting: Cast) -> None:
    a_path(acting)
    assert found(acting, "vendors.escalation_paths") is None
    EscalationStep.objects.filter(position=2).update(provider_owner=None)
    point = seen(acting, "vendors.escalation_paths")
    assert point.title == "One gap in the escalation path: somebody has to be named"


def test_notice_dates_are_ours_alone_and_obligations_are_of_both(acting: Cast) -> None:
    contracted(acting.organisation, acting.orvane)
    assert plain(seen(acting, "vendors.notices", inside=True).title).startswith("Notice date of ORV-2024-03")
    assert found(acting, "vendors.notices") is None
    early: dict[str, Any] = {"now": NOW - timedelta(days=200)}
    assert found(acting, "vendors.notices", inside=True, **early) is None


def test_kpis_that_left_their_normal_variation_are_found(acting: Cast) -> None:
    ten_months(acting.organisation, list(services_of(acting.organisation, acting.orvane, 1)))
    assert "beyond normal variation" in seen(acting, "reporting.patterns", of_reporting).title
    early: dict[str, Any] = {"start": date(2026, 3, 1), "end": date(2026, 4, 1)}  # two months before it give no limits
    assert found(acting, "reporting.patterns", of_reporting, **early) is None


def test_the_distance_from_report_to_experience_and_unclassified_tickets_are_found(acting: Cast) -> None:
    ten_months(acting.organisation, list(services_of(acting.organisation, acting.orvane, 1)))
    assert "points apart" in plain(seen(acting, "reporting.distance", of_reporting).title)
    assert "have no task type" in seen(acting, "reporting.unclassified", of_reporting).title
    nothing: dict[str, Any] = {"start": date(2025, 1, 1), "end": date(2025, 2, 1)}
    for source in ("reporting.distance", "reporting.unclassified", "reporting.patterns"):
        assert found(acting, source, of_reporting, **nothing) is None


@pytest.mark.parametrize(
    ("start", "end", "key"),
    [
        (date(2026, 11, 16), date(2026, 11, 23), "2026-W47"),
        (date(2026, 10, 1), date(2026, 11, 1), "2026-10"),
        (date(2026, 7, 1), date(2026, 10, 1), "2026-Q3"),
        (date(2026, 1, 1), date(2026, 7, 1), "2026-Q2"),
    ],
)
def test_figures_are_those_of_the_period_and_of_the_last_quarter_of_half_a_year(
    start: date, end: date, key: str
) -> None:
    question = Asked(1, ZoneInfo("UTC"), start, end, NOW)
    assert period_looked_at(question).key == key


def test_groups_of_nobody_are_the_portfolios_matter(acting: Cast) -> None:
    put(acting.organisation, [{"opened": day("2026-10-05"), "group_name": "Desk"}])
    portfolio: dict[str, Any] = {"vendor_id": None, "inside": True}
    assert seen(acting, "tickets.without_vendor", of_tickets, **portfolio).internal
    assert found(acting, "tickets.without_vendor", of_tickets, inside=True) is None


def test_actions_are_found_when_they_are_overdue_or_come_due_or_are_to_be_proven(acting: Cast) -> None:
    an_action(orvane(acting), due_on=TODAY + timedelta(days=40))
    assert found(acting, "governance.actions", of_governance) is None
    Action.objects.update(due_on=TODAY + timedelta(days=5))
    assert seen(acting, "governance.actions", of_governance).title == "One action comes due"
    Action.objects.update(due_on=TODAY - timedelta(days=5))
    assert seen(acting, "governance.actions", of_governance).urgency == LATE
    Action.objects.update(state="done", done_at=NOW, proof_on=TODAY + timedelta(days=1))
    assert found(acting, "governance.actions", of_governance) is None
    assert found(acting, "governance.to_prove", of_governance) is None
    Action.objects.update(proof_on=TODAY)
    assert seen(acting, "governance.to_prove", of_governance).title == "One action waits for proof"


def test_an_action_of_ours_is_told_to_us_alone(acting: Cast) -> None:
    an_action(orvane(acting), visibility="client", due_on=TODAY)
    assert seen(acting, "governance.actions_inside", of_governance, inside=True).internal
    assert found(acting, "governance.actions", of_governance) is None


def test_a_change_within_ninety_days_is_found_with_what_is_late(acting: Cast) -> None:
    a_change_notice(orvane(acting))
    point = seen(acting, "governance.changes", of_governance)
    assert plain(point.title) == "Cologne opens on 1 Feb 2027"
    assert point.summary == "One not acknowledged."
    ChangeNotice.objects.update(takes_effect_on=TODAY + timedelta(days=91))
    assert found(acting, "governance.changes", of_governance) is None


def test_a_retained_decision_that_nobody_owns_is_found_for_us(acting: Cast) -> None:
    contracted(acting.organisation, acting.orvane)  # with the standard decision rights
    point = seen(acting, "governance.unowned", of_governance, inside=True)
    assert (point.title, point.internal) == ("Nobody owns five retained decisions", True)
    leader = acting["it_leader"]
    for right in DecisionRight.objects.filter(is_retained=True):
        RightHolder.objects.create(
            organisation=acting.organisation, right=right, is_retained=True, letter="A", membership=leader, named="Ida"
        )
    assert found(acting, "governance.unowned", of_governance, inside=True) is None


def test_a_transition_before_a_red_gate_is_found_for_us(acting: Cast) -> None:
    change = a_scope_change_of(acting, a_desk(acting), planned_on=TODAY + timedelta(days=90))
    point = seen(acting, "governance.transitions", of_governance, inside=True)
    assert (point.title, point.internal) == ("One transition stands before a red gate", True)
    assert plain(point.lines[0].text) == "Service desk, outsourced: 0 of 6 conditions evidenced"
    assert found(acting, "governance.transitions", of_governance) is None
    tessel = {"vendor_id": acting.tessel.pk, "inside": True}
    assert found(acting, "governance.transitions", of_governance, **tessel) is None
    ScopeChange.objects.update(planned_on=TODAY - timedelta(days=1))
    assert seen(acting, "governance.transitions", of_governance, inside=True).urgency == LATE
    evidenced(acting, change)
    assert found(acting, "governance.transitions", of_governance, inside=True) is None


def test_a_review_that_was_missed_is_found_until_it_is_cancelled(acting: Cast) -> None:
    a_review(orvane(acting))
    later: dict[str, Any] = {"now": NOW + timedelta(days=2)}
    assert found(acting, "governance.missed", of_governance) is None
    assert seen(acting, "governance.missed", of_governance, **later).title == "One review was not held"
    Review.objects.update(state="cancelled", cancelled_reason="Holidays")
    assert found(acting, "governance.missed", of_governance, **later) is None


def test_minutes_are_found_while_a_side_has_not_signed_in_time(acting: Cast) -> None:
    some_minutes(orvane(acting))
    later: dict[str, Any] = {"now": NOW + timedelta(days=20)}
    assert found(acting, "governance.unsigned", of_governance) is None
    point = seen(acting, "governance.unsigned", of_governance, **later)
    assert point.title == "The minutes of one review are not signed"
    assert point.lines[0].text.endswith("not signed by the client and the provider")


def test_minutes_that_our_side_signed_wait_for_the_other(acting: Cast) -> None:
    a_signature(orvane(acting))
    point = seen(acting, "governance.unsigned", of_governance, now=NOW + timedelta(days=20))
    assert point.lines[0].text.endswith("not signed by the provider")


def test_a_rivals_matters_are_none_of_ones_own(acting: Cast) -> None:
    contract = contracted(acting.organisation, acting.tessel)
    measured(contract, LOW)
    assert levels(contract)
    assert found(acting, "vendors.breaches") is None
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        assert not list(of_vendors(replace(asked(acting), vendor_id=acting.tessel.pk)))


def test_a_long_list_says_how_many_more_there_are() -> None:
    lines, summary = shortened([Line(str(number)) for number in range(MOST + 3)], "All open.")
    assert (len(lines), summary) == (MOST, "All open. 3 more are not listed here.")
    assert shortened(lines + (Line("ninth"),))[1] == "1 more is not listed here."
    assert shortened([Line("one")], "All open.") == ((Line("one"),), "All open.")
