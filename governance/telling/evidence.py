"""Evidence packs that are ready, for who asked for them."""

from collections.abc import Iterator
from datetime import datetime

from governance.models import EvidencePack
from portal.accounts.models import Membership, Organisation
from portal.contributions.notices import WINDOW, Notice


def ready(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """The request keeps a name and no key, which is enough among those who may export evidence."""
    for pack in EvidencePack.objects.built_since(organisation.pk, now - WINDOW):
        members = tuple(Membership.objects.named(organisation.pk, pack.requested_by).values_list("pk", flat=True))
        url, key = pack.get_absolute_url(), f"evidence:{pack.pk}"
        yield Notice("evidence", key, f"{pack} is ready", url, pack.purpose, members, at=pack.built_at)
