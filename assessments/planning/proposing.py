"""What the rules propose for findings that nobody has decided yet: an action, its wave and what should come of it."""

import math
from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.text import slugify

from assessments.models import Campaign, PlannedFinding, Wave
from assessments.results.content import Content, DimensionScore, Finding
from governance.actions.figures import MOVABLE
from governance.improvement.progress import due_on
from governance.models import Action
from governance.models.actions import Origin, Stage
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility

STRENGTH = ("structural", "contradiction", "rule", "disagreement", "unknown")
"""Kinds of findings, the strongest first."""

RESULT_PAGE = "assessments:result"
"""Where a finding is shown with all that led to it."""

_TITLE = 200


def undecided(content: Content, decided: Iterable[str]) -> list[Finding]:
    """Findings that nobody has decided, the strongest first, in the result's order within a kind."""
    done = set(decided)
    return sorted((one for one in content.findings if one.key not in done), key=lambda one: _strength(one.kind))


def _strength(kind: str) -> int:
    return STRENGTH.index(kind) if kind in STRENGTH else len(STRENGTH)


def dimension_of(content: Content, code: str) -> DimensionScore | None:
    return next((one for one in content.dimensions if one.code == code), None)


def level_to_reach(dimension: DimensionScore | None) -> int | None:
    """The next whole level, or the one that is needed where that is higher; None where there is no level to rise from.

    2.4 with 3 needed is 3, 3.0 is 4, 5.0 stays 5.
    """
    if dimension is None or dimension.level is None:
        return None
    return min(5, max(dimension.needed, math.floor(dimension.level) + 1))


def proposed(campaign: Campaign, content: Content, finding: Finding, started_on: date) -> tuple[PlannedFinding, Action]:
    """Neither is stored, and the action has no owner. What the rule leaves open is as in the standard."""
    wave = finding.wave if finding.wave in Wave.values else Wave.SECOND.value
    dimension = dimension_of(content, finding.dimension)
    level = level_to_reach(dimension)
    planned = PlannedFinding(
        campaign=campaign,
        finding=finding.key,
        title=finding.title[:_TITLE],
        wave=wave,
        expects=dimension.code if dimension is not None and level is not None else "",
        expected_level=level,
    )
    action = Action(
        organisation_id=campaign.organisation_id,
        title=(finding.action or finding.title)[:_TITLE],
        description=reasons(finding),
        stage=finding.stage if finding.stage in Stage.values else Stage.PLAN,
        visibility=Visibility.CLIENT,
        origin=Origin.FINDING,
        origin_label=campaign.title,
        origin_url=f"{result_address(campaign)}#{anchor_of(finding.key)}",
        due_on=due_on(started_on, wave),
    )
    return planned, action


def owned_by(
    owner: Membership, proposals: Iterable[tuple[PlannedFinding, Action]]
) -> list[tuple[PlannedFinding, Action]]:
    """The same, each action given to this member."""
    given = list(proposals)
    for _, action in given:
        action.owner = owner
    return given


def kpi_code(finding: Finding) -> str:
    """The KPI that the rule names, where an action can move it; empty otherwise."""
    return finding.kpi if finding.kpi in MOVABLE else ""


def reasons(finding: Finding) -> str:
    """What was found and why, as the action says it."""
    lines = [finding.title, finding.text, *(f"– {one.text}" for one in finding.because)]
    return "\n".join(line for line in lines if line)


def result_address(campaign: Campaign) -> str:
    return reverse(RESULT_PAGE, args=[campaign.pk])


def within(campaign: Campaign, url: str) -> str:
    """An address as another page than the result's may use it: its anchors lead to the result."""
    return result_address(campaign) + url if url.startswith("#") else url


def anchor_of(key: str) -> str:
    """Where a finding stands on the result's page and on the plan's: "rule:no-owner" is at "finding-ruleno-owner"."""
    return f"finding-{slugify(key)}"
