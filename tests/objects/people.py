"""Jobs, members, invitations, decision rights and decisions."""

from datetime import UTC, date, datetime, timedelta

from portal.accounts.capabilities import Role
from portal.accounts.decisions import give_to_role
from portal.accounts.models import Decision, DecisionRight, Invitation, Letter, Membership
from portal.jobs.models import Job
from tests.cast import make_person
from tests.objects.owners import NOW, Arguments, Owner, named, party_of


def a_job(owner: Owner) -> Arguments:
    job = Job.objects.create(**party_of(owner), kind="test", key=named(owner), title="Import of a file", due_at=NOW)
    return {"pk": job.pk}


def a_membership(owner: Owner) -> Arguments:
    members = Membership.objects.filter(organisation=owner.organisation).count()
    person = make_person(f"Nina New{owner.organisation.pk}-{owner.vendor.pk}-{members}")
    of = {"organisation": owner.organisation, "person": person}
    return {"pk": Membership.objects.create(**of, role="executive").pk}


def an_invitation(owner: Owner) -> Arguments:
    invitation = Invitation.objects.create(
        organisation=owner.organisation,
        email=f"new{owner.vendor.pk}@ashcombe.example",
        role="executive",
        secret_sha256="0" * 64,
        expires_at=datetime.now(UTC) + timedelta(days=1),
    )
    return {"pk": invitation.pk}


def a_right(owner: Owner) -> Arguments:
    """A right for one vendor: those without one are seen by every provider."""
    right = DecisionRight.objects.create(
        **party_of(owner), kind="other", title="Visits", valid=(date(2026, 1, 1), None)
    )
    return {"pk": right.pk}


def a_holder(owner: Owner) -> Arguments:
    right = DecisionRight.objects.get(**a_right(owner))
    return {"pk": give_to_role(right, Letter.INFORMED, Role.AUDITOR).pk}


def a_decision(owner: Owner) -> Arguments:
    told = {"right_title": "Visits", "basis": "Accountable", "decided_by": "Nina New", "decided_at": NOW}
    by = {"right_id": a_right(owner)["pk"], "membership_id": a_membership(owner)["pk"]}
    return {
        "pk": Decision.objects.create(**party_of(owner), **by, **told, kind="other", subject="Visit", outcome="Yes").pk
    }
