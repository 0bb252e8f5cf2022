"""What is done with SLA reports: submitting, correcting, accepting, disputing."""

from typing import Any

from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.decisions import DecidedMeanwhile
from portal.accounts.models import Membership
from portal.front.api import MonthField, Story, checked, now
from vendors.api.contracts import Contracts
from vendors.api.disputes import Disputes
from vendors.api.reports import Reports
from vendors.forms.reports import AcceptReportForm
from vendors.models import Contract, Dispute, SlaReport
from vendors.reports.comparing import compare, gives_up
from vendors.reports.disputing import Claim, DisputeRefused, dispute_report
from vendors.reports.drafts import WrongFigures, figures_by_code
from vendors.reports.figures import Figure
from vendors.reports.reporting_period import (
    ReportedMeanwhile,
    ReportRefused,
    Submission,
    accept_report,
    levels_of,
    submit_report,
)


class SaidLine(serializers.Serializer[Any]):
    """A figure by the level's reference, in the level's unit; null where the provider gives none."""

    level = serializers.CharField()
    reported = serializers.DecimalField(max_digits=12, decimal_places=4, allow_null=True)
    counted = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    met = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)


class Said(serializers.Serializer[Any]):
    """`corrects` is the version that its sender saw; null or left out: there was none."""

    month = MonthField()
    lines = SaidLine(many=True)
    note = serializers.CharField(required=False, allow_blank=True, default="")
    corrects = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1)
    correction_reason = serializers.CharField(required=False, allow_blank=True, default="")


class SubmitReport(Story):
    capability = Capability.SUBMIT_REPORTS
    subject = Contracts
    answers = Reports
    asks = Said
    conflicts = (ReportedMeanwhile,)
    refusals = (ReportRefused,)
    done = 201

    def act(self, member: Membership, row: Contract, said: dict[str, Any]) -> SlaReport:
        figures = _figures(row, said)
        submission = Submission(figures, said["note"], said["correction_reason"], said["corrects"])
        return submit_report(row, said["month"], submission, member, now())


def _figures(contract: Contract, said: dict[str, Any]) -> dict[int, Figure]:
    try:
        return figures_by_code(levels_of(contract, said["month"]), said["lines"])
    except WrongFigures as wrong:
        raise serializers.ValidationError({"lines": wrong.by_line}) from wrong


class Acceptance(serializers.Serializer[Any]):
    """`confirmed`: the figures are accepted although the tickets do not confirm them all."""

    reason = serializers.CharField(allow_blank=True)
    confirmed = serializers.BooleanField(required=False, default=False)


class AcceptReport(Story):
    capability = Capability.DECIDE
    subject = Reports
    asks = Acceptance
    conflicts = (DecidedMeanwhile,)

    def act(self, member: Membership, row: SlaReport, said: dict[str, Any]) -> None:
        compared = compare(row.contract, row.month, member)
        form = AcceptReportForm(said, gives_up=gives_up(compared))
        accept_report(row, member, now(), checked(form)["reason"])


class Disputed(serializers.Serializer[Any]):
    """`lines` are keys of the report's lines; without a day the provider has ten working days to answer."""

    lines = serializers.ListField(child=serializers.IntegerField(), min_length=1)
    title = serializers.CharField(required=False, allow_blank=True, default="", max_length=160)
    body = serializers.CharField()
    answer_due_on = serializers.DateField(required=False, allow_null=True, default=None)


class DisputeReport(Story):
    capability = Capability.DECIDE
    subject = Reports
    answers = Disputes
    asks = Disputed
    conflicts = (DecidedMeanwhile,)
    refusals = (DisputeRefused,)
    done = 201

    def act(self, member: Membership, row: SlaReport, said: dict[str, Any]) -> Dispute:
        claim = Claim(frozenset(said["lines"]), said["title"], said["body"], said["answer_due_on"])
        return dispute_report(row, claim, member, now())
