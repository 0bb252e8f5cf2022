"""Dates are read by the style of their column; what does not fit is named with its reason."""

import datetime as dt

import polars as pl
import pytest

from tickets.intake.date_styles import why_unreadable
from tickets.intake.dates import Instants, find_styles, read_instants
from tickets.intake.refusals import FileRefused


def read(*values: str | None, zone: str = "UTC", order: str | None = None) -> Instants:
    texts = pl.Series("Opened", values, dtype=pl.String)
    return read_instants(texts, find_styles({"Opened": texts}, order)["Opened"], zone)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("29/2/2016 01:16", utc(2016, 2, 29, 1, 16)),
        ("2016-02-29 01:16:07", utc(2016, 2, 29, 1, 16, 7)),
        ("2016-02-29T01:16", utc(2016, 2, 29, 1, 16)),
        ("2018-05-11T09:46:53.000+0300", utc(2018, 5, 11, 6, 46, 53)),
        ("2018-05-11T09:46:53Z", utc(2018, 5, 11, 9, 46, 53)),
        ("2/29/2016 1:16 PM", utc(2016, 2, 29, 13, 16)),
        ("29.2.2016 1:16", utc(2016, 2, 29, 1, 16)),
        ("29-02-2016 01:16", utc(2016, 2, 29, 1, 16)),
        ("29/Feb/16 1:16 AM", utc(2016, 2, 29, 1, 16)),
        ("29/02/16 01:16", utc(2016, 2, 29, 1, 16)),
        ("2016-02-29", utc(2016, 2, 29)),
        ("1456708560", utc(2016, 2, 29, 1, 16)),
        ("1456708560000", utc(2016, 2, 29, 1, 16)),
    ],
)
def test_a_date_is_read_in_the_style_it_is_written_in(written: str, instant: dt.datetime) -> None:
    assert read(written).values.to_list() == [instant]


def test_values_that_do_not_fit_the_columns_style_are_unreadable_and_say_why() -> None:
    values = ("31.09.2026 09:40", "30.09.2026 09:40", "2026-09-30", "soon", "30.09.2026 09:41:15", None)
    result = read(*values)
    assert result.unreadable.to_list() == [True, False, True, True, False, False]
    reasons = [why_unreadable(str(value), result.style) for value in values[:4]]
    assert reasons[0] == "31.09.2026 09:40 is not a date that exists."
    assert reasons[2] == "'2026-09-30' is not written like the other dates of this column (day.month.year)."
    assert reasons[3] == "'soon' is not a date."


def test_a_month_first_date_in_a_day_first_column_is_named_as_such() -> None:
    result = read("29/2/2016", "28/2/2016", "2/27/2016")
    assert result.unreadable.to_list() == [False, False, True]
    assert "does not exist" not in why_unreadable("2/27/2016", result.style)
    assert "when read as day/month/year" in why_unreadable("2/27/2016", result.style)


def test_one_column_tells_the_order_for_the_others() -> None:
    columns = {"Opened": pl.Series(["3/4/2016"]), "Closed": pl.Series(["4/13/2016"])}
    styles = find_styles(columns, None)
    assert {str(style) for style in styles.values()} == {"month/day/year"}


def test_an_order_that_nothing_tells_is_asked_for() -> None:
    with pytest.raises(FileRefused, match="'Opened' can be read day first or month first .the first is 3/4/2016."):
        read("3/4/2016", "5/6/2016")
    assert read("3/4/2016", order="month_first").values.to_list() == [utc(2016, 3, 4)]


def test_dates_that_contradict_each_other_are_called_so() -> None:
    with pytest.raises(FileRefused, match="'Opened' contradict each other: as many are day first as are month first"):
        read("25/1/2026", "1/25/2026")


def test_a_single_late_day_among_many_decides_the_order() -> None:
    assert read(*["3/4/2016"] * 5_000, "13/4/2016").values[0] == utc(2016, 4, 3)


def test_a_time_that_the_zone_skipped_moves_forward_by_the_gap_and_is_counted() -> None:
    result = read("2026-03-29 02:30", "2026-03-29 03:30", zone="Europe/Berlin")
    assert result.values.to_list() == [utc(2026, 3, 29, 1, 30)] * 2
    assert result.gaps == 1


def test_of_an_ambiguous_time_the_earlier_is_taken() -> None:
    assert read("2026-10-25 02:30", zone="Europe/Berlin").values.to_list() == [utc(2026, 10, 25, 0, 30)]


def test_years_that_no_ticket_lives_in_are_unreadable() -> None:
    assert read("0001-01-01 00:00:00", "2026-01-01 00:00:00").unreadable.to_list() == [True, False]
