"""A month as a table of weeks."""

from datetime import date

from vendors.contracts.month_table import weeks_of


def test_november_2026_begins_on_a_sunday_and_touches_six_weeks() -> None:
    weeks = weeks_of(date(2026, 11, 25), {date(2026, 11, 30): 2}, today=date(2026, 11, 25))
    assert [len(week) for week in weeks] == [7] * 6
    inside = [cell for week in weeks for cell in week if cell.inside]
    assert [cell.day.day for cell in inside] == list(range(1, 31))
    assert weeks[0].index(inside[0]) == 6
    assert [(cell.day.day, cell.count) for cell in inside if cell.count] == [(30, 2)]
    assert [cell.day.day for cell in inside if cell.today] == [25]
