"""The API's addresses that take an argument: most are about the object of a page, and are visited with the same one."""

from datetime import date
from typing import Any

from tests.objects.owners import NOW, Owner
from vendors.models import Contract, MeasuredPeriod, ReportDraft

SAME_AS = {
    "vendors-api:one-of-vendors": "vendors:vendor",
    "vendors-api:raise-escalation": "vendors:vendor",
    "vendors-api:one-of-contracts": "vendors:contract",
    "vendors-api:credit-sums": "vendors:contract",
    "vendors-api:request-exclusion": "vendors:contract",
    "vendors-api:submit-report": "vendors:contract",
    "vendors-api:one-of-services": "vendors:service",
    "vendors-api:one-of-levels": "vendors:level",
    "vendors-api:one-of-outages": "vendors:outage",
    "vendors-api:one-of-exclusions": "vendors:exclusion",
    "vendors-api:answer-exclusion": "vendors:exclusion",
    "vendors-api:withdraw-exclusion": "vendors:exclusion",
    "vendors-api:one-of-reports": "vendors:report",
    "vendors-api:accept-report": "vendors:report",
    "vendors-api:dispute-report": "vendors:report",
    "vendors-api:one-of-disputes": "vendors:dispute",
    "vendors-api:say": "vendors:dispute",
    "vendors-api:settle": "vendors:dispute",
    "vendors-api:withdraw-dispute": "vendors:dispute",
    "vendors-api:one-of-credit-terms": "vendors:edit-credit-terms",
    "vendors-api:one-of-credits": "vendors:credit",
    "vendors-api:credit-step": "vendors:credit",
    "vendors-api:waive-credit": "vendors:credit",
    "vendors-api:elect-level": "vendors:credit",
    "vendors-api:one-of-paths": "vendors:edit-path",
    "vendors-api:one-of-escalations": "vendors:escalation",
    "vendors-api:acknowledge-escalation": "vendors:escalation",
    "vendors-api:add-escalation-note": "vendors:escalation",
    "vendors-api:close-escalation": "vendors:escalation",
    "vendors-api:one-of-issues": "vendors:issue",
    "vendors-api:one-of-issue-parts": "vendors:issue-part",
    "vendors-api:one-of-priority-models": "vendors:priority-model",
    "vendors-api:agree-priority-model": "vendors:priority-model",
    "governance-api:one-of-actions": "governance:action",
    "governance-api:complete-action": "governance:action",
    "governance-api:comment-on-action": "governance:action",
    "governance-api:judge-action": "governance:action",
    "tickets-api:measure-period": "vendors:contract",
    "tickets-api:level-tickets": "tickets:level-tickets",
    "governance-api:one-of-review-series": "governance:series",
    "governance-api:one-of-reviews": "governance:review",
    "governance-api:one-of-agenda-items": "governance:edit-item",
    "governance-api:one-of-changes": "governance:change",
    "governance-api:give-notice": "governance:change",
    "governance-api:one-of-change-notices": "governance:change-notice",
    "governance-api:acknowledge-notice": "governance:change-notice",
    "governance-api:judge-notice": "governance:change-notice",
    "rights-api:one-of-rights": "accounts:right",
    "rights-api:one-of-decisions": "accounts:decision",
}


def a_period(owner: Owner) -> dict[str, Any]:
    """A month that was measured; what was measured of it is made with the levels."""
    of = {"organisation": owner.organisation, "vendor": owner.vendor}
    month = {"month": date(2026, 10, 1), "version": 1, "computed_at": NOW}
    return {"pk": MeasuredPeriod.objects.create(**of, contract=_contract(owner), **month).pk}


def a_draft(owner: Owner) -> dict[str, Any]:
    """What our own side has typed so far."""
    of = {"organisation": owner.organisation, "vendor": owner.vendor}
    typed = {"month": date(2026, 9, 1), "visibility": "client", "note": "Ask", "saved_by": "Vera", "saved_at": NOW}
    return {"pk": ReportDraft.objects.create(**of, contract=_contract(owner), **typed).pk}


def _contract(owner: Owner) -> Contract:
    of = {"organisation": owner.organisation, "vendor": owner.vendor}
    terms = {"starts_on": date(2026, 1, 1), "currency": "EUR", "delivery_model": "co_managed"}
    return Contract.objects.create(**of, reference="C-9", title="Support", **terms)
