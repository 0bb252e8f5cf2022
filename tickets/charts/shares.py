"""One bar cut into parts of a whole, in order, as the counts of an import."""

from collections.abc import Iterable
from dataclasses import dataclass

LEAST = 0.4  # per cent: a part that is there at all can be seen


@dataclass(frozen=True)
class Part:
    """A part's left edge and width in per cent, and the name of its mark."""

    x: float
    width: float
    mark: str


def shares(counts: Iterable[tuple[str, int]]) -> list[Part]:
    """Parts of 100 per cent in the given order; empty ones are left out, small ones stay visible."""
    present = [(mark, count) for mark, count in counts if count > 0]
    total = sum(count for _, count in present)
    widths = [max(LEAST, count / total * 100) for _, count in present]
    scale = 100 / sum(widths) if widths else 0.0
    parts: list[Part] = []
    x = 0.0
    for (mark, _), width in zip(present, widths, strict=True):
        parts.append(Part(round(x, 3), round(width * scale, 3), mark))
        x += width * scale
    return parts
