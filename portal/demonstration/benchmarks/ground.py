"""Organisations for benchmarks: the demonstration's register, with tickets of generated files."""

import uuid
from dataclasses import dataclass
from pathlib import Path

from portal.accounts.declarations import prepare_new
from portal.accounts.models import Membership, Organisation
from portal.accounts.tenancy import acting_for, as_system
from portal.demonstration.bulk import BEGIN, generated_million
from portal.demonstration.create import compute_figures, finish
from portal.demonstration.register import Register
from portal.demonstration.world import world
from tickets.models import ImportBatch, Source
from tickets.receiving import start_import, take_in_file

CAUSE = {"title": "Benchmark"}


@dataclass(frozen=True)
class Ground:
    """An organisation that only benchmarks use, and the source its files come from."""

    organisation: Organisation
    source: Source

    def take_in(self, file: Path) -> dict[str, int]:
        """Import a file by the job of an upload; the account of its rows."""
        with acting_for(self.organisation.pk, cause=CAUSE):
            batch = take_in_file(file, file.name, self.source)
            batch.mapping, batch.timezone = "servicenow", "UTC"
            job = start_import(batch, wake=False)
        finish(job)
        with acting_for(self.organisation.pk):
            return ImportBatch.objects.get(pk=batch.pk).counts()

    def roll_up(self) -> None:
        """Compute the figures of the months that imports touched."""
        compute_figures(self.organisation)

    def member(self, role: str) -> Membership:
        """The member who has the role."""
        with acting_for(self.organisation.pk):
            return Membership.objects.select_related("person", "organisation").get(
                organisation=self.organisation, role=role
            )


def fresh_ground() -> Ground:
    """An organisation with vendors, groups, calendars, levels and rules for generated files, without tickets."""
    here = world(BEGIN.date())
    slug = f"benchmark-{uuid.uuid4().hex[:12]}"
    with as_system(CAUSE):
        organisation = Organisation.objects.create(
            slug=slug, name="Benchmark", timezone=here.organisation.zone, currency=here.organisation.currency
        )
    with acting_for(organisation.pk, cause=CAUSE):
        Register(organisation, here).enter()
        prepare_new(organisation)
        source = Source.objects.create(organisation=organisation, name="Generated", timezone=here.organisation.zone)
    return Ground(organisation, source)


def loaded_ground(rows: int, folder: Path) -> Ground:
    """A fresh ground with a generated file taken in and rolled up."""
    ground = fresh_ground()
    file = generated_million(folder / f"generated-{rows}.csv", rows)
    ground.take_in(file)
    file.unlink()
    ground.roll_up()
    return ground
