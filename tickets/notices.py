"""Of what people have to be told about imports (portal/contributions/notices.py). Docs: docs/notifications.md."""

from collections.abc import Iterator
from datetime import datetime

from portal import formats
from portal.accounts.capabilities import Role
from portal.accounts.models import Membership, Organisation
from portal.contributions.notices import WINDOW, Notice, NoticeKind
from tickets.models import BatchState, ImportBatch

KINDS = (
    NoticeKind(
        "imports",
        "Imports that need attention",
        "An import was refused, or rows of it were rejected.",
        sides=("client",),
    ),
)

IMPORTERS = (str(Role.VENDOR_MANAGER), str(Role.ADMINISTRATOR))
"""Those who hear of an import that nobody in person has made."""


def find(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """To the person who made the import; a batch that is started again is told of again."""
    for batch in ImportBatch.objects.ended_badly(organisation.pk, now - WINDOW):
        members = _importers(batch)
        ended = batch.finished_at
        yield Notice(
            kind="imports",
            key=f"import:{batch.pk}:{ended:%Y%m%dT%H%M%S}",
            title=_title(batch),
            url=batch.get_absolute_url(),
            text=batch.reason,
            members=members,
            roles=() if members else IMPORTERS,
            at=ended,
        )


def _title(batch: ImportBatch) -> str:
    if batch.state == BatchState.REFUSED:
        return f"{batch.file_name} could not be taken in"
    return f"{formats.counted(batch.rejected, 'row')} of {batch.file_name} were rejected"


def _importers(batch: ImportBatch) -> tuple[int, ...]:
    """The batch keeps a name and no key, which is enough among those who may import."""
    if not batch.imported_by:
        return ()
    named = Membership.objects.named(batch.organisation_id, batch.imported_by)
    return tuple(named.values_list("pk", flat=True))
