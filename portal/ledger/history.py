"""Reading the row history back: what changed on an object, when, by whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

_INTERNAL = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context", "pgh_context_id", "version"}


@dataclass(frozen=True)
class FieldChange:
    """One field's value before and after; None where there was none."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One change of an object. `who` is empty when the database was changed outside the portal."""

    at: datetime
    action: str
    who: str
    cause: str
    fields: tuple[FieldChange, ...]


def changes_of(row: models.Model, limit: int = 50) -> list[Change]:
    """The newest changes of a tracked row first; row security applies to the history as to the row."""
    events = list(_event_model(row).objects.filter(pgh_obj_id=row.pk).order_by("-pgh_id")[: limit + 1])
    return list(_compare(events, type(row)))[:limit]


def _event_model(row: models.Model) -> Any:
    return row._meta.get_field("events").related_model


def _compare(events: Sequence[Any], model: type[models.Model]) -> Iterator[Change]:
    names = [f.name for f in model._meta.concrete_fields if f.name not in _INTERNAL and f.name != "id"]
    for event, older in zip(events, [*events[1:], None], strict=True):
        context = event.pgh_context or {}
        yield Change(
            at=event.pgh_created_at,
            action={"insert": "Created", "update": "Changed", "delete": "Removed"}.get(
                event.pgh_label, "Changed"
            ),
            who=context.get("name", ""),
            cause=context.get("title", ""),
            fields=tuple(_differences(event, older, model, names)),
        )


def _differences(
    event: Any, older: Any, model: type[models.Model], names: list[str]
) -> Iterator[FieldChange]:
    if event.pgh_label != "update" or older is None:
        return
    for name in names:
        field = model._meta.get_field(name)
        before, after = getattr(older, field.attname), getattr(event, field.attname)  # type: ignore[union-attr]
        if before != after:
            yield FieldChange(str(field.verbose_name).capitalize(), before, after)  # type: ignore[union-attr]
