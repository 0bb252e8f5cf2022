"""Business goals with the outcomes that IT has to bring about for them: for packs of our side alone."""

from governance.outcomes.figures import OutcomeMap, Shown, outcome_map
from portal import formats
from portal.contributions.asked import Asked
from portal.contributions.pack import PackFigure, PackTable, Section

SHOWN = 20
HEAD = ("Goal", "Outcome", "KPI", "Now", "Target", "State", "Service")


def goals(asked: Asked) -> Section:
    """The outcome map with figures of the last complete month of the period."""
    found = outcome_map(asked.organisation_id, min(asked.end, asked.today))
    outcomes = found.outcomes
    reached = sum(one.is_reached for one in outcomes)
    month = f" Figures of {found.period.label}." if found.period else ""
    return Section(
        key="goals",
        title=_title(found, reached),
        measure=f"What IT has to bring about for the goals of the business, by the KPI that shows it.{month}",
        figures=(
            PackFigure("goals", "Business goals", str(len(found.goals)), value=len(found.goals)),
            PackFigure("reached", "Outcomes reached", str(reached), f"of {len(outcomes)}", reached),
            _holes(found),
        ),
        table=_table(found),
        empty="" if outcomes else "The outcome map says which goals the services support. Nothing stands on it yet.",
    )


def _title(found: OutcomeMap, reached: int) -> str:
    if not found.goals:
        return "No business goal is on the outcome map"
    return f"{reached} of {formats.counted(len(found.outcomes), 'outcome')} for the business are reached"


def _holes(found: OutcomeMap) -> PackFigure:
    tone, word = ("watch", "Incomplete") if found.holes else ("plain", "")
    return PackFigure("holes", "With something missing", str(found.holes), value=found.holes, tone=tone, word=word)


def _table(found: OutcomeMap) -> PackTable | None:
    pairs = [(row.goal, one) for row in found.goals for one in row.outcomes]
    if not pairs:
        return None
    rows = tuple((goal.title, *_cells(one)) for goal, one in pairs[:SHOWN])
    urls = tuple(goal.get_absolute_url() for goal, _ in pairs[:SHOWN])
    return PackTable(HEAD, rows, (3,), max(0, len(pairs) - SHOWN), urls, naming=2)


def _cells(one: Shown) -> tuple[str, ...]:
    service = one.outcome.service
    kpi, word = (one.kpi.name, one.word) if one.kpi else (formats.ABSENT, "Not shown")
    return (one.outcome.title, kpi, one.now, one.target or formats.ABSENT, word, str(service or formats.ABSENT))
