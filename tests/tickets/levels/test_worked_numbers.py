"""The worked numbers of docs/measuring-levels.md are what is measured."""

from pathlib import Path

import pytest

from tests.tickets.levels.ground import Ground, at
from vendors.levels.attainment import State

PAGE = Path(__file__).parents[3] / "docs" / "measuring-levels.md"


def worked() -> list[list[str]]:
    """The cells of the table of worked numbers, without its head."""
    section = PAGE.read_text(encoding="utf-8").split("## Worked numbers\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("cells", worked(), ids=lambda cells: cells[-1])
def test_what_the_page_says_is_measured(ground: Ground, cells: list[str]) -> None:
    kind, agreed, tickets, excluded, value, counted, state, gross, _ = cells
    expected, minimum = agreed.split(" / ")
    ground.level(kind=kind, expected=expected, minimum=minimum)
    for number, one in enumerate(filter(None, tickets.split("; ")), 1):
        opened, _, resolved = one.partition(" /")
        ground.ticket(str(number), opened, resolved.strip() or None)
    if excluded.startswith("ticket "):
        ground.exclude(tickets=[excluded.removeprefix("ticket ")])
    elif excluded:
        start, end = excluded.split(" / ")
        ground.exclude(starts_at=at(start), ends_at=at(end))
    found = ground.figure()
    told = ["–" if one is None else str(one) for one in (found.value, found.gross_value)]
    assert [told[0], str(found.counted), State(found.state).label, told[1]] == [value, counted, state, gross]
