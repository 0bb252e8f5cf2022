"""What the page of a result shows: words, drawings and links; no figure of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.models import Override, PlannedFinding
from assessments.recommending.shape import Recommendation, Spoke
from assessments.results import spread, words
from assessments.results.answers import by_dimension
from assessments.results.content import Beside, Content, Finding
from assessments.results.evidence import shown
from assessments.results.heat import heat
from assessments.results.standing import people_apart, strengths
from portal import formats

FEW = 6
"""Findings of a kind that stand open; more unfold."""
SAY_WHAT_TO_DO = ("structural", "contradiction", "rule")
"""Kinds whose proposed action stands open; of the others it is to settle or to find out what the title says."""


@dataclass(frozen=True)
class Around:
    """What came of the result since, and of whom it may be said: rows, not frozen."""

    zone: str
    planned: Sequence[PlannedFinding] = ()
    overrides: Sequence[Override] = ()
    sha: str = ""
    urls: Mapping[str, str] = field(default_factory=dict)


def page_of(content: Content, around: Around) -> dict[str, Any]:
    return {
        "content": content,
        "is_draft": content.closed_at is None,
        "is_empty": not any(one.answered or one.unknown for one in content.respondents),
        "state": state(content, around.zone),
        "structural": words.structural_text(content) if content.is_structural else "",
        "structural_title": f"{words.signs_title(content.signs)}: the problem is structural.",
        "spread": spread_of(content),
        "beside": beside_of(content.beside),
        "fit": {
            "title": words.fit_title(content.fit),
            "rows": [(one, *words.fit_badge(one)) for one in content.fit],
        },
        "signs": {
            "title": words.signs_title(content.signs),
            "rows": [(one, *words.sign_badge(one)) for one in content.signs],
            "unmeasured": sum(one.by != "measured" for one in content.signs),
        },
        "recommended": recommended_of(content.recommendations, around.overrides),
        "findings": findings_of(content.findings, around.planned),
        "strengths": [(one, shown(one.level or 0), people_apart(one)) for one in strengths(content.dimensions)],
        "heat": heat(content.dimensions),
        "coverage": coverage_of(content),
        "dimensions": by_dimension(content),
        "sha": around.sha,
        "urls": around.urls,
    }


def state(content: Content, zone: str) -> list[str]:
    """The line of state: of what, as of when, who of those asked has finished."""
    asked = len(content.respondents)
    done = sum(one.finished_at is not None for one in content.respondents)
    said = sum(one.answered + one.unknown > 0 for one in content.respondents)
    people = formats.counted(asked, "person", "people")
    if content.closed_at is None:
        return [
            f"As of now: {done} of {people} finished",
            f"{content.instrument}, version {content.instrument_version}",
        ]
    day = formats.day(content.composed_on)
    return [
        f"Completed {day}",
        f"{said} of {people} answered",
        f"{content.instrument}, version {content.instrument_version}",
    ]


def spread_of(content: Content) -> dict[str, Any]:
    needed = {one.needed for one in content.dimensions}
    return {
        "title": words.dimensions_title(content),
        "note": words.people_line(content),
        "rows": spread.rows(content.dimensions),
        "marks": [(level, f"{level}, needed" if needed == {level} else str(level)) for level in range(1, 6)],
        "previous": content.previous,
    }


def beside_of(pairs: Sequence[Beside]) -> dict[str, Any]:
    """Contradictions, the widest first; then each measurement with its verdict."""
    found = [one for one in pairs if one.verdict == "contradicts"]
    wide = sorted(found, key=lambda one: (one.measurement.level or 0) - (one.claimed or 0))
    order = list(words.VERDICTS)
    every = sorted(pairs, key=lambda one: order.index(one.verdict))
    return {
        "title": words.contradictions_title(pairs),
        "contradictions": [_beside(one) for one in wide],
        "better": [_beside(one) for one in pairs if one.verdict == "understates"],
        "rows": [_beside(one) for one in every],
        "unknown": sum(one.verdict == "no_data" for one in pairs),
    }


def _beside(one: Beside) -> dict[str, Any]:
    tone, word = words.VERDICTS[one.verdict]
    claimed = formats.ABSENT if one.claimed is None else shown(one.claimed)
    return {
        "pair": one,
        "measurement": one.measurement,
        "claimed": claimed,
        "level": one.measurement.level or formats.ABSENT,
        "tone": tone,
        "word": word,
        "url": f"#measured-{one.measurement.code}",
    }


def recommended_of(found: Sequence[Recommendation], overrides: Iterable[Override]) -> dict[str, Any]:
    """`overrides` come newest first: the last decision counts, one for what is recommended takes it back."""
    decided: dict[tuple[int, str], Override] = {}
    for one in overrides:
        decided.setdefault((one.function_id, one.question), one)
    rows = [_recommended(one, decided.get((one.function_id, one.question))) for one in found]
    moves = [row["move"] for row in rows]
    return {"title": words.recommended_title(moves), "rows": rows}


def _recommended(one: Recommendation, override: Override | None) -> dict[str, Any]:
    keep = one.today == one.first.label
    counts = override is not None and override.chosen != override.recommended
    return {
        "one": one,
        "function": one.function if one.question == "model" else f"{one.function}: format",
        "today": one.today if one.question == "model" else "",
        "move": "Keep" if keep else "Change" if one.today and one.question == "model" else "Choose",
        "driven": "; ".join(_driver(spoke) for spoke in _drivers(one)) or one.first.why,
        "change": _would_change(one),
        "override": override if counts else None,
        "chosen": labels_of(one).get(override.chosen, override.chosen) if override and counts else "",
    }


def labels_of(one: Recommendation) -> dict[str, str]:
    return {option.code: option.label for option in one.options}


def _drivers(one: Recommendation) -> list[Spoke]:
    return sorted(one.first.spoke_for, key=lambda spoke: -spoke.points)[:2]


def _driver(spoke: Spoke) -> str:
    """A measurement with its figure, an answer with its level."""
    return f"{spoke.title}: {spoke.said}" if spoke.of == "measured" else f"{spoke.title} at {shown(spoke.level)}"


def _would_change(one: Recommendation) -> str:
    if not one.flips:
        return "No small change"
    flip = one.flips[0]
    steps = " and ".join(f"{step.title} at {step.after}" for step in flip.steps)
    return f"{steps}: {flip.label}"


def findings_of(found: Sequence[Finding], planned: Iterable[PlannedFinding]) -> dict[str, Any]:
    """By kind, in falling strength; each with what was decided about it."""
    decided = {one.finding: one for one in planned}
    groups = []
    for kind, (tone, word, heading) in words.KINDS.items():
        those = [(one, decided.get(one.key)) for one in found if one.kind == kind]
        if those:
            group = {"kind": kind, "tone": tone, "word": word, "heading": heading, "count": len(those)}
            said = {"is_named": kind in SAY_WHAT_TO_DO, "open": those[:FEW], "more": those[FEW:]}
            groups.append(group | said)
    title = f"{words.number(len(found))} {'finding' if len(found) == 1 else 'findings'}, the strongest first"
    return {"title": title if found else "No findings", "groups": groups}


def coverage_of(content: Content) -> dict[str, Any]:
    asked = sum(one.asked for one in content.respondents)
    answered = sum(one.answered for one in content.respondents)
    unknown = sum(one.unknown for one in content.respondents)
    share = formats.percent(100 * answered / asked, 0) if asked else formats.ABSENT
    title = (
        f"{share} of the questions put to people are answered with a level" if asked else "Nobody has been asked yet"
    )
    return {"title": title, "answered": answered, "unknown": unknown, "asked": asked, "people": content.respondents}
