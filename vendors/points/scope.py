"""What is asked for, in the words of this app."""

from datetime import date

from portal.contributions.asked import Asked
from vendors.contracts.dates import Scope


def scope_of(asked: Asked) -> Scope:
    return Scope(asked.organisation_id, asked.today, asked.vendor_id, asked.contract_id)


def party_of(asked: Asked) -> dict[str, int]:
    """The organisation, and the vendor where it is about one."""
    of = {"organisation_id": asked.organisation_id}
    return of if asked.vendor_id is None else of | {"vendor_id": asked.vendor_id}


def first_month(asked: Asked) -> date:
    """The month in which the period begins; a week looks at the whole of its month."""
    return asked.start.replace(day=1)
