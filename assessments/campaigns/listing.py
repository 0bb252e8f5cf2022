"""The first page of readiness: what waits for the member's answers, open campaigns, closed ones with their result."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from assessments.campaigns.sheet_page import in_words
from assessments.campaigns.standing import answers_by, badge_of, progress_of
from assessments.models import Campaign, Respondent
from assessments.results.content import STRUCTURAL
from portal.accounts.models import Membership

MOST_SHEETS = 20


@dataclass(frozen=True)
class Asked:
    """The list is asked for a page, and for nothing else."""

    def address(self, page: int = 1) -> str:
        return f"?page={page}"


def sheets_of(member: Membership, now: datetime) -> list[dict[str, Any]]:
    """The member's own sheets, those to be answered first."""
    sheets = list(Respondent.objects.of_member(member).for_list()[:MOST_SHEETS])
    answers, today = answers_by(sheets), timezone.localdate(now, member.organisation.zone)
    rows = []
    for one in sheets:
        done = progress_of(one, answers.get(one.pk, {}))
        rows.append(
            {
                "respondent": one,
                "done": done,
                "words": in_words(done, one.closed_at is not None),
                "badge": badge_of(one, done, today),
            }
        )
    return rows


def open_campaigns(member: Membership, now: datetime) -> list[dict[str, Any]]:
    """With how many were asked and are through."""
    through = Count("respondents", filter=Q(respondents__finished_at__isnull=False))
    campaigns = Campaign.objects.visible_to(member).open().for_table()
    today = timezone.localdate(now, member.organisation.zone)
    return [
        {"campaign": one, "is_late": one.due_on is not None and one.due_on < today}
        for one in campaigns.annotate(asked=Count("respondents"), through=through)
    ]


def closed_rows(campaigns: Sequence[Campaign]) -> list[dict[str, Any]]:
    """Of campaigns read with_results()."""
    return [{"campaign": one, **_summary(getattr(one, "result", None))} for one in campaigns]


def _summary(result: Any) -> dict[str, Any]:
    """The level over all dimensions and how many warning signs were there, as frozen; None where it does not say."""
    try:
        content = json.loads(result.content)["content"]
        levels = [one["level"] for one in content["dimensions"] if one["level"] is not None]
        signs = sum(one["present"] is True for one in content["signs"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return {"level": None, "signs": None, "is_structural": False}
    level = sum(levels) / len(levels) if levels else None
    return {"level": level, "signs": signs, "is_structural": signs >= STRUCTURAL}
