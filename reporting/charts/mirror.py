"""One row of the watermelon matrix: reported to the left, experienced to the right, their distance between.

All positions are per cent of the drawing's width: 0 is a reported value of 100, 50 the spine, 100 an outcome
of 100. Values run from 0 to 100 and are clipped to that; None is "nothing measured".
"""

from dataclasses import dataclass

SPINE = 50.0


@dataclass(frozen=True)
class Verdict:
    """A figure between 0 and 100 with the tone the KPI catalogue gives it."""

    value: float | None
    tone: str = "unknown"


@dataclass(frozen=True)
class Bar:
    """A bar's left edge and width in per cent, and its tone."""

    x: float
    width: float
    tone: str


@dataclass(frozen=True)
class Mirror:
    """What to draw; None is left out. `band` runs from the outcome to `tick`, the reported value mirrored."""

    confirmed: Bar | None
    unconfirmed: Bar | None
    experienced: Bar | None
    band: Bar | None
    tick: float | None

    @property
    def no_data(self) -> bool:
        """True where nothing was experienced that could be measured."""
        return self.experienced is None

    @property
    def far(self) -> float | None:
        """Where the line across the band ends, per cent."""
        return round(self.band.x + self.band.width, 3) if self.band else None


def mirror(reported: Verdict, confirmed: float | None, experienced: Verdict, distance_tone: str) -> Mirror:
    """Geometry of one row. `confirmed` is what the tickets bear out of the claim, None nothing of it."""
    solid = _clip(min(confirmed or 0.0, reported.value or 0.0))
    claimed = _clip(reported.value or 0.0)
    lived = _clip(experienced.value or 0.0)
    known = experienced.value is not None
    comparable = known and reported.value is not None
    band = _bar(SPINE + min(lived, claimed) / 2, abs(claimed - lived) / 2, distance_tone)
    return Mirror(
        confirmed=_bar(SPINE - solid / 2, solid / 2, reported.tone),
        unconfirmed=_bar(SPINE - claimed / 2, (claimed - solid) / 2, reported.tone),
        experienced=Bar(SPINE, round(lived / 2, 3), experienced.tone) if known else None,
        band=band if comparable else None,
        tick=round(SPINE + claimed / 2, 3) if comparable else None,
    )


def distance(reported: float | None, experienced: float | None) -> float | None:
    """Reported minus experienced, in points, unrounded; None where either is missing."""
    return None if reported is None or experienced is None else reported - experienced


def _clip(value: float) -> float:
    return max(0.0, min(100.0, value))


def _bar(x: float, width: float, tone: str) -> Bar | None:
    return Bar(round(x, 3), round(width, 3), tone) if width > 0 else None
