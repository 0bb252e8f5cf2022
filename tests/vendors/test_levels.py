"""What can be promised, what the database refuses, and how a promise reads."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from vendors.forms import ServiceLevelForm
from vendors.levels.attainment import LOWER_IS_BETTER, Kind
from vendors.levels.promises import figure, promise, scope
from vendors.models import Calendar, ServiceLevel, Site
from vendors.setup import prepare_calendar
from vendors.validity import validity

SAID = {
    "code": "SD-01", "kind": "share", "metric": "resolution", "priority_rank": "2", "target_hours": "8",
    "expected": "95", "minimum": "90", "window": "month", "rolling_months": "3", "counts_by": "opened",
    "minimum_volume": "20", "low_volume": "not_counted", "tolerance": "0.5", "valid_from": "2026-01-01",
}  # fmt: skip


@pytest.fixture
def hours(acting: Cast) -> Calendar:
    return prepare_calendar(acting.organisation)


def filled(cast: Cast, hours: Calendar, **said: Any) -> ServiceLevelForm:
    level = ServiceLevel(organisation=cast.organisation, vendor=cast.orvane)
    return ServiceLevelForm(SAID | {"service": cast.desk.pk, "calendar": hours.pk} | said, instance=level)


def saved(cast: Cast, hours: Calendar, **said: Any) -> ServiceLevel:
    form = filled(cast, hours, **said)
    assert form.is_valid(), form.errors
    level = form.save()
    assert isinstance(level, ServiceLevel)
    return level


PROMISES = [
    ({}, "95.0 % of tickets resolved within 8 h 00 min of working time, counted over a month"),
    (
        {"kind": "percentile", "percentile": "90", "expected": "8", "minimum": "", "window": "quarter"},
        "90 % of tickets resolved within 8 h 00 min of working time, counted over a quarter",
    ),
    (
        {"kind": "mean", "metric": "response", "expected": "0.5", "minimum": "1"},
        "Tickets responded to within 30 min of working time on average, counted over a month",
    ),
    (
        {"kind": "availability", "expected": "99.9", "minimum": "99", "window": "rolling"},
        "99.9 % of the agreed time available, counted over 3 rolling months",
    ),
    ({"kind": "count", "expected": "0", "minimum": "3"}, "At most 0 repeat incidents, counted over a month"),
    ({"kind": "first_contact", "expected": "65"}, "65.0 % of tickets solved at first contact, counted over a month"),
    (
        {"kind": "reopen_rate", "expected": "3", "minimum": "5"},
        "At most 3.0 % of tickets reopened, counted over a month",
    ),
]


@pytest.mark.parametrize(("said", "sentence"), PROMISES, ids=[sentence for _, sentence in PROMISES])
def test_a_promise_reads_as_a_sentence(acting: Cast, hours: Calendar, said: dict[str, str], sentence: str) -> None:
    told = {"minimum": ""} if said.get("kind") == "first_contact" else {}
    assert promise(saved(acting, hours, **said | told)).replace("\u00a0", " ") == sentence


def test_a_level_covers_a_priority_and_a_site_or_all_of_them(acting: Cast, hours: Calendar) -> None:
    utrecht = Site.objects.create(organisation=acting.organisation, name="Utrecht")
    assert scope(saved(acting, hours, site=utrecht.pk)) == "P2, Utrecht"
    assert scope(saved(acting, hours, priority_rank="", code="SD-09")) == "all priorities, all sites"


@pytest.mark.parametrize(
    ("said", "field", "asked"),
    [
        ({"target_hours": ""}, "target_hours", "within which a ticket counts as met"),
        ({"metric": ""}, "metric", "time to respond or the time to resolve"),
        ({"expected": "101"}, "__all__", "at most 100"),
        ({"minimum": "96"}, "__all__", "cannot be better than expected"),
        ({"kind": "mean", "expected": "8", "minimum": "4"}, "__all__", "cannot be better than expected"),
    ],
)
def test_a_promise_that_contradicts_itself_is_refused_with_what_to_do(
    acting: Cast, hours: Calendar, said: dict[str, str], field: str, asked: str
) -> None:
    assert asked in str(filled(acting, hours, **said).errors[field])


def test_what_a_kind_does_not_read_is_not_kept(acting: Cast, hours: Calendar) -> None:
    level = saved(acting, hours, kind="availability", expected="99.5", minimum="99")
    assert (level.metric, level.target_minutes, level.higher_is_better) == ("", None, True)
    assert not saved(acting, hours, kind="reopen_rate", expected="3", minimum="5", code="SD-10").higher_is_better


def test_two_sites_may_have_different_targets_but_one_site_has_one(acting: Cast, hours: Calendar) -> None:
    utrecht = Site.objects.create(organisation=acting.organisation, name="Utrecht")
    saved(acting, hours)
    saved(acting, hours, site=utrecht.pk, target_hours="4", code="SD-01-U")
    again = filled(acting, hours, site=utrecht.pk, code="SD-01-V")
    assert "There is such a level already in that time" in str(again.errors["__all__"])


def test_the_database_holds_a_level_to_its_kind(acting: Cast, hours: Calendar) -> None:
    level = saved(acting, hours)
    for change, broken in (
        ({"kind": "availability"}, "service_level_"),
        ({"target_minutes": None}, "target_iff"),
        ({"minimum": Decimal(97)}, "no_better_than_expected"),
        ({"higher_is_better": False, "minimum": None}, "better_the_way_its_kind_is"),
    ):
        with pytest.raises(IntegrityError, match=broken), transaction.atomic():
            ServiceLevel.objects.filter(pk=level.pk).update(**change)


@pytest.mark.parametrize("kind", Kind)
def test_the_database_knows_which_way_a_kind_is_better(acting: Cast, hours: Calendar, kind: Kind) -> None:
    level = saved(acting, hours, kind=kind, minimum="", target_hours="8", metric="resolution", higher_is_better="on")
    assert level.higher_is_better == (kind not in LOWER_IS_BETTER)
    other_way = ServiceLevel.objects.filter(pk=level.pk)
    if kind == Kind.REPORTED:
        assert other_way.update(higher_is_better=False) == 1
        return
    with pytest.raises(IntegrityError, match="better_the_way_its_kind_is"), transaction.atomic():
        other_way.update(higher_is_better=not level.higher_is_better)


def test_figures_carry_the_unit_of_their_kind(acting: Cast, hours: Calendar) -> None:
    def of(kind: str) -> ServiceLevel:
        return ServiceLevel(kind=kind, valid=validity(date(2026, 1, 1), None))

    said = [figure(of(kind), Decimal("7.5")) for kind in ("share", "percentile", "count", "reported")]
    assert [one.replace("\u00a0", " ") for one in said] == ["7.5 %", "7 h 30 min", "8", "7.5"]
    assert figure(of("share"), None) == "–"
