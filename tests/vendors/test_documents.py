"""Documents: kept as they came, in versions that stay, read by those whom they are for."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.threads import at_once
from tests.vendors.contract_rows import NOW, a_contract, a_document, an_attestation
from vendors.contracts.documents import DocumentRefused, add_version
from vendors.models import Contract, Document, DocumentVersion

PLANTED = "Walk-away price"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.PORTAL_DATA = tmp_path
    return tmp_path


@pytest.fixture
def ours(cast: Cast) -> Contract:
    with acting_for(cast.organisation.pk):
        return a_contract(cast.organisation, cast.orvane)


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    client.force_login(cast["vendor_manager"].person)
    return client


def upload(content: bytes = b"as signed", name: str = "agreement.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(manager: Client, contract: Contract, **changes: Any) -> Any:
    said = {"title": "Agreement", "kind": "contract", "visibility": "shared", "file": upload()} | changes
    return manager.post(reverse("vendors:add-document", args=[contract.pk]), said)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_document_comes_back_byte_for_byte_under_its_name_and_hash(
    manager: Client, ours: Contract, cast: Cast
) -> None:
    assert add(manager, ours).status_code == 302
    with acting_for(cast.organisation.pk):
        version = DocumentVersion.objects.get()
    assert (version.number, version.size, version.uploaded_by) == (1, 9, "Vendormanager Person")
    assert version.sha256 == hashlib.sha256(b"as signed").hexdigest()
    answer = manager.get(reverse("vendors:download", args=[version.pk]))
    assert body(answer) == b"as signed"
    assert answer["Content-Disposition"] == 'attachment; filename="agreement.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"


def test_a_page_that_someone_uploads_is_bytes_to_the_browser(manager: Client, ours: Contract, cast: Cast) -> None:
    add(manager, ours, file=upload(b"<script>alert(1)</script>", 'a"b.html'))
    with acting_for(cast.organisation.pk):
        version = DocumentVersion.objects.get()
    answer = manager.get(reverse("vendors:download", args=[version.pk]))
    assert body(answer).startswith(b"<script>")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")


def test_a_new_version_leaves_the_first_as_it_was(manager: Client, ours: Contract, cast: Cast) -> None:
    add(manager, ours)
    with acting_for(cast.organisation.pk):
        document = Document.objects.get()
    address = reverse("vendors:add-document-version", args=[document.pk])
    page = manager.post(address, {"file": upload(b"amended"), "note": "Schedule 2"}, follow=True).content.decode()
    assert "Agreement is kept as version 2." in page
    with acting_for(cast.organisation.pk):
        numbers = list(document.versions.values_list("number", "sha256"))
        first = document.versions.get(number=1)
    assert numbers == [(2, hashlib.sha256(b"amended").hexdigest()), (1, hashlib.sha256(b"as signed").hexdigest())]
    assert body(manager.get(reverse("vendors:download", args=[first.pk]))) == b"as signed"


def test_two_who_hand_in_a_version_at_once_get_two_numbers(committed_cast: Cast) -> None:
    ours, member = committed_cast.organisation, committed_cast["vendor_manager"]
    with acting_for(ours.pk):
        document = a_document(a_contract(ours, committed_cast.orvane))

    def hand_in() -> None:
        with acting_for(ours.pk):
            add_version(document, upload(), {"file_name": "a.pdf"}, member, NOW)

    assert at_once(4, hand_in) == []
    with acting_for(ours.pk):
        assert list(document.versions.values_list("number", flat=True)) == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("file", "said"),
    [(upload(b""), "The submitted file is empty."), (None, "This field is required.")],
)
def test_a_document_without_content_is_refused_and_nothing_is_kept(
    manager: Client, ours: Contract, cast: Cast, file: SimpleUploadedFile | None, said: str
) -> None:
    answer = add(manager, ours, file=file or "")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with acting_for(cast.organisation.pk):
        assert not Document.objects.exists()


def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing_behind(
    acting: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = a_document(a_contract(acting.organisation, acting.orvane))
    monkeypatch.setattr("vendors.contracts.documents.LIMIT_BYTES", 4)
    with pytest.raises(DocumentRefused, match="larger than 50 MB"):
        add_version(document, upload(), {"file_name": "a.pdf"}, acting["vendor_manager"], NOW)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "statement", ["UPDATE vendors_documentversion SET note = 'x'", "DELETE FROM vendors_documentversion"]
)
def test_the_application_has_no_right_to_change_or_remove_a_version(acting: Cast, statement: str) -> None:
    a_document(a_contract(acting.organisation, acting.orvane))
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_version_is_read_by_those_its_document_is_for(acting: Cast) -> None:
    document = a_document(a_contract(acting.organisation, acting.orvane))
    Document.objects.filter(pk=document.pk).update(visibility="client")
    assert document.versions.get().visibility == "client"
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        assert not Document.objects.exists()
        assert not DocumentVersion.objects.exists()
    Document.objects.filter(pk=document.pk).update(visibility="shared")
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        assert DocumentVersion.objects.get().visibility == "shared"


def test_a_version_cannot_be_shared_while_its_document_is_ours_alone(acting: Cast) -> None:
    document = a_document(a_contract(acting.organisation, acting.orvane), visibility="client")
    with pytest.raises(IntegrityError, match="is_read_by_those_of_its_document"), transaction.atomic():
        DocumentVersion.objects.create(
            organisation=acting.organisation,
            vendor=acting.orvane,
            document=document,
            visibility="shared",
            number=2,
            size=1,
            sha256="0" * 64,
            uploaded_at=NOW,
        )


def test_row_security_keeps_a_provider_from_our_documents_and_from_a_rivals(acting: Cast) -> None:
    contract = a_contract(acting.organisation, acting.orvane)
    a_document(contract, PLANTED, "client")
    shared = a_document(contract, "Agreement")
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        assert list(Document.objects.all()) == [shared]
        assert list(DocumentVersion.objects.values_list("document", flat=True)) == [shared.pk]
        assert Document.objects.filter(pk=shared.pk).update(title="Ours") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Document.objects.create(
                organisation=acting.organisation, vendor=acting.orvane, contract=contract, visibility="shared"
            )
    with acting_for(acting.organisation.pk, acting.tessel.pk):
        assert not Document.objects.exists()


def test_a_provider_finds_no_trace_of_a_document_that_is_ours_alone(client: Client, ours: Contract, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        hidden = a_document(ours, PLANTED, "client")
        version = hidden.versions.get()
        an_attestation(cast.orvane, document=hidden)
    client.force_login(cast["provider"].person)
    for page in (ours.get_absolute_url(), cast.orvane.get_absolute_url(), reverse("vendors:dates")):
        answer = client.get(page)
        assert answer.status_code == 200
        assert PLANTED not in answer.content.decode()
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(reverse("vendors:download", args=[version.pk])).status_code == 404


def test_a_provider_downloads_what_is_shared_and_a_rival_does_not(manager: Client, ours: Contract, cast: Cast) -> None:
    add(manager, ours)
    with acting_for(cast.organisation.pk):
        address = reverse("vendors:download", args=[DocumentVersion.objects.get().pk])
    reader = Client()
    reader.force_login(cast["provider"].person)
    assert body(reader.get(address)) == b"as signed"
    reader.force_login(cast.rival.person)
    assert reader.get(address).status_code == 404


def test_a_file_that_is_gone_is_told_as_such(manager: Client, ours: Contract, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        version = a_document(ours).versions.get()
    assert manager.get(reverse("vendors:download", args=[version.pk])).status_code == 404


def test_the_page_of_a_document_costs_the_same_for_one_and_for_ten_versions(
    manager: Client, ours: Contract, cast: Cast
) -> None:
    with acting_for(cast.organisation.pk):
        document = a_document(ours)
    one = queries_of(lambda: manager.get(document.get_absolute_url()))
    with acting_for(cast.organisation.pk):
        for _ in range(9):
            add_version(document, upload(), {"file_name": "a.pdf"}, cast["vendor_manager"], NOW)
    assert queries_of(lambda: manager.get(document.get_absolute_url())) == one
