"""Escalation paths as a matrix: who stands at which step, when it is reached, and where nobody is named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from portal import formats
from vendors.escalations.steps import PRIORITIES, out_of_order
from vendors.models import EscalationPath, EscalationStep, Side

SIDES = {Side.CLIENT: "client", Side.PROVIDER: "provider"}
"""The sides as both of them call them."""
COLUMNS = [f"P{rank}" for rank in range(1, PRIORITIES + 1)]


@dataclass(frozen=True)
class Gap:
    """Something missing in a path, in words; `step` is None when it is the path's own."""

    text: str
    step: EscalationStep | None = None


def gaps_of(path: EscalationPath) -> list[Gap]:
    """What keeps a path from being complete: no step, a side without a name, steps that overtake each other."""
    steps = list(path.steps.all())
    if not steps:
        return [Gap("No step yet: an escalation would go to nobody.")]
    unnamed = [
        Gap(f"Step {step.position}, {step.name}: nobody is named on the {word}'s side.", step)
        for step in steps
        for side, word in SIDES.items()
        if step.owner(side) is None
    ]
    by_key = {step.pk: step for step in steps}
    overtaking = [
        Gap(f"Step {rule.position}, {by_key[rule.id].name}: at P{rank} it comes no later than a step before it.",
            by_key[rule.id])
        for rule, rank in out_of_order([step.rule for step in steps])
    ]  # fmt: skip
    return unnamed + overtaking


def escalation_matrix(paths: Iterable[EscalationPath]) -> dict[str, Any]:
    """What templates/vendors/parts/escalation_matrix.html shows, of paths read `for_matrix`."""
    shown = [_shown(path) for path in paths]
    return {
        "paths": shown,
        "columns": COLUMNS,
        "gaps": [gap | {"scope": path["path"].scope} for path in shown for gap in path["gaps"]],
        "badge": completeness(len(shown), sum(len(path["gaps"]) for path in shown)),
    }


def completeness(paths: int, gaps: int) -> dict[str, str]:
    """The verdict in a badge: no path is unknown, not good."""
    if not paths:
        return {"tone": "unknown", "word": "No path"}
    if gaps:
        return {"tone": "watch", "word": formats.counted(gaps, "gap")}
    return {"tone": "good", "word": "Complete"}


def _shown(path: EscalationPath) -> dict[str, Any]:
    gaps = gaps_of(path)
    steps = list(path.steps.all())
    return {
        "path": path,
        "gaps": [{"text": gap.text, "step": gap.step} for gap in gaps],
        "badge": completeness(1, len(gaps)),
        "steps": [_row(step, first=step is steps[0], last=step is steps[-1]) for step in steps],
    }


def _row(step: EscalationStep, *, first: bool, last: bool) -> dict[str, Any]:
    return {
        "step": step,
        "owners": [{"label": f"{word.capitalize()} side", "contact": step.owner(side)} for side, word in SIDES.items()],
        "times": [
            {"label": column, "text": formats.duration(None if minutes is None else minutes * 60)}
            for column, minutes in zip(COLUMNS, step.minutes, strict=False)
        ],
        "share": "" if step.percent_of_target is None else formats.percent(step.percent_of_target, 0),
        "first": first,
        "last": last,
    }


def narrowest(
    paths: Sequence[EscalationPath], service_id: int | None, contracts: Mapping[int, int | None]
) -> EscalationPath | None:
    """The path of the service, else of its contract, else of the whole vendor; `contracts` says whose service is whose.

    The paths are of one vendor.
    """
    contract_id = None if service_id is None else contracts.get(service_id)
    for path in paths:
        if service_id is not None and path.service_id == service_id:
            return path
    for path in paths:
        if contract_id is not None and path.contract_id == contract_id:
            return path
    return next((path for path in paths if path.service_id is None and path.contract_id is None), None)


def next_position(path: EscalationPath) -> int:
    highest: int | None = path.steps.aggregate(highest=Max("position"))["highest"]
    return (highest or 0) + 1


@transaction.atomic
def move(step: EscalationStep, *, up: bool) -> bool:
    """Change places with the step before or after; False at the end of the path. One mover at a time."""
    steps = _locked(step.path_id)
    place = next((index for index, one in enumerate(steps) if one.pk == step.pk), None)
    if place is None:
        return False
    other = place - 1 if up else place + 1
    if not 0 <= other < len(steps):
        return False
    steps[place], steps[other] = steps[other], steps[place]
    _renumber(steps)
    return True


@transaction.atomic
def remove(step: EscalationStep) -> None:
    """Take a step out; those after it move up. Escalations that came to it keep its name and its people."""
    rest = [one for one in _locked(step.path_id) if one.pk != step.pk]
    step.delete()
    _renumber(rest)


def _locked(path_id: int) -> list[EscalationStep]:
    EscalationPath.objects.select_for_update().get(pk=path_id)
    return list(EscalationStep.objects.filter(path_id=path_id).order_by("position"))


def _renumber(steps: list[EscalationStep]) -> None:
    for position, step in enumerate(steps, start=1):
        if step.position != position:
            EscalationStep.objects.filter(pk=step.pk).update(position=position)
