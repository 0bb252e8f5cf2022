"""What both sides of a contract agreed on besides its levels: whom to call next, what is left out, what is urgent."""

from typing import Any

from django.urls import reverse

from portal import formats
from vendors.contracts.reading import Facts, Reading
from vendors.escalations.paths import escalation_matrix
from vendors.models import EscalationPath, Exclusion, PriorityModel


def agreements(reading: Reading) -> Facts:
    """The rows of vendors/contract/agreements.html, each with its state in a word and a link."""
    return {"rows": [_escalation(reading), _exclusions(reading), _priorities(reading)]}


def _escalation(reading: Reading) -> dict[str, Any]:
    vendor_id = reading.contract.vendor_id
    paths = EscalationPath.objects.visible_to(reading.member).of_vendor(vendor_id).for_matrix()
    badge = escalation_matrix(paths)["badge"]
    return {
        **badge,
        "title": "Escalation path",
        "url": reverse("vendors:escalation-matrix", args=[vendor_id]),
        "note": "who is called next, on both sides",
    }


def _exclusions(reading: Reading) -> dict[str, Any]:
    exclusions = Exclusion.objects.visible_to(reading.member).of_contract(reading.contract)
    waiting = exclusions.requested().count()
    return {
        "tone": "watch" if waiting else "good",
        "word": f"{formats.counted(waiting, 'request')} open" if waiting else "Nothing waits",
        "title": "Exclusions",
        "url": reverse("vendors:exclusions", args=[reading.contract.pk]),
        "note": f"{formats.counted(exclusions.approved().count(), 'exclusion')} approved",
    }


def _priorities(reading: Reading) -> dict[str, Any]:
    models = PriorityModel.objects.visible_to(reading.member).of_vendor(reading.contract.vendor_id)
    agreed = models.in_force(reading.today).first()
    return {
        "tone": "good" if agreed else "unknown",
        "word": "Agreed" if agreed else "Not agreed",
        "title": "Priority model",
        "url": agreed.get_absolute_url() if agreed else reverse("vendors:priorities"),
        "note": "impact and urgency, with examples",
    }
