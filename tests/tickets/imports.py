"""Imports as the shell and the worker run them, for tests that look at what they leave behind."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection

from portal.accounts.models import Organisation
from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from portal.jobs.running import run_job
from tickets.models import ImportBatch, Source
from tickets.receiving import start_import, take_in_file
from tickets.rescoring import rescore
from tickets.setup import prepare_organisation

HEADER = (
    "number,short_description,state,priority,category,assignment_group,location,caller_id,opened_at,resolved_at,"
    "made_sla,reassignment_count,reopen_count"
)


def prepare(organisation: Organisation) -> None:
    with acting_for(organisation.pk):
        prepare_organisation(organisation)


def take_in(
    organisation: Organisation, content: bytes | str | Path, mapping: Any = "servicenow", source: str = "Desk"
) -> tuple[ImportBatch, Job]:
    """Import a file from its upload to its end; the batch and the job as they are then."""
    file = (
        content if isinstance(content, Path) else io.BytesIO(content.encode() if isinstance(content, str) else content)
    )
    name = content.name if isinstance(content, Path) else "export.csv"
    with acting_for(organisation.pk):
        home, _ = Source.objects.get_or_create(organisation=organisation, name=source)
        batch = take_in_file(file, name, home)
        batch.mapping, batch.timezone = mapping, "UTC"
        job = start_import(batch, wake=False)
    run_job(organisation.pk, job.pk)
    with acting_for(organisation.pk):
        batch.refresh_from_db()
        job.refresh_from_db()
    return batch, job


def judge_again(organisation: Organisation, groups: Sequence[str] | None = None) -> Job:
    with acting_for(organisation.pk):
        job = rescore(organisation.pk, groups, wake=False)
    run_job(organisation.pk, job.pk)
    with acting_for(organisation.pk):
        job.refresh_from_db()
    return job


def lines(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def ticket(number: str, **fields: object) -> str:
    """One row of the ServiceNow ticket table: resolved within an hour on Monday 4 March 2024 unless told otherwise."""
    row = {
        "short_description": "Printer jams", "state": "Closed", "priority": "3 - Moderate", "category": "Printing",
        "assignment_group": "Desk East", "location": "Delft", "caller_id": "Ann", "opened_at": "2024-03-04 09:00:00",
        "resolved_at": "2024-03-04 10:00:00", "made_sla": "true", "reassignment_count": 0, "reopen_count": 0,
    } | fields  # fmt: skip
    return ",".join([number, *(str(row[name]) for name in HEADER.split(",")[1:])])


def versions(organisation: Organisation, table: str) -> pl.DataFrame:
    """The key and the writing transaction of every row of a table: a row that was written again has another."""
    with acting_for(organisation.pk), connection.cursor() as cursor:
        cursor.execute(f"SELECT ctid::text, xmin::text FROM {table} ORDER BY 1")  # noqa: S608
        return pl.DataFrame(cursor.fetchall(), schema=["ctid", "xmin"], orient="row")
