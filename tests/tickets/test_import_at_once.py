"""Imports when two people act in the same moment, when one is cancelled before it began, and files of any name."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.tenancy import acting_for
from portal.files import path_of
from portal.jobs import steering
from portal.jobs.models import Job
from portal.jobs.running import run_job
from tests.cast import Cast
from tests.threads import at_once
from tests.tickets.imports import HEADER, lines, prepare, ticket
from tickets import uploading
from tickets.intake.builtin import builtin
from tickets.models import BatchState, ImportBatch, Source, Ticket
from tickets.receiving import start_import, take_in_file

GOOD = lines(ticket("INC1"), ticket("INC2")).encode()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.PORTAL_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"


def uploaded(cast: Cast, name: str = "export.csv") -> ImportBatch:
    file = path_of("arrives.csv")
    file.write_bytes(GOOD)
    with acting_for(cast.organisation.pk):
        source, _ = Source.objects.get_or_create(organisation=cast.organisation, name="Desk")
        return take_in_file(file, name, source)


def test_of_two_who_start_and_discard_an_upload_one_is_told_that_it_is_too_late(committed_cast: Cast) -> None:
    prepare(committed_cast.organisation)
    batch, organisation = uploaded(committed_cast), committed_cast.organisation.pk

    def start() -> None:
        with acting_for(organisation):
            uploading.start(batch, builtin("servicenow", HEADER.split(",")), "UTC", committed_cast["vendor_manager"])

    def discard() -> None:
        with acting_for(organisation):
            uploading.throw_away(ImportBatch.objects.get(pk=batch.pk))

    acts = iter((start, discard))
    raised = at_once(2, lambda: next(acts)())
    assert len(raised) == 1
    with acting_for(organisation):
        stays = ImportBatch.objects.filter(pk=batch.pk).exists()
        assert stays == Job.objects.filter(kind="tickets.import").exists() == path_of(batch.file).exists()


def test_of_two_who_start_the_same_upload_one_starts_it(committed_cast: Cast) -> None:
    prepare(committed_cast.organisation)
    batch, organisation = uploaded(committed_cast), committed_cast.organisation.pk

    def start() -> None:
        with acting_for(organisation):
            uploading.start(batch, builtin("servicenow", HEADER.split(",")), "UTC", committed_cast["vendor_manager"])

    assert [type(error) for error in at_once(2, start)] == [uploading.AlreadyStarted]
    with acting_for(organisation):
        assert Job.objects.filter(kind="tickets.import").count() == 1


def test_two_imports_of_one_file_at_once_make_each_ticket_once(committed_cast: Cast) -> None:
    organisation = committed_cast.organisation
    prepare(organisation)
    jobs = []
    for batch in (uploaded(committed_cast), uploaded(committed_cast)):
        with acting_for(organisation.pk):
            batch.mapping, batch.timezone = "servicenow", "UTC"
            jobs.append(start_import(batch, wake=False).pk)
    assert at_once(2, lambda: run_job(organisation.pk, jobs.pop())) == []
    with acting_for(organisation.pk):
        assert sorted(Ticket.objects.values_list("number", flat=True)) == ["INC1", "INC2"]
        counts = [(batch.state, batch.new, batch.unchanged) for batch in ImportBatch.objects.order_by("new")]
        assert counts == [(BatchState.DONE, 0, 2), (BatchState.DONE, 2, 0)]


def test_an_import_that_was_cancelled_before_it_began_can_be_tried_again(committed_cast: Cast, client: Client) -> None:
    batch = uploaded(committed_cast)
    with acting_for(committed_cast.organisation.pk):
        job = start_import(batch, wake=False)
        steering.cancel(job, timezone.now())
    client.force_login(committed_cast["vendor_manager"].person)
    page = client.get(reverse("tickets:import", args=[batch.pk])).content.decode()
    assert "Cancelled" in page
    assert reverse("jobs:retry", args=[job.pk]) in page


@pytest.mark.parametrize("name", ["😂", "報" * 200 + ".csv", "../../etc/passwd", 'a "b";c.csv', ".."])
def test_a_file_of_any_name_is_kept_in_its_folder(acting: Cast, name: str) -> None:
    batch = uploaded(acting, name)
    kept = path_of(batch.file)
    assert kept.is_file()
    assert kept.parent == path_of(f"files/imports/{acting.organisation.pk}")
