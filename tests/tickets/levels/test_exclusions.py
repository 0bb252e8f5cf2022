"""Approved exclusions: what both sides agreed not to count, with the figure as it would be without them."""

import polars as pl
import pytest

from tests.tickets.levels.ground import LATER, MARCH, Ground, at
from tickets.levels.columns import tickets_of
from tickets.levels.figures import figures
from tickets.levels.reading import read_rules
from tickets.levels.rules import PeriodRules, days_of
from vendors.models import Exclusion


def march(ground: Ground) -> tuple[PeriodRules, pl.DataFrame]:
    """The rules of March and its tickets, as plain values."""
    rules = read_rules(ground.cast.organisation).of(ground.contract, MARCH, LATER)
    days = [days_of(level, MARCH) for level in rules.levels]
    return rules, tickets_of(ground.cast.organisation.pk, rules, days)


def test_in_an_excluded_period_the_clock_stands_still(ground: Ground) -> None:
    ground.level()
    ground.ticket("INC1", "4 09:00", "5 11:00")
    ground.exclude(starts_at=at("4 12:00"), ends_at=at("4 14:00"))
    found = ground.figure()
    assert (found.state, found.gross_state) == ("met", "missed_minimum")
    assert (str(found.value), str(found.gross_value)) == ("100.0000", "0.0000")
    assert (found.excluded_tickets, found.differing) == ([], [])


def test_an_excluded_ticket_is_left_out_and_counted_without_exclusions(ground: Ground) -> None:
    ground.level()
    ground.ticket("INC1", "4 09:00", "4 10:00")
    ground.ticket("INC2", "4 09:00", "7 10:00")
    ground.exclude(tickets=["INC2"])
    found = ground.figure()
    assert (found.counted, found.missed, str(found.value)) == (1, 0, "100.0000")
    assert (found.gross_counted, str(found.gross_value)) == (2, "50.0000")
    assert ground.named(found.excluded_tickets) == ["INC2"]


@pytest.mark.parametrize("state", ["requested", "refused", "withdrawn"])
def test_what_is_not_approved_excludes_nothing(ground: Ground, state: str) -> None:
    ground.level()
    ground.ticket("INC2", "4 09:00", "7 10:00")
    exclusion = ground.exclude(tickets=["INC2"])
    Exclusion.objects.filter(pk=exclusion.pk).update(state=state)
    assert (ground.figure().counted, ground.figure().excluded_tickets) == (1, [])


def test_an_exclusion_for_one_level_leaves_every_other_as_it_is(ground: Ground) -> None:
    first = ground.level("SL-1")
    ground.level("SL-2", kind="mean", expected=8)
    ground.ticket("INC1", "4 09:00", "4 10:00")
    ground.ticket("INC2", "4 09:00", "7 10:00")
    before = ground.figure("SL-2")
    ground.exclude(tickets=["INC1"], level=first)
    ground.exclude(starts_at=at("4 09:00"), ends_at=at("4 17:00"), level=first)
    after = ground.figure("SL-2")
    assert (after.value, after.counted, after.excluded_tickets) == (before.value, before.counted, [])
    assert ground.named(ground.figure("SL-1").excluded_tickets) == ["INC1"]


def test_excluding_any_ticket_never_changes_a_level_of_another_scope(ground: Ground) -> None:
    ground.level("SL-2", priority_rank=2)
    ground.level("SL-3", priority_rank=3)
    for number, rank, resolved in (("A", 2, "4 10:00"), ("B", 2, "7 10:00"), ("C", 3, "4 10:00"), ("D", 3, "7 10:00")):
        ground.ticket(number, "4 09:00", resolved, priority_rank=rank)
    rules, tickets = march(ground)
    before = {one.level_id: one for one in figures(rules, tickets)[0]}
    for number in "ABCD":
        Exclusion.objects.all().delete()
        ground.exclude(tickets=[number])
        rules, tickets = march(ground)
        changed = [one.level_id for one in figures(rules, tickets)[0] if one != before[one.level_id]]
        ranks = [level.rank for level in rules.levels if level.id in changed]
        assert ranks == [2 if number in "AB" else 3]


def test_attainment_never_rises_when_a_met_ticket_becomes_missed(ground: Ground) -> None:
    ground.level()
    for number in range(12):
        ground.ticket(f"INC{number}", "4 09:00", "7 10:00" if number % 4 == 0 else "4 10:00")
    rules, tickets = march(ground)
    value = figures(rules, tickets)[0][0].net.value
    late = pl.lit(at("28 17:00")).dt.convert_time_zone("UTC").cast(pl.Datetime("us", "UTC"))
    for number in tickets["number"].to_list():
        was_met = figures(rules, tickets.filter(number=number))[0][0].net.met == 1
        chosen = pl.when(pl.col("number") == number)
        tickets = tickets.with_columns(chosen.then(late).otherwise("resolved_at").alias("resolved_at"))
        now = figures(rules, tickets)[0][0].net.value
        assert now is not None
        assert value is not None
        assert now < value if was_met else now == value
        value = now
