"""What the comparison of a pack shows: as presented beside as of now, and why the two may differ."""

from datetime import datetime
from typing import Any

from governance.packs.charts import number
from governance.packs.comparing import Comparison, Fate, FigurePair, RowPair, SectionPair, VersionPair, compare
from governance.packs.composing import draft
from governance.packs.presented import Presented
from portal import formats
from portal.accounts.models import Membership
from portal.contributions.pack import PackFigure
from tickets.models import ImportBatch

WORDS = {
    Fate.SAME: ("unknown", "As presented"),
    Fate.MOVED: ("watch", "Moved"),
    Fate.NEW: ("watch", "New"),
    Fate.GONE: ("watch", "Gone"),
}
"""A figure that moved is neither good nor bad by itself: what it says now is judged beside it."""


def compared(shown: Presented, member: Membership, now: datetime) -> dict[str, Any]:
    """Of a frozen pack. Composed anew as the vendor reads it, whoever looks."""
    found = compare(shown.content.sections, draft(shown.review, now))
    cover = shown.content.cover
    return {
        "review": shown.review,
        "name": shown.name,
        "title": _title(found),
        "moved": found.moved,
        "then": formats.instant(cover.composed_at, cover.tz),
        "now": formats.instant(now, cover.tz),
        "sections": [_section(pair) for pair in found.sections],
        "reasons": [*_imports(shown, member), *map(_reason, found.reasons)],
    }


def _title(found: Comparison) -> str:
    if not found.moved:
        return "Everything reads as it was presented"
    touched = sum(pair.moved > 0 for pair in found.sections)
    rows = formats.counted(found.moved, "figure or row", "figures and rows")
    return f"{rows} in {formats.counted(touched, 'section')} read otherwise now"


def _section(pair: SectionPair) -> dict[str, Any]:
    return {
        "title": pair.title,
        "now_title": pair.now.title if pair.now and pair.then and pair.now.title != pair.then.title else "",
        "moved": pair.moved,
        "gone": pair.now is None,
        "new": pair.then is None,
        "figures": [_figure(one) for one in pair.figures],
        "head": pair.head,
        "rows": [_row(one, pair.head) for one in pair.rows if one.fate is not Fate.SAME],
        "same_rows": formats.counted(pair.same_rows, "row") if pair.same_rows else "",
    }


def _figure(pair: FigurePair) -> dict[str, Any]:
    tone, word = WORDS[pair.fate]
    return {
        "label": pair.either.label,
        "then": _told(pair.then),
        "now": _told(pair.now),
        "difference": _difference(pair),
        "tone": tone,
        "word": word,
        "url": pair.now.url if pair.now else "",
    }


def _told(figure: PackFigure | None) -> str:
    if figure is None:
        return formats.ABSENT
    text = f"{figure.shown}{formats.NO_BREAK}{figure.unit}".strip()
    return f"{text} ({figure.word})" if figure.word else text


def _difference(pair: FigurePair) -> str:
    """With its sign, to the decimals that tell it; "±0" where nothing moved."""
    difference = pair.difference
    if difference is None:
        return formats.ABSENT
    if difference == 0:
        return "±0"
    unit = {"%": " points"}.get(pair.either.unit, "")
    sign = "+" if difference > 0 else formats.MINUS
    return f"{sign}{number(abs(difference)) if abs(difference) >= 0.01 else '<0.01'}{unit}"


def _row(pair: RowPair, head: tuple[str, ...]) -> dict[str, Any]:
    tone, word = WORDS[pair.fate]
    row = pair.now or pair.then or ()
    changes = [
        {
            "head": head[place] if place < len(head) else "",
            "then": _cell(pair.then, place),
            "now": _cell(pair.now, place),
        }
        for place in pair.changed
    ]
    rest = " · ".join(cell for cell in row[1:] if cell != formats.ABSENT)
    return {"name": row[0] if row else "", "rest": rest, "changes": changes, "tone": tone, "word": word}


def _cell(row: tuple[str, ...] | None, place: int) -> str:
    return row[place] if row and place < len(row) else formats.ABSENT


def _imports(shown: Presented, member: Membership) -> list[dict[str, str]]:
    """Files taken in since; our side alone sees imports."""
    since = shown.content.cover.composed_at
    files = list(ImportBatch.objects.visible_to(member).done().finished_since(since))
    if not files:
        return []
    tickets = sum(one.tickets or 0 for one in files)
    told = f"{formats.counted(len(files), 'file')} with {formats.counted(tickets, 'ticket')}"
    return [{"name": "Tickets taken in since", "then": formats.ABSENT, "now": told}]


def _reason(pair: VersionPair) -> dict[str, str]:
    then = pair.then if pair.then is not None else "not used"
    return {"name": pair.name, "then": then, "now": pair.now if pair.now is not None else "not used any more"}
