"""What is measured of an organisation: each figure from its register, and nothing where there is nothing."""

from datetime import date, datetime, timedelta

import pytest

from assessments.measured.measuring import SHOWN_ROWS, measure_all
from assessments.measured.shape import CODES
from governance.changes.standards import lay_out_lead_times
from portal.accounts.decisions import give_to_member, lay_out_standard
from portal.accounts.models import DecisionRight, Letter, Membership
from portal.accounts.tenancy import acting_for
from reporting.periods import Grain
from tests.assessments import facts
from tests.assessments.facts import THIS_MONTH, TODAY, found
from tests.cast import Cast
from tests.counting import queries_of
from tests.objects.owners import NOW, Owner
from tests.objects.register import a_site
from vendors.models import Site, Vendor


def test_of_an_organisation_without_data_nothing_is_known_and_nothing_invented(acting: Cast) -> None:
    lay_out_standard(acting.organisation)
    lay_out_lead_times(acting.organisation)
    measured = measure_all(acting.organisation.pk, NOW)
    assert tuple(measured) == CODES
    assert {one.code for one in measured.values() if one.has_data or one.value is not None} == set()
    assert all(one.missing for one in measured.values())
    assert {one.shown for one in measured.values()} == {"No data"}


def test_signs_that_figures_would_tell_ask_for_them(acting: Cast) -> None:
    measured = measure_all(acting.organisation.pk, NOW)
    assert {code: one.asks for code, one in measured.items() if one.asks} == {
        "sign-turnover": ("it_leavers", "it_staff"),
        "sign-projects": ("projects_postponed", "projects_planned"),
        "sign-audit": ("audit_findings",),
        "sign-offices": ("openings_late", "openings_planned"),
        "sign-budget": ("it_budget", "revenue"),
    }


def test_another_organisation_moves_no_figure(acting: Cast) -> None:
    with acting_for(acting.elsewhere.pk):
        vendor = acting.foreign_vendor
        theirs = Cast(acting.elsewhere, acting.elsewhere, vendor, vendor, acting.desk, acting.network, vendor)
        facts.weeks(theirs, *[50] * 12)
        facts.steps(theirs, 1, 1)
        facts.reports(theirs, 3)
        facts.reviews(theirs, 3)
        facts.actions(theirs, 1, 1)
        facts.entered(theirs, "audit_findings", y2024=1, y2025=9)
        assert measure_all(acting.elsewhere.pk, NOW)["sign-audit"].level == 1
    assert not any(one.has_data for one in measure_all(acting.organisation.pk, NOW).values())


def test_measuring_asks_the_same_number_of_questions_of_one_row_and_of_ten(acting: Cast) -> None:
    facts.everything(acting, 1)
    few = queries_of(lambda: measure_all(acting.organisation.pk, NOW))
    facts.steps(acting, 9, 9, acting.tessel)
    facts.reviews(acting, 9, 9, 9)
    facts.actions(acting, 9, 9)
    facts.openings(acting, *[False] * 9)
    many = queries_of(lambda: measure_all(acting.organisation.pk, NOW))
    assert (few, many) == (29, 29)


def test_a_long_list_is_cut_and_says_how_much_more_there_is(acting: Cast) -> None:
    facts.actions(acting, 0, 15)
    one = measure_all(acting.organisation.pk, NOW)["actions-proven"]
    assert (len(one.rows), one.more) == (SHOWN_ROWS, 3)
    assert len(found(acting, "actions-proven").rows) == 15


# Tickets


def test_weekly_volume_varies_by_fourteen_per_cent(acting: Cast) -> None:
    facts.weeks(acting, 3, 80, 100, 120, 100, 80, 100, 120, 100, 40)
    of_service = {"grouping": "vendor_service", "vendor_id": acting.orvane.pk, "service_id": acting.desk.pk}
    facts.weeks(acting, 0, 8, 12, 8, 12, 8, 12, 8, 12, 2, **of_service)
    one = found(acting, "predictable")
    assert (one.level, one.shown) == (4, "14\u00a0% variation from week to week")
    assert one.period == "8\u00a0weeks, Week 39, 2026 to Week 46, 2026"
    (row,) = one.rows
    assert (row.text, row.figure) == ("Service desk: 80\u00a0tickets", "20\u00a0% variation")


def test_a_service_of_few_tickets_is_not_judged(acting: Cast) -> None:
    facts.weeks(acting, *[50] * 12)
    of_service = {"grouping": "vendor_service", "vendor_id": acting.orvane.pk, "service_id": acting.desk.pk}
    facts.weeks(acting, *[1, 3] * 6, **of_service)
    one = found(acting, "predictable")
    assert (one.level, one.rows[0].figure) == (5, "too few to judge")


def test_seven_weeks_are_too_few(acting: Cast) -> None:
    facts.weeks(acting, *[50] * 9)
    one = found(acting, "predictable")
    assert (one.level, one.missing) == (None, "7 whole weeks of tickets of 8 needed.")


def test_classified_is_of_the_newest_month_that_is_over(acting: Cast) -> None:
    facts.rolled(acting, Grain.MONTH, date(2026, 9, 1), opened=200, without=46)
    facts.rolled(acting, Grain.MONTH, date(2026, 10, 1), opened=0)
    facts.rolled(acting, Grain.MONTH, THIS_MONTH, opened=50, without=50)
    one = found(acting, "classified")
    assert (one.level, one.shown, one.period) == (3, "154 of 200 tickets have a task type", "September 2026")


def test_repetitive_work_is_that_of_frequent_routine_types(acting: Cast) -> None:
    routine, special = facts.a_type(acting, "Password"), facts.a_type(acting, "Firewall", kind="specialist")
    facts.tickets_of(acting, {routine: 11, special: 5, None: 4})
    one = found(acting, "repetitive")
    assert one.level == 4
    assert one.value == pytest.approx(55)
    assert one.shown == "55\u00a0% of 20 tickets are routine work of 1\u00a0frequent type"
    assert not one.compares
    assert [(row.text, row.figure) for row in one.rows] == [
        ("Password, routine", "11 tickets"),
        ("Firewall, specialist", "5 tickets"),
    ]


def test_repetitive_work_is_not_known_while_most_tickets_are_unclassified(acting: Cast) -> None:
    facts.tickets_of(acting, {facts.a_type(acting, "Password"): 4, None: 6})
    one = found(acting, "repetitive")
    assert (one.level, one.missing) == (None, "40\u00a0% of the tickets are classified; half of them are needed.")


@pytest.mark.parametrize(
    ("september", "period"), [(1_900, "August 2026 to October 2026"), (2_000, "September 2026 to October 2026")]
)
def test_kinds_of_work_are_read_until_enough_tickets_are_together(acting: Cast, september: int, period: str) -> None:
    facts.tickets_of(acting, {facts.a_type(acting, "Password"): 4})
    for month, opened in ((7, 900), (8, 900), (9, september)):
        facts.rolled(acting, Grain.MONTH, date(2026, month, 1), opened=opened)
    assert found(acting, "repetitive").period == period


def test_norms_are_those_of_the_ten_most_frequent_types(acting: Cast) -> None:
    kinds = [
        facts.a_type(acting, f"Type {place}", **({"effort_low": 5, "effort_high": 20} if place < 8 else {}))
        for place in range(11)
    ]
    facts.tickets_of(acting, {kind: 11 - place for place, kind in enumerate(kinds)})
    one = found(acting, "norms")
    assert (one.level, one.shown) == (4, "8 of 10 of the most frequent task types have a norm")
    assert [row.figure for row in one.rows[:3]] == ["no norm", "no norm", "5–20\u00a0min"]


def test_service_levels_fall_as_two_sites_are_added(acting: Cast) -> None:
    old, new = facts.owner(acting), Owner(acting.organisation, acting.tessel)
    sites = [a_site(old)["pk"], a_site(new)["pk"]]
    third = Site.objects.create(organisation=acting.organisation, name="Leeds").pk
    facts.site_months(acting, sites[0], date(2025, 3, 1), met=95)
    facts.site_months(acting, sites[1], date(2026, 1, 1), met=92)
    facts.site_months(acting, third, date(2026, 3, 1), met=89)
    one = found(acting, "sign-sites")
    assert one.level == 2
    assert one.value == pytest.approx(3.0)
    assert one.shown == "−3.0\u00a0points: 95.0\u00a0% before, 92.0\u00a0% after 2 sites were added"
    assert one.rows[0].text.endswith(", added March 2026")


def test_without_added_sites_the_attainment_of_each_is_shown_and_no_sign_told(acting: Cast) -> None:
    facts.site_months(acting, a_site(facts.owner(acting))["pk"], date(2025, 3, 1), met=95)
    one = found(acting, "sign-sites")
    assert (one.level, one.missing) == (None, "Sites added within 24 months: 0 of 2 needed.")
    assert [row.figure for row in one.rows] == ["95.0\u00a0% within target"]


# Figures of the year


def test_signs_of_figures_tell_their_years(acting: Cast) -> None:
    facts.entered(acting, "it_staff", y2025=18)
    facts.entered(acting, "it_leavers", y2025=3)
    facts.entered(acting, "projects_planned", y2024=8, y2025=10)
    facts.entered(acting, "projects_postponed", y2024=4)
    facts.entered(acting, "audit_findings", y2024=10, y2025=12)
    facts.entered(acting, "it_budget", y2023=1_000_000, y2025=1_210_000)
    facts.entered(acting, "revenue", y2023=50_000_000, y2025=54_080_000)
    measured = measure_all(acting.organisation.pk, NOW)
    told = {code: (one.level, one.shown, one.period) for code, one in measured.items() if one.has_data}
    assert told == {
        "sign-turnover": (2, "3 of 18 IT staff left, 17\u00a0%", "2025"),
        "sign-projects": (1, "4 of 8 strategic projects put off, 50\u00a0%", "2024"),
        "sign-audit": (2, "12 findings after 10: more", "2024 to 2025"),
        "sign-budget": (1, "IT budget +10.0\u00a0% a year, revenue +4.0\u00a0%: +6.0\u00a0points", "2023 to 2025"),
    }


# Changes


def test_an_opening_is_late_where_a_provider_was_not_ready(acting: Cast) -> None:
    facts.openings(acting, False, True, True, True)
    one = found(acting, "sign-offices")
    assert (one.level, one.shown) == (2, "1 of 4 openings and moves were not ready on their day")
    assert one.rows[0].figure == "a provider was not ready"
    assert {row.figure for row in one.rows[1:]} == {"ready"}


def test_where_nobody_judged_the_open_checklist_tells(acting: Cast) -> None:
    facts.openings(acting, None, None)
    one = found(acting, "sign-offices")
    assert (one.level, one.rows[0].figure) == (1, "1 line of the checklist open")


def test_with_one_opening_the_register_tells(acting: Cast) -> None:
    facts.openings(acting, False)
    facts.entered(acting, "openings_planned", y2025=8)
    facts.entered(acting, "openings_late", y2025=1)
    one = found(acting, "sign-offices")
    assert (one.level, one.shown) == (3, "1 of 8 openings late because of IT, 13\u00a0%")


# Registers


def test_a_vendor_without_a_path_counts_as_a_step_without_names(acting: Cast) -> None:
    facts.steps(acting, named=2, unnamed=1)
    one = found(acting, "escalation-names")
    assert (one.level, one.shown) == (2, "2 of 4 steps name someone on both sides")
    assert [(row.text, row.figure) for row in one.rows] == [
        ("Tessel: no path", "nobody named"),
        ("Orvane, Step 3", "nobody on either side"),
    ]


def test_an_ended_vendor_is_not_asked_for_a_path(acting: Cast) -> None:
    facts.steps(acting, named=1, unnamed=0)
    Vendor.objects.filter(pk=acting.tessel.pk).update(ended_on=TODAY)
    assert found(acting, "escalation-names").level == 5


def test_documents_are_current_for_twelve_months(acting: Cast) -> None:
    facts.documents(acting, date(2025, 11, 19), date(2025, 11, 21), TODAY)
    one = found(acting, "documents-reviewed")
    assert (one.level, one.shown) == (3, "2 of 3 documents were handed in within 12 months")
    assert [row.figure for row in one.rows] == ["handed in 19\u00a0Nov\u00a02025"]


def test_a_report_is_checked_once_it_is_decided_beside_a_measurement(acting: Cast) -> None:
    facts.reports(acting, waiting=3, unmeasured=1)
    one = found(acting, "reports-checked")
    assert (one.level, one.shown) == (1, "0 of 3 reports were checked against the tickets and decided")
    assert [row.figure for row in one.rows] == [
        "waits to be decided",
        "waits to be decided",
        "waits to be decided, not measured from tickets",
    ]


def test_a_retained_decision_is_owned_while_its_owner_is_there(acting: Cast) -> None:
    lay_out_standard(acting.organisation)
    leader = acting["it_leader"]
    for kind in ("access", "change", "architecture"):
        give_to_member(DecisionRight.objects.get(kind=kind), Letter.ACCOUNTABLE, leader)
    assert (found(acting, "decisions-owned").level, found(acting, "decisions-owned").value) == (3, 60)
    Membership.objects.filter(pk=leader.pk).update(ended_at=NOW)
    one = found(acting, "decisions-owned")
    assert (one.level, one.shown) == (1, "0 of 5 retained decisions have an owner inside")


def test_reviews_are_held_on_time_late_or_missed(acting: Cast) -> None:
    facts.reviews(acting, on_time=7, late=2, missed=2)
    one = found(acting, "rhythm")
    assert (one.level, one.shown) == (3, "7 of 11 reviews held on time, 2 late, 2 missed")
    assert [row.figure for row in one.rows[:4]] == ["missed", "missed", "held late", "held late"]


def test_two_reviews_are_too_few_and_older_ones_do_not_count(acting: Cast) -> None:
    facts.reviews(acting, on_time=2)
    assert found(acting, "rhythm").missing == "2\u00a0reviews due in the last six months, of 3 needed."
    assert found(acting, "rhythm", datetime(2027, 8, 1, tzinfo=NOW.tzinfo)).level is None


def test_actions_are_proven_once_they_were_judged(acting: Cast) -> None:
    facts.actions(acting, judged=1, waiting=1)
    one = found(acting, "actions-proven")
    assert (one.level, one.shown) == (2, "1 of 2 actions were judged after their date of proof")
    assert found(acting, "actions-proven", NOW - timedelta(days=30)).level is None


# Maps


def test_a_function_is_known_with_an_entry_and_an_owner(acting: Cast) -> None:
    facts.functions(acting, known=3, unknown=1)
    one = found(acting, "scope-known")
    assert (one.level, one.shown) == (3, "3 of 4 functions have an entry and an owner")
    assert (one.rows[0].text, one.rows[0].figure) == ("Function 3", "no entry")


def test_functions_without_any_entry_are_no_data(acting: Cast) -> None:
    facts.functions(acting, known=0, unknown=4)
    assert found(acting, "scope-known").level is None


def test_a_goal_without_an_outcome_is_a_hole_of_the_map(acting: Cast) -> None:
    facts.goals(acting, tied=3, untied=1, empty=1)
    one = found(acting, "goals-linked")
    assert (one.level, one.shown) == (3, "3 of 5 outcomes have a figure and a service")
    assert [row.figure for row in one.rows] == ["no KPI and no service", "no outcome"]
