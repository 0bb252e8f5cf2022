"""The story of the demonstration's last six months, told through the same steps that its people would take."""

from collections.abc import Callable
from datetime import date

from portal.accounts.models import Organisation
from portal.demonstration import agreements, claims, disputes, issues, kept_months, reports
from portal.demonstration.scene import Scene
from vendors.models import SlaReport


def is_told(organisation: Organisation) -> bool:
    """Whether the story is there; acts for the organisation."""
    return SlaReport.objects.of_organisation(organisation).exists()


def tell(organisation: Organisation, today: date, say: Callable[[str], None]) -> None:
    """Tell all of it, in a transaction that acts for the organisation, whose tickets are there."""
    scene = Scene(organisation, today)
    agreements.enter_agreements(scene)
    kept_months.enter_outages(scene)
    kept_months.measure_months(scene)
    say(f"Six months measured, from {scene.months[0]:%B %Y} on")
    kept_months.ask_for_exclusions(scene)
    reports.report_months(scene)
    disputes.settle_months(scene)
    reports.correct_month(scene)
    reports.draft_latest(scene)
    disputes.dispute_latest(scene)
    reports.submit_latest(scene)
    claims.claim_credits(scene)
    say("Reports of six months, disputes and credits")
    issues.escalate(scene)
    issues.open_shared_issue(scene)
