"""A choice of a provider that the demonstration has under way: who may run the network from next year."""

from dataclasses import dataclass
from datetime import timedelta

from assessments.models import Candidate, Criterion, Selection
from assessments.selection.candidates import save_candidate
from assessments.selection.choosing import open_selection
from assessments.selection.scoring import Given, score
from governance.models import BusinessFunction, FunctionKind
from portal.demonstration.scene import Scene


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate, its yearly cost (None: not offered yet), and what each of SCORERS gives, criterion by criterion."""

    name: str
    yearly_cost: int | None
    note: str
    scores: tuple[str, ...]


SCORERS = ("Priya Nair", "Jonas Feld", "Ines Duarte")
OFFERS = (
    Offer("Tessel", 612_000, "Runs the circuits today.", ("43343433", "42443433", "33343433")),
    Offer("Norrlink", 548_000, "Two references of our size.", ("44434344", "24435244", "")),
    Offer("Kardo Networks", None, "Price announced for the end of the month.", ("32443222", "", "")),
)
"""A digit per criterion, in their order; an empty text: this person has not scored the candidate yet."""

OPENED = 15
TITLE = "Who runs the office network"
PURPOSE = "One provider for circuits, wireless and remote access at nine sites, from the middle of next year."


def choose(scene: Scene) -> None:
    """Priya opens it, and three people score what they have seen so far."""
    opened = scene.at(scene.today - timedelta(days=OPENED), 10)
    with scene.acting("Priya Nair") as priya:
        selection = Selection(
            organisation=scene.organisation,
            title=TITLE,
            purpose=PURPOSE,
            function=BusinessFunction.objects.get(organisation=scene.organisation, kind=FunctionKind.NETWORK),
            currency=scene.organisation.currency,
        )
        selection = open_selection(selection, priya, opened)
        candidates = [_enter(scene, selection, offer) for offer in OFFERS]
    criteria = list(Criterion.objects.of_selection(selection.pk))
    for place, name in enumerate(SCORERS):
        for offer, candidate in zip(OFFERS, candidates, strict=True):
            given = {one.pk: Given(int(digit)) for one, digit in zip(criteria, offer.scores[place], strict=False)}
            if given:
                with scene.acting(name) as member:
                    score(candidate, given, member, opened + timedelta(days=3 + place))


def _enter(scene: Scene, selection: Selection, offer: Offer) -> Candidate:
    candidate = Candidate(
        organisation=scene.organisation,
        selection=selection,
        name=offer.name,
        vendor=scene.contract(offer.name).vendor if offer.name == "Tessel" else None,
        yearly_cost=offer.yearly_cost,
        note=offer.note,
    )
    return save_candidate(candidate)
