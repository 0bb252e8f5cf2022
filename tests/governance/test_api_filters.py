"""What the API of governance filters by is a question that its rows can be asked."""

import pytest

from governance.api import actions, agenda, changes, packs, reviews
from portal.front.api import Rows
from tests.cast import Cast

RESOURCES: tuple[type[Rows], ...] = (
    *(actions.Actions, agenda.AgendaItems, changes.Changes, changes.Notices),
    *(packs.Packs, reviews.AllSeries, reviews.Reviews),
)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.__name__)
def test_every_filter_is_a_method_of_the_rows(acting: Cast, resource: type[Rows]) -> None:
    rows = resource().rows(acting["vendor_manager"])
    assert [method for method in resource.filters.values() if not hasattr(rows, method)] == []
