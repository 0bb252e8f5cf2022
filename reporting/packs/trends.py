"""What got better or worse beyond normal variation, over nine periods."""

from collections import Counter

from portal.contributions.pack import PackChart, PackTable, Section, Series
from reporting.kpis import CATALOGUE
from reporting.packs.figures import Scene, before, cell, course, figure_of, move
from reporting.presenting import brief, number_word, said, text_of, unit_of
from reporting.signals import WATCHED
from reporting.verdicts import Turn, limits, signal

WORDS = {
    Turn.BETTER: "Better",
    Turn.WORSE: "Worse",
    Turn.MOVED: "Moved",
    Turn.SAME: "Normal",
    Turn.UNKNOWN: "Too little history",
}
LINES = (("outcome_score", "Outcome", True), ("sla_measured", "From tickets", True), ("sla_claimed", "Reported", False))


def trends(scene: Scene) -> Section:
    turns = {code: _turn(scene, code) for code in WATCHED}
    shown, earlier = brief(scene.period), brief(scene.board.periods[-2])
    whole = scene.whole
    return Section(
        key="trends",
        title=_title(scene, turns),
        measure="Each figure against its own normal variation over the eight periods before (chart of individuals).",
        figures=tuple(figure_of(whole, code) for code, _, _ in LINES),
        chart=PackChart(
            "lines",
            "SLA in % and outcome score in points, both from 0 to 100",
            scene.axis(),
            tuple(Series(name, course(whole, code), subject) for code, name, subject in LINES),
            guides=(("Target", CATALOGUE["outcome_score"].target or 0.0),),
        ),
        table=PackTable(
            ("Figure", earlier, shown, "Change", "Normally", "Verdict"),
            tuple(_row(scene, code, turn) for code, turn in turns.items()),
            (1, 2, 3, 4),
        ),
        versions=scene.versions,
    )


def _turn(scene: Scene, code: str) -> Turn:
    history = scene.whole.course(code)
    return signal(CATALOGUE[code], history[-1], history[:-1])


def _row(scene: Scene, code: str, turn: Turn) -> tuple[str, ...]:
    kpi, place = CATALOGUE[code], scene.whole
    normal = limits(course(place, code)[:-1])
    span = f"{text_of(kpi, normal.lower)} to {text_of(kpi, normal.upper)}" if normal else "–"
    unit = unit_of(kpi)
    name = f"{kpi.name}, {unit}" if unit and unit != "/ 100" else kpi.name
    return name, before(place, code), cell(place, code), move(place, code), span, WORDS[turn]


def _title(scene: Scene, turns: dict[str, Turn]) -> str:
    """How many got worse; the measure where the history is too short to tell."""
    counts, when = Counter(turns.values()), said(scene.period)
    if counts[Turn.WORSE]:
        what = "figure" if counts[Turn.WORSE] == 1 else "figures"
        better = f", {number_word(counts[Turn.BETTER]).lower()} better" if counts[Turn.BETTER] else ""
        return f"{number_word(counts[Turn.WORSE])} {what} got worse in {when} beyond normal variation{better}"
    if counts[Turn.BETTER]:
        what = "figure" if counts[Turn.BETTER] == 1 else "figures"
        return f"{number_word(counts[Turn.BETTER])} {what} got better in {when} beyond normal variation"
    if counts[Turn.SAME]:
        return f"Nothing moved in {when} beyond normal variation"
    return "Trends over nine periods"
