"""Reading the row history back: what changed on an object, when, by whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pghistory
from django.db import models

_INTERNAL = {
    *("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context", "pgh_context_id", "version", "row_hash")
}
_ACTIONS = {"insert": "Created", "update": "Changed", "delete": "Removed"}


@dataclass(frozen=True)
class FieldChange:
    """One field's value before and after; None where there was none."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One change of an object. `who` is empty when the database was changed outside the portal.

    `part` names the row where an object consists of several; it is empty for the object itself.
    """

    at: datetime
    action: str
    who: str
    cause: str
    fields: tuple[FieldChange, ...]
    part: str = ""


def changes_of(row: models.Model, limit: int = 50) -> list[Change]:
    """The newest changes of a tracked row first; row security applies to the history as to the row.

    Fields that a model names in `untold_in_history` are kept, but say nothing to a reader.
    """
    events = list(_event_model(row).objects.filter(pgh_obj_id=row.pk).order_by("-pgh_id")[: limit + 1])
    return list(_compare(events, row))[:limit]


def version_of(row: models.Model) -> int:
    """The number of the newest entry in the history of a tracked row; 0 while it is not stored.

    Locks the row until the transaction ends, so that what was compared is what is written. Rows that link to it
    can be added meanwhile.
    """
    if row.pk is None:
        return 0
    row._meta.model._base_manager.select_for_update(no_key=True).filter(pk=row.pk).first()
    newest = _event_model(row).objects.filter(pgh_obj_id=row.pk).aggregate(newest=models.Max("pgh_id"))["newest"]
    return int(newest or 0)


def row_at(row: models.Model, version: int) -> Any:
    """The row as it stood at this version, with its fields; None where nothing is kept of that."""
    return _event_model(row).objects.filter(pgh_obj_id=row.pk, pgh_id=version).first()


def last_row(model: type[models.Model], **of: Any) -> Any:
    """The newest entry in the history of `model` for which `of` holds, of a removed row too; None without any."""
    return _event_model(model).objects.filter(**of).order_by("-pgh_id").first()


def changes_since(row: models.Model, version: int) -> list[Change]:
    """What happened to a row after it had this version, newest first."""
    newer = _event_model(row).objects.filter(pgh_obj_id=row.pk, pgh_id__gt=version).count()
    return changes_of(row)[:newer]


def last_changes(model: type[models.Model], keys: Sequence[int] | None = None, **of: Any) -> dict[int, datetime]:
    """When each of the rows with these keys, or those for which `of` holds, was last changed; removed ones too."""
    events = _event_model(model).objects.filter(**of)
    events = events if keys is None else events.filter(pgh_obj_id__in=keys)
    return dict(events.order_by().values_list("pgh_obj_id").annotate(at=models.Max("pgh_created_at")))


def changes_among(model: type[models.Model], limit: int = 200, **of: Any) -> list[Change]:
    """The newest changes of the parts of an object, removed ones too: rows of `model` for which `of` holds.

    What the name of a part is taken from, such as the site of a link, a model says in `named_by`: it is fetched once.
    """
    events = _event_model(model).objects.filter(**of).order_by("-pgh_id")[:limit]
    by_row: dict[Any, list[Any]] = {}
    for event in events:
        by_row.setdefault(event.pgh_obj_id, []).append(event)
    rows = [_as_it_was(events[0], model) for events in by_row.values()]
    models.prefetch_related_objects(rows, *getattr(model, "named_by", ()))
    return [change for row, events in zip(rows, by_row.values(), strict=True) for change in _of_part(row, events)]


def _as_it_was(event: Any, model: type[models.Model]) -> models.Model:
    return model(**{field.attname: getattr(event, field.attname) for field in model._meta.concrete_fields})


def _of_part(row: models.Model, events: list[Any]) -> list[Change]:
    """Events of one row, newest first, named as the newest of them has it."""
    part = f"{row._meta.verbose_name} {row}"
    return [replace(change, part=part) for change in _compare(events, row)]


def _event_model(row: models.Model | type[models.Model]) -> Any:
    return row._meta.get_field("events").related_model


def _versions(events: Sequence[Any], row: models.Model) -> Iterator[tuple[Any, Any, Any]]:
    """Each event with the row before and after it; None where that is not kept.

    Events of tables tracked in bulk hold the row before the change, those of all others the row after it.
    """
    hold_what_was = any(
        getattr(tracker, "row", None) == pghistory.Old and tracker.label == "update"
        for tracker in _event_model(row).pgh_trackers
    )
    if hold_what_was:
        return zip(events, events, [row, *events], strict=False)
    return zip(events, [*events, None][1:], events, strict=True)


def _compare(events: Sequence[Any], row: models.Model) -> Iterator[Change]:
    untold = _INTERNAL | getattr(row, "untold_in_history", frozenset())
    fields = [f for f in row._meta.concrete_fields if f.name not in untold and not f.primary_key]
    show = Words()
    for event, before, after in _versions(events, row):
        context = event.pgh_context or {}
        changed = before is not None and event.pgh_label == "update"
        yield Change(
            at=event.pgh_created_at,
            action=_ACTIONS.get(event.pgh_label, "Changed"),
            who=context.get("name", ""),
            cause=context.get("title", ""),
            fields=tuple(_differences(after, before, fields, show)) if changed else (),
        )


def _differences(event: Any, older: Any, fields: list[Any], show: "Words") -> Iterator[FieldChange]:
    for field in fields:
        before, after = getattr(older, field.attname), getattr(event, field.attname)
        if before != after:
            label = str(field.verbose_name)
            yield FieldChange(label[:1].upper() + label[1:], show.value(field, before), show.value(field, after))


class Words:
    """Stored values as people read them: the label of a choice, the name of a linked row, asked for once."""

    def __init__(self) -> None:
        self._names: dict[tuple[Any, Any], Any] = {}

    def value(self, field: Any, stored: Any) -> Any:
        """None stays None; a linked row that is gone, or not to be seen, is shown by its number."""
        if stored is None:
            return None
        if field.is_relation:
            return self._name(field.related_model, stored)
        if isinstance(field, models.JSONField) and isinstance(stored, (list, dict)):
            return f"{len(stored)} entries"
        return dict(field.flatchoices).get(stored, stored) if field.choices else stored

    def _name(self, model: Any, key: Any) -> Any:
        if (model, key) not in self._names:
            self._names[model, key] = str(model._base_manager.filter(pk=key).first() or f"no. {key}")
        return self._names[model, key]
