"""The measured months of a contract: kept while they run, closed, and restated beside what was closed.

What is measured, and how, is told from above; see docs/measuring-levels.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Max
from django.urls import reverse

from portal.accounts.decisions import Matter, decide
from portal.accounts.models import Decision, DecisionKind, Membership
from vendors.levels.attainment import Result, State
from vendors.levels.measured_figures import LevelFigures, digest
from vendors.models import Contract, MeasuredPeriod, Measurement
from vendors.models.measurements import PeriodState

MEASURED_BY = ("period", "level")


class NotToBeClosed(Exception):
    """The month cannot be closed or restated now. The message says why, and what to do."""


@dataclass(frozen=True)
class Basis:
    """What figures were measured by and when: rules in JSON, their fingerprint, when time may change them again."""

    rules: dict[str, Any]
    fingerprint: str
    computed_at: datetime
    due_again_at: datetime | None


def keep(contract: Contract, month: date, figures: Sequence[LevelFigures], basis: Basis) -> MeasuredPeriod:
    """Put the figures in the place of what was measured of the month while it runs; a closed version stays as it is.

    The measurement of a level keeps its key while the month runs, so that addresses of its tickets stay good. Runs
    in one transaction, which acts for the organisation; measuring the same again leaves the same.
    """
    months = MeasuredPeriod.objects.of(contract, month)
    period = months.running().select_for_update().first()
    known: dict[str, Any] = vars(basis)
    if period is None:
        latest = months.aggregate(latest=Max("version"))["latest"] or 0
        party = {"organisation_id": contract.organisation_id, "vendor_id": contract.vendor_id}
        period = MeasuredPeriod.objects.create(contract=contract, month=month, version=latest + 1, **party, **known)
    else:
        MeasuredPeriod.objects.running().filter(pk=period.pk).update(**known)
        period.measurements.exclude(level__in=[one.level_id for one in figures]).delete()
        period.refresh_from_db()
    rows = [_row(period, one) for one in figures]
    own = [field.name for field in Measurement._meta.concrete_fields if field.name not in ("id", *MEASURED_BY)]
    Measurement.objects.bulk_create(rows, update_conflicts=True, unique_fields=MEASURED_BY, update_fields=own)
    return period


def close(member: Membership, period: MeasuredPeriod, now: datetime, reason: str = "") -> MeasuredPeriod:
    """Freeze a month as it was measured, under the right to close periods.

    A month that was closed before needs a `reason`: this is its restatement. NotToBeClosed when the month is not over,
    was not measured since, or was measured again or closed by someone else meanwhile; NotEntitled when the member is
    not accountable.
    """
    if member.vendor_id is not None:
        raise NotToBeClosed("A period is closed by the client; its figures are yours to report about and to dispute.")
    _check(period, now, reason)
    running = MeasuredPeriod.objects.running().select_for_update()
    if not running.filter(pk=period.pk, computed_at=period.computed_at).exists():
        raise NotToBeClosed(
            "It was closed or measured again while you looked at it. Look at its figures, then close it."
        )
    decision = _decided(member, period, now, reason)
    running.filter(pk=period.pk).update(
        state=PeriodState.CLOSED,
        sha256=digest(figures_of(period)),
        closed_at=now,
        closed_by=str(member.person),
        reason=reason,
        decision=decision,
    )
    period.refresh_from_db()
    return period


def restate(member: Membership, contract: Contract, month: date, reason: str, now: datetime) -> MeasuredPeriod:
    """Close a closed month once more, as it is measured now: a new version with its reason beside the old one.

    Errors as `close`; NotToBeClosed too when it was never closed, or nothing was measured since.
    """
    versions = MeasuredPeriod.objects.visible_to(member).of(contract, month)
    running = versions.running().first()
    if not versions.closed().exists():
        raise NotToBeClosed(f"{month:%B %Y} was never closed, so there is nothing to restate. Close it.")
    if running is None:
        raise NotToBeClosed(f"Nothing changed since {month:%B %Y} was closed. Measure it again first.")
    return close(member, running, now, reason)


def figures_of(period: MeasuredPeriod) -> list[LevelFigures]:
    """The figures as they are stored, by level."""
    return [_figures(row) for row in period.measurements.order_by("level_id")]


def _check(period: MeasuredPeriod, now: datetime, reason: str) -> None:
    end = date(period.month.year + period.month.month // 12, period.month.month % 12 + 1, 1)
    ended_at = datetime.combine(end, time.min, tzinfo=period.contract.organisation.zone).astimezone(UTC)
    if now < ended_at:
        raise NotToBeClosed(f"{period.month:%B %Y} is not over. It can be closed from {end:%-d %b %Y} on.")
    if period.computed_at < ended_at:
        raise NotToBeClosed(
            f"{period.month:%B %Y} was last measured before it was over. Measure it now, then close it."
        )
    if period.version > 1 and not reason.strip():
        raise NotToBeClosed("Say why the closed period is restated.")


def _decided(member: Membership, period: MeasuredPeriod, now: datetime, reason: str) -> Decision:
    restated = period.version > 1
    matter = Matter(
        DecisionKind.CLOSE_PERIOD,
        period.vendor_id,
        f"{period.contract} {period.month:%B %Y}",
        reverse("tickets:period-versions", args=[period.contract_id, f"{period.month:%Y-%m}"]),
    )
    return decide(member, matter, "Restated" if restated else "Closed", reason, now)


def _row(period: MeasuredPeriod, one: LevelFigures) -> Measurement:
    return Measurement(
        organisation_id=period.organisation_id,
        vendor_id=period.vendor_id,
        period=period,
        level_id=one.level_id,
        window_start=one.window_start,
        window_end=one.window_end,
        is_due=one.is_due,
        state=one.net.state,
        value=one.net.value,
        counted=one.net.counted,
        met=one.net.met,
        missed=one.net.missed,
        gross_state=one.gross.state,
        gross_value=one.gross.value,
        gross_counted=one.gross.counted,
        claimed_met=one.claimed_met,
        counted_tickets=one.counted_tickets,
        missed_tickets=one.missed_tickets,
        excluded_tickets=one.excluded_tickets,
        differing=one.differing,
    )


def _figures(row: Measurement) -> LevelFigures:
    return LevelFigures(
        level_id=row.level_id,
        window_start=row.window_start,
        window_end=row.window_end,
        is_due=row.is_due,
        net=Result(State(row.state), row.value, row.counted, row.met, row.missed),
        gross=Result(State(row.gross_state), row.gross_value, row.gross_counted, None, None),
        claimed_met=row.claimed_met,
        counted_tickets=row.counted_tickets,
        missed_tickets=row.missed_tickets,
        excluded_tickets=row.excluded_tickets,
        differing=row.differing,
    )
