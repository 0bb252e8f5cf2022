"""Which level is a ticket's own target: the most specific one that is valid on the day it was opened."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations, product

import polars as pl
import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from tests.cast import Cast
from tickets.assigning import assigned
from tickets.rulebook import load_rulebook
from tickets.rules import GroupRule, LevelRule, Rulebook
from tickets.setup import prepare_organisation
from vendors.models import Calendar, ServiceLevel, Site

DELFT, BREDA = 7, 8
GENERAL = LevelRule(1, 5, "resolution", None, 28_800, 1, (), date(2024, 1, 1), None)
HIGH = replace(GENERAL, id=2, rank=2)
IN_DELFT = replace(GENERAL, id=3, site_id=DELFT)
HIGH_IN_DELFT = replace(GENERAL, id=4, rank=2, site_id=DELFT)
LEVELS = (GENERAL, HIGH, IN_DELFT, HIGH_IN_DELFT)


def own_levels(levels: Sequence[LevelRule], tickets: Sequence[tuple[int | None, str | None]]) -> list[int | None]:
    """The resolution level of tickets of these priorities and sites, opened on 4 March 2024."""
    rules = Rulebook(
        1,
        "UTC",
        groups=(GroupRule("Desk", 3, 5, None, None),),
        sites={"delft": DELFT, "breda": BREDA},
        levels=tuple(levels),
    )
    frame = pl.DataFrame(
        {
            "opened_at": [datetime(2024, 3, 4, 9, tzinfo=UTC)] * len(tickets),
            "group": ["Desk"] * len(tickets),
            "site": [site for _, site in tickets],
            "priority_rank": [rank for rank, _ in tickets],
        },
        schema_overrides={"priority_rank": pl.Int16, "site": pl.String},
    ).with_columns(pl.lit(None, pl.String).alias(name) for name in ("category", "subcategory", "title"))
    found: list[int | None] = assigned(frame, rules)["resolution_level_id"].to_list()
    return found


@pytest.mark.parametrize("levels", list(permutations(LEVELS)))
def test_a_level_for_the_site_goes_before_one_for_the_priority_and_that_before_the_general_one(
    levels: tuple[LevelRule, ...],
) -> None:
    tickets = list(product((2, 3, None), ("Delft", "Breda", None)))
    assert own_levels(levels, tickets) == [4, 2, 2, 3, 1, 1, 3, 1, 1]


def test_without_the_general_level_others_have_none() -> None:
    assert own_levels((HIGH, IN_DELFT), [(2, "Breda"), (3, "Breda"), (3, "Delft"), (None, None)]) == [2, None, 3, None]


def test_a_specific_level_that_is_not_valid_that_day_leaves_the_ticket_to_the_general_one() -> None:
    over = replace(HIGH_IN_DELFT, until=date(2024, 3, 4))
    assert own_levels((GENERAL, over), [(2, "Delft")]) == [1]
    begun = replace(HIGH_IN_DELFT, since=date(2024, 3, 4))
    assert own_levels((GENERAL, begun), [(2, "Delft")]) == [4]


def test_a_level_of_another_service_is_nobodys_here() -> None:
    assert own_levels((replace(GENERAL, service_id=6),), [(2, "Delft")]) == [None]


def test_tickets_keep_their_order_and_number() -> None:
    tickets = [(rank, site) for rank in (1, 2, 3, 4, None) for site in ("Breda", "Delft", "elsewhere")] * 20
    assert len(own_levels(LEVELS, tickets)) == len(tickets)


def test_the_rulebook_knows_levels_for_all_priorities_and_for_a_site(acting: Cast) -> None:
    prepare_organisation(acting.organisation)
    party = {"organisation": acting.organisation, "vendor": acting.orvane, "service": acting.desk}
    delft = Site.objects.create(organisation=acting.organisation, name="Delft")
    ServiceLevel.objects.create(
        **party,
        code="SL-1",
        metric="resolution",
        site=delft,
        target_minutes=480,
        calendar=Calendar.objects.get(),
        valid=DateRange(date(2024, 1, 1), None),
    )
    (level,) = load_rulebook(acting.organisation.pk).levels
    assert (level.rank, level.site_id, level.allowed) == (None, delft.pk, 28_800)
