"""The context that row security reads: for whom this transaction acts.

The settings are local to the transaction (SET LOCAL), so nothing leaks into the next request on the same
connection. With none set, protected tables show nothing and take nothing. The cause of a change (who, by
which request or job) travels the same way and ends up in the history rows, for raw COPY as well.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction

_READ = "SELECT " + ", ".join(
    f"coalesce(current_setting('{name}', true), '')"
    for name in (
        "retained.organisation",
        "retained.vendor",
        "retained.person",
        "retained.system",
        "pghistory.context_metadata",
    )
)
_WRITE = """
SELECT set_config('retained.organisation', %s, true), set_config('retained.vendor', %s, true),
       set_config('retained.person', %s, true), set_config('retained.system', %s, true),
       set_config('pghistory.context_metadata', %s, true)
"""


@dataclass(frozen=True)
class Party:
    """For whom a transaction acts. `vendor_id` narrows an organisation to what one provider may see."""

    organisation_id: int | None = None
    vendor_id: int | None = None
    person_id: int | None = None
    system: bool = False
    cause: dict[str, Any] = field(default_factory=dict)

    def settings(self) -> tuple[str, str, str, str, str]:
        return (
            "" if self.organisation_id is None else str(self.organisation_id),
            "" if self.vendor_id is None else str(self.vendor_id),
            "" if self.person_id is None else str(self.person_id),
            "on" if self.system else "",
            json.dumps(self.cause) if self.cause else "",
        )


@contextmanager
def acting_as(party: Party) -> Iterator[None]:
    """Run a block in a transaction as `party`; the context that was there before returns afterwards."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_READ)
            before = cursor.fetchone()
            cursor.execute(_WRITE, party.settings())
        yield
        # Only reached on success: a failed block rolls its settings back with its savepoint.
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, before)


@contextmanager
def acting_for(
    organisation_id: int, vendor_id: int | None = None, cause: dict[str, Any] | None = None
) -> Iterator[None]:
    """Run a block in a transaction for an organisation, or for one provider within it."""
    with acting_as(Party(organisation_id=organisation_id, vendor_id=vendor_id, cause=cause or {})):
        yield


@contextmanager
def as_system(cause: dict[str, Any] | None = None) -> Iterator[None]:
    """Run a block that must find organisations before it can act for one: shell commands, the sweeper, set-up.

    It opens the list of organisations and nothing else.
    """
    with acting_as(Party(system=True, cause=cause or {})):
        yield


def narrowed(party: Party, organisation_id: int, vendor_id: int | None) -> Party:
    """The same person acting within one organisation."""
    return replace(party, organisation_id=organisation_id, vendor_id=vendor_id)
