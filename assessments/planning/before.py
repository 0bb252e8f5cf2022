"""Whether what the assessment before had planned has moved: its dimension, its figure, its finding."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.models import Campaign, PlannedFinding
from assessments.planning.proposing import dimension_of
from assessments.planning.standing import ICONS, WORDS, StepState, state_of
from assessments.results.content import Content, DimensionScore
from governance.actions.figures import MOVABLE
from governance.models import Action, ActionProof, ActionState
from portal import formats


@dataclass(frozen=True)
class Effect:
    """One planned finding of the campaign before. `rose` is whether its dimension has reached what was expected, None
    where that cannot be said; `figure` is the verdict on its KPI in words, empty without one."""

    title: str
    url: str
    found: str
    state: StepState
    dimension: str
    expected: int | None
    level: float | None
    previous: float | None
    rose: bool | None
    figure: str
    figure_tone: str
    is_gone: bool

    @property
    def word(self) -> str:
        return WORDS[self.state]

    @property
    def icon(self) -> str:
        return ICONS[self.state]


def effects(campaign: Campaign, content: Content) -> list[Effect]:
    """Of the actions planned from the previous campaign, against the result of this one. Empty without one before.

    Two queries, however many there are: figures count as they were judged, and are not measured anew here.
    """
    if campaign.previous_id is None:
        return []
    still = {finding.key for finding in content.findings}
    rows = PlannedFinding.objects.of_campaign(campaign.previous_id).with_proofs()
    return [_effect(row, row.action, content, row.finding not in still) for row in rows if row.action is not None]


def _effect(row: PlannedFinding, action: Action, content: Content, is_gone: bool) -> Effect:
    dimension = dimension_of(content, row.expects)
    figure, tone = _figure(action, list(action.proofs.all()))
    return Effect(
        title=action.title,
        url=action.get_absolute_url(),
        found=row.title,
        state=state_of(row, action),
        dimension=dimension.title if dimension is not None else "",
        expected=row.expected_level if dimension is not None else None,
        level=dimension.level if dimension is not None else None,
        previous=dimension.previous if dimension is not None else None,
        rose=_rose(row, dimension),
        figure=figure,
        figure_tone=tone,
        is_gone=is_gone,
    )


def _rose(row: PlannedFinding, dimension: DimensionScore | None) -> bool | None:
    if dimension is None or dimension.level is None or row.expected_level is None:
        return None
    return dimension.level >= row.expected_level


_JUDGED: Mapping[bool | None, tuple[str, str]] = {
    True: ("moved", "good"),
    False: ("did not move", "bad"),
    None: ("could not be told", "unknown"),
}


def _figure(action: Action, proofs: list[ActionProof]) -> tuple[str, str]:
    """In words with its tone: as the last judgement has it, or why there is none yet."""
    kpi = MOVABLE.get(action.kpi_code)
    if kpi is None:
        return "", ""
    if proofs:
        word, tone = _JUDGED[max(proofs, key=lambda proof: proof.pk).moved]
        return f"{kpi.name}: {word}", tone
    if action.state == ActionState.CANCELLED:
        return f"{kpi.name}: not proven, the action was cancelled", "unknown"
    when = f", proof on {formats.day(action.proof_on)}" if action.proof_on is not None else ""
    return f"{kpi.name}: not judged yet{when}", "unknown"
