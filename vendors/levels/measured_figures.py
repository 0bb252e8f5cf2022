"""What one level came to in one window, as plain values, and the bytes by which a closed period is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from vendors.levels.attainment import Result
from vendors.levels.canonical import canonical


@dataclass(frozen=True)
class LevelFigures:
    """A level over the days [window_start, window_end): `net` as agreed, `gross` as if nothing were excluded.

    Tickets are keys. `differing` holds [key, number, working seconds or None, what made the difference].
    """

    level_id: int
    window_start: date
    window_end: date
    is_due: bool
    net: Result
    gross: Result
    claimed_met: int | None
    counted_tickets: list[int]
    missed_tickets: list[int]
    excluded_tickets: list[int]
    differing: list[list[Any]]

    def plain(self) -> dict[str, Any]:
        """All of it in JSON's values; figures as text, which keeps their decimals."""
        return {
            "level": self.level_id,
            "window": [self.window_start.isoformat(), self.window_end.isoformat()],
            "is_due": self.is_due,
            "net": [*_plain(self.net), self.net.met, self.net.missed],
            "gross": _plain(self.gross),
            "claimed_met": self.claimed_met,
            "counted_tickets": self.counted_tickets,
            "missed_tickets": self.missed_tickets,
            "excluded_tickets": self.excluded_tickets,
            "differing": self.differing,
        }


def _plain(result: Result) -> list[Any]:
    return [result.state.value, _text(result.value), result.counted]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def as_bytes(figures: Sequence[LevelFigures]) -> bytes:
    """The figures of a period in canonical JSON, by level."""
    return canonical([one.plain() for one in sorted(figures, key=lambda one: one.level_id)])


def digest(figures: Sequence[LevelFigures]) -> str:
    """SHA-256 of the figures in canonical JSON."""
    return sha256(as_bytes(figures)).hexdigest()
