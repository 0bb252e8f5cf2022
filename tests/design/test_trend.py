"""Trend charts are plain dicts that Plotly accepts, in colours of the tokens."""

import re
from pathlib import Path

import plotly.graph_objects

from reporting.charts.trend import LIGHT, Reference, Scale, Series, table, trend

MONTHS = ("May", "Jun", "Jul", "Aug", "Sep", "Oct")
TICKETS = Series("Tickets", (93.4, 92.8, None, 92.0, 89.4, 86.9), "subject")
REPORTED = Series("Reported", (97.2, 97.9, 97.4, 98.0, 97.8, 97.6), "comparison")
TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"


def test_plotly_accepts_the_figure() -> None:
    figure = trend(MONTHS, (TICKETS, REPORTED), Scale("%", 1, 84, 100), (Reference("Expected", 95),))
    plotly.graph_objects.Figure(figure)
    assert figure["data"][0]["y"][2] is None
    assert not figure["data"][0]["connectgaps"]


def test_a_line_is_named_at_its_last_measured_point_and_not_in_a_legend() -> None:
    figure = trend(MONTHS, (Series("Old", (1, 2, None, None, None, None)),), Scale())
    label = figure["layout"]["annotations"][0]
    assert label["text"] == "Old 2.0"
    assert label["x"] < 0.5
    assert not figure["layout"]["showlegend"]


def test_a_line_without_any_value_is_not_named() -> None:
    figure = trend(MONTHS, (Series("Nothing", (None,) * 6),), Scale())
    assert figure["layout"]["annotations"] == []
    plotly.graph_objects.Figure(figure)


def test_names_that_would_touch_are_moved_apart() -> None:
    lines = tuple(Series(name, (90.0, value)) for name, value in (("a", 90.0), ("b", 90.1), ("c", 50.0)))
    figure = trend(("Sep", "Oct"), lines, Scale("%", 1, 0, 100))
    shifts = {label["text"]: label["yshift"] for label in figure["layout"]["annotations"]}
    assert shifts == {"b 90.1": 0, "a 90.0": -14, "c 50.0": 0}


def test_six_lines_differ_in_colour_and_marker() -> None:
    figure = trend(("Oct",), tuple(Series(str(i), (float(i),)) for i in range(6)), Scale())
    assert len({trace["marker"]["symbol"] for trace in figure["data"]}) == 6
    assert len({trace["line"]["color"] for trace in figure["data"]}) == 6


def test_the_colours_of_a_figure_are_those_of_the_light_theme() -> None:
    declared = dict(re.findall(r"(--rt-[\w-]+): (#\w{6});", TOKENS.read_text().split('[data-bs-theme="dark"]')[0]))
    assert {token: declared[token] for token in LIGHT} == LIGHT


def test_the_table_beside_a_chart_has_the_same_figures() -> None:
    assert table(MONTHS, (TICKETS, REPORTED))[2] == ("Jul", [None, 97.4])
