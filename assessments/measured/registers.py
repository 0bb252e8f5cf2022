"""What the registers of vendors and people say: names on paths, documents, reports, retained decisions."""

from datetime import timedelta

from django.urls import reverse

from assessments.measured.scene import Scene, no_data, share_of
from assessments.measured.shape import Measurement, Row
from portal import formats
from portal.accounts.models import DecisionRight, Letter, Membership
from portal.accounts.rights_register import Crew, Line, called, register_on
from vendors.models import Document, EscalationStep, MeasuredPeriod, SlaReport
from vendors.models.registry import Side
from vendors.models.reports import ReportState
from vendors.months import label, later, month_of

REVIEWED_WITHIN = 365
REPORT_MONTHS = 6


def escalation_names(scene: Scene) -> Measurement:
    steps = list(
        EscalationStep.objects.for_choice()
        .select_related("client_owner", "provider_owner")
        .filter(organisation_id=scene.key, vendor_id__in=scene.vendors)
    )
    if not steps:
        return no_data("escalation-names", "No escalation path is entered yet.")
    without = [pk for pk in scene.vendors if pk not in {step.vendor_id for step in steps}]
    nameless = [step for step in steps if _unnamed(step)]
    rows = [Row(f"{scene.vendors[pk]}: no path", _matrix(pk), "nobody named") for pk in without]
    rows += [
        Row(f"{scene.vendors[step.vendor_id]}, {step.name}", _matrix(step.vendor_id), _unnamed(step))
        for step in nameless
    ]
    total = len(steps) + len(without)
    return share_of(
        "escalation-names", len(steps) - len(nameless), total, "steps name someone on both sides", rows=rows
    )


def _unnamed(step: EscalationStep) -> str:
    ours, theirs = step.owner(Side.CLIENT), step.owner(Side.PROVIDER)
    if ours is None:
        return "nobody on our side" if theirs else "nobody on either side"
    return "" if theirs else "nobody at the provider"


def _matrix(vendor_id: int) -> str:
    return reverse("vendors:escalation-matrix", args=[vendor_id])


def documents_reviewed(scene: Scene) -> Measurement:
    documents = list(Document.objects.of_organisation(scene.key).in_force(scene.today).by_newest_version())
    if not documents:
        return no_data("documents-reviewed", "No document of a contract in force is kept here yet.")
    since = scene.now - timedelta(days=REVIEWED_WITHIN)
    old = [one for one in documents if one.newest_at is None or one.newest_at < since]
    rows = [Row(f"{one.vendor}, {one.title}", one.get_absolute_url(), _handed_in(scene, one)) for one in old]
    said = "documents were handed in within 12 months"
    period = f"Since {formats.day(scene.day(since))}"
    done = len(documents) - len(old)
    return share_of("documents-reviewed", done, len(documents), said, rows=rows, period=period)


def _handed_in(scene: Scene, one: Document) -> str:
    return "no file" if one.newest_at is None else f"handed in {formats.day(scene.day(one.newest_at))}"


def reports_checked(scene: Scene) -> Measurement:
    this_month = month_of(scene.today)
    first = later(this_month, -REPORT_MONTHS)
    within = {"month__gte": first, "month__lt": this_month}
    current = SlaReport.objects.filter(organisation_id=scene.key, **within).current()
    reports = list(current.select_related("contract__vendor").order_by("-month", "pk"))
    period = f"{label(first)} to {label(later(this_month, -1))}"
    if not reports:
        return no_data("reports-checked", "No SLA report of the last six months is logged here.", period=period)
    measured = MeasuredPeriod.objects.filter(organisation_id=scene.key, **within)
    beside = set(measured.order_by().values_list("contract_id", "month"))
    judged = [(one, _unchecked(one, (one.contract_id, one.month) in beside)) for one in reports]
    judged.sort(key=lambda pair: not pair[1])
    done = sum(not why for _, why in judged)
    rows = [Row(_named(one), _period(one), why or one.get_state_display().lower()) for one, why in judged]
    said = "reports were checked against the tickets and decided"
    return share_of("reports-checked", done, len(reports), said, rows=rows, period=period)


def _unchecked(report: SlaReport, is_measured: bool) -> str:
    waiting = "waits to be decided" if report.state == ReportState.SUBMITTED else ""
    missing = "" if is_measured else "not measured from tickets"
    return ", ".join(filter(None, (waiting, missing)))


def _named(report: SlaReport) -> str:
    return f"{report.contract.vendor}, {report.contract.reference}, {label(report.month)}"


def _period(report: SlaReport) -> str:
    return reverse("vendors:period", args=[report.contract_id, report.month])


def decisions_owned(scene: Scene) -> Measurement:
    retained = [line for line in _register(scene) if line.is_retained]
    if not any(holder.letter == Letter.ACCOUNTABLE for line in retained for holder in line.holders):
        return no_data("decisions-owned", "Nobody is entered as accountable for a retained decision yet.")
    done = sum(not line.is_unowned for line in retained)
    rows = [_decision_row(line) for line in sorted(retained, key=lambda line: not line.is_unowned)]
    return share_of("decisions-owned", done, len(retained), "retained decisions have an owner inside", rows=rows)


def _register(scene: Scene) -> list[Line]:
    rights = DecisionRight.objects.of_organisation(scene.key).with_all_holders()
    current = Membership.objects.current().filter(organisation_id=scene.key)
    crew = Crew(frozenset(current.values_list("pk", "role", "vendor_id")), None)
    return register_on(scene.today, rights, crew, scene.vendors).lines


def _decision_row(line: Line) -> Row:
    url = line.right.get_absolute_url() if line.right is not None else reverse("accounts:rights")
    names = ", ".join(called(holder) for holder in line.holders if holder.letter == Letter.ACCOUNTABLE)
    said = ", ".join(finding.word for finding in line.findings if finding.is_gap) if line.is_unowned else names
    return Row(f"{line.title} ({line.vendor})", url, said)
