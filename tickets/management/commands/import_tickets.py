"""Takes in a ticket export from the shell, by the same job as the upload page."""

import json
import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal.accounts.models import Organisation, validate_timezone
from portal.accounts.tenancy import acting_for, as_system
from portal.jobs.models import State
from portal.jobs.running import run_job
from tickets.intake.builtin import SYNONYMS
from tickets.intake.mappings import Mapping, MappingInvalid
from tickets.intake.refusals import FileRefused
from tickets.models import BatchState, ImportBatch, Source
from tickets.receiving import start_import, take_in_file


class Command(BaseCommand):
    help = (
        "Take in a ticket export (CSV, CSV.GZ or XLSX). Exit code 0 means that every row is accounted for. A file "
        "that cannot be taken in ends with exit code 1 and a sentence on standard error, and nothing on standard "
        "output, with --json too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--source", required=True, metavar="NAME", help="made when it does not exist")
        parser.add_argument(
            "--mapping",
            metavar="NAME|FILE.json",
            help=f"{', '.join(SYNONYMS)}, or a file; else the one the source remembers, else recognised",
        )
        parser.add_argument(
            "--timezone", default="", metavar="ZONE", help="of times without an offset; else the source's"
        )
        parser.add_argument("--json", action="store_true", help="print the account of the rows as one object")

    def handle(self, *args: Any, **options: Any) -> None:
        logging.getLogger("tickets.importing").setLevel(logging.INFO)
        organisation = _organisation(options["organisation"])
        mapping, timezone = _mapping(options["mapping"]), _timezone(options["timezone"])
        with acting_for(organisation.pk, cause={"name": "Shell", "title": "import_tickets"}):
            batch = _batch(options["file"], organisation, options["source"])
            batch.mapping, batch.timezone = mapping, timezone
            job = start_import(batch, wake=False)
        run_job(organisation.pk, job.pk)
        with acting_for(organisation.pk):
            job.refresh_from_db()
            batch.refresh_from_db()
        if job.state != State.SUCCEEDED or batch.state != BatchState.DONE:
            raise CommandError(job.reason or "The import failed and is queued again; the worker goes on with it.")
        self.stdout.write(json.dumps(batch.counts()) if options["json"] else _sentence(batch))


def _organisation(slug: str) -> Organisation:
    with as_system():
        organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise CommandError(f"There is no organisation '{slug}'. Make it with create_organisation.")
    return organisation


def _mapping(given: str | None) -> str | dict[str, Any] | None:
    if given is None or given in SYNONYMS:
        return given
    path = Path(given)
    if not path.is_file():
        raise CommandError(f"'{given}' is neither a built-in mapping ({', '.join(SYNONYMS)}) nor a file.")
    try:
        return Mapping.from_json(path.read_text(encoding="utf-8")).to_dict()
    except (MappingInvalid, UnicodeDecodeError) as error:
        raise CommandError(f"{given}: {error}") from error


def _timezone(given: str) -> str:
    if given:
        try:
            validate_timezone(given)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
    return given


def _batch(path: Path, organisation: Organisation, source_name: str) -> ImportBatch:
    if not path.is_file():
        raise CommandError(f"There is no file {path}.")
    source = Source.objects.filter(organisation=organisation, name__iexact=source_name).first()
    if source is None:
        source = Source.objects.create(organisation=organisation, name=source_name)
    try:
        return take_in_file(path, path.name, source)
    except FileRefused as refusal:
        raise CommandError(str(refusal)) from refusal


def _sentence(batch: ImportBatch) -> str:
    counts = {name: f"{value:,}" for name, value in batch.counts().items()}
    return (
        "{read} rows read: {new} new, {updated} updated, {unchanged} unchanged, {rejected} rejected. {tickets} tickets."
    ).format(**counts)
