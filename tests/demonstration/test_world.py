"""The demonstration world: the same day gives the same bytes, and what it is meant to show is in it."""

import hashlib
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from portal.demonstration.bulk import generated_million, with_changes
from portal.demonstration.export import write_files
from portal.demonstration.history import updates
from portal.demonstration.hours import utc_minute
from portal.demonstration.kinds import World
from portal.demonstration.layouts import BULK_COLUMNS, LOG_COLUMNS, TABLE_COLUMNS
from portal.demonstration.tickets import tickets
from portal.demonstration.world import ZONE, world

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def here() -> World:
    return world(TODAY)


@pytest.fixture(scope="module")
def lives(here: World) -> pl.DataFrame:
    return tickets(here, TODAY)


@pytest.fixture(scope="module")
def files(here: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_files(here, TODAY, tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def orvane_log(files: dict[str, Path]) -> pl.DataFrame:
    return pl.read_csv(files["orvane"], infer_schema=False, null_values="?")


def of_service(frame: pl.DataFrame, service: str) -> pl.DataFrame:
    return frame.filter(service=service)


def share(frame: pl.DataFrame, column: str) -> float:
    return float(frame.select(pl.col(column).mean()).item()) * 100


def handoffs(frame: pl.DataFrame) -> float:
    return float(frame.select((pl.col("path").list.len() - 1.0).mean()).item())


def first_time_right(frame: pl.DataFrame) -> float:
    return float(frame.select(((pl.col("path").list.len() == 1) & pl.col("reopened").is_null()).mean()).item() * 100)


def test_the_same_day_writes_the_same_bytes(here: World, files: dict[str, Path], tmp_path: Path) -> None:
    again = write_files(world(TODAY), TODAY, tmp_path)
    for vendor, path in files.items():
        first, second = (hashlib.sha256(each.read_bytes()).hexdigest() for each in (path, again[vendor]))
        assert first == second


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2025, 1, 1), date(2026, 3, 31), date(2027, 10, 31)])
def test_any_day_has_about_25_000_tickets_of_twelve_months(day: date) -> None:
    generated = tickets(world(day), day)
    assert 23_000 < len(generated) < 28_000
    assert (generated["opened"] < utc_minute(day, 0, ZONE)).all()
    assert generated["number"].n_unique() == len(generated)


def test_the_organisation_has_its_people_sites_vendors_and_services(here: World) -> None:
    assert len({person.name for person in here.requesters}) == 1200
    assert (len(here.sites), len(here.vendors), len(here.services)) == (9, 3, 8)
    assert sum(site.people for site in here.sites) == 1200
    assert {person.role for person in here.sign_ins} == {
        "it_leader", "vendor_manager", "executive", "auditor", "provider", "service_owner", "administrator",
    }  # fmt: skip
    assert {contact.side for contact in here.contacts if contact.vendor == "tessel"} == {"client", "provider"}


def test_orvanes_notice_falls_due_at_the_end_of_next_month(here: World) -> None:
    contract = here.contracts[0]
    assert contract.notice_on == date(2026, 12, 31)
    assert contract.starts_on < TODAY < contract.notice_on < contract.ends_on


def test_every_title_of_a_task_type_holds_one_of_its_keywords(here: World) -> None:
    for task_type in here.task_types:
        for title in task_type.titles:
            assert any(keyword in title.lower() for keyword in task_type.keywords), title


def test_there_are_hundreds_of_distinct_texts(lives: pl.DataFrame) -> None:
    assert lives["title"].n_unique() > 900
    assert "Laptop loses its docking station after an update" in lives["title"]


def test_orvane_claims_green_and_is_not(lives: pl.DataFrame) -> None:
    for service in ("service-desk", "device-support", "joiners-leavers"):
        own = of_service(lives, service)
        assert 97 - 0.5 <= share(own, "claimed") <= 100
        assert share(own, "met") < 89
        assert handoffs(own) > 1.2
        assert first_time_right(own) < 30


def test_orvane_waits_for_the_user_shortly_before_the_breach(lives: pl.DataFrame) -> None:
    own = lives.filter(vendor="orvane")
    hidden = own.filter(
        pl.col("claimed"), ~pl.col("met"), pl.col("reopened").is_null(), pl.col("resolved").is_not_null()
    )
    assert len(hidden) > 1000
    assert set(hidden["pause_state"].unique()) == {"Awaiting User Info"}


def test_tessel_claims_what_the_tickets_say(lives: pl.DataFrame) -> None:
    own = lives.filter(vendor="tessel")
    assert own["claimed"].equals(own["met"])
    assert 89 < share(own, "claimed") < 94


def test_lumenfold_keeps_its_word_and_gets_it_right(lives: pl.DataFrame) -> None:
    own = lives.filter(vendor="lumenfold")
    assert share(own, "claimed") > 97
    assert own["claimed"].equals(own["met"])
    assert first_time_right(own) > 80


def test_backup_and_restore_stays_below_the_minimum_volume(here: World, lives: pl.DataFrame) -> None:
    months = pl.from_epoch(pl.col("opened") * 60, time_unit="s").dt.truncate("1mo").alias("month")
    monthly = of_service(lives, "backup-restore").group_by(months).len()
    least = min(level.minimum_volume for level in here.levels)
    assert (monthly["len"] < least).all()


def test_rotterdam_gets_worse_over_its_last_four_months(lives: pl.DataFrame) -> None:
    last = utc_minute(date(2026, 9, 22), 0, ZONE)
    before = utc_minute(date(2026, 7, 1), 0, ZONE)
    own = lives.filter(site="Rotterdam")
    late, early = own.filter(pl.col("opened") >= last), own.filter(pl.col("opened") < before)
    others = lives.filter(pl.col("site") != "Rotterdam", pl.col("opened") >= last)
    assert share(late, "met") < share(early, "met") - 5
    assert share(late, "met") < share(others, "met") - 5
    assert handoffs(late) > handoffs(early) + 0.3


def test_docks_take_far_more_than_their_norm_and_others_do_not(here: World, lives: pl.DataFrame) -> None:
    medians = dict(lives.group_by("task_type").agg(pl.col("effort").median()).iter_rows())
    over = {each.name for each in here.task_types if medians[each.name] > each.norm[1]}
    assert over == {"Dock and peripherals"}
    assert 85 < medians["Dock and peripherals"] < 105


def test_the_depot_is_passed_through_again_and_again(lives: pl.DataFrame) -> None:
    loops = lives.filter(service="device-support").filter(pl.col("path").list.count_matches("Orvane Desktop") >= 2)
    assert len(loops) > 500


def test_some_tickets_cannot_be_classified_and_some_groups_are_mapped_to_nobody(
    here: World, lives: pl.DataFrame
) -> None:
    assert 0.06 < lives["task_type"].null_count() / len(lives) < 0.10
    mapped = [group.name for group in here.groups]
    unmapped = lives.filter(~pl.col("group").is_in(mapped))
    assert unmapped["group"].n_unique() == 2
    assert 0.005 < len(unmapped) / len(lives) < 0.02


def test_people_come_back_about_the_same_category_within_seven_days(lives: pl.DataFrame) -> None:
    own = lives.filter(service="service-desk").sort("requester", "category", "opened")
    gap = pl.col("opened").diff().over("requester", "category")
    assert 15 < share(own.with_columns((gap < 7 * 1440).fill_null(value=False).alias("again")), "again") < 40


def test_mondays_are_busy_and_holidays_quiet(here: World, lives: pl.DataFrame) -> None:
    local = pl.from_epoch(pl.col("opened") * 60, time_unit="s").dt.replace_time_zone("UTC").dt.convert_time_zone(ZONE)
    daily = lives.group_by(local.dt.date().alias("day")).len()
    by_weekday = dict(daily.group_by(pl.col("day").dt.weekday()).agg(pl.col("len").mean()).iter_rows())
    assert by_weekday[1] == max(by_weekday.values())
    assert by_weekday[7] < by_weekday[3] / 8
    easter_monday = daily.filter(pl.col("day") == date(2026, 4, 6))["len"].sum()
    assert easter_monday < by_weekday[1] / 3


def test_every_update_lies_between_its_neighbours_and_groups_follow_the_path(lives: pl.DataFrame) -> None:
    log = updates(lives, utc_minute(TODAY, 0, ZONE))
    assert log.select((pl.col("at").diff().over("index").fill_null(0) >= 0).all()).item()
    assert 4 < len(log) / len(lives) < 7
    assert log.filter(pl.col("updates") == 0)["state"].unique().to_list() == ["New"]


def test_the_log_has_the_columns_of_servicenows_audit_log(orvane_log: pl.DataFrame) -> None:
    assert tuple(orvane_log.columns) == LOG_COLUMNS
    assert orvane_log["opened_at"].str.contains(r"^\d{1,2}/\d{1,2}/\d{4} \d{2}:\d{2}$").all()
    assert set(orvane_log["incident_state"].unique()) == {
        "New", "Active", "Awaiting User Info", "Awaiting Vendor", "Resolved", "Closed",
    }  # fmt: skip


def test_the_log_counts_what_it_shows_and_sometimes_more(orvane_log: pl.DataFrame) -> None:
    last = orvane_log.group_by("number", maintain_order=True).agg(
        (pl.col("assignment_group") != pl.col("assignment_group").shift()).sum().alias("shown"),
        pl.col("reassignment_count").last().cast(pl.Int64).alias("counted"),
    )
    surplus = last.select((pl.col("counted") - pl.col("shown")).alias("surplus"))["surplus"]
    assert surplus.min() == 0
    assert 0.01 < (surplus > 0).mean() < 0.06  # type: ignore[operator]


def test_open_tickets_have_no_end_and_closed_ones_do(orvane_log: pl.DataFrame) -> None:
    last = orvane_log.group_by("number", maintain_order=True).last()
    done = last["incident_state"].is_in(["Resolved", "Closed"])
    assert done.equals(last["resolved_at"].is_not_null())
    assert 100 < (~done).sum() < 1500


def test_tessel_sends_its_ticket_table_with_durations(files: dict[str, Path]) -> None:
    table = pl.read_csv(files["tessel"], infer_schema=False)
    assert tuple(table.columns) == TABLE_COLUMNS
    assert table["number"].n_unique() == len(table)
    assert table["time_worked"].drop_nulls().str.starts_with("1970-01-0").all()


def test_a_few_rows_of_tessels_table_are_spoiled(files: dict[str, Path]) -> None:
    table = pl.read_csv(files["tessel"], infer_schema=False)
    assert table["opened_at"].str.contains("-09-31").sum() == 4
    assert table["resolved_at"].str.starts_with("2019").sum() == 3


def test_a_benchmark_file_has_its_rows_and_changes_its_share(tmp_path: Path) -> None:
    path = generated_million(tmp_path / "many.csv", rows=20_000)
    frame = pl.read_csv(path, infer_schema=False)
    assert tuple(frame.columns) == BULK_COLUMNS
    assert frame["number"].n_unique() == 20_000
    changed = pl.read_csv(with_changes(path), infer_schema=False)
    differing = (frame["reassignment_count"] != changed["reassignment_count"]).sum()
    assert 120 < differing < 280
    assert path.read_bytes() == generated_million(tmp_path / "again.csv", rows=20_000).read_bytes()
