"""The instruments of an organisation as plain values."""

from functools import lru_cache

from pydantic import TypeAdapter

from assessments.instruments.shape import Instrument
from assessments.models import InstrumentVersion


def instrument_of(version: InstrumentVersion) -> Instrument:
    return _read(version.sha256, version.content)


@lru_cache(maxsize=32)
def _read(sha256: str, content: str) -> Instrument:
    return TypeAdapter(Instrument).validate_json(content)
