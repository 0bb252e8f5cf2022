"""Imports through the pages: from the file dropped to the account of its rows, and what is refused on the way."""

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from portal.jobs.running import run_job
from tests.cast import Cast
from tests.tickets.imports import HEADER, lines, prepare, ticket
from tickets.models import BatchState, ImportBatch, Source, Ticket
from tickets.receiving import folder_of
from tickets.tasks import remove_forgotten_uploads
from vendors.models import SupportGroup

GOOD = lines(ticket("INC1"), ticket("INC2", assignment_group="Field"), ticket("INC3", opened_at="soon"))


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.PORTAL_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"


@pytest.fixture
def manager(client: Client, committed_cast: Cast) -> Client:
    prepare(committed_cast.organisation)
    client.force_login(committed_cast["vendor_manager"].person)
    return client


def uploaded(client: Client, content: bytes | str, name: str = "export.csv", source: str = "Desk") -> HttpResponse:
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return client.post(reverse("tickets:upload"), {"new_source": source, "file": file})  # type: ignore[return-value]


def batches(cast: Cast) -> list[ImportBatch]:
    with acting_for(cast.organisation.pk):
        return list(ImportBatch.objects.select_related("source").order_by("pk"))


def start(client: Client, cast: Cast, **changes: str) -> ImportBatch:
    """Start the newest upload as it was recognised, and run its job as a worker would."""
    batch = batches(cast)[-1]
    address = reverse("tickets:preview", args=[batch.pk])
    form = client.get(address).context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(address, said | changes)
    assert answer.status_code == 302, answer.content.decode()
    with acting_for(cast.organisation.pk):
        job = Job.objects.filter(kind="tickets.import").latest("pk")
    run_job(cast.organisation.pk, job.pk)
    return batches(cast)[-1]


def page(client: Client, batch: ImportBatch, **query: str) -> str:
    return client.get(reverse("tickets:import", args=[batch.pk]), query).content.decode()


def test_a_file_is_uploaded_checked_started_and_accounted_for(manager: Client, committed_cast: Cast) -> None:
    answer = uploaded(manager, GOOD)
    batch = batches(committed_cast)[-1]
    assert answer.headers["Location"] == reverse("tickets:preview", args=[batch.pk])
    seen = manager.get(answer.headers["Location"]).content.decode()
    assert "13 of 13 columns recognised" in seen
    assert "Printer jams" in seen
    done = start(manager, committed_cast)
    assert done.counts() == {"read": 3, "new": 2, "updated": 0, "unchanged": 0, "rejected": 1, "tickets": 2}
    result = page(manager, done)
    for words in ("Every row is accounted for", "One row was rejected", "opened_at", "soon", "March 2024"):
        assert words in result


def test_the_mapping_and_zone_are_remembered_and_asked_for_only_once(manager: Client, committed_cast: Cast) -> None:
    uploaded(manager, GOOD)
    start(manager, committed_cast, timezone="America/New_York")
    with acting_for(committed_cast.organisation.pk):
        source = Source.objects.get()
    file = SimpleUploadedFile("next.csv", GOOD.encode())
    answer = manager.post(reverse("tickets:upload"), {"source": source.pk, "file": file}, follow=True)
    assert answer.context["form"]["timezone"].value() == "America/New_York"
    assert "Mapping remembered from this source" in answer.content.decode()


def test_a_column_that_was_recognised_wrongly_is_corrected(manager: Client, committed_cast: Cast) -> None:
    uploaded(manager, lines(ticket("INC1")).replace("caller_id", "Whose"))
    place = HEADER.split(",").index("caller_id")
    done = start(manager, committed_cast, **{f"column_{place}": "requester"})
    assert done.mapping is not None
    assert done.mapping["fields"]["requester"] == "Whose"
    with acting_for(committed_cast.organisation.pk):
        assert Ticket.objects.get().requester == "Ann"


def test_two_columns_cannot_be_the_same_field_and_the_number_is_needed(manager: Client, committed_cast: Cast) -> None:
    uploaded(manager, GOOD)
    address = reverse("tickets:preview", args=[batches(committed_cast)[-1].pk])
    form = manager.get(address).context["form"]
    said = {name: form[name].value() or "" for name in form.fields} | {"column_0": "title"}
    answer = manager.post(address, said)
    assert answer.status_code == 422
    assert "number and short_description are both chosen as Title" in answer.content.decode()
    assert "No column is chosen as Ticket number" in answer.content.decode()
    assert batches(committed_cast)[-1].state == BatchState.UPLOADED


def test_the_same_file_again_says_so_and_changes_nothing(manager: Client, committed_cast: Cast) -> None:
    uploaded(manager, GOOD)
    first = start(manager, committed_cast)
    uploaded(manager, GOOD, source="Other")
    again = SimpleUploadedFile("again.csv", GOOD.encode())
    answer = manager.post(reverse("tickets:upload"), {"source": first.source_id, "file": again}, follow=True)
    assert "This very file has been taken in already" in answer.content.decode()
    assert first.get_absolute_url() in answer.content.decode()
    second = start(manager, committed_cast)
    assert (second.new, second.updated, second.unchanged, second.rejected) == (0, 0, 2, 1)


def test_rejected_rows_are_sorted_by_reason_and_downloaded_to_be_repaired(
    manager: Client, committed_cast: Cast
) -> None:
    late = [ticket(f"INC{n}", resolved_at="2024-03-04 08:00:00") for n in range(30)]
    uploaded(manager, lines(ticket("OK1"), ticket("BAD", opened_at="soon"), *late))
    done = start(manager, committed_cast)
    shown = page(manager, done)
    assert "31 rows were rejected for two reasons" in shown
    assert "1–20 of 31" in shown
    narrowed = page(manager, done, kind="Resolved before it was opened")
    assert "1–20 of 30" in narrowed
    assert "&#x27;soon&#x27;" not in narrowed
    file = manager.get(reverse("tickets:rejected-rows", args=[done.pk]))
    text = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert text.splitlines()[0].endswith("row,column,reason")
    assert len(text.splitlines()) == 32


def test_groups_without_a_provider_are_mapped_and_their_tickets_follow(manager: Client, committed_cast: Cast) -> None:
    uploaded(manager, GOOD)
    done = start(manager, committed_cast)
    assert "2 support groups belong to no provider" in page(manager, done)
    forms = manager.get(reverse("tickets:groups")).context["groups"]["formset"]
    said = {f"group-{name}": forms.management_form[name].value() for name in forms.management_form.fields}
    for form in forms:
        said |= {form.add_prefix("name"): form["name"].value(), form.add_prefix("since"): "2020-01-01"}
        said[form.add_prefix("serves")] = ""
    said["group-0-serves"] = f"{committed_cast.orvane.pk}-{committed_cast.desk.pk}"
    answer = manager.post(reverse("tickets:groups"), said, follow=True)
    assert "1 group belongs to a provider now" in answer.content.decode()
    with acting_for(committed_cast.organisation.pk):
        job = Job.objects.filter(kind="tickets.rescore").latest("pk")
    run_job(committed_cast.organisation.pk, job.pk)
    with acting_for(committed_cast.organisation.pk):
        group = SupportGroup.objects.get()
        assert Ticket.objects.get(group_name=group.name).service_id == committed_cast.desk.pk
        assert Ticket.objects.filter(vendor=None).count() == 1


def test_an_upload_that_was_not_started_is_discarded_with_its_file(manager: Client, committed_cast: Cast) -> None:
    uploaded(manager, GOOD)
    manager.post(reverse("tickets:discard", args=[batches(committed_cast)[-1].pk]))
    assert batches(committed_cast) == []
    assert files(committed_cast) == []


def test_an_upload_that_nobody_started_for_a_week_is_removed_with_its_file(
    manager: Client, committed_cast: Cast
) -> None:
    uploaded(manager, GOOD)
    with acting_for(committed_cast.organisation.pk):
        ImportBatch.objects.update(created_at=timezone.now() - timedelta(days=8))
    remove_forgotten_uploads()
    assert batches(committed_cast) == []
    assert files(committed_cast) == []


def test_an_import_that_is_done_cannot_be_discarded(manager: Client, committed_cast: Cast) -> None:
    uploaded(manager, GOOD)
    done = start(manager, committed_cast)
    answer = manager.post(reverse("tickets:discard", args=[done.pk]), follow=True)
    assert "An import that has been started stays" in answer.content.decode()
    assert batches(committed_cast) == [done]


def test_a_file_refused_by_the_worker_says_why_and_can_be_tried_again(manager: Client, committed_cast: Cast) -> None:
    slashes = [ticket(f"INC{n}", opened_at="03/04/2024 09:00", resolved_at="") for n in range(3)]
    uploaded(manager, lines(*slashes))
    refused = start(manager, committed_cast, date_order="")
    assert refused.state == BatchState.REFUSED
    shown = page(manager, refused)
    assert "day first or month first" in shown
    assert "Check the mapping and try again" in shown
    assert start(manager, committed_cast, date_order="day_first").state == BatchState.DONE


def files(cast: Cast) -> list[Path]:
    return [path for path in folder_of(cast.organisation.pk).rglob("*") if path.is_file()]


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", "<workbook/>")
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(300):
                sheet.write(b" " * 10_000_000)
    return packed.getvalue()


BAD_FILES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "export.csv", "empty"),
    "a header only": (lambda: f"{HEADER}\n".encode(), "export.csv", "no row below"),
    "no delimiter": (lambda: b"number opened\nINC1 today\n", "export.csv", "one column only"),
    "an image": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 900, "export.csv", "PNG image"),
    "cut off": (lambda: gzip.compress((GOOD * 500).encode())[:-40], "export.csv.gz", ""),
    "twice the same column": (lambda: GOOD.replace("made_sla", "number").encode(), "export.csv", "more than once"),
    "encrypted": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000, "export.xlsx", "password"),
    "a bomb": (bomb, "export.xlsx", ""),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_table_of_tickets_is_refused_in_words_and_not_kept(
    manager: Client, committed_cast: Cast, name: str
) -> None:
    make, file_name, words = BAD_FILES[name]
    answer = uploaded(manager, make(), file_name)
    shown = answer.content.decode()
    if name == "cut off" and answer.status_code == 302:
        refused = start(manager, committed_cast)
        assert refused.state == BatchState.REFUSED
        return
    assert answer.status_code == 422
    assert "rt-field-errors" in shown
    assert words in shown
    assert batches(committed_cast) == []
    assert files(committed_cast) == []
    with acting_for(committed_cast.organisation.pk):
        assert not Source.objects.exists()


def test_a_file_larger_than_the_limit_is_told_the_limit(
    manager: Client, committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_MAX_UPLOAD_MB", "1")
    answer = uploaded(manager, GOOD + "x" * 2_000_000)
    assert "at most 1 MB are taken in at once" in answer.content.decode()
    assert batches(committed_cast) == []


@pytest.mark.parametrize("role", ["provider", "executive", "service_owner"])
def test_imports_are_for_those_who_may_see_them(client: Client, committed_cast: Cast, role: str) -> None:
    client.force_login(committed_cast[role].person)
    for name in ("tickets:imports", "tickets:upload", "tickets:groups"):
        assert client.get(reverse(name)).status_code == 403


def test_the_settings_point_to_a_folder_of_this_test(tmp_path: Path) -> None:
    assert tmp_path == settings.PORTAL_DATA
