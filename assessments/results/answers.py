"""Every question with each person's answer, by dimension. Pure."""

from collections.abc import Iterator
from typing import Any

from assessments.measured.verdicts import APART
from assessments.results.content import Content, Given, QuestionScore
from assessments.results.evidence import shown
from assessments.results.heat import VIEWS
from portal import formats


def by_dimension(content: Content) -> list[dict[str, Any]]:
    """Dimensions in the instrument's order, those without questions left out."""
    sides = {one.respondent: one.side for one in content.respondents}
    found = []
    for one in content.dimensions:
        questions = [_question(score, sides) for score in content.questions if score.dimension == one.code]
        if questions:
            level = formats.ABSENT if one.level is None else shown(one.level)
            share = formats.percent(100 * one.coverage, 0) if one.asked else formats.ABSENT
            found.append({"dimension": one, "level": level, "coverage": share, "questions": questions})
    return found


def _question(score: QuestionScore, sides: dict[int, str]) -> dict[str, Any]:
    return {
        "score": score,
        "level": formats.ABSENT if score.level is None else shown(score.level),
        "is_wide": score.spread >= APART,
        "range": _range(score),
        "rows": list(_rows(score, sides)),
    }


def _range(score: QuestionScore) -> str:
    if score.lowest is None or score.highest is None:
        return "Nobody has answered with a level"
    between = f"All at {score.lowest}" if not score.spread else f"{score.lowest}–{score.highest}"
    return between if len(score.given) > 1 else "One person"


def _rows(score: QuestionScore, sides: dict[int, str]) -> Iterator[dict[str, Any]]:
    """The lowest level first, what is open last."""
    for one in sorted(score.given, key=lambda given: (given.level is None, given.level or 0)):
        view = VIEWS.get(one.view, one.view)
        yield {
            "name": one.name,
            "view": f"{view}, {sides.get(one.respondent, '')}" if one.view == "provider" else view,
            "level": one.level,
            "said": _said(one, score.levels),
            "comment": one.comment,
            "files": formats.counted(one.files, "file") if one.files else "",
        }


def _said(one: Given, levels: tuple[str, ...]) -> str:
    if one.unknown:
        return "Does not know"
    if one.level is None:
        return "Not answered yet"
    described = levels[one.level - 1] if len(levels) == 5 else ""
    return f"{described} (follows from another answer)" if one.implied else described
