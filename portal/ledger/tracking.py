"""Row history: which tables keep it, and how.

Database triggers write the history, so bulk, raw and COPY writes are seen too. Who did it, and by which
request or job, comes from the transaction's context (portal/accounts/tenancy.py).
"""

from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

ModelT = TypeVar("ModelT", bound=type[models.Model])


def tracked(model: ModelT) -> ModelT:
    """Keep every version of every row of `model`: as inserted, as updated, and the last one before removal."""
    decorate = pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return decorate(model)  # type: ignore[no-any-return]


def tracked_in_bulk(model: ModelT) -> ModelT:
    """Keep what a change or removal replaced, once per statement; the first version costs nothing.

    For tables that are loaded by the million: the row itself and its import batch are the record of its
    arrival, and each event holds the row as it was *before* the change.
    """
    decorate = pghistory.track(
        pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), level=pgtrigger.Statement
    )
    return decorate(model)  # type: ignore[no-any-return]
