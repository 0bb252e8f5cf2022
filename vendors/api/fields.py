"""Fields that several resources share."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

_DAY = {"type": "string", "format": "date", "nullable": True}


@extend_schema_field({"type": "object", "properties": {"from": _DAY, "until": _DAY}})
class DaysField(serializers.Field[Any, Any, Any, Any]):
    """A half-open range of days: {"from": "2026-01-01", "until": null}; `until` is the first day after it."""

    def to_representation(self, value: Any) -> dict[str, str | None]:
        return {"from": _written(value.lower), "until": _written(value.upper)}


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
