"""Tickets, where they come from, and how they are classified."""

from pathlib import Path

from django.conf import settings

from tests.objects.owners import NOW, Arguments, Owner, named, party_of
from tickets.models import ImportBatch, Source, TaskRule, TaskType, Ticket


def a_source(owner: Owner) -> Arguments:
    return {"pk": Source.objects.create(organisation=owner.organisation, name=named(owner)).pk}


def an_import(owner: Owner) -> Arguments:
    """An upload that waits to be checked; its file, and one of rejected rows, lie in the folder of files."""
    name = f"{owner.vendor.pk}.csv"
    folder = Path(settings.PORTAL_DATA)
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(name).write_text("number,state,opened_at\nINC1,New,2026-11-02 09:00:00\n")
    of = {"organisation": owner.organisation, "source_id": a_source(owner)["pk"]}
    files = {"file": name, "file_name": name, "rejects": name}
    return {"pk": ImportBatch.objects.create(**of, **files, size=1, sha256="0" * 64).pk}


def a_ticket(owner: Owner) -> Arguments:
    batch = ImportBatch.objects.get(**an_import(owner))
    of = party_of(owner) | {"batch_id": batch.pk, "source_id": batch.source_id}
    return {"pk": Ticket.objects.create(**of, number="INC1", state="new", opened_at=NOW, row_hash=1).pk}


def a_task_type(owner: Owner) -> Arguments:
    return {"pk": TaskType.objects.create(organisation=owner.organisation, name=named(owner)).pk}


def a_task_rule(owner: Owner) -> Arguments:
    of = {"organisation": owner.organisation, "task_type_id": a_task_type(owner)["pk"]}
    return {"pk": TaskRule.objects.create(**of, position=1, category="Access").pk}
