"""The story of the demonstration, told through the steps that its people take: twelve months of reports, the last six
above all, and a quarter of reviews, actions and changes.
"""

from collections.abc import Callable
from datetime import date

from assessments.models import Campaign
from governance.models import ReviewSeries
from portal.accounts.models import Organisation
from portal.demonstration import (
    agreements,
    announcements,
    assessed,
    automating,
    choosing,
    claims,
    commitments,
    disputes,
    follow_up,
    gatherings,
    issues,
    kept_months,
    mapped,
    reports,
    sittings,
)
from portal.demonstration.scene import Scene
from vendors.models import FeePeriod, SlaReport

Say = Callable[[str], None]


def has_fees(organisation: Organisation) -> bool:
    """A demonstration of an earlier version has none: it stays as it was, for the story needs what came with them."""
    return FeePeriod.objects.filter(organisation=organisation).exists()


def is_reported(organisation: Organisation) -> bool:
    """Whether nothing is left to tell of the months; acts for the organisation."""
    return not has_fees(organisation) or SlaReport.objects.of_organisation(organisation).exists()


def is_governed(organisation: Organisation) -> bool:
    """Whether nothing is left to tell of the quarter; acts for the organisation."""
    return not has_fees(organisation) or ReviewSeries.objects.of_organisation(organisation.pk).exists()


def is_assessed(organisation: Organisation) -> bool:
    """Whether nothing is left to tell of readiness; acts for the organisation."""
    return not has_fees(organisation) or Campaign.objects.of_organisation(organisation.pk).exists()


def is_told(organisation: Organisation) -> bool:
    """Whether nothing is left at all; acts for the organisation."""
    told = is_reported(organisation) and is_governed(organisation) and is_assessed(organisation)
    return told and (not has_fees(organisation) or follow_up.has_evidence(organisation))


def tell_months(organisation: Organisation, today: date, say: Say) -> None:
    """Tell of the reports, in a transaction that acts for the organisation, whose tickets are there."""
    scene = Scene(organisation, today)
    agreements.enter_agreements(scene)
    kept_months.enter_outages(scene)
    kept_months.measure_months(scene)
    say(f"Twelve months measured, from {scene.before[0]:%B %Y} on")
    kept_months.ask_for_exclusions(scene)
    reports.report_months(scene)
    disputes.settle_months(scene)
    reports.correct_month(scene)
    reports.draft_latest(scene)
    disputes.dispute_latest(scene)
    reports.submit_latest(scene)
    claims.claim_credits(scene)
    say("Reports of twelve months, disputes and credits")
    issues.escalate(scene)
    issues.open_shared_issue(scene)


def tell_quarter(organisation: Organisation, today: date, say: Say) -> None:
    """Tell of the reviews and of what came of them, in the order in which it happened; in a transaction as above."""
    scene = Scene(organisation, today)
    gatherings.plan_series(scene)
    steps = [*sittings.steps(scene), *commitments.steps(scene), *announcements.steps(scene)]
    for _, step in sorted(steps, key=lambda each: each[0]):
        step()
    sittings.prepare_next(scene)
    say("Reviews of the last quarter, with packs, minutes, signatures, actions, changes")
    follow_up.begin_plan(scene)
    say("The improvement plan")


def tell_readiness(organisation: Organisation, today: date, say: Say) -> None:
    """Tell what is done where and what for, and of the assessments; in a transaction as above."""
    scene = Scene(organisation, today)
    mapped.map_scope(scene)
    mapped.map_outcomes(scene)
    mapped.enter_figures(scene)
    mapped.plan_transition(scene)
    assessed.assess(scene)
    choosing.choose(scene)
    automating.meet_prerequisites(scene)
    say("Scope and outcome maps, three assessments, a plan from one of them")
    follow_up.let_be_read(scene)
