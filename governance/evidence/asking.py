"""Asking for evidence, asking again, and taking the file away."""

from datetime import datetime

from governance.evidence.building import KIND
from governance.models import EvidenceDownload, EvidencePack
from portal.accounts.models import Membership
from portal.jobs.models import Job
from portal.jobs.queue import enqueue


def ask(member: Membership, pack: EvidencePack, now: datetime) -> EvidencePack:
    """Store the request and queue its job. The same person's same request, while it is being built, is the same one."""
    pack.organisation = member.organisation
    pack.requested_by, pack.requested_at = str(member.person), now
    # Two clicks wait for each other here, and the second finds what the first has asked for.
    member.organisation._meta.model._base_manager.select_for_update(no_key=True).get(pk=member.organisation_id)
    for same in EvidencePack.objects.visible_to(member).same_request(pack):
        if Job.objects.visible_to(member).of_key(same.job_key).unfinished().exists():
            return same
    pack.save()
    enqueue(KIND, pack.job_key, member.organisation_id, str(pack), payload={"pack": pack.pk}, member=member)
    return pack


def again(member: Membership, pack: EvidencePack, now: datetime) -> EvidencePack:
    """A new request for the same, over the rows as they are now."""
    return ask(
        member,
        EvidencePack(
            vendor=pack.vendor,
            contract=pack.contract,
            period_start=pack.period_start,
            period_end=pack.period_end,
            purpose=pack.purpose,
        ),
        now,
    )


def taken(member: Membership, pack: EvidencePack, now: datetime) -> EvidenceDownload:
    """Record that the member takes the file away."""
    return EvidenceDownload.objects.create(
        organisation_id=member.organisation_id,
        pack=pack,
        membership_id=member.pk,
        name=str(member.person),
        sha256=pack.sha256,
        at=now,
    )
