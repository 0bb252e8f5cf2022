"""What all apps have for an auditor, and how much of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from portal.accounts.declarations import declared
from portal.accounts.tenancy import acting_for
from portal.contributions.asked import Asked
from portal.contributions.evidence import Collection

if TYPE_CHECKING:
    from governance.models import EvidencePack
    from portal.accounts.models import Organisation


def asked_by(pack: "EvidencePack") -> Asked:
    """What a request asks for; the same later, for "as of now"."""
    return asked_of(
        pack.organisation,
        (pack.period_start, pack.period_end),
        pack.requested_at,
        vendor_id=pack.vendor_id,
        contract_id=pack.contract_id,
    )


def asked_of(organisation: "Organisation", period: tuple[date, date], now: datetime, **of: Any) -> Asked:
    """The days [start, end) in the organisation's zone, all that our side may read."""
    zone = ZoneInfo(organisation.timezone)
    return Asked(organisation.pk, zone, period[0], period[1], now, inside=True, **of)


def everything(asked: Asked) -> list[Collection]:
    """The collections of all apps in the order of the apps."""
    return [collection for module in declared("evidence") for collection in module.collections(asked)]


def counts(asked: Asked) -> list[tuple[Collection, int]]:
    """How many rows there are of each kind now, as the database counts them by itself."""
    return [(collection, collection.count()) for collection in everything(asked)]


@contextmanager
def one_moment(organisation_id: int) -> Iterator[None]:
    """Read the database as it is at one moment, so that rows and counts agree while others go on working."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        with acting_for(organisation_id):
            yield
