"""The dashboards as they are often made, to measure ours against: ORM objects in, Plotly graph objects out.

Same rows, same charts, same templates: rows are read as instances of the model, and every chart that the page
shows is built as a graph object and turned into JSON on top of the geometry that the template draws.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from plotly import graph_objects as go

from portal.accounts.models import Membership
from reporting.charts import mirror as mirrors
from reporting.charts import sparkline as sparklines
from reporting.charts import trend as trends
from reporting.engine import GROUPINGS
from reporting.models import Rollup
from reporting.periods import Period
from reporting.reading import Board, Wanted, periods_before

SMALL = {"height": 28, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "showlegend": False}


@contextmanager
def made_with_objects() -> Iterator[None]:
    """While this holds, the dashboards read objects and build graph objects."""
    places = {
        "reporting.views.board": board,
        "reporting.tiles.sparkline": sparkline,
        "reporting.signals.sparkline": sparkline,
        "reporting.matrix.mirror": mirror,
        "reporting.vendor_page.trend": trend,
    }
    with ExitStack() as stack:
        for place, replacement in places.items():
            stack.enter_context(patch(place, replacement))
        yield


def board(member: Membership, shown: Period, wanted: Wanted) -> Board:
    """The figures of a page, its rows read as objects."""
    found = Board(periods_before(shown))
    rows = (
        Rollup.objects.visible_to(member)
        .of_vendor(wanted.vendor_id)
        .filter(grain=shown.grain)
        .starting_in(found.periods[0].start, shown.end)
        .on_page(wanted.over_time, wanted.now, shown.start)
    )
    for row in rows.select_related("organisation"):
        group = tuple(row.dimensions[dim] for dim in GROUPINGS[row.grouping])
        found.rows.setdefault((row.grouping, group), {})[row.period_start] = row.figures
        if row.period_start == shown.start:
            found.computed_at = max(row.computed_at, found.computed_at or row.computed_at)
    return found


def sparkline(
    values: Sequence[float | None], tone: str = "unknown", frame: sparklines.Frame | None = None
) -> sparklines.Sparkline:
    """A line with its target and its band of normal variation."""
    figure = go.Figure(go.Scatter(x=list(range(len(values))), y=list(values), mode="lines+markers"))
    if frame and frame.target is not None:
        figure.add_hline(y=frame.target, line_dash="dash")
    if frame and frame.normal is not None:
        figure.add_hrect(y0=frame.normal[0], y1=frame.normal[1])
    _finish(figure)
    return sparklines.sparkline(values, tone, frame)


def mirror(
    reported: mirrors.Verdict, confirmed: float | None, experienced: mirrors.Verdict, distance_tone: str
) -> mirrors.Mirror:
    """A row of the matrix as horizontal bars."""
    figure = go.Figure()
    for name, value in (("Confirmed", confirmed), ("Reported", reported.value), ("Outcome", experienced.value)):
        figure.add_trace(go.Bar(name=name, x=[value], y=[""], orientation="h"))
    figure.update_layout(barmode="overlay")
    _finish(figure)
    return mirrors.mirror(reported, confirmed, experienced, distance_tone)


def trend(
    periods: Sequence[str],
    series: Sequence[trends.Series],
    scale: trends.Scale,
    references: Sequence[trends.Reference] = (),
) -> dict[str, Any]:
    """The trend of a vendor; it goes to the page as the plain figure does."""
    plain = trends.trend(periods, series, scale, references)
    return dict(go.Figure(plain).to_plotly_json())


def _finish(figure: Any) -> str:
    figure.update_layout(**SMALL)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return str(figure.to_json())
