"""Reports and disputes when two people act in the same moment: one wins, the other is told, nothing is half done."""

from collections.abc import Callable

from portal.accounts.decisions import DecidedMeanwhile
from portal.accounts.models import Decision
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.threads import at_once
from tests.vendors.reported import HIGH, LATER, LOW, committed_report, contracted, submitted
from vendors.models import Dispute, DisputeMessage, ReportLine, SlaReport
from vendors.models.disputes import Outcome
from vendors.reports.disputing import Claim, EndedMeanwhile, Ending, dispute_report, settle, withdraw
from vendors.reports.reporting_period import ReportedMeanwhile, accept_report


def each_in_turn(*acts: Callable[[], object]) -> Callable[[], object]:
    """One of these for each of the threads."""
    left = iter(acts)
    return lambda: next(left)()


def test_of_two_who_decide_a_report_at_once_one_wins_and_the_other_is_told(committed_cast: Cast) -> None:
    cast, report = committed_cast, committed_report(committed_cast)
    organisation, manager = cast.organisation.pk, cast["vendor_manager"]
    with acting_for(organisation):
        claim = Claim(frozenset(report.lines.values_list("pk", flat=True)), "Pauses", "Pauses without a message")

    def accept() -> None:
        with acting_for(organisation):
            accept_report(report, manager, LATER)

    def dispute() -> None:
        with acting_for(organisation):
            dispute_report(report, claim, manager, LATER)

    raised = at_once(2, each_in_turn(accept, dispute))
    assert [type(error) for error in raised] == [DecidedMeanwhile]
    assert "Vendormanager Person decided on 6" in str(raised[0])
    with acting_for(organisation):
        disputed = SlaReport.objects.get().state == "disputed"
        assert Decision.objects.count() == 1
        assert Dispute.objects.count() == int(disputed)
        assert ReportLine.objects.exclude(accepted_from="").count() == (0 if disputed else 3)


def test_of_a_correction_and_a_decision_at_once_one_wins(committed_cast: Cast) -> None:
    cast, report = committed_cast, committed_report(committed_cast)
    organisation = cast.organisation.pk

    def accept() -> None:
        with acting_for(organisation):
            accept_report(report, cast["vendor_manager"], LATER)

    def correct() -> None:
        with acting_for(organisation, cast.orvane.pk):
            submitted(report.contract, LOW, cast["provider"], corrects=1, correction_reason="Pauses counted")

    raised = at_once(2, each_in_turn(accept, correct))
    assert len(raised) == 1
    with acting_for(organisation):
        current = SlaReport.objects.current().get()
        assert (current.version, current.state) in [(1, "accepted"), (2, "submitted")]
        assert isinstance(raised[0], DecidedMeanwhile if current.version == 2 else Exception)


def test_of_two_who_submit_the_first_report_at_once_one_is_taken(committed_cast: Cast) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        contract = contracted(cast.organisation, cast.orvane)

    def ours() -> None:
        with acting_for(cast.organisation.pk):
            submitted(contract, HIGH, cast["vendor_manager"])

    def theirs() -> None:
        with acting_for(cast.organisation.pk, cast.orvane.pk):
            submitted(contract, HIGH, cast["provider"])

    assert [type(error) for error in at_once(2, each_in_turn(ours, theirs))] == [ReportedMeanwhile]
    with acting_for(cast.organisation.pk):
        assert SlaReport.objects.get().lines.count() == 3


def test_of_two_who_end_a_dispute_at_once_one_wins(committed_cast: Cast) -> None:
    cast, report = committed_cast, committed_report(committed_cast)
    organisation, manager = cast.organisation.pk, cast["vendor_manager"]
    with acting_for(organisation):
        line = report.lines.get(level__code="SD-01")
        dispute = dispute_report(report, Claim(frozenset({line.pk}), "Pauses", "Why"), manager, LATER)
        endings = {row.pk: Ending(Outcome.UPHELD) for row in dispute.lines.all()}

    def end() -> None:
        with acting_for(organisation):
            settle(dispute, endings, "Seen together", manager, LATER)

    def give_up() -> None:
        with acting_for(organisation):
            withdraw(dispute, "Our mistake", manager, LATER)

    raised = at_once(2, each_in_turn(end, give_up))
    assert [type(error) for error in raised] == [EndedMeanwhile]
    with acting_for(organisation):
        taken = ReportLine.objects.get(pk=line.pk).accepted_from
        assert (Dispute.objects.get().state, taken) in [("settled", "measured"), ("withdrawn", "reported")]
        assert DisputeMessage.objects.count() == 2
