"""The bytes of a pack: the same content is the same bytes, and what is read back is what was written."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.packs.content import Content, Cover, digest, known_as, read, written
from portal.contributions.pack import PackChart, PackFigure, PackTable, Section, Series

COVER = Cover(
    organisation="Ashcombe Group",
    vendor="Orvane",
    title="Orvane, monthly review",
    cadence="Monthly business",
    period_start=date(2026, 10, 1),
    period_end=date(2026, 11, 1),
    starts_at=datetime(2026, 11, 12, 13, 0, tzinfo=UTC),
    zone="Europe/Amsterdam",
    composed_at=datetime(2026, 11, 12, 12, 55, tzinfo=UTC),
    frozen_by="Jonas Feld",
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.one_of(st.none(), st.floats(-1e9, 1e9).map(lambda value: round(value, 6)))
figures = st.builds(PackFigure, texts, texts, texts, texts, numbers)
charts = st.lists(texts, min_size=1, max_size=4).flatmap(
    lambda names: st.builds(
        PackChart,
        st.sampled_from(["lines", "bars"]),
        texts,
        st.just(tuple(names)),
        st.lists(
            st.builds(Series, texts, st.tuples(*[numbers for _ in names]), st.booleans()), min_size=1, max_size=3
        ).map(tuple),
        st.just("%"),
        st.lists(st.tuples(texts, st.floats(0, 100).map(lambda value: round(value, 6))), max_size=2).map(tuple),
    )
)
tables = st.builds(
    PackTable, st.just(("A", "B")), st.lists(st.tuples(texts, texts), max_size=3).map(tuple), st.just((1,))
)
sections = st.builds(
    Section, texts, texts, texts, st.lists(figures, max_size=3).map(tuple), st.none() | charts, st.none() | tables
)


@given(st.lists(sections, max_size=4).map(tuple))
def test_what_is_read_back_is_what_was_written(found: tuple[Section, ...]) -> None:
    content = Content(COVER, found)
    data = written(content)
    back = read(json.loads(data))
    assert back == content
    assert written(back) == data


def test_figures_are_written_as_text_without_zeros_at_their_end() -> None:
    section = Section(
        "levels", "Levels", figures=tuple(PackFigure("k", "K", "x", value=v) for v in (97.6, 0.1 + 0.2, 0))
    )
    plain = json.loads(written(Content(COVER, (section,))))
    assert [figure["value"] for figure in plain["sections"][0]["figures"]] == ["97.6", "0.3", "0"]


@pytest.mark.parametrize(("value", "text"), [(1e-7, "0"), (-0.0, "0"), (1e16, "10000000000000000"), (-2.5, "-2.5")])
def test_no_figure_is_written_with_an_exponent(value: float, text: str) -> None:
    section = Section("levels", "Levels", figures=(PackFigure("k", "K", "x", value=value),))
    plain = json.loads(written(Content(COVER, (section,))))
    assert plain["sections"][0]["figures"][0]["value"] == text
    assert Decimal(text) == Decimal(str(round(value, 6)))


def test_another_format_is_not_guessed_at() -> None:
    plain = json.loads(written(Content(COVER, ()))) | {"format": 2}
    with pytest.raises(ValueError, match="format 2"):
        read(plain)


def test_one_letter_makes_another_pack() -> None:
    one = written(Content(COVER, (Section("levels", "Levels"),)))
    other = written(Content(COVER, (Section("levels", "Levelt"),)))
    assert digest(one) != digest(other)
    assert known_as("9f2c41d8" + "0" * 56) == "9f2c 41d8"


def test_the_versions_of_all_sections_are_named_once() -> None:
    found = tuple(Section(key, key, versions=("Calendar NL: version 2", f"Of {key}")) for key in ("levels", "credits"))
    assert Content(COVER, found).versions == ("Calendar NL: version 2", "Of credits", "Of levels")
