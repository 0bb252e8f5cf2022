"""Imports from file to rows: the account adds up, and only differences are written."""

import io
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from portal.accounts.tenancy import acting_for
from portal.files import path_of
from portal.jobs.models import State as JobState
from portal.jobs.running import run_job
from tests.cast import Cast
from tests.tickets.imports import judge_again, lines, prepare, take_in, ticket, versions
from tickets.models import BatchState, ImportBatch, Outcome, Source, Ticket, TouchedMonth
from tickets.receiving import folder_of, start_import, take_in_file
from tickets.unmapped import unmapped_groups
from vendors.models import Calendar, ServiceLevel, SupportGroup


@pytest.fixture
def ready(committed_cast: Cast) -> Cast:
    prepare(committed_cast.organisation)
    return committed_cast


def map_group(cast: Cast, name: str = "Desk East") -> None:
    with acting_for(cast.organisation.pk):
        SupportGroup.objects.create(
            organisation=cast.organisation,
            vendor=cast.orvane,
            service=cast.desk,
            name=name,
            valid=DateRange(date(2016, 1, 1), None),
        )


def promise(cast: Cast, minutes: int, pausing: list[str], metric: str = "resolution") -> None:
    with acting_for(cast.organisation.pk):
        ServiceLevel.objects.create(
            organisation=cast.organisation,
            vendor=cast.orvane,
            service=cast.desk,
            code="SL-1",
            metric=metric,
            priority_rank=3,
            target_minutes=minutes,
            calendar=Calendar.objects.get(is_default=True),
            pausing_states=pausing,
            valid=DateRange(date(2016, 1, 1), None),
        )


def the_ticket(cast: Cast, number: str) -> Ticket:
    with acting_for(cast.organisation.pk):
        return Ticket.objects.select_related("outcome").get(number=number)


def test_every_row_of_a_file_becomes_new_updated_unchanged_or_rejected(ready: Cast) -> None:
    take_in(ready.organisation, lines(ticket("INC1"), ticket("INC2")))
    batch, job = take_in(
        ready.organisation,
        lines(ticket("INC1"), ticket("INC2", reassignment_count=2), ticket("INC3"), ticket("INC4", opened_at="soon")),
    )
    assert job.state == JobState.SUCCEEDED, job.reason
    assert batch.counts() == {"read": 4, "new": 1, "updated": 1, "unchanged": 1, "rejected": 1, "tickets": 3}
    assert the_ticket(ready, "INC2").outcome.handoffs == 2


@pytest.mark.slow
def test_the_real_log_is_taken_in_whole_and_the_second_time_changes_nothing(ready: Cast, real_export: Path) -> None:
    first, _ = take_in(ready.organisation, real_export, "servicenow-audit-log")
    assert first.counts() == {
        "read": 141_712, "new": 141_712, "updated": 0, "unchanged": 0, "rejected": 0, "tickets": 24_918,
    }  # fmt: skip
    before = [versions(ready.organisation, table) for table in ("tickets_ticket", "tickets_outcome")]
    again, _ = take_in(ready.organisation, real_export, None)
    assert again.counts() == {
        "read": 141_712, "new": 0, "updated": 0, "unchanged": 141_712, "rejected": 0, "tickets": 24_918,
    }  # fmt: skip
    after = [versions(ready.organisation, table) for table in ("tickets_ticket", "tickets_outcome")]
    assert all(one.equals(other) for one, other in zip(before, after, strict=True))
    with acting_for(ready.organisation.pk):
        assert Outcome.objects.filter(first_time_right=True).count() == 13_487
        assert Ticket.objects.filter(claimed_sla=True).count() == 15_803
        assert Outcome.objects.filter(reopens__gt=0).count() == 275


def test_a_group_mapped_later_is_applied_without_a_second_upload(ready: Cast) -> None:
    take_in(ready.organisation, lines(ticket("INC1"), ticket("INC2", assignment_group="Desk West")))
    with acting_for(ready.organisation.pk):
        assert [(g["group_name"], g["tickets"]) for g in unmapped_groups(ready["vendor_manager"])] == [
            ("Desk East", 1),
            ("Desk West", 1),
        ]
    assert the_ticket(ready, "INC1").outcome.resolution_met is None
    map_group(ready)
    with acting_for(ready.organisation.pk):
        assert [g["group_name"] for g in unmapped_groups(ready["vendor_manager"])] == ["Desk West"]
    promise(ready, minutes=30, pausing=[])
    job = judge_again(ready.organisation, ["Desk East"])
    assert job.state == JobState.SUCCEEDED, job.reason
    mapped = the_ticket(ready, "INC1")
    assert (mapped.vendor_id, mapped.service_id) == (ready.orvane.pk, ready.desk.pk)
    assert (mapped.outcome.vendor_id, mapped.outcome.resolution_met) == (ready.orvane.pk, False)
    assert the_ticket(ready, "INC2").vendor_id is None
    assert judge_again(ready.organisation).result["changed"] == 0


def test_a_rule_that_is_taken_back_leaves_the_ticket_as_it_was(ready: Cast) -> None:
    map_group(ready)
    take_in(ready.organisation, lines(ticket("INC1")))
    with acting_for(ready.organisation.pk):
        SupportGroup.objects.all().delete()
    judge_again(ready.organisation)
    assert the_ticket(ready, "INC1").vendor_id is None
    assert the_ticket(ready, "INC1").outcome.vendor_id is None


LOG = """number,incident_state,sys_updated_at,opened_at,resolved_at,priority,assignment_group
INC1,New,4/3/2024 09:00,4/3/2024 09:00,4/3/2024 12:00,3 - Moderate,Desk East
INC1,Active,4/3/2024 09:30,4/3/2024 09:00,4/3/2024 12:00,3 - Moderate,Desk East
INC1,Awaiting User Info,4/3/2024 10:00,4/3/2024 09:00,4/3/2024 12:00,3 - Moderate,Desk East
INC1,Active,4/3/2024 11:30,4/3/2024 09:00,4/3/2024 12:00,3 - Moderate,Desk East
INC1,Resolved,4/3/2024 12:00,4/3/2024 09:00,4/3/2024 12:00,3 - Moderate,Desk East
INC2,New,31/3/2024 09:00,31/3/2024 09:00,?,3 - Moderate,Desk East
"""


def log_mapping() -> dict[str, object]:
    columns = {
        "number": "number", "state": "incident_state", "updated_at": "sys_updated_at", "opened_at": "opened_at",
        "resolved_at": "resolved_at", "priority": "priority", "group": "assignment_group",
    }  # fmt: skip
    return {"name": "log", "fields": columns, "rows_are": "updates", "timezone": "Europe/Amsterdam"}


@pytest.mark.parametrize(("pausing", "seconds", "met"), [([], 10_800, False), (["awaiting user info"], 5_400, True)])
def test_pauses_in_the_history_change_what_is_measured(
    ready: Cast, pausing: list[str], seconds: int, met: bool
) -> None:
    map_group(ready)
    promise(ready, minutes=120, pausing=pausing)
    batch, job = take_in(ready.organisation, LOG, log_mapping())
    assert job.state == JobState.SUCCEEDED, job.reason
    outcome = the_ticket(ready, "INC1").outcome
    assert (outcome.resolution_seconds, outcome.resolution_met) == (seconds, met)
    assert batch.counts() == {"read": 6, "new": 6, "updated": 0, "unchanged": 0, "rejected": 0, "tickets": 2}


def test_an_open_ticket_past_its_due_time_is_missed_and_has_no_score(ready: Cast) -> None:
    map_group(ready)
    promise(ready, minutes=60, pausing=[])
    take_in(ready.organisation, lines(ticket("INC1", state="In Progress", resolved_at="")))
    outcome = the_ticket(ready, "INC1").outcome
    assert (outcome.resolution_met, outcome.resolution_seconds, outcome.score) == (False, None, None)
    assert outcome.resolution_due_at == datetime(2024, 3, 4, 10, 0, tzinfo=UTC)


def test_a_ticket_outside_every_calendar_is_taken_in_without_figures(ready: Cast) -> None:
    opened, resolved = "1990-03-05 09:00:00", "1990-03-05 10:00:00"
    batch, _ = take_in(ready.organisation, lines(ticket("INC1", opened_at=opened, resolved_at=resolved)))
    assert batch.state == BatchState.DONE
    assert the_ticket(ready, "INC1").outcome.resolution_seconds is None


def test_a_later_ticket_of_the_same_requester_turns_the_flag_of_a_stored_one(ready: Cast) -> None:
    take_in(ready.organisation, lines(ticket("INC1")))
    assert the_ticket(ready, "INC1").outcome.repeat_contact is False
    later = ticket("INC2", opened_at="2024-03-08 09:00:00", resolved_at="2024-03-08 10:00:00")
    take_in(ready.organisation, lines(later))
    assert the_ticket(ready, "INC1").outcome.repeat_contact is True
    assert the_ticket(ready, "INC2").outcome.repeat_contact is False
    elsewhere = ticket("INC2", opened_at="2024-03-08 09:00:00", resolved_at="2024-03-08 10:00:00", category="Mail")
    take_in(ready.organisation, lines(elsewhere))
    assert the_ticket(ready, "INC1").outcome.repeat_contact is False


def test_the_months_from_opening_to_resolution_are_touched_once_per_import(ready: Cast) -> None:
    row = ticket("INC1", opened_at="2024-01-31 23:30:00", resolved_at="2024-03-02 10:00:00")
    take_in(ready.organisation, lines(row))
    take_in(ready.organisation, lines(row))
    with acting_for(ready.organisation.pk):
        months = list(TouchedMonth.objects.order_by("month").values_list("month", "version"))
    assert months == [(date(2024, 2, 1), 1), (date(2024, 3, 1), 1)]


def test_a_refused_file_leaves_its_reason_and_nothing_else(ready: Cast) -> None:
    batch, job = take_in(ready.organisation, "number,opened_at\n")
    assert (job.state, batch.state) == (JobState.FAILED, BatchState.REFUSED)
    assert batch.reason == job.reason
    assert "no row below it" in batch.reason
    with acting_for(ready.organisation.pk):
        assert not Ticket.objects.exists()
    assert not list(folder_of(ready.organisation.pk).glob("reading-*"))


def test_rejected_rows_can_be_downloaded_with_their_reasons(ready: Cast) -> None:
    batch, _ = take_in(ready.organisation, lines(ticket("INC1"), ticket("INC2", opened_at="soon")))
    text = path_of(batch.rejects).read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].endswith("row,column,reason")
    assert "INC2" in text
    assert "INC1" not in text


def test_a_cut_upload_leaves_nothing(ready: Cast) -> None:
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ConnectionResetError

    with acting_for(ready.organisation.pk):
        source = Source.objects.create(organisation=ready.organisation, name="Desk")
        with pytest.raises(ConnectionResetError):
            take_in_file(Cut(), "export.csv", source)
        assert not ImportBatch.objects.exists()
    assert not [path for path in folder_of(ready.organisation.pk).iterdir() if path.name.startswith("arriving")]


def test_a_file_that_is_taken_in_already_gives_its_result_again(ready: Cast) -> None:
    batch, _ = take_in(ready.organisation, lines(ticket("INC1")))
    before = versions(ready.organisation, "tickets_ticket")
    with acting_for(ready.organisation.pk):
        job = start_import(batch, wake=False)
        ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.DONE)
    run_job(ready.organisation.pk, job.pk)
    with acting_for(ready.organisation.pk):
        job.refresh_from_db()
    assert (job.state, job.result) == (JobState.SUCCEEDED, batch.counts())
    assert versions(ready.organisation, "tickets_ticket").equals(before)


def test_two_imports_of_one_organisation_at_once_take_turns(ready: Cast) -> None:
    files = [lines(*(ticket(f"INC{n}", reassignment_count=count) for n in range(300))) for count in (1, 2)]
    with acting_for(ready.organisation.pk):
        source = Source.objects.create(organisation=ready.organisation, name="Desk", timezone="UTC")
        jobs = []
        for content in files:
            batch = take_in_file(io.BytesIO(content.encode()), "export.csv", source)
            batch.mapping = "servicenow"
            jobs.append(start_import(batch, wake=False))

    def work(job_id: int) -> None:
        run_job(ready.organisation.pk, job_id)
        connection.close()

    threads = [threading.Thread(target=work, args=(job.pk,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting_for(ready.organisation.pk):
        assert sorted(ImportBatch.objects.values_list("new", "updated")) == [(0, 300), (300, 0)]
        assert Ticket.objects.count() == Outcome.objects.count() == 300
        assert {job.state for job in type(jobs[0]).objects.all()} == {JobState.SUCCEEDED}


def test_a_provider_sees_the_tickets_and_outcomes_of_its_own_groups_only(ready: Cast) -> None:
    map_group(ready)
    take_in(ready.organisation, lines(ticket("INC1"), ticket("INC2", assignment_group="Desk West")))
    with acting_for(ready.organisation.pk, ready.orvane.pk):
        assert [one.number for one in Ticket.objects.all()] == ["INC1"]
        assert Outcome.objects.count() == 1
    with acting_for(ready.organisation.pk, ready.tessel.pk):
        assert not Ticket.objects.exists()
        assert not Outcome.objects.exists()


def test_a_ticket_cannot_hang_on_a_service_of_another_vendor(ready: Cast) -> None:
    map_group(ready)
    take_in(ready.organisation, lines(ticket("INC1")))
    with pytest.raises(IntegrityError, match="another party"), acting_for(ready.organisation.pk):
        Ticket.objects.filter(number="INC1").update(service=ready.network)


def test_an_import_asks_the_database_as_often_for_many_tickets_as_for_one(ready: Cast) -> None:
    take_in(ready.organisation, lines(ticket("INC0")))
    counts = []
    for size in (1, 200):
        with CaptureQueriesContext(connection) as asked:
            take_in(ready.organisation, lines(*(ticket(f"INC{size}-{n}") for n in range(size))))
        counts.append(len(asked))
    assert counts == [91, 91]  # upload, job, reading, comparing, writing: from the file's arrival to its account


def test_a_late_resolution_reaches_the_months_in_which_another_source_saw_the_ticket_open(
    committed_cast: Cast,
) -> None:
    ours = committed_cast.organisation
    prepare(ours)
    still_open = ticket("A1", state="In Progress", opened_at="2024-01-10 09:00:00", resolved_at="")
    take_in(ours, lines(still_open), source="One")
    take_in(ours, lines(ticket("B1", opened_at="2024-05-06 09:00:00", resolved_at="2024-05-06 10:00:00")), source="Two")
    with acting_for(ours.pk):
        TouchedMonth.objects.all().delete()
    resolved = ticket("A1", opened_at="2024-01-10 09:00:00", resolved_at="2024-02-01 09:00:00")
    take_in(ours, lines(resolved), source="One")
    with acting_for(ours.pk):
        touched = [month.month for month in TouchedMonth.objects.order_by("month").values_list("month", flat=True)]
    assert touched == [1, 2, 3, 4, 5]


def test_an_older_export_sets_no_ticket_back_and_says_so(ready: Cast) -> None:
    def export(*rows: tuple[str, str, int]) -> str:
        table = [("number", "state", "opened_at", "sys_updated_on", "reassignment_count")]
        table += [(number, "Active", "2024-03-04 09:00:00", updated, str(n)) for number, updated, n in rows]
        return "\n".join(",".join(row) for row in table) + "\n"

    take_in(ready.organisation, export(("INC1", "2024-03-06 09:00:00", 2), ("INC2", "2024-03-05 09:00:00", 0)))
    batch, _ = take_in(
        ready.organisation, export(("INC1", "2024-03-05 09:00:00", 1), ("INC2", "2024-03-06 09:00:00", 1))
    )
    assert (batch.new, batch.updated, batch.unchanged) == (0, 1, 1)
    assert the_ticket(ready, "INC1").handoffs_counted == 2
    assert the_ticket(ready, "INC2").handoffs_counted == 1
    assert "1 ticket of this file was last updated before what is stored." in batch.facts["notes"][-1]
