"""The sheets of a result's workbook: heads, and rows of texts and numbers. Pure. None is an empty cell, never 0."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.results import words
from assessments.results.content import Content
from assessments.results.heat import VIEWS
from assessments.results.scoring import by_view
from portal import formats

Value = str | int | float | None
NARROW, USUAL, WIDE = 11, 24, 60


@dataclass(frozen=True)
class Column:
    """`look`: text, count, level (one decimal shown), change (with its sign), share (0 to 1, shown in per cent)."""

    head: str
    width: int = NARROW
    look: str = "count"


@dataclass(frozen=True)
class Sheet:
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def text(head: str, width: int = USUAL) -> Column:
    return Column(head, width, "text")


def level(head: str) -> Column:
    return Column(head, NARROW, "level")


def sheets(content: Content, sha: str, zone: str) -> tuple[Sheet, ...]:
    return (
        _summary(content, sha, zone),
        _dimensions(content),
        _questions(content),
        _answers(content),
        _findings(content),
        _beside(content),
        _recommendations(content),
    )


def _summary(content: Content, sha: str, zone: str) -> Sheet:
    facts: list[tuple[str, Value]] = [
        ("Assessment", content.campaign),
        ("State", "Frozen" if sha else "Draft: as of now"),
        ("As of", formats.instant(content.composed_at, zone)),
        ("Instrument", f"{content.instrument}, version {content.instrument_version}"),
        ("SHA-256 of the instrument", content.instrument_sha256),
        ("SHA-256 of the result", sha or "There is one once the assessment is closed"),
        ("Compared with", content.previous),
        ("Mean of the dimensions", None if content.level is None else round(content.level, 2)),
        ("Dimensions below the level needed", sum(one.is_below for one in content.dimensions)),
        ("Warning signs present", content.signs_present),
        ("People asked", len(content.respondents)),
        ("People who finished", sum(one.finished_at is not None for one in content.respondents)),
        ("Dimensions", words.dimensions_title(content)),
        ("Contradictions", words.contradictions_title(content.beside)),
        ("Structural fit", words.fit_title(content.fit)),
        ("Warning signs", words.signs_title(content.signs)),
    ]
    return Sheet("Summary", (text("What", 34), text("Result", 70)), tuple(facts))


def _dimensions(content: Content) -> Sheet:
    rows = []
    for one in content.dimensions:
        views = by_view(one)
        change = None if one.level is None or one.previous is None else one.level - one.previous
        counts = (one.asked, one.answered, one.unknown, one.coverage if one.asked else None)
        rows.append((one.title, one.level, one.needed, one.previous, change, *counts, *(views.get(v) for v in VIEWS)))
    columns = (
        *(text("Dimension", 34), level("Level"), Column("Needed"), level("Before"), Column("Change", NARROW, "change")),
        *(Column("Asked"), Column("Answered"), Column("Not known"), Column("Coverage", NARROW, "share")),
        *(level(name) for name in VIEWS.values()),
    )
    return Sheet("Dimensions", columns, tuple(rows))


def _questions(content: Content) -> Sheet:
    titles = {one.code: one.title for one in content.dimensions}
    rows = [
        (
            *(one.code, titles.get(one.dimension, one.dimension), one.text, one.level, one.lowest, one.highest),
            *(sum(not said.implied for said in one.given), one.unknown),
        )
        for one in content.questions
    ]
    columns = (
        *(text("Code"), text("Dimension"), text("Question", WIDE), level("Level"), Column("Lowest")),
        *(Column("Highest"), Column("Asked"), Column("Not known")),
    )
    return Sheet("Questions", columns, tuple(rows))


def _answers(content: Content) -> Sheet:
    sides = {one.respondent: one.side for one in content.respondents}
    rows = [
        (
            *(question.code, question.text, one.name, VIEWS.get(one.view, one.view), sides.get(one.respondent, "")),
            *(one.level, _said(one.level, one.unknown, one.implied), one.comment, one.files or None),
        )
        for question in content.questions
        for one in question.given
    ]
    columns = (
        *(text("Code"), text("Question", WIDE), text("Name"), text("View", 16), text("Side", 16), Column("Level")),
        *(text("Answer", 18), text("Comment", WIDE), Column("Files")),
    )
    return Sheet("Answers", columns, tuple(rows))


def _said(given: int | None, unknown: bool, implied: bool) -> str:
    if unknown:
        return "Does not know"
    if given is None:
        return "Not answered"
    return "Follows from another" if implied else "Answered"


def _findings(content: Content) -> Sheet:
    titles = {one.code: one.title for one in content.dimensions}
    rows = [
        (
            *(number, words.KINDS[one.kind][1], one.title, one.text, titles.get(one.dimension, "")),
            *(
                _joined(because.text for because in one.because),
                one.rule,
                one.action,
                one.wave,
                one.requirement,
                one.key,
            ),
        )
        for number, one in enumerate(content.findings, start=1)
    ]
    columns = (
        *(Column("Strength"), text("Kind", 14), text("Finding", WIDE), text("What it means", WIDE), text("Dimension")),
        *(text("What led to it", WIDE), text("Rule", 40), text("Proposed", WIDE), Column("Within days")),
        *(text("Requirement", 12), text("Key", 30)),
    )
    return Sheet("Findings", columns, tuple(rows))


def _beside(content: Content) -> Sheet:
    rows = [
        (
            *(one.measurement.title, one.asked, one.claimed, one.measurement.level, words.VERDICTS[one.verdict][1]),
            *(one.measurement.shown, one.measurement.value, one.measurement.period, one.measurement.missing),
            *(one.measurement.formula, one.measurement.scale),
        )
        for one in content.beside
    ]
    columns = (
        *(
            text("Measured", 36),
            text("Question", WIDE),
            level("Claimed"),
            Column("Measured level"),
            text("Verdict", 20),
        ),
        *(text("Figure", 40), Column("Value"), text("Period"), text("What is missing", 40), text("Formula", WIDE)),
        text("Scale", 40),
    )
    return Sheet("Measured beside claimed", columns, tuple(rows))


def _recommendations(content: Content) -> Sheet:
    """Every option of every function, the recommended one first."""
    rows = [
        (
            *(one.function, one.question, one.today, place, option.label, option.points),
            *(_joined(f"{spoke.title} {spoke.points:+.1f}" for spoke in option.spoke), option.why),
            _joined(f"{step.title}: {step.before:.1f} → {step.after}" for step in one.flips[0].steps)
            if place == 1 and one.flips
            else "",
        )
        for one in content.recommendations
        for place, option in enumerate(one.options, start=1)
    ]
    columns = (
        *(text("Function"), text("Question", 10), text("Today", 18), Column("Place"), text("Option"), level("Points")),
        *(text("What spoke for and against", WIDE), text("Start", 40), text("What would change it", WIDE)),
    )
    return Sheet("Recommendations", columns, tuple(rows))


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts)
