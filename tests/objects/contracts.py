"""What belongs to a contract: functions, duties, documents, reminders."""

from datetime import date
from pathlib import Path

from django.conf import settings

from tests.objects.owners import NOW, Arguments, Owner, named, party_of
from tests.objects.register import a_contract
from vendors.models import (
    Attestation,
    ContractFunction,
    Document,
    DocumentVersion,
    Obligation,
    Reminder,
)


def a_function(owner: Owner) -> Arguments:
    of = party_of(owner) | {"contract_id": a_contract(owner)["pk"]}
    return {"pk": ContractFunction.objects.create(**of, name="Service desk", delivery_model="co_managed").pk}


def an_obligation(owner: Owner) -> Arguments:
    of = party_of(owner) | {"contract_id": a_contract(owner)["pk"]}
    return {"pk": Obligation.objects.create(**of, side="provider", title="Test", due_on=date(2027, 1, 31)).pk}


def an_attestation(owner: Owner) -> Arguments:
    return {"pk": Attestation.objects.create(**party_of(owner), standard="soc_2").pk}


def a_document(owner: Owner) -> Arguments:
    of = party_of(owner) | {"contract_id": a_contract(owner)["pk"]}
    return {"pk": Document.objects.create(**of, title="Signed text", visibility="shared").pk}


def a_document_for_us(owner: Owner) -> Arguments:
    document = Document.objects.get(**a_document(owner))
    Document.objects.filter(pk=document.pk).update(visibility="client")
    return {"pk": document.pk}


def a_version(owner: Owner) -> Arguments:
    return version_of(Document.objects.get(**a_document(owner)))


def version_of(document: Document) -> Arguments:
    """A version with its file in the folder of files."""
    folder = Path(settings.PORTAL_DATA)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"document-{document.pk}.txt"
    folder.joinpath(name).write_text("signed")
    version = DocumentVersion.objects.create(
        organisation_id=document.organisation_id,
        vendor_id=document.vendor_id,
        document=document,
        visibility=document.visibility,
        number=1,
        file=name,
        file_name=name,
        size=6,
        sha256="0" * 64,
        uploaded_by="Cleo",
        uploaded_at=NOW,
    )
    return {"pk": version.pk}


def a_reminder(owner: Owner) -> Arguments:
    days = {"day": date(2026, 12, 31), "due_on": date(2026, 12, 1), "created_at": NOW}
    said = {"subject": named(owner), "kind": "notice", "title": "Notice date", "url": "/vendors/"}
    return {"pk": Reminder.objects.create(**party_of(owner), **days, **said).pk}
