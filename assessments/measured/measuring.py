"""Everything that can be measured, for assessments and their results. Acts for the organisation, on our own side.

The number of questions to the database does not depend on how much there is; tickets are read through rollups, and
one by one only for the kinds of work of the newest months (assessments/measured/work_types.py).
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from assessments.measured import governed, openings, registers, volumes, work_types, years
from assessments.measured.scene import Scene
from assessments.measured.shape import CODES, Measurement
from portal.accounts.models import Organisation

SHOWN_ROWS = 12
"""Rows that a measurement carries into results; its page shows all of them."""

Reader = Callable[[Scene], Measurement]

READERS: dict[str, Reader] = {
    "sign-sites": volumes.sign_sites,
    "sign-turnover": years.sign_turnover,
    "sign-projects": years.sign_projects,
    "sign-audit": years.sign_audit,
    "sign-offices": openings.sign_offices,
    "sign-budget": years.sign_budget,
    "predictable": volumes.predictable,
    "repetitive": work_types.repetitive,
    "rhythm": governed.rhythm,
    "escalation-names": registers.escalation_names,
    "documents-reviewed": registers.documents_reviewed,
    "classified": volumes.classified,
    "norms": work_types.norms,
    "decisions-owned": registers.decisions_owned,
    "reports-checked": registers.reports_checked,
    "scope-known": governed.scope_known,
    "goals-linked": governed.goals_linked,
    "actions-proven": governed.actions_proven,
}


def measure_all(organisation_id: int, now: datetime) -> dict[str, Measurement]:
    """Every code of CODES with its measurement, or with what is missing for it."""
    scene = Scene(Organisation.objects.get(pk=organisation_id), now)
    return {code: _shortened(READERS[code](scene)) for code in CODES}


def measure_some(organisation: Organisation, codes: Iterable[str], now: datetime) -> dict[str, Measurement]:
    """Some of them with all their rows; KeyError for a code that is none."""
    scene = Scene(organisation, now)
    return {code: READERS[code](scene) for code in codes}


def _shortened(one: Measurement) -> Measurement:
    return replace(one, rows=one.rows[:SHOWN_ROWS], more=max(0, len(one.rows) - SHOWN_ROWS))
