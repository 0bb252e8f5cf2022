"""The pause check: what docs/pause-check.md says is what it finds, and taking pauses away never helps."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.worked_numbers import Page
from tickets.pause_check import Checked, PausedTicket, Shortly, check
from tickets.pause_tally import FILTERS, tallies, tally
from tickets.waits import Wait, waits_of
from vendors.clock import BEYOND, NOTHING, CalendarVersion, OpeningHours, expand_years

PAGE = Page("pause-check.md")
ZONE = ZoneInfo("Europe/Berlin")
OFFICE = expand_years(
    (CalendarVersion("Europe/Berlin", tuple(OpeningHours(d, 480, 1080) for d in range(5))),), 2026, 2028
)
STATES = {"Active": "active", "Awaiting User Info": "paused", "Awaiting Vendor": "paused"}
OPENED = datetime(2026, 3, 9, 8, tzinfo=ZONE)
ROWS = PAGE.rows_under("Worked numbers: what is caught")


def at(text: str) -> int:
    """ "17:30" on the Monday, or a date with its time."""
    full = text if " " in text else f"2026-03-09 {text}"
    return int(datetime.fromisoformat(full).replace(tzinfo=ZONE).timestamp())


def seconds(text: str) -> int:
    hours, minutes = (int(number) for number in (*re.findall(r"\d+", text), "0")[:2])
    return (hours * 3_600 + minutes * 60) * (-1 if "−" in text else 1)


def history(text: str) -> list[list[object]]:
    entries = (re.fullmatch(r"([\d\-: ]+\d) (.+), (.+)", entry.strip()) for entry in text.split(";"))
    return [[at(one[1]), one[2], STATES[one[2]], one[3]] for one in entries if one]


def the_ticket(row: list[str], key: int = 1) -> PausedTicket:
    target, told, accepted, resolved = row[:4]
    waits = waits_of(history(told), {accepted.lower()})
    opened, reached, allowed = int(OPENED.timestamp()), at(resolved), seconds(target)
    accepted_pauses = [
        (datetime.fromtimestamp(one.start, ZONE), datetime.fromtimestamp(one.end, ZONE))
        for one in waits
        if one.accepted
    ]
    met = OFFICE.elapsed(OPENED, datetime.fromtimestamp(reached, ZONE), accepted_pauses) <= allowed
    return PausedTicket(key, opened, reached, reached, allowed, 1, met, waits)


def words(met: bool | None) -> str:
    return {True: "met", False: "missed", None: "undecided"}[met]


@pytest.mark.parametrize("row", ROWS, ids=[row[-1] for row in ROWS])
def test_what_is_caught_is_as_the_page_says(row: list[str]) -> None:
    caught, left, paused, contract, waiting = row[4:9]
    [found] = check([the_ticket(row)], {1: OFFICE})
    [pause] = found.pauses
    reasons = [*(["near"] if pause.near else []), *(["no contact"] if pause.unanswered else [])]
    assert (", ".join(reasons), pause.left, pause.seconds) == (caught, seconds(left), seconds(paused))
    after = found.after()
    assert f"{words(found.stands.contract)} → {words(after.contract)}" == contract
    assert f"{words(found.stands.waiting)} → {words(after.waiting)}" == waiting


def test_a_group_adds_up_as_the_page_says() -> None:
    [desk] = tallies(check([the_ticket(row, key) for key, row in enumerate(ROWS)], {1: OFFICE}))
    assert desk.group == "Desk"
    assert {name: str(count) for name, count in desk.counts.items()} == dict(PAGE.rows_under("Worked numbers: a group"))
    assert f"{desk.share('met'):.1f} % → {desk.share('still_met'):.1f} %" in PAGE.text
    assert f"{desk.share('waiting_met'):.1f} % → {desk.share('waiting_still_met'):.1f} %" in PAGE.text
    assert f"{desk.seconds // 3_600} working hours" in PAGE.text


def test_a_wait_outside_opening_hours_took_nothing() -> None:
    waits = waits_of(history("08:00 Active, Desk; 18:30 Awaiting Vendor, Desk; 20:00 Active, Desk"), set())
    ticket = PausedTicket(1, at("08:00"), at("2026-03-10 09:00"), at("2026-03-10 09:00"), 36_000, 1, False, waits)
    assert check([ticket], {1: OFFICE}) == []


def test_a_ticket_that_waits_now_is_listed_and_counts_in_no_attainment() -> None:
    waits = waits_of(history("08:00 Active, Desk; 15:10 Awaiting User Info, Desk"), set())
    ticket = PausedTicket(1, at("08:00"), NOTHING, at("15:50"), 8 * 3_600, 1, None, waits)
    [found] = check([ticket], {1: OFFICE})
    assert (found.pauses[0].near, found.pauses[0].unanswered, found.pauses[0].seconds) == (True, False, 40 * 60)
    figures = tally([found])
    assert (figures.counts["caught"], figures.counts["counted"], figures.share("met")) == (1, 0, None)


def test_of_two_groups_each_answers_for_its_own_pauses() -> None:
    told = history(
        "08:00 Active, Desk; 10:00 Awaiting User Info, Desk; 11:00 Active, Desk; "
        "12:00 Awaiting User Info, Field; 15:00 Active, Field"
    )
    ticket = PausedTicket(1, at("08:00"), at("17:30"), at("17:30"), 8 * 3_600, 1, False, waits_of(told, set()))
    [found] = check([ticket], {1: OFFICE})
    assert found.stands.waiting
    assert [found.after(group).waiting for group in ("Desk", "Field", "", "Nobody")] == [True, False, False, True]


def test_a_wait_reads_who_began_it_and_a_clock_that_goes_back_makes_none() -> None:
    told = [[0, "New", "new", "Desk"], [100, "Waiting", "paused", None], [50, "Active", "active", "Desk"]]
    assert waits_of(told, set()) == []
    told[2][0] = None
    told.append([200, "On hold", "active", "Field"])
    assert waits_of(told, {"on hold"}) == [Wait(200, BEYOND, "On hold", "Field", accepted=True)]


@pytest.mark.parametrize("label", ["Awaiting User Info", "Pending customer", "On hold: end-user", "Waiting for Caller"])
def test_a_wait_for_the_user_is_known_by_its_words(label: str) -> None:
    assert Wait(0, 1, label, None, accepted=False).is_for_the_user


@pytest.mark.parametrize("label", ["Awaiting Vendor", "On hold", "Usermode patch pending"])
def test_other_waits_are_not_for_the_user(label: str) -> None:
    assert not Wait(0, 1, label, None, accepted=False).is_for_the_user


def some_tickets(rng: np.random.Generator, number: int) -> list[PausedTicket]:
    """Tickets of a week in March with up to four waits of two groups, some accepted, some unresolved."""
    labels = ("Active", "Awaiting User Info", "Awaiting Vendor", "Awaiting User Info")
    found = []
    for key in range(number):
        opened = at("08:00") + int(rng.integers(0, 5 * 86_400))
        moments = opened + np.sort(rng.integers(0, 4 * 86_400, 9))
        told: list[list[Any]] = [[opened, "Active", "active", "Desk"]]
        for moment in moments[:-1].tolist():
            label = labels[int(rng.integers(0, 4))]
            told.append([moment, label, STATES[label], ("Desk", "Field")[int(rng.integers(0, 2))]])
        waits, allowed = waits_of(told, {"awaiting vendor"}), int(rng.integers(1, 30)) * 3_600
        reached = int(moments[-1])
        accepted = [
            (datetime.fromtimestamp(w.start, ZONE), datetime.fromtimestamp(min(w.end, reached), ZONE))
            for w in waits
            if w.accepted
        ]
        due = OFFICE.due(datetime.fromtimestamp(opened, ZONE), allowed, accepted)
        resolved = bool(rng.random() < 0.8)
        met = reached <= due.timestamp() if resolved else None
        found.append(PausedTicket(key, opened, reached if resolved else NOTHING, reached, allowed, 1, met, waits))
    return found


def better(after: bool | None, before: bool | None) -> bool:
    return bool(after) and not before


@pytest.mark.parametrize("seed", range(8))
def test_taking_pauses_away_never_improves_attainment(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tickets = some_tickets(rng, 300)
    checked = check(tickets, {1: OFFICE}, Shortly(int(rng.integers(0, 20_000)), float(rng.random())))
    assert sum(bool(one.caught()) for one in checked) > 30
    assert sum(one.after().contract != one.stands.contract for one in checked) > 0
    for one in checked:
        for group in ("", "Desk", "Field"):
            after = one.after(group)
            assert not better(after.contract, one.stands.contract)
            assert not better(after.waiting, one.stands.waiting)
            assert not better(one.after().waiting, after.waiting)
    for figures in (tally(checked), *tallies(checked)):
        assert figures.change <= 0
        assert figures.waiting_change <= 0


@pytest.mark.parametrize("seed", range(4))
def test_the_columns_say_what_the_clock_says_of_each_ticket(seed: int) -> None:
    for one in check(some_tickets(np.random.default_rng(seed), 100), {1: OFFICE}):
        assert one.stands.waiting in (None, by_hand(one, set()))
        gone = {pause.wait for pause in one.caught()}
        assert one.after().waiting in (None, by_hand(one, gone))


def by_hand(one: Checked, gone: set[Wait]) -> bool:
    opened, reached = (datetime.fromtimestamp(at, ZONE) for at in (one.ticket.opened, one.ticket.until))
    pauses = [
        (datetime.fromtimestamp(w.start, ZONE), datetime.fromtimestamp(min(w.end, one.ticket.until), ZONE))
        for w in one.ticket.waits
        if w not in gone
    ]
    return reached <= OFFICE.due(opened, one.ticket.allowed, pauses)


def test_every_filter_has_words() -> None:
    assert len({one.words for one in FILTERS.values()}) == len(FILTERS)
