"""Changes on notice: what is coming, how much notice was given, and whether the day found everything ready."""

from governance.models import ChangeNotice
from portal import formats
from portal.contributions.asked import Asked
from portal.contributions.pack import PackFigure, PackTable, Section

SHOWN = 15


def changes(asked: Asked) -> Section:
    """Coming ones as of now, and those that took effect in the period."""
    rows = ChangeNotice.objects.of_party(asked.organisation_id, asked.vendor_id).in_force()
    coming = list(rows.coming(asked.today).for_table())
    past = list(rows.taking_effect(asked.start, min(asked.end, asked.today)).for_table())
    known = [*coming, *past]
    late = sum(one.is_late for one in known)
    return Section(
        key="changes",
        title=_title(coming, late),
        measure="Days of notice against the lead time needed; changes coming, and those of the period.",
        figures=(
            PackFigure("coming", "Coming", str(len(coming)), value=len(coming)),
            _counted("late", "Notice too short", late, "Too short"),
            _counted("unanswered", "Not acknowledged", sum(one.acknowledged_at is None for one in coming), "Waiting"),
            _ready(past),
        ),
        table=_table(known, asked),
        empty=""
        if known
        else "What the business plans and the provider has to prepare stands here, with the days of notice.",
    )


def _ready(past: list[ChangeNotice]) -> PackFigure:
    """Of those that were judged on their day."""
    judged = [one.ready for one in past if one.ready is not None]
    ready = sum(judged)
    unready = len(judged) - ready
    of = f"of {len(judged)}" if judged else ""
    tone, word = ("bad", "Not all ready") if unready else ("plain", "")
    return PackFigure("ready", "Ready on day one", str(ready), of, ready, tone, word)


def _title(coming: list[ChangeNotice], late: int) -> str:
    if not coming:
        return "No change is coming"
    short = f", {late} with too short a notice" if late else ", all with the notice that was agreed"
    return f"{formats.counted(len(coming), 'change')} coming{short}"


def _counted(key: str, label: str, count: int, word: str) -> PackFigure:
    tone, said = ("watch", word) if count else ("good", "None")
    return PackFigure(key, label, str(count), value=count, tone=tone, word=said)


def _table(known: list[ChangeNotice], asked: Asked) -> PackTable | None:
    if not known:
        return None
    rows = tuple(
        (
            one.title if asked.vendor_id else f"{one.vendor.name}: {one.title}",
            one.get_kind_display(),
            formats.day(one.takes_effect_on),
            f"{one.days_of_notice} of {one.lead_days}",
            "Late" if one.is_late else "In time",
            _standing(one),
        )
        for one in known[:SHOWN]
    )
    head = ("Change", "Kind", "Takes effect", "Days of notice", "Notice", "State")
    urls = tuple(one.get_absolute_url() for one in known[:SHOWN])
    return PackTable(head, rows, (3,), max(0, len(known) - SHOWN), urls)


def _standing(notice: ChangeNotice) -> str:
    if notice.ready is not None:
        return "Ready on day one" if notice.ready else "Not ready on day one"
    return "Acknowledged" if notice.acknowledged_at else "Not acknowledged"
