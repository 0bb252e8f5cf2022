"""What the pages of a selection show: asks once for its rows, and hides what a scorer may not see yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assessments.models import Candidate, CandidateScore, Criterion, Selection
from assessments.selection import wording
from assessments.selection.ranking import Standing, firsts, rank, turns
from assessments.selection.reading import hidden_from, scored, weighed
from portal import formats
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership


@dataclass
class Picture:
    """A selection as one member sees it."""

    selection: Selection
    member: Membership

    @cached_property
    def criteria(self) -> list[Criterion]:
        return list(Criterion.objects.visible_to(self.member).of_selection(self.selection.pk))

    @cached_property
    def candidates(self) -> list[Candidate]:
        return list(Candidate.objects.visible_to(self.member).of_selection(self.selection.pk).for_table())

    @cached_property
    def scores(self) -> list[CandidateScore]:
        return list(CandidateScore.objects.visible_to(self.member).of_selection(self.selection.pk))

    @cached_property
    def standing(self) -> list[Candidate]:
        return [one for one in self.candidates if not one.withdrawn]

    @cached_property
    def hidden(self) -> frozenset[int]:
        return hidden_from(self.selection, self.member, [one.pk for one in self.standing], self.scores)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Of those whose scores the member may see; their places are shown only where none is hidden."""
        visible = [one.pk for one in self.standing if one.pk not in self.hidden]
        return rank(weighed(self.criteria), visible, scored(self.scores))

    @cached_property
    def names(self) -> dict[int, str]:
        return {one.pk: one.name for one in self.candidates}

    @property
    def headline(self) -> str:
        if not self.standing:
            return "No candidate yet"
        if self.hidden:
            left = formats.counted(len(self.hidden), "candidate")
            return f"The ranking shows once you have scored: {left} left"
        return wording.headline(self.standings, self.names)

    def rows(self) -> list[dict[str, Any]]:
        """The candidates, ranked; those that are hidden last, by name."""
        by_key = {one.pk: one for one in self.standing}
        own = {one.candidate_id for one in self.scores if one.membership_id == self.member.pk}
        shown = [self._row(by_key[one.candidate], one) for one in self.standings]
        hidden = [
            {"candidate": one, "hidden": True, "cost": self.cost(one)} for one in self.standing if one.pk in self.hidden
        ]
        return [row | {"mine": row["candidate"].pk in own} for row in shown + hidden]

    def _row(self, candidate: Candidate, one: Standing) -> dict[str, Any]:
        return {
            "candidate": candidate,
            "place": "" if self.hidden else wording.place(one, self.standings),
            "figure": formats.thousands(one.figure, 2) if one.figure is not None else "",
            "coverage": wording.coverage(one) if one.people else "",
            "cost": self.cost(candidate),
            "strengths": wording.strengths(one),
            "gaps": wording.gaps(one),
            "unscored": wording.unscored(one) if one.people else "",
            "disagreements": wording.disagreements(one),
        }

    def cost(self, candidate: Candidate) -> str:
        cost = candidate.yearly_cost
        return "" if cost is None else formats.money(cost, self.selection.currency, 0)

    def grid(self) -> list[dict[str, Any]]:
        """Per criterion: its weight and share, and each visible candidate's mean, in the order of the ranking."""
        shares = wording.shares([one.weight for one in self.criteria])
        return [
            {"criterion": one, "share": share, "cells": [self._cell(standing, at) for standing in self.standings]}
            for at, (one, share) in enumerate(zip(self.criteria, shares, strict=True))
        ]

    def _cell(self, standing: Standing, at: int) -> dict[str, Any]:
        on = standing.on[at]
        mean = "" if on.mean is None else formats.thousands(on.mean, 1)
        wide = f"{on.lowest} to {on.highest}" if on.is_wide else ""
        return {"name": self.names[standing.candidate], "mean": mean, "wide": wide}

    def sensitivity(self) -> dict[str, Any] | None:
        """None while fewer than two have a figure, or while something is hidden."""
        placed = [one for one in self.standings if one.place is not None]
        if self.hidden or len(placed) < 2:
            return None
        now, found = firsts(placed), turns(weighed(self.criteria), placed)
        moving = sorted((one for one in found if one.then is not None), key=lambda one: abs(one.by))
        return {
            "title": wording.sensitivity(found, now),
            "rows": [(one.criterion.name, wording.turn(one, now, self.names)) for one in moving],
            "still": [one.criterion.name for one in found if one.then is None],
        }

    def columns(self) -> list[dict[str, Any]]:
        by_key = {one.pk: one for one in self.standing}
        return [{"candidate": by_key[one.candidate]} for one in self.standings]

    def context(self) -> dict[str, Any]:
        selection, is_open = self.selection, self.selection.decided_at is None
        return {
            "selection": selection,
            "is_open": is_open,
            "headline": self.headline,
            "rows": self.rows(),
            "columns": self.columns(),
            "grid": self.grid(),
            "sensitivity": self.sensitivity(),
            "hidden": len(self.hidden),
            "withdrawn": [one for one in self.candidates if one.withdrawn],
            "may_keep": is_open and self.member.can(Capability.KEEP_SELECTION),
            "may_start": self.member.can(Capability.KEEP_SELECTION),
            "may_score": is_open and self.member.can(Capability.SCORE_CANDIDATES),
        }


def by_criterion(criteria: Sequence[Criterion], scores: Sequence[CandidateScore]) -> list[dict[str, Any]]:
    """What people gave one candidate, criterion by criterion."""
    return [{"criterion": one, "scores": [row for row in scores if row.criterion_id == one.pk]} for one in criteria]
