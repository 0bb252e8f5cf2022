"""How agendas are laid out and worded: pure arithmetic and sentences."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.agenda.ages import age, time_word, times_on_agendas
from governance.agenda.templates import ELSEWHERE, SECTIONS, TEMPLATES, Entry, entries, home, shared_out, sources
from tests.worked_numbers import Page
from vendors.points import wording
from vendors.points.wording import Miss

ROOT = Path(__file__).parents[2]
SOURCE = re.compile(r'Point\(\s*"([a-z_.]+)"')


def test_a_weekly_review_takes_thirty_minutes_a_monthly_sixty_and_a_strategic_one_ninety() -> None:
    sums = {cadence: sum(entry.minutes for entry in template) for cadence, template in TEMPLATES.items()}
    assert sums == {"weekly": 30, "monthly": 60, "quarterly": 90, "semi_annual": 90, "once": 30}


def test_every_section_that_a_finding_can_fall_back_on_is_a_section() -> None:
    named = {entry.section for template in TEMPLATES.values() for entry in template}
    assert named <= set(SECTIONS)
    assert {place for places in ELSEWHERE.values() for place in places} | set(ELSEWHERE) <= set(SECTIONS)


def test_a_series_has_its_own_template_or_that_of_its_cadence() -> None:
    own = [{"section": "", "title": "Catering", "minutes": 7}]
    assert entries("weekly", own) == (Entry("", "Catering", 7),)
    assert entries("weekly", []) == ()
    assert [entry.section for entry in entries("weekly", None)] == ["actions", "volumes", "levels", "escalations"]


def test_two_entries_of_one_name_are_told_apart() -> None:
    template = [Entry("levels", "P1", 5), Entry("levels", "P2", 5), Entry("", "Any other business", 5)]
    assert [source for source, _ in sources(template)] == [
        "template.levels",
        "template.levels-2",
        "template.any-other-business",
    ]


def test_a_finding_stands_under_its_section_or_the_nearest_that_the_agenda_has() -> None:
    weekly = [entry.section for entry in TEMPLATES["weekly"]]
    assert home("levels", weekly) == "levels"
    assert home("disputes", weekly) == "levels"
    assert home("renewals", weekly) is None


@pytest.mark.parametrize(
    ("minutes", "wanted", "parts"),
    [(15, [5, 10, 10], [3, 6, 6]), (10, [5, 10, 10], [2, 4, 4]), (5, [5, 5], [3, 2]), (2, [5, 5, 5], [1, 1, 1])],
)
def test_a_time_box_is_shared_out_in_proportion(minutes: int, wanted: list[int], parts: list[int]) -> None:
    assert shared_out(minutes, wanted) == parts


@given(st.integers(1, 240), st.lists(st.integers(1, 60), min_size=1, max_size=20))
def test_the_parts_of_a_time_box_add_up_and_none_is_empty(minutes: int, wanted: list[int]) -> None:
    parts = shared_out(minutes, wanted)
    assert len(parts) == len(wanted)
    assert min(parts) >= 1
    assert sum(parts) == max(minutes, len(wanted))


def test_an_item_says_since_when_and_for_which_time_it_is_on_an_agenda() -> None:
    since = date(2026, 9, 12)
    assert age(since, 3).replace("\u00a0", " ") == "Open since 12 Sep 2026, third time"
    assert age(since, 1) == ""
    assert age(None, 3) == ""
    assert [time_word(count) for count in (10, 11, 13, 21, 22, 103, 111)] == [
        *("tenth", "11th", "13th", "21st", "22nd", "103rd", "111th")
    ]


def test_the_times_are_counted_along_what_each_was_carried_from() -> None:
    links = {9: 7, 7: 4}
    assert [times_on_agendas(key, links) for key in (9, 7, 4, 1)] == [3, 2, 1, 1]
    assert times_on_agendas(1, {1: 2, 2: 1}) == 2  # a circle ends


def test_one_level_that_missed_is_called_by_its_name_and_several_are_counted() -> None:
    p2, p3 = Miss("P2 resolved", 2, below_minimum=True), Miss("P3 resolved", 1, below_minimum=False)
    assert wording.breaches([p2]) == "P2 resolved fell below the minimum for the second month"
    assert wording.breaches([p3]) == "P3 resolved fell below the expected level"
    assert wording.breaches([Miss("Mean time", 1, below_minimum=True, higher=False)]) == (
        "Mean time went beyond the minimum"
    )
    assert wording.breaches([p2, p2, p3]) == "Two levels missed the minimum, one the expected level"
    assert wording.breaches([p3, p3]) == "Two levels missed the expected level"


def test_what_is_open_late_and_coming_is_said_in_one_sentence() -> None:
    assert wording.disputes(2, 1, 1) == "Three disputes are open, one answer is late, one waits to be settled"
    assert wording.disputes(1, 0, 0) == "One dispute is open"
    assert wording.escalations(3, 2) == "Three escalations are open, two were raised in the period"
    assert wording.escalations(0, 1) == "One escalation was raised in the period and closed"
    assert wording.due(2, 1, "action") == "Two actions are overdue, one comes due"
    assert wording.due(0, 2, "action") == "Two actions come due"
    assert wording.discrepancies(1) == "One reported figure differs from the tickets"
    assert wording.many(14, "dispute") == "14 disputes"
    assert [wording.month_in_a_row(count) for count in (1, 11, 30)] == ["", "for 11 months", "for at least 12 months"]


def test_the_worked_numbers_of_the_page_on_agendas_hold() -> None:
    page = Page("agendas.md")
    words = {"extraordinary": "once", "quarterly, semi-annual": "quarterly"}
    for cadence, items, total in page.rows_under("Templates"):
        template = TEMPLATES[words.get(cadence, cadence)]
        assert items == ", ".join(f"{entry.section} {entry.minutes}" for entry in template)
        assert int(total) == sum(entry.minutes for entry in template)
    assert shared_out(10, [5, 10, 10]) == [2, 4, 4]


def test_every_finding_stands_on_the_page_on_agendas_with_its_section() -> None:
    told = {row[0].strip("`"): row[2] for row in Page("agendas.md").rows_under("What is found")}
    rooms = ("vendors/points/*.py", "tickets/agenda.py", "reporting/agenda.py", "governance/agenda/*points.py")
    code = "".join(path.read_text() for room in rooms for path in sorted(ROOT.glob(room)))
    sources = {*SOURCE.findall(code), "governance.actions", "governance.actions_inside"}
    assert sources == set(told)
    assert set(told.values()) <= set(SECTIONS)
