"""The baseline of a transition: figures of three complete months, pooled from what they were computed of."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.models import GateCode
from governance.scope import changing
from governance.scope.baseline import last_months, shown
from governance.scope.pooling import Part, pooled
from governance.scope.refusals import Refused
from tests.cast import Cast
from tests.governance.scoping import NOW, TODAY, a_change, a_desk, a_month, an_entry

MARCH = date(2026, 3, 1)
ORVANES_DESK = "vendor_service"


def months(cast: Cast, grouping: str, dims: dict[str, int], *volumes: int) -> None:
    """Volume, and half of it met, from August 2026 on."""
    for number, volume in zip((8, 9, 10), volumes, strict=False):
        figures: dict[str, list[Any]] = {"volume": [volume, volume, volume, volume]}
        figures |= {"sla_measured": [50.0, volume / 2, volume, volume], "resolution_median_hours": [4.0, None, 9, 9]}
        a_month(cast, date(2026, number, 1), grouping, dims, **figures)


def test_the_three_months_before_are_complete() -> None:
    assert [one.key for one in last_months(TODAY)] == ["2026-08", "2026-09", "2026-10"]
    assert [one.key for one in last_months(date(2027, 1, 1))] == ["2026-10", "2026-11", "2026-12"]


def test_the_baseline_is_of_the_services_that_seem_to_be_the_function(acting: Cast) -> None:
    desk = a_desk(acting)
    an_entry(acting, desk, MARCH, arrangement="outsourced", vendor=acting.orvane)
    months(acting, ORVANES_DESK, {"vendor_id": acting.orvane.pk, "service_id": acting.desk.pk}, 100, 200, 300)
    months(acting, "vendor", {"vendor_id": acting.orvane.pk}, 999, 999, 999)
    item = changing.take_baseline(a_change(acting, desk, arrangement="internal", vendor=None), acting["it_leader"], NOW)
    assert item.evidenced_by == "ITleader Person"
    assert "Service desk of Orvane, August 2026 – October 2026, 600" in item.evidence
    lines = {line["name"]: line for line in shown(item.figures)}
    assert lines["Tickets opened"]["values"] == ["100", "200", "300"]
    assert lines["Tickets opened"]["whole"] == "600"
    assert lines["SLA from tickets"]["whole"] == "50.0"
    assert lines["Median time to resolve"]["values"] == ["4.0"] * 3
    assert lines["Median time to resolve"]["whole"] == "–"
    assert lines["Outcome score"]["values"] == ["–"] * 3


@pytest.mark.parametrize(
    ("name", "kind", "of"),
    [("Cloud", "cloud", "all tickets of Orvane"), ("Advice", "advisory", "all tickets of Orvane")],
)
def test_without_such_a_service_it_is_of_the_provider(acting: Cast, name: str, kind: str, of: str) -> None:
    function = a_desk(acting, name, kind)
    an_entry(acting, function, MARCH, arrangement="shared", vendor=acting.orvane)
    months(acting, "vendor", {"vendor_id": acting.orvane.pk}, 5, 5, 5)
    item = changing.take_baseline(
        a_change(acting, function, arrangement="internal", vendor=None), acting["it_leader"], NOW
    )
    assert (item.figures["of"], item.figures["tickets"]) == (of, 15)


def test_what_is_done_inside_is_measured_by_everything_there_is(acting: Cast) -> None:
    desk = a_desk(acting)
    an_entry(acting, desk, MARCH)
    months(acting, "all", {}, 7)
    item = changing.take_baseline(a_change(acting, desk), acting["it_leader"], NOW)
    assert (item.figures["of"], item.figures["tickets"]) == ("all tickets of the organisation", 7)


def test_no_data_is_said_and_does_not_evidence_the_gate(acting: Cast) -> None:
    change = a_change(acting, a_desk(acting))
    item = changing.take_baseline(change, acting["it_leader"], NOW)
    assert (item.evidenced_at, item.figures["tickets"]) == (None, 0)
    months(acting, "all", {}, 7)
    assert changing.take_baseline(change, acting["it_leader"], NOW).evidenced_at == NOW


def test_a_baseline_that_is_taken_stays_until_it_is_withdrawn(acting: Cast) -> None:
    months(acting, "all", {}, 7)
    change = a_change(acting, a_desk(acting))
    changing.take_baseline(change, acting["it_leader"], NOW)
    with pytest.raises(Refused, match="The baseline is taken already"):
        changing.take_baseline(change, acting["it_leader"], NOW)
    item = change.gate.get(code=GateCode.BASELINE)
    changing.withdraw(item, "Tickets were imported late", acting["it_leader"], NOW)
    assert changing.take_baseline(change, acting["it_leader"], NOW).evidenced_at == NOW


def test_worked_pooling() -> None:
    """The numbers of docs/transition-gate.md: 90 of 100 and 30 of 50 are 80 %, not 75 %."""
    parts = [Part(90.0, 90, 100), Part(60.0, 30, 50)]
    assert pooled("share", parts) == 80.0
    assert pooled("mean", [Part(0.5, 50, 100), Part(2.0, 100, 50)]) == 1.0
    assert pooled("count", [Part(100.0, 100, 100), None, Part(50.0, 50, 50)]) == 150.0
    assert pooled("percentile", [Part(4.0, None, 10), Part(6.0, None, 10)]) is None
    assert pooled("percentile", [None, Part(6.0, None, 10)]) == 6.0
    assert pooled("share", [None, Part(None, 0, 0)]) is None


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=6))
def test_a_pooled_share_lies_among_its_parts_and_does_not_depend_on_their_order(
    pairs: list[tuple[int, int]],
) -> None:
    parts = [Part(100 * min(met, all_) / all_, min(met, all_), all_) for met, all_ in pairs]
    whole, values = pooled("share", parts), [part.value or 0.0 for part in parts]
    assert whole is not None
    assert min(values) - 1e-6 <= whole <= max(values) + 1e-6
    assert pooled("share", parts[::-1]) == pytest.approx(whole)
