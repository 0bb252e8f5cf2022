"""Escalation paths, escalations, shared issues and priority models to put at the addresses that take one."""

from typing import Any

from portal.accounts.models import Membership
from tests.cast import make_person
from tests.objects.owners import NOW, Owner, party_of
from vendors.escalations.priority_models import draft_for
from vendors.models import (
    Calendar,
    Escalation,
    EscalationNote,
    EscalationPath,
    EscalationStep,
    Issue,
    IssuePart,
    PriorityModel,
)


def an_escalation_path(owner: Owner) -> dict[str, Any]:
    name = f"Of {owner.vendor.pk}"
    calendar, _ = Calendar.objects.get_or_create(organisation=owner.organisation, name=name, timezone="UTC")
    return {"pk": EscalationPath.objects.create(**party_of(owner), calendar=calendar, counts_from=NOW.date()).pk}


def an_escalation_step(owner: Owner) -> dict[str, Any]:
    path = an_escalation_path(owner)["pk"]
    step = EscalationStep.objects.create(
        **party_of(owner), path_id=path, position=1, name="Team lead", minutes=[60, 120, 240, None]
    )
    return {"pk": step.pk}


def an_escalation(owner: Owner) -> dict[str, Any]:
    return {"pk": Escalation.objects.create(**party_of(owner), subject="Dock fails", raised_at=NOW).pk}


def a_note(owner: Owner, visibility: str, text: str) -> EscalationNote:
    escalation = an_escalation(owner)["pk"]
    more = {"visibility": visibility, "text": text, "author": "Ann", "written_at": NOW}
    return EscalationNote.objects.create(**party_of(owner), escalation_id=escalation, **more)


def an_issue(owner: Owner) -> dict[str, Any]:
    person = make_person(f"Olga Owner{owner.vendor.pk}")
    inside = Membership.objects.create(organisation=owner.organisation, person=person, role="it_leader")
    issue = Issue(organisation=owner.organisation, owner=inside, title="Slow", opened_by="Olga", opened_at=NOW)
    issue.save()
    return {"pk": issue.pk}


def an_issue_part(owner: Owner) -> dict[str, Any]:
    issue = an_issue(owner)["pk"]
    return {
        "pk": IssuePart.objects.create(**party_of(owner), issue_id=issue, issue_title="Slow", task="Measure it.").pk
    }


def a_priority_draft(owner: Owner) -> dict[str, Any]:
    model: PriorityModel = draft_for(owner.vendor, 3)
    return {"pk": model.pk}
