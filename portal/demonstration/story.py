"""The story of the demonstration's months, the last six above all, told through the steps that its people take."""

from collections.abc import Callable
from datetime import date

from portal.accounts.models import Organisation
from portal.demonstration import agreements, claims, disputes, gatherings, issues, kept_months, reports, sittings
from portal.demonstration.scene import Scene
from vendors.models import FeePeriod, SlaReport


def is_told(organisation: Organisation) -> bool:
    """Whether nothing is left to tell; acts for the organisation.

    A demonstration of an earlier version has no fees: it stays as it was, for the story needs what was entered with it.
    """
    has_fees = FeePeriod.objects.filter(organisation=organisation).exists()
    return not has_fees or SlaReport.objects.of_organisation(organisation).exists()


def tell(organisation: Organisation, today: date, say: Callable[[str], None]) -> None:
    """Tell all of it, in a transaction that acts for the organisation, whose tickets are there."""
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
    gatherings.plan_series(scene)
    sittings.hold_reviews(scene)
    say("Reviews of the last quarter, with packs, minutes and signatures")
