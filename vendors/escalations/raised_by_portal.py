"""Escalations that the portal raises about something of an upper app, and closes when that is done."""

from datetime import datetime

from django.db import transaction

from vendors.escalations.arrivals import arrived, lock, stand_at
from vendors.escalations.escalating import next_due
from vendors.escalations.paths import narrowest
from vendors.models import Escalation, EscalationPath, EscalationState, Service

THE_PORTAL = "The portal"


@transaction.atomic
def raise_along_path(escalation: Escalation, service_id: int | None, now: datetime) -> bool:
    """Store an escalation, with its vendor, subject and address, at the first step of the narrowest path.

    False, and nothing is stored, where the vendor has no path with a step for it. Whoever calls sees to it that the
    same thing is raised once.
    """
    path = _path_for(escalation, service_id)
    first = None if path is None else next(iter(path.steps.all()), None)
    if path is None or first is None:
        return False
    lock(path.pk)
    escalation.path, escalation.raised_at = path, now
    stand_at(escalation, first)
    escalation.next_step_at = next_due(escalation, first, now)
    escalation.save()
    arrived(escalation, first, now, now).save()
    return True


def _path_for(escalation: Escalation, service_id: int | None) -> EscalationPath | None:
    paths = list(EscalationPath.objects.of_vendor(escalation.vendor_id).for_matrix())
    if service_id is None or not paths:
        return narrowest(paths, None, {})
    services = Service.objects.filter(pk=service_id, vendor_id=escalation.vendor_id)
    return narrowest(paths, service_id, dict(services.values_list("pk", "contract_id")))


def close_by_itself(escalation_id: int, resolution: str, now: datetime) -> bool:
    """Close it with what solved it, in the portal's name; False when it was closed already: that stays."""
    ended = {"closed_by": THE_PORTAL, "closed_at": now, "resolution": resolution, "next_step_at": None}
    rows = Escalation.objects.unfinished().filter(pk=escalation_id)
    return bool(rows.update(state=EscalationState.CLOSED, **ended))
