"""A result on paper, as the typst template `readiness` reads it: what the page shows, but for each person's answers."""

from collections.abc import Sequence
from typing import Any

from assessments.results import spread, words
from assessments.results.content import Asked, Content, Finding
from assessments.results.drawn import heat_svg, spread_svg
from assessments.results.evidence import shown
from assessments.results.heat import VIEWS, heat
from assessments.results.page import beside_of, coverage_of, recommended_of, state
from assessments.results.presenting import Presented
from assessments.results.standing import strengths
from governance import printing
from portal import formats

MOST = 8
"""Findings of a kind on paper; the page and the workbook have them all."""


def paper(result: Presented) -> bytes:
    content, campaign = result.content, result.campaign
    zone = campaign.organisation.timezone
    rows, groups = spread.rows(content.dimensions), _findings(content.findings)
    chart = _chart(words.dimensions_title(content), words.people_line(content), spread_svg(rows))
    data = {
        "title": f"Readiness result: {content.campaign}",
        "name": f"Result {result.sha[:4]} {result.sha[4:8]}" if result.sha else "Draft result",
        "draft": not result.sha,
        "sha": result.sha,
        "facts": _facts(result, zone),
        "notice": _notice(result, zone),
        "spread": chart | {"alt": " ".join(row.label for row in rows), "previous": content.previous},
        "heat": _heat(content),
        **_tables(content),
        "findings": groups,
        "more": len(content.findings) - sum(len(group["rows"]) for group in groups),
    }
    return printing.pdf("readiness", data, content.composed_at)


def _chart(title: str, note: str, svg: str) -> dict[str, str]:
    return {"title": title, "note": note, "svg": svg}


def _heat(content: Content) -> dict[str, str]:
    cells = heat(content.dimensions)
    told = (
        f"{row['title']}: {', '.join(f'{cell.view} {cell.shown}' for cell in row['cells'])}." for row in cells["rows"]
    )
    note = "Median of the people's levels per view. Far below: a level or more short of what is needed."
    return _chart("How each view sees each dimension", note, heat_svg(cells)) | {"alt": " ".join(told)}


def _facts(result: Presented, zone: str) -> list[tuple[str, str]]:
    content = result.content
    return [
        ("Organisation", result.campaign.organisation.name),
        ("State", ", ".join(state(content, zone)[:2] if content.closed_at else state(content, zone)[:1])),
        ("Instrument", f"{content.instrument}, version {content.instrument_version}"),
        ("As of", formats.instant(content.composed_at, zone)),
        *([("Compared with", content.previous)] if content.previous else []),
    ]


def _notice(result: Presented, zone: str) -> tuple[str, str, str]:
    """First sentence, rest, tone."""
    content = result.content
    if content.is_structural:
        return f"{words.signs_title(content.signs)}: the problem is structural.", words.structural_text(content), "bad"
    if not result.sha:
        return "A draft.", "It follows the answers and the data until the assessment is closed.", "accent"
    return "Frozen.", f"It shows what was there on {formats.instant(content.composed_at, zone)}.", "accent"


def _tables(content: Content) -> dict[str, Any]:
    """Titles and rows of cells; a verdict is a pair of its tone and its word."""
    recommended = recommended_of(content.recommendations, ())
    models = [
        (row["function"], row["today"] or "–", row["one"].first.label, row["driven"], row["change"])
        for row in recommended["rows"]
    ]
    fit = [(one.title, one.shown, words.fit_badge(one)) for one in content.fit]
    signs = [(one.title, one.by or "not known", words.sign_badge(one)) for one in content.signs]
    return {
        "beside": _claims(content),
        "fit": {"title": words.fit_title(content.fit), "rows": fit},
        "signs": {"title": words.signs_title(content.signs), "rows": signs},
        "models": {"title": recommended["title"], "rows": models},
        "strengths": [f"{one.title}, level {shown(one.level or 0)}" for one in strengths(content.dimensions)],
        "coverage": {"title": coverage_of(content)["title"], "rows": [_person(one) for one in content.respondents]},
    }


def _claims(content: Content) -> dict[str, Any]:
    beside = beside_of(content.beside)
    rows = [
        (one["measurement"].title, one["claimed"], str(one["level"]), _figure(one), (one["tone"], one["word"]))
        for one in beside["rows"]
    ]
    return {"title": beside["title"], "rows": rows}


def _person(one: Asked) -> tuple[str, ...]:
    return one.name, VIEWS.get(one.view, one.view), one.side, str(one.asked), str(one.answered), str(one.unknown)


def _figure(row: dict[str, Any]) -> str:
    measurement = row["measurement"]
    return str(measurement.shown if measurement.has_data else f"No data: {measurement.missing}")


def _findings(found: Sequence[Finding]) -> list[dict[str, Any]]:
    groups = []
    for kind, (tone, word, heading) in words.KINDS.items():
        those = [one for one in found if one.kind == kind]
        rows = [
            {
                "title": one.title,
                "text": one.text,
                "rule": one.rule,
                "because": [because.text for because in one.because],
                "action": one.action,
                "wave": one.wave,
            }
            for one in those[:MOST]
        ]
        if rows:
            groups.append({"tone": tone, "word": word, "heading": f"{heading} ({len(those)})", "rows": rows})
    return groups
