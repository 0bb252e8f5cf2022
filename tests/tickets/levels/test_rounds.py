"""The scheduler's round: what changed is measured once, what did not is left alone, and nothing is lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from portal.jobs.running import run_job
from tests.cast import Cast
from tests.tickets.imports import lines, prepare, take_in, ticket
from tests.tickets.levels.ground import LATER, MARCH, Ground, at, make_ground
from tickets.levels.freshness import out_of_date
from tickets.levels.measuring import measure
from tickets.levels.queueing import KIND, ask, ask_where_needed
from tickets.models import ImportBatch
from vendors.levels.attainment import InvalidTerms, Kind, Terms
from vendors.levels.measured_periods import close
from vendors.models import Calendar, Contract, MeasuredPeriod, Outage, ServiceLevel, SlaReport

APRIL = datetime(2024, 4, 10, 12, tzinfo=UTC)


def due(ground: Ground, now: datetime = LATER) -> list[str]:
    """The months that a round would measure, such as "2024-03"."""
    return [f"{month:%Y-%m}" for _, month in out_of_date(ground.cast.organisation, now)]


def measure_all(ground: Ground, now: datetime = LATER) -> None:
    for contract, month in list(out_of_date(ground.cast.organisation, now)):
        measure(contract, month, now)


@pytest.fixture
def measured(ground: Ground) -> Ground:
    ground.level()
    ground.ticket("INC1", "4 09:00", "4 10:00")
    measure_all(ground)
    return ground


def test_months_since_the_contract_began_are_measured_and_then_left_alone(ground: Ground) -> None:
    ground.level()
    assert due(ground, APRIL) == ["2024-01", "2024-02", "2024-03", "2024-04"]
    measure_all(ground, APRIL)
    assert due(ground, APRIL) == []


def test_thirteen_months_are_looked_back_and_older_ones_when_they_were_reported(ground: Ground) -> None:
    ground.level()
    now = datetime(2025, 6, 3, tzinfo=UTC)
    assert (len(due(ground, now)), due(ground, now)[0]) == (13, "2024-06")
    SlaReport.objects.create(
        organisation=ground.cast.organisation, vendor=ground.cast.orvane, contract=ground.contract, month=MARCH,
        version=1, submitted_side="provider", submitted_by="Pia", submitted_at=now,
    )  # fmt: skip
    assert due(ground, now)[0] == "2024-03"


def test_a_contract_without_levels_has_nothing_to_measure(ground: Ground) -> None:
    assert due(ground) == []


def add_outage(ground: Ground) -> None:
    Outage.objects.create(
        organisation=ground.cast.organisation, vendor=ground.cast.orvane, service=ground.cast.desk,
        starts_at=at("12 09:00"), cause="Power",
    )  # fmt: skip


def exclude_something(ground: Ground) -> None:
    ground.exclude(tickets=["INC1"])


def move_the_target(ground: Ground) -> None:
    ServiceLevel.objects.update(target_minutes=60)


def import_something(ground: Ground) -> None:
    ImportBatch.objects.update(state="done", facts={"months": ["2024-03-01"]})


@pytest.mark.parametrize("change", [add_outage, exclude_something, move_the_target])
def test_a_changed_rule_has_every_month_measured_again_once(measured: Ground, change: Callable[[Ground], None]) -> None:
    change(measured)
    assert len(due(measured)) == 6
    measure_all(measured)
    assert due(measured) == []


def test_an_import_has_the_months_measured_that_it_touched(measured: Ground) -> None:
    import_something(measured)
    assert due(measured) == ["2024-03"]
    measure_all(measured)
    assert due(measured) == []


def test_a_quarter_is_measured_again_when_one_of_its_months_is_touched(ground: Ground) -> None:
    ground.level(window="quarter")
    measure_all(ground)
    ImportBatch.objects.update(state="done", facts={"months": ["2024-02-01"]})
    assert due(ground) == ["2024-02", "2024-03"]


def test_a_ticket_that_runs_out_of_time_is_noticed_the_day_after(ground: Ground) -> None:
    ground.level()
    ground.ticket("INC1", "29 16:00", None)
    measure_all(ground, at("4-01 10:00"))
    assert due(ground, at("4-01 10:30")) == []
    assert due(ground, at("4-02 00:00")) == ["2024-03", "2024-04"]
    assert "2024-03" in due(ground, at("4-20 00:00"))  # rounds that were missed in between lose nothing
    measure_all(ground, at("4-20 00:00"))
    assert MeasuredPeriod.objects.get(month=MARCH).measurements.get().missed == 1
    assert "2024-03" not in due(ground, at("4-25 12:00"))


def test_a_ticket_that_its_source_closed_without_saying_when_keeps_no_round_busy(ground: Ground) -> None:
    ground.level()
    ground.ticket("INC1", "4 09:00", None, state="closed")
    measure_all(ground)
    assert MeasuredPeriod.objects.get(month=MARCH).due_again_at is None
    assert due(ground, LATER + timedelta(days=2)) == ["2024-06"]


def test_a_closed_month_is_left_alone_until_something_changes(measured: Ground) -> None:
    period = MeasuredPeriod.objects.get(month=MARCH)
    close(measured.cast["vendor_manager"], period, LATER)
    assert due(measured) == []
    import_something(measured)
    assert due(measured) == ["2024-03"]


def test_a_level_that_contradicts_itself_keeps_nobody_else_waiting(
    measured: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database holds a level to its kind, so that the contradiction has to be put in its mouth."""
    other = Contract.objects.create(
        organisation=measured.cast.organisation, vendor=measured.cast.orvane, reference="ORV-2", title="More",
        delivery_model="co_managed", starts_on=date(2024, 6, 1), currency="EUR",
    )  # fmt: skip
    bad = measured.level("SL-2", kind="mean", expected=4, minimum=None)
    honest = ServiceLevel.terms.fget  # type: ignore[attr-defined]
    contradicting = property(
        lambda row: Terms(Kind.MEAN, Decimal(4), Decimal(2)) if row.code == "SL-2" else honest(row)
    )
    monkeypatch.setattr(ServiceLevel, "terms", contradicting)
    type(measured.cast.network).objects.filter(pk=measured.cast.network.pk).update(contract=None)
    with pytest.raises(InvalidTerms, match="SL-2: The minimum of 2"):
        measure(measured.contract, MARCH, LATER)
    assert due(measured) == []
    bad.delete()
    assert other.pk


def test_asking_twice_while_it_waits_is_one_job(measured: Ground) -> None:
    move_the_target(measured)
    for _ in range(2):
        ask_where_needed(measured.cast.organisation, LATER)
    assert Job.objects.filter(kind=KIND).count() == 6
    assert ask(measured.contract, MARCH).pk == Job.objects.get(key__endswith=":2024-03").pk


@pytest.fixture
def taken_in(committed_cast: Cast) -> Cast:
    prepare(committed_cast.organisation)
    with acting_for(committed_cast.organisation.pk):
        ground = make_ground(committed_cast)
        ground.level(calendar=Calendar.objects.get(is_default=True), valid=DateRange(date(2024, 1, 1), None))
    take_in(committed_cast.organisation, lines(ticket("INC1"), ticket("INC2", resolved_at="2024-03-07 10:00:00")))
    return committed_cast


def test_the_job_measures_in_one_transaction_and_may_run_twice(taken_in: Cast) -> None:
    for _ in range(2):
        with acting_for(taken_in.organisation.pk):
            job = ask(Contract.objects.get(), MARCH, taken_in["vendor_manager"], wake=False)
        run_job(taken_in.organisation.pk, job.pk)
        with acting_for(taken_in.organisation.pk):
            job.refresh_from_db()
            assert (job.state, job.result, job.reason) == ("succeeded", {"levels": 1}, "")
            assert [step["state"] for step in job.steps] == ["done"] * 3
            measured = MeasuredPeriod.objects.get().measurements.get()
            assert (measured.counted, measured.missed) == (2, 1)
            assert job.result_url.endswith("/2024-03/")


def test_a_later_import_outdates_what_was_measured(taken_in: Cast) -> None:
    now = datetime(2024, 4, 10, tzinfo=UTC)
    with acting_for(taken_in.organisation.pk):
        for contract, month in list(out_of_date(taken_in.organisation, now)):
            measure(contract, month, now)
        assert list(out_of_date(taken_in.organisation, now + timedelta(minutes=1))) == []
    take_in(taken_in.organisation, lines(ticket("INC3")))
    with acting_for(taken_in.organisation.pk):
        assert [month for _, month in out_of_date(taken_in.organisation, now)] == [MARCH]
