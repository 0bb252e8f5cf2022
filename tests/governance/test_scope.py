"""The scope map: which functions there are, how each is done on a day, what is stated, corrected and ended."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from governance.models import BusinessFunction, FunctionKind, ScopeEntry
from governance.scope import stating
from governance.scope.holes import NOT_STATED, Way, holes
from governance.scope.matching import seems_same
from governance.scope.refusals import Refused
from governance.scope.standard import STANDARD, lay_out_functions
from governance.scope.standing import scope_on
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.governance.scoping import TODAY, a_change, a_desk, an_entry, the_contract
from vendors.models import ContractFunction

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)
OUTSIDE = Way(("Network",), "outsourced", "Ada", False, "Orvane", "C-9", date(2026, 1, 1), date(2026, 12, 31))


def spans(function: BusinessFunction) -> list[tuple[date, date | None]]:
    rows = ScopeEntry.objects.of_function(function.pk).order_by("valid")
    return [(row.valid.lower, row.valid.upper) for row in rows]


def test_the_usual_functions_are_laid_out_once_and_what_was_renamed_or_ended_stays(acting: Cast) -> None:
    lay_out_functions(acting.organisation.pk)
    BusinessFunction.objects.filter(kind=FunctionKind.NETWORK).update(name="Lines", ended_on="2026-01-01")
    lay_out_functions(acting.organisation.pk)
    rows = BusinessFunction.objects.of_organisation(acting.organisation.pk)
    assert len(rows) == len(STANDARD) == 10
    assert [row.name for row in rows][:3] == ["Service desk", "Field support", "Workplace and devices"]
    assert rows.get(kind=FunctionKind.NETWORK).name == "Lines"
    assert all(row.description for row in rows)


def test_an_entry_ends_the_one_before_and_both_stay_readable(acting: Cast) -> None:
    desk = a_desk(acting)
    first = an_entry(acting, desk, MARCH)
    an_entry(acting, desk, JUNE, arrangement="outsourced", vendor=acting.orvane, reason="Hours")
    assert spans(desk) == [(MARCH, JUNE), (JUNE, None)]
    first.refresh_from_db()
    assert (first.arrangement, first.reason, first.owner_name) == ("internal", "It always was", "ITleader Person")


def test_the_map_shows_how_it_stood_on_a_day(acting: Cast) -> None:
    desk = a_desk(acting)
    an_entry(acting, desk, MARCH)
    an_entry(acting, desk, JUNE, arrangement="shared", vendor=acting.orvane)
    days = [MARCH - timedelta(days=1), MARCH, JUNE - timedelta(days=1), JUNE]
    stood = [scope_on(acting.organisation.pk, day)[0].entry for day in days]
    assert [one and one.arrangement for one in stood] == [None, "internal", "internal", "shared"]


def test_an_entry_may_begin_in_the_past_between_two_others(acting: Cast) -> None:
    desk = a_desk(acting)
    an_entry(acting, desk, MARCH)
    an_entry(acting, desk, JUNE, reason="Another")
    an_entry(acting, desk, date(2026, 4, 1), arrangement="shared", vendor=acting.orvane)
    an_entry(acting, desk, date(2026, 1, 1), reason="Before all")
    april = date(2026, 4, 1)
    assert spans(desk) == [(date(2026, 1, 1), MARCH), (MARCH, april), (april, JUNE), (JUNE, None)]


def test_the_same_stated_twice_is_one_entry_and_another_on_that_day_is_refused(acting: Cast) -> None:
    desk = a_desk(acting)
    assert an_entry(acting, desk, MARCH).pk == an_entry(acting, desk, MARCH).pk
    with pytest.raises(Refused, match=r"An entry begins on 1\sMar\s2026 already"):
        an_entry(acting, desk, MARCH, reason="Otherwise")
    assert spans(desk) == [(MARCH, None)]


def test_correcting_the_first_day_moves_the_end_of_the_entry_before(acting: Cast) -> None:
    desk = a_desk(acting)
    an_entry(acting, desk, MARCH)
    later = an_entry(acting, desk, JUNE, reason="Another")
    for day in (date(2026, 4, 15), date(2026, 7, 15)):
        stating.correct(later, day)
        assert spans(desk) == [(MARCH, day), (day, None)]
    with pytest.raises(Refused, match=r"The entry before begins on 1\sMar\s2026"):
        stating.correct(later, MARCH)


def test_a_function_ends_with_what_held_and_leaves_the_map(acting: Cast) -> None:
    desk = a_desk(acting)
    an_entry(acting, desk, MARCH)
    stating.end_function(desk, JUNE)
    assert spans(desk) == [(MARCH, JUNE)]
    assert [len(scope_on(acting.organisation.pk, day)) for day in (MARCH, JUNE)] == [1, 0]
    with pytest.raises(Refused, match=r"ended on 1\sJun\s2026"):
        an_entry(acting, desk, TODAY)


def test_a_function_with_a_planned_change_is_not_ended(acting: Cast) -> None:
    desk = a_desk(acting)
    a_change(acting, desk)
    with pytest.raises(Refused, match="Put it into effect or cancel it first"):
        stating.end_function(desk, JUNE)


@pytest.mark.parametrize(
    ("way", "day", "codes"),
    [
        (None, TODAY, ["no_entry"]),
        (OUTSIDE, TODAY, []),
        (OUTSIDE, date(2026, 12, 31), []),
        (OUTSIDE, date(2027, 1, 1), ["contract_ended"]),
        (OUTSIDE, date(2025, 12, 31), ["contract_ahead"]),
        (Way(("Network",), "internal", "", False), TODAY, ["no_owner"]),
        (Way(("Network",), "internal", "Ada", True), TODAY, ["owner_left"]),
        (Way(("Network",), "shared", "Ada", False), TODAY, ["no_vendor"]),
        (Way(("Network",), "shared", "Ada", True, "Orvane"), TODAY, ["owner_left", "no_contract"]),
        (Way(("Network",), "shared", "Ada", False, "Orvane", "C-9", covers=("Service desk",)), TODAY, ["not_covered"]),
        (Way(("Lines", "Network"), "shared", "Ada", False, "Orvane", "C-9", covers=("Networks",)), TODAY, []),
    ],
)
def test_holes_are_found_the_gravest_first(way: Way | None, day: date, codes: list[str]) -> None:
    assert [hole.code for hole in holes(way, day)] == codes


def test_nobody_spoke_is_the_one_hole_of_a_function_without_an_entry() -> None:
    assert holes(None, TODAY) == (NOT_STATED,)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Network", "Office network", True),
        ("Service desk, office hours", "Service desk", True),
        ("Workplace and devices", "Workplace services", True),
        ("Field support", "Service desk", False),
        ("Support", "Managed services", False),
        ("Projects", "Project", True),
    ],
)
def test_names_are_alike_when_the_telling_words_of_one_are_in_the_other(one: str, other: str, same: bool) -> None:
    assert seems_same(one, other) is same


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_of_names_has_no_direction(one: str, other: str) -> None:
    assert seems_same(one, other) == seems_same(other, one)


def test_holes_of_the_register_reach_the_map(acting: Cast) -> None:
    desk, contract = a_desk(acting), the_contract(acting)
    of = {"organisation": acting.organisation, "vendor": acting.orvane, "contract": contract}
    ContractFunction.objects.create(**of, name="Office network", delivery_model="co_managed")
    out = {"arrangement": "outsourced", "vendor": acting.orvane, "contract": contract}
    an_entry(acting, desk, MARCH, **out, owner=acting["service_owner"])
    owner = acting["service_owner"]
    owner.ended_at = timezone.now()
    owner.save()
    tomorrow = timezone.now().date() + timedelta(days=1)
    found = scope_on(acting.organisation.pk, tomorrow)[0].holes
    assert [hole.code for hole in found] == ["owner_left", "not_covered"]
    before = scope_on(acting.organisation.pk, JUNE)[0].holes
    assert [hole.code for hole in before] == ["not_covered"]


def test_the_map_costs_the_same_for_one_function_and_for_ten(client: Client, cast: Cast) -> None:
    client.force_login(cast["auditor"].person)
    page = reverse("governance:scope")
    with acting_for(cast.organisation.pk):
        an_entry(cast, a_desk(cast), MARCH, arrangement="outsourced", vendor=cast.orvane, contract=the_contract(cast))
    client.get(page)
    one = queries_of(lambda: client.get(page))
    with acting_for(cast.organisation.pk):
        contract = ScopeEntry.objects.get().contract
        out = {"arrangement": "outsourced", "vendor": cast.orvane, "contract": contract}
        for n in range(9):
            a_change(cast, (desk := a_desk(cast, f"Desk {n}")))
            an_entry(cast, desk, MARCH, **out)
    assert queries_of(lambda: client.get(page)) <= one + 1  # the gates of planned changes
    assert "10 outsourced" in client.get(page).content.decode()
