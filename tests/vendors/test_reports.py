"""The life of an SLA report: submitted, corrected, accepted; what the database keeps whoever writes."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from portal.accounts.decisions import DecidedMeanwhile, NotEntitled
from portal.accounts.models import Decision
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.vendors.reported import HIGH, LATER, LOW, NOW, OCTOBER, contracted, figures, levels, measured, submitted
from vendors.levels.attainment import State
from vendors.models import Contract, Dispute, DisputeMessage, ReportDraft, ReportLine, SlaReport
from vendors.reports.comparing import compare
from vendors.reports.disputing import Claim, dispute_report
from vendors.reports.reporting_period import (
    ReportedMeanwhile,
    ReportRefused,
    Submission,
    accept_report,
    save_draft,
    submit_report,
)


@pytest.fixture
def contract(acting: Cast) -> Contract:
    return contracted(acting.organisation, acting.orvane)


def states(contract: Contract) -> list[tuple[int, str]]:
    reports = SlaReport.objects.of(contract, OCTOBER).order_by("version")
    return list(reports.values_list("version", "state"))


def test_a_report_has_a_line_for_every_level_also_where_the_provider_gives_no_figure(
    acting: Cast, contract: Contract
) -> None:
    report = submitted(contract, {"SD-01": "97.6"}, acting["vendor_manager"])
    lines = report.lines.order_by("level__code").values_list("level__code", "reported")
    assert list(lines) == [("SD-01", Decimal("97.6")), ("SD-02", None), ("SD-03", None)]


def test_a_report_is_decided_within_ten_working_days(acting: Cast, contract: Contract) -> None:
    report = submitted(contract, HIGH, acting["vendor_manager"])
    assert report.decide_by == date(2026, 11, 19)  # Thursday 5 November, and two weeks


def test_a_correction_supersedes_and_both_versions_stay_readable(acting: Cast, contract: Contract) -> None:
    first = submitted(contract, HIGH, acting["vendor_manager"])
    second = submitted(contract, LOW, acting["vendor_manager"], corrects=1, correction_reason="Two pauses taken out")
    assert states(contract) == [(1, "superseded"), (2, "submitted")]
    assert first.lines.get(level__code="SD-01").reported == Decimal("97.6")
    assert second.lines.get(level__code="SD-01").reported == Decimal("86.9")


def test_a_correction_says_why(acting: Cast, contract: Contract) -> None:
    submitted(contract, HIGH, acting["vendor_manager"])
    with pytest.raises(ReportRefused, match="what the correction corrects"):
        submitted(contract, LOW, acting["vendor_manager"], corrects=1)


def test_who_did_not_see_the_current_version_does_not_take_its_place(acting: Cast, contract: Contract) -> None:
    submitted(contract, HIGH, acting["vendor_manager"])
    with pytest.raises(ReportedMeanwhile, match="submitted version 1"):
        submitted(contract, LOW, acting["vendor_manager"])
    with pytest.raises(ReportedMeanwhile):
        submitted(contract, LOW, acting["vendor_manager"], corrects=2, correction_reason="Late")
    assert states(contract) == [(1, "submitted")]


def test_a_month_that_is_not_over_is_not_reported_yet(acting: Cast, contract: Contract) -> None:
    said = Submission(figures(contract, HIGH))
    with pytest.raises(ReportRefused, match=r"not over.*1\sDec\s2026"):
        submit_report(contract, date(2026, 11, 1), said, acting["vendor_manager"], NOW)


def test_a_report_without_any_figure_is_none(acting: Cast, contract: Contract) -> None:
    with pytest.raises(ReportRefused, match="no figure"):
        submitted(contract, {}, acting["vendor_manager"])


def test_submitting_ends_the_draft_of_its_side_and_leaves_the_other_sides(acting: Cast, contract: Contract) -> None:
    typed = {"entries": {"1": {"reported": "97,6"}}, "note": "", "files": []}
    save_draft(contract, OCTOBER, typed, acting["vendor_manager"], NOW)
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        save_draft(contract, OCTOBER, typed, acting["provider"], NOW)
        submitted(contract, HIGH, acting["provider"])
        assert not ReportDraft.objects.exists()
    assert ReportDraft.objects.count() == 1


def test_accepting_takes_every_figure_as_reported_under_a_decision_right(acting: Cast, contract: Contract) -> None:
    report = accept_report(submitted(contract, HIGH, acting["vendor_manager"]), acting["vendor_manager"], LATER, "Fine")
    decision = Decision.objects.get()
    assert (report.state, report.decision, decision.outcome) == ("accepted", decision, "accepted")
    assert decision.basis == "Accountable: every vendor manager"
    taken = report.lines.order_by("level__code").values_list("accepted", "accepted_from")
    assert list(taken) == [(Decimal(value), "reported") for value in ("97.6", "98", "99")]


def test_a_refusal_names_who_may_decide(acting: Cast, contract: Contract) -> None:
    report = submitted(contract, HIGH, acting["vendor_manager"])
    with pytest.raises(NotEntitled, match="every vendor manager"):
        accept_report(report, acting["it_leader"], LATER)
    with pytest.raises(NotEntitled, match="not those of a provider"):
        accept_report(report, acting["provider"], LATER)
    assert states(contract) == [(1, "submitted")]


def test_a_report_is_decided_once(acting: Cast, contract: Contract) -> None:
    report = submitted(contract, HIGH, acting["vendor_manager"])
    accept_report(report, acting["vendor_manager"], LATER)
    with pytest.raises(DecidedMeanwhile, match="Vendormanager Person decided on 6.Nov.2026.*: accepted"):
        accept_report(report, acting["vendor_manager"], LATER)
    assert Decision.objects.count() == 1


def test_a_superseded_report_cannot_be_accepted(acting: Cast, contract: Contract) -> None:
    first = submitted(contract, HIGH, acting["vendor_manager"])
    submitted(contract, LOW, acting["vendor_manager"], corrects=1, correction_reason="Wrong month")
    with pytest.raises(DecidedMeanwhile, match="submitted version 2"):
        accept_report(first, acting["vendor_manager"], LATER)


def test_a_provider_does_not_undo_what_was_decided(acting: Cast, contract: Contract) -> None:
    accept_report(submitted(contract, LOW, acting["vendor_manager"]), acting["vendor_manager"], LATER)
    again = {"corrects": 1, "correction_reason": "Better figures"}
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        with pytest.raises(NotEntitled, match="both sides go by it"):
            submitted(contract, HIGH, acting["provider"], **again)
        raw = SlaReport.objects.filter(version=1).update(state="superseded")
        assert raw == 0
    with pytest.raises(NotEntitled, match="every vendor manager"):
        submitted(contract, HIGH, acting["administrator"], **again)
    submitted(contract, HIGH, acting["vendor_manager"], **again)
    assert states(contract) == [(1, "superseded"), (2, "submitted")]


def test_a_correction_ends_an_open_dispute_and_says_so_in_its_thread(acting: Cast, contract: Contract) -> None:
    report = submitted(contract, HIGH, acting["vendor_manager"])
    line = report.lines.get(level__code="SD-01")
    claim = Claim(frozenset({line.pk}), "Pauses", "Pauses without a message")
    dispute = dispute_report(report, claim, acting["vendor_manager"], LATER)
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        submitted(contract, LOW, acting["provider"], corrects=1, correction_reason="Pauses counted")
    assert Dispute.objects.get(pk=dispute.pk).state == "superseded"
    last = DisputeMessage.objects.of_dispute(dispute).get(side="provider")
    assert last.visibility == "shared"
    assert "Version 2 of the report takes the place of the disputed one: Pauses counted" in last.body


def test_there_is_one_current_report_per_contract_and_month_in_the_database(acting: Cast, contract: Contract) -> None:
    report = submitted(contract, HIGH, acting["vendor_manager"])
    head = {name: getattr(report, name) for name in ("organisation_id", "vendor_id", "contract_id", "month")}
    with pytest.raises(IntegrityError, match="contract_has_one_current_report_per_month"), transaction.atomic():
        SlaReport.objects.create(**head, version=2, correction_reason="Raw", submitted_side="client", submitted_at=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE vendors_reportline SET reported = 100",
        "UPDATE vendors_reportline SET note = 'better'",
        "UPDATE vendors_slareport SET note = 'better'",
        "UPDATE vendors_slareport SET submitted_by = 'Someone else'",
        "UPDATE vendors_slareport SET month = '2026-09-01'",
    ],
)
def test_what_was_submitted_cannot_be_edited_even_by_raw_sql(acting: Cast, contract: Contract, statement: str) -> None:
    submitted(contract, HIGH, acting["vendor_manager"])
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_was_submitted_cannot_be_removed(acting: Cast, contract: Contract) -> None:
    report = submitted(contract, HIGH, acting["vendor_manager"])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM vendors_reportline")
        cursor.execute("DELETE FROM vendors_slareport")
    assert report.lines.count() == 3


def test_nothing_is_slipped_into_a_report_afterwards(committed_cast: Cast) -> None:
    with acting_for(committed_cast.organisation.pk):
        contract = contracted(committed_cast.organisation, committed_cast.orvane, levels=1)
        report = submitted(contract, {"SD-01": "97.6"}, committed_cast["vendor_manager"])
        other = contracted_level(contract)
    of = {"organisation_id": report.organisation_id, "vendor_id": report.vendor_id}
    with pytest.raises(IntegrityError, match="never added to"), acting_for(committed_cast.organisation.pk):
        ReportLine.objects.create(**of, report=report, level_id=other, reported=100)


def contracted_level(contract: Contract) -> int:
    """A level that came after the report."""
    level = levels(contract)["SD-01"]
    level.pk, level.code, level.priority_rank = None, "SD-09", 4
    level.save()
    return int(level.pk)


def test_the_month_stands_level_by_level_beside_the_tickets(acting: Cast, contract: Contract) -> None:
    measured(contract, {"SD-01": "86.9", "SD-02": "97.8", "SD-03": None})
    submitted(contract, HIGH, acting["vendor_manager"])
    month = compare(contract, OCTOBER, acting["vendor_manager"])
    assert [row.gap for row in month.rows] == [Decimal("-10.7"), Decimal("-0.2"), None]
    assert [row.is_discrepancy for row in month.rows] == [True, False, False]
    assert [row.state for row in month.rows] == [State.MISSED_MINIMUM, State.MET, State.NO_DATA]
    assert (len(month.claimed), len(month.confirmed)) == (3, 1)


def test_a_closed_month_keeps_its_figure_and_shows_the_one_as_of_now_beside_it(
    acting: Cast, contract: Contract
) -> None:
    measured(contract, LOW, closed=True)
    measured(contract, LOW | {"SD-01": "88"}, version=2)
    row = compare(contract, OCTOBER, acting["vendor_manager"]).rows[0]
    assert (row.measured_value, row.moved_since_closing) == (Decimal("86.9"), Decimal("1.1"))


def test_the_newest_closed_version_counts(acting: Cast, contract: Contract) -> None:
    measured(contract, LOW, closed=True)
    measured(contract, LOW | {"SD-01": "88"}, closed=True, version=2)
    assert compare(contract, OCTOBER, acting["vendor_manager"]).rows[0].measured_value == Decimal(88)
