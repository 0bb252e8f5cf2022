"""Rows of the database as evidence: chosen by a query set, counted by a statement of SQL that knows nothing of it."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import DateRange

from portal.contributions.asked import Asked
from portal.contributions.evidence import Collection, EvidenceFile

CHUNK = 500
HISTORY = ("table", "row", "event", "at", "action", "who", "cause", "values")

OWN = "t.organisation_id = :organisation AND (:vendor IS NULL OR t.vendor_id = :vendor)"
OF_CONTRACT = "(:contract IS NULL OR t.contract_id = :contract)"
"""Conditions of many statements: rows of the organisation and, where one is named, of the vendor and the contract."""


def no_files() -> Iterator[EvidenceFile]:
    return iter(())


@dataclass(frozen=True)
class Kind:
    """Rows of one table. `rows` chooses them; `query` says the same in SQL, from FROM on, with the table called `t`.

    Its parameters are written `:organisation`, `:vendor`, `:contract` (NULL: all), `:start`, `:end` (days, the end not
    included), `:since`, `:until` (the same as instants). `names` adds what other tables say: {column: path}.
    """

    kind: str
    title: str
    about: str
    rows: "models.QuerySet[Any]"
    query: str
    names: Mapping[str, str] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    files: Callable[[], Iterator[EvidenceFile]] = no_files

    @property
    def columns(self) -> tuple[str, ...]:
        stored = [f.attname for f in self.rows.model._meta.concrete_fields if f.attname not in self._left_out]
        return (*stored, *self.names)

    @property
    def _left_out(self) -> frozenset[str]:
        return self.without | {"organisation_id"}

    def read(self) -> Iterator[dict[str, Any]]:
        """The rows in the order of their keys, in plain values."""
        paths = [self.names.get(column, column) for column in self.columns]
        for row in self.rows.order_by("pk").values_list(*paths).iterator(chunk_size=CHUNK):
            yield {column: plain(value) for column, value in zip(self.columns, row, strict=True)}


def collections(asked: Asked, kinds: Sequence[Kind], app: str) -> Iterator[Collection]:
    """The kinds of an app, and one more that tells every change of their rows."""
    for kind in kinds:
        yield Collection(
            kind=kind.kind,
            title=kind.title,
            about=kind.about,
            query=f"SELECT count(*) {kind.query}",
            columns=kind.columns,
            rows=kind.read,
            count=lambda kind=kind: counted(f"SELECT count(*) {kind.query}", asked),  # type: ignore[misc]
            files=kind.files,
        )
    yield _history(asked, [kind for kind in kinds if _events_of(kind.rows.model)], app)


def counted(sql: str, asked: Asked) -> int:
    """What a statement of SQL with named parameters counts."""
    with connection.cursor() as cursor:
        # Literal text of the house; the values go as parameters.
        cursor.execute(re.sub(r"(?<!:):([a-z]+)", r"%(\1)s", sql), parameters(asked))
        return int(cursor.fetchone()[0])


def parameters(asked: Asked) -> dict[str, Any]:
    return {
        "organisation": asked.organisation_id,
        "vendor": asked.vendor_id,
        "contract": asked.contract_id,
        "start": asked.start,
        "end": asked.end,
        "since": asked.since,
        "until": asked.until,
    }


def plain(value: Any) -> Any:
    """Text, numbers, truth, None and lists of them. Instants in UTC, amounts as text with all their digits."""
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return _worded(value)


def _worded(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, DateRange):
        return {"from": plain(value.lower), "until": plain(value.upper)}
    return str(value) if isinstance(value, (Decimal, UUID)) else value


def _events_of(model: type[models.Model]) -> Any:
    """The history of a table; None where it keeps none."""
    relation = next((r for r in model._meta.related_objects if r.get_accessor_name() == "events"), None)
    return relation.related_model if relation else None


def _history(asked: Asked, kinds: Sequence[Kind], app: str) -> Collection:
    parts = [_count_of_events(kind) for kind in kinds]
    query = "SELECT " + "\n  + ".join(f"({part})" for part in parts)
    return Collection(
        kind=f"{app}-history",
        title=f"Change history: {app}",
        about="Every version of the rows above: as inserted, after each change, and the last one before removal, with "
        "who did it and by what. Rows that were removed in the period are told here, too.",
        query=query,
        columns=HISTORY,
        rows=lambda: chain.from_iterable(_told(kind, asked) for kind in kinds),
        count=lambda: counted(query, asked),
    )


def _vendor_column(kind: Kind) -> str:
    """The column of a history that names the vendor; empty where there is none."""
    names = {f.attname for f in kind.rows.model._meta.concrete_fields}
    own = "id" if kind.rows.model._meta.db_table == "vendors_vendor" else ""
    return "vendor_id" if "vendor_id" in names else own


def _count_of_events(kind: Kind) -> str:
    table = kind.rows.model._meta.db_table
    vendor = _vendor_column(kind)
    of_vendor = f" AND (:vendor IS NULL OR d.{vendor} = :vendor)" if vendor else ""
    return (
        f"SELECT count(*) FROM {table}event e WHERE e.pgh_obj_id IN (SELECT t.id {kind.query}) "  # noqa: S608 - text of the house
        f"OR e.pgh_obj_id IN (SELECT d.pgh_obj_id FROM {table}event d WHERE d.pgh_label = 'delete' "
        f"AND d.organisation_id = :organisation{of_vendor} "
        "AND d.pgh_created_at >= :since AND d.pgh_created_at < :until)"
    )


def _told(kind: Kind, asked: Asked) -> Iterator[dict[str, Any]]:
    """The history of a kind's rows, in the order in which it was written."""
    model = kind.rows.model
    untold = kind.without | getattr(model, "untold_in_history", frozenset())
    fields = [f.attname for f in model._meta.concrete_fields if f.attname not in untold | {"organisation_id"}]
    for event in _chosen(kind, asked).order_by("pgh_id").defer(*untold).iterator(chunk_size=CHUNK):
        context = event.pgh_context or {}
        yield {
            "table": model._meta.db_table,
            "row": event.pgh_obj_id,
            "event": event.pgh_id,
            "at": plain(event.pgh_created_at),
            "action": event.pgh_label,
            "who": context.get("name", ""),
            "cause": context.get("title", ""),
            "values": {name: plain(getattr(event, name)) for name in fields},
        }


def _chosen(kind: Kind, asked: Asked) -> Any:
    events = _events_of(kind.rows.model).objects.all()
    removed = events.filter(
        pgh_label="delete",
        organisation_id=asked.organisation_id,
        pgh_created_at__gte=asked.since,
        pgh_created_at__lt=asked.until,
    )
    vendor = _vendor_column(kind)
    if vendor and asked.vendor_id is not None:
        removed = removed.filter(**{vendor: asked.vendor_id})
    gone = models.Q(pgh_obj_id__in=removed.values("pgh_obj_id"))
    return events.filter(models.Q(pgh_obj_id__in=kind.rows.order_by().values("pk")) | gone)


def party(asked: Asked, contract: str = "", vendor: str = "vendor_id") -> models.Q:
    """Rows of the organisation and, where one is asked for, of the vendor and (by that path) the contract."""
    chosen = models.Q(organisation_id=asked.organisation_id)
    if asked.vendor_id is not None:
        chosen &= models.Q(**{vendor: asked.vendor_id})
    if contract and asked.contract_id is not None:
        chosen &= models.Q(**{contract: asked.contract_id})
    return chosen


def during(asked: Asked, path: str) -> models.Q:
    """What happened in the period: the instant at `path` is in [since, until)."""
    return models.Q(**{f"{path}__gte": asked.since, f"{path}__lt": asked.until})


def open_in(asked: Asked, opened: str, closed: str) -> models.Q:
    """What was open at any time of the period."""
    return models.Q(**{f"{opened}__lt": asked.until}) & (
        models.Q(**{closed: None}) | models.Q(**{f"{closed}__gte": asked.since})
    )


def valid_in(asked: Asked, path: str = "valid") -> models.Q:
    """What was valid on a day of the period."""
    return models.Q(**{f"{path}__overlap": DateRange(asked.start, asked.end)})


def months_of(asked: Asked, path: str = "month") -> models.Q:
    """Months that the period touches; `path` holds their first day."""
    return models.Q(**{f"{path}__gte": asked.start.replace(day=1), f"{path}__lt": asked.end})
