"""The page of a plan: what still waits for a decision, the waves, what stands aside, what came of the plan before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlencode

from django.urls import reverse

from assessments.models import Campaign, PlannedFinding, Wave
from assessments.planning.before import Effect, effects
from assessments.planning.proposing import anchor_of, dimension_of, undecided, within
from assessments.planning.standing import PlanStanding, PlanStep, plan_of
from assessments.results.content import Content, Finding
from portal import formats
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.history import history_panel
from portal.ledger.history import changes_among

KINDS = {
    "structural": ("bad", "Structural"),
    "contradiction": ("bad", "Contradiction"),
    "rule": ("watch", "Finding"),
    "disagreement": ("watch", "Disagreement"),
    "unknown": ("unknown", "Not known"),
}


@dataclass(frozen=True)
class Asked:
    """Which steps: of a wave (its days) and of an owner (by name); what is not understood asks for all."""

    wave: str = ""
    owner: str = ""

    @classmethod
    def understood(cls, query: Mapping[str, str]) -> Self:
        wave = query.get("wave", "")
        owner = query.get("owner", "").replace("\x00", "").strip()[:160]
        return cls(wave if wave in {str(days) for days in Wave.values} else "", owner)

    def address(self, **changes: str) -> str:
        said = {"wave": self.wave, "owner": self.owner} | changes
        return "?" + urlencode({key: value for key, value in said.items() if value})


def plan_page(member: Membership, campaign: Campaign, content: Content, asked: Asked, now: datetime) -> dict[str, Any]:
    """For templates/assessments/planning/plan.html; of a closed campaign."""
    standing = plan_of(campaign, now)
    waiting = [_waiting(campaign, content, one) for one in undecided(content, standing.decided)]
    before = effects(campaign, content)
    return {
        "campaign": campaign,
        "plan": standing,
        "day": _day(standing),
        "waves": [_wave(wave, content) for wave in standing.narrowed(asked.wave, asked.owner).waves],
        "waiting": waiting,
        "proposals": sum(bool(one["finding"].action) for one in waiting),
        "aside": [
            {"row": row, "anchor": anchor_of(row.finding), "query": urlencode({"finding": row.finding})}
            for row in standing.aside
        ],
        "before": [_effect(one) for one in before],
        "before_title": _before_title(before),
        "asked": asked,
        "tags": _tags(standing, asked),
        "owners": sorted({step.owner for step in standing.steps}),
        "actions_url": _actions_url(campaign),
        "may_keep": member.can(Capability.KEEP_READINESS),
        "history": history_panel(member, parts=lambda: changes_among(PlannedFinding, campaign=campaign)),
    }


def _waiting(campaign: Campaign, content: Content, finding: Finding) -> dict[str, Any]:
    tone, word = KINDS.get(finding.kind, ("unknown", finding.kind))
    dimension = dimension_of(content, finding.dimension)
    return {
        "finding": finding,
        "anchor": anchor_of(finding.key),
        "tone": tone,
        "word": word,
        "dimension": dimension,
        "because": [{"text": one.text, "url": within(campaign, one.url)} for one in finding.because],
        "query": urlencode({"finding": finding.key}),
    }


def _wave(wave: Any, content: Content) -> dict[str, Any]:
    return {"wave": wave, "steps": [{"step": step, "effect": _expected(step, content)} for step in wave.steps]}


def _expected(step: PlanStep, content: Content) -> str:
    dimension = dimension_of(content, step.expects)
    if dimension is None or step.expected_level is None:
        return ""
    return f"{dimension.title} to {step.expected_level}"


def _effect(effect: Effect) -> dict[str, Any]:
    """A planned finding of the campaign before, with what is said about its dimension."""
    if effect.rose is None:
        return {"effect": effect, "tone": "unknown", "verdict": "Not known"}
    return {
        "effect": effect,
        "tone": "good" if effect.rose else "bad",
        "verdict": "Reached" if effect.rose else "Not reached",
    }


def _before_title(before: list[Effect]) -> str:
    """A finding for the card, or empty without a plan before."""
    known = [one for one in before if one.rose is not None]
    if not before:
        return ""
    if not known:
        return "Whether the plan before moved anything is not known"
    return f"{sum(one.rose is True for one in known)} of {len(known)} levels that the plan before aimed at are reached"


def _day(standing: PlanStanding) -> str:
    if not standing.steps:
        return "The 90 days begin with the first action"
    last = Wave.THIRD.value
    if standing.day > last:
        return f"Day {last} was {formats.counted(standing.day - last, 'day')} ago"
    return f"Day {standing.day} of {last}"


def _tags(standing: PlanStanding, asked: Asked) -> list[dict[str, Any]]:
    every = {
        "label": "All waves",
        "count": len(standing.steps),
        "url": asked.address(wave=""),
        "current": not asked.wave,
    }
    return [every] + [
        {
            "label": wave.label,
            "count": len(wave.steps),
            "url": asked.address(wave=str(wave.days)),
            "current": asked.wave == str(wave.days),
        }
        for wave in standing.waves
    ]


def _actions_url(campaign: Campaign) -> str:
    """The actions that came of this assessment, whatever has become of them."""
    return (
        f"{reverse('governance:action-list')}?{urlencode({'state': 'all', 'origin': 'finding', 'q': campaign.title})}"
    )
