"""The measurements as their page shows them: in groups, each with its verdict and where to go on."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from assessments.instruments.shape import SIGNS
from assessments.measured.catalogue import BY_CODE, PLACES
from assessments.measured.shape import Measurement
from assessments.measured.verdicts import Tally, Verdict, tally, verdict
from assessments.results.content import STRUCTURAL

FIT = ("predictable", "documents-reviewed", "norms", "rhythm")
REST = (
    *("decisions-owned", "escalation-names", "reports-checked", "classified", "repetitive"),
    *("scope-known", "goals-linked", "actions-proven"),
)


@dataclass(frozen=True)
class Shown:
    """One measurement. `enter_url` leads to the form of the figures that it asks for, empty where it asks for none."""

    measurement: Measurement
    verdict: Verdict
    place: str
    enter_url: str
    rows_url: str


@dataclass(frozen=True)
class Group:
    title: str
    note: str
    rows: tuple[Shown, ...]


def shown(one: Measurement) -> Shown:
    enter = f"{reverse('assessments:add-figure')}?kind={one.asks[0]}" if one.asks else ""
    rows = f"{reverse('assessments:measurement')}?of={one.code}" if one.rows else ""
    return Shown(one, verdict(one), PLACES.get(BY_CODE[one.code].place, ""), enter, rows)


def tally_of(found: Mapping[str, Measurement]) -> Tally:
    return tally(found[code] for code in SIGNS)


def is_structural(signs: Tally) -> bool:
    """Three signs or more by measurement alone (requirement R3)."""
    return signs.present >= STRUCTURAL


def groups_of(found: Mapping[str, Measurement]) -> list[Group]:
    """Warning signs first, then what structural fit rests on (requirement R5), then the rest."""
    every = {code: shown(one) for code, one in found.items()}
    known = sum(found[code].has_data for code in FIT)
    return [
        Group(
            tally_of(found).finding,
            "Three or more: the problem is structural, and more headcount will not solve it.",
            tuple(every[code] for code in SIGNS),
        ),
        Group(
            "Structural fit",
            f"What makes work fit to be handed over: even volume, documented work, reviews that are held. "
            f"{known} of {len(FIT)} can be measured.",
            tuple(every[code] for code in FIT),
        ),
        Group("What else answers are set beside", "", tuple(every[code] for code in REST)),
    ]
