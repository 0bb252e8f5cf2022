"""The months: what the provider reported, every version of it, and what was measured from the tickets."""

from collections.abc import Iterator

from django.db.models import Q

from portal.contributions.asked import Asked
from portal.ledger.laying_out import OF_CONTRACT, OWN, Kind, during, months_of, open_in, party
from vendors.evidence.files import kept
from vendors.models import Exclusion, MeasuredPeriod, Measurement, Outage, ReportFile, ReportLine, SlaReport

MONTHS = "t.month >= date_trunc('month', CAST(:start AS date)) AND t.month < :end"
DECIDED = {
    "decision_outcome": "decision__outcome",
    "decision_reason": "decision__reason",
    "decision_by": "decision__decided_by",
    "decision_right": "decision__right_title",
    "decision_basis": "decision__basis",
}
"""What was decided and by whom, beside the row that it was decided about: it may lie after the period."""


def of_month(table: str, alias: str) -> str:
    """SQL: the row belongs to one of `table` of a month of the period."""
    return (
        f"FROM {table} {alias} WHERE {alias}.organisation_id = :organisation "
        f"AND (:vendor IS NULL OR {alias}.vendor_id = :vendor) "
        f"AND (:contract IS NULL OR {alias}.contract_id = :contract) "
        f"AND {alias}.month >= date_trunc('month', CAST(:start AS date)) AND {alias}.month < :end"
    )


def kinds(asked: Asked) -> tuple[Kind, ...]:
    return (*_reports(asked), *_measured(asked), *_excluded(asked))


def _reports(asked: Asked) -> Iterator[Kind]:
    reports = SlaReport.objects.filter(party(asked, "contract_id") & months_of(asked))
    ids = of_month("vendors_slareport", "r")
    yield Kind(
        "sla-reports",
        "SLA reports",
        "Every version of the reports of the months that the period touches; a higher version supersedes those before.",
        reports,
        f"FROM vendors_slareport t WHERE {OWN} AND {OF_CONTRACT} AND {MONTHS}",
        names={"vendor": "vendor__name", "contract": "contract__reference", **DECIDED},
    )
    yield Kind(
        "report-lines",
        "Lines of SLA reports",
        "What each version says of each service level.",
        ReportLine.objects.filter(report__in=reports),
        f"FROM vendors_reportline t WHERE t.report_id IN (SELECT r.id {ids})",
        names={"month": "report__month", "version": "report__version", "level": "level__code"},
    )
    files = ReportFile.objects.filter(report__in=reports)
    yield Kind(
        "report-files",
        "Files of SLA reports",
        "The files that came with each version, kept as they came, with the SHA-256 noted then.",
        files,
        f"FROM vendors_reportfile t WHERE t.report_id IN (SELECT r.id {ids})",
        names={"month": "report__month", "version": "report__version"},
        files=lambda: kept(files, "reports", "name", "sha256"),
    )


def _measured(asked: Asked) -> Iterator[Kind]:
    periods = MeasuredPeriod.objects.filter(party(asked, "contract_id") & months_of(asked))
    yield Kind(
        "measured-periods",
        "Measured months",
        "Every version of what was measured: open, closed and restated.",
        periods,
        f"FROM vendors_measuredperiod t WHERE {OWN} AND {OF_CONTRACT} AND {MONTHS}",
        names={"vendor": "vendor__name", "contract": "contract__reference", **DECIDED},
    )
    yield Kind(
        "measurements",
        "Measurements",
        "The figure of each service level within those versions, with the tickets that it came from.",
        Measurement.objects.filter(period__in=periods),
        f"FROM vendors_measurement t WHERE t.period_id IN (SELECT p.id {of_month('vendors_measuredperiod', 'p')})",
        names={"month": "period__month", "version": "period__version", "level": "level__code"},
    )


def _excluded(asked: Asked) -> Iterator[Kind]:
    overlapping = Q(starts_at__lt=asked.until) & (Q(ends_at=None) | Q(ends_at__gte=asked.since))
    yield Kind(
        "exclusions",
        "Exclusions",
        "Exclusions that were requested in the period or exclude a time of it.",
        Exclusion.objects.filter(party(asked, "contract_id") & (overlapping | during(asked, "requested_at"))),
        f"FROM vendors_exclusion t WHERE {OWN} AND {OF_CONTRACT} AND "
        "((t.starts_at < :until AND coalesce(t.ends_at, 'infinity') >= :since) "
        "OR (t.requested_at >= :since AND t.requested_at < :until))",
        names={"vendor": "vendor__name", "contract": "contract__reference", **DECIDED},
    )
    of_service = (
        Q()
        if asked.contract_id is None
        else Q(service__contract_id__isnull=True) | Q(service__contract_id=asked.contract_id)
    )
    yield Kind(
        "outages",
        "Outages",
        "Outages that lasted on an instant of the period.",
        Outage.objects.filter(party(asked) & open_in(asked, "starts_at", "ends_at") & of_service),
        f"FROM vendors_outage t JOIN vendors_service s ON s.id = t.service_id WHERE {OWN} "
        "AND (:contract IS NULL OR s.contract_id = :contract OR s.contract_id IS NULL) "
        "AND t.starts_at < :until AND coalesce(t.ends_at, 'infinity') >= :since",
        names={"vendor": "vendor__name", "service": "service__name"},
    )
