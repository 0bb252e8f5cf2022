"""Creates the demonstration organisation: its register, and its tickets through the intake of real files.

Whatever was interrupted is taken up again: the register comes in one transaction, each file in its own, the story
of its reports and that of its reviews in one each.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from portal.accounts.declarations import prepare_new
from portal.accounts.models import Membership, Organisation
from portal.accounts.tenancy import acting_for, as_system
from portal.demonstration.duties import enter_duties
from portal.demonstration.export import write_files
from portal.demonstration.follow_up import ask_for_evidence
from portal.demonstration.kinds import Source, World
from portal.demonstration.register import Register
from portal.demonstration.scene import Scene
from portal.demonstration.story import (
    is_assessed,
    is_governed,
    is_reported,
    is_told,
    tell_months,
    tell_quarter,
    tell_readiness,
)
from portal.demonstration.world import SLUG, SOURCES, world
from portal.jobs.models import Job, State
from portal.jobs.queue import enqueue
from portal.jobs.running import run_job
from reporting.tasks import KEY, KIND
from tickets.models import ImportBatch
from tickets.models import Source as TicketSource
from tickets.receiving import start_import, take_in_file

CAUSE = {"title": "Demonstration"}
IMPORTED_BY = "jonas.feld@ashcombe.example"


class DemonstrationFailed(Exception):
    """A job of the demonstration did not succeed; the message says which and why."""


def create(today: date, say: Callable[[str], None]) -> Organisation:
    """Create the demonstration as it stands on `today` (of the organisation's zone), as far as it is not there.

    DemonstrationFailed when a file could not be taken in. `say` is told each step.
    """
    here = world(today)
    organisation = registered(here, today)
    missing = [source for source in here.sources if not _is_taken_in(organisation, source)]
    if missing:
        with TemporaryDirectory(prefix="demonstration-") as name:
            files = write_files(here, today, Path(name))
            for source in missing:
                counts = take_in(organisation, source, files[source.vendor])
                say(f"{source.name}: {counts['tickets']:,} tickets from {counts['read']:,} rows")
        compute_figures(organisation)
    tell(organisation, today, say)
    return organisation


def tell(organisation: Organisation, today: date, say: Callable[[str], None]) -> None:
    """Tell what is not told yet: months, quarter and readiness in a transaction each, the evidence by its job."""
    parts = ((is_reported, tell_months), (is_governed, tell_quarter), (is_assessed, tell_readiness))
    for is_there, part in parts:
        with acting_for(organisation.pk, cause=CAUSE):
            if not is_there(organisation):
                part(organisation, today, say)
    with acting_for(organisation.pk, cause=CAUSE):
        job = None if is_told(organisation) else ask_for_evidence(Scene(organisation, today))
    if job is not None:
        finish(job)


@transaction.atomic
def registered(here: World, today: date) -> Organisation:
    """Return the organisation of a world with everything but its tickets, creating it when it is not there."""
    about = here.organisation
    with as_system(CAUSE):
        organisation, is_new = Organisation.objects.get_or_create(
            slug=SLUG, defaults={"name": about.name, "timezone": about.zone, "currency": about.currency}
        )
    if is_new:
        with acting_for(organisation.pk, cause=CAUSE):
            Register(organisation, here).enter()
            member = Membership.objects.get(organisation=organisation, person__email=IMPORTED_BY)
            enter_duties(organisation, today, member)
            prepare_new(organisation)
    return organisation


def take_in(organisation: Organisation, source: Source, file: Path) -> dict[str, int]:
    """Import a vendor's file by the same job as an upload; the account of its rows."""
    with acting_for(organisation.pk, cause=CAUSE):
        member = Membership.objects.get(organisation=organisation, person__email=IMPORTED_BY)
        row, _ = TicketSource.objects.get_or_create(
            organisation=organisation, name=source.name, defaults={"timezone": source.zone}
        )
        batch = take_in_file(file, file.name, row, member)
        batch.mapping, batch.timezone = source.mapping, source.zone
        job = start_import(batch, member, wake=False)
    finish(job)
    with acting_for(organisation.pk):
        return ImportBatch.objects.get(pk=batch.pk).counts()


def compute_figures(organisation: Organisation) -> None:
    """Roll up what the imports touched, at once: the first page shows figures."""
    with acting_for(organisation.pk, cause=CAUSE):
        job = enqueue(KIND, KEY, organisation.pk, "Computing the first figures", wake=False)
    finish(job)


def is_wanted() -> bool:
    """Whether something of the demonstration is missing.

    Beside somebody's own organisation there is none: its password is known to everybody.
    """
    with as_system():
        organisation = Organisation.objects.filter(slug=SLUG).first()
        if organisation is None:
            return not Organisation.objects.exists()
    with acting_for(organisation.pk):
        is_ours = Membership.objects.filter(organisation=organisation, person__email=IMPORTED_BY).exists()
        is_complete = is_told(organisation)
    return is_ours and not (is_complete and all(_is_taken_in(organisation, source) for source in SOURCES))


def _is_taken_in(organisation: Organisation, source: Source) -> bool:
    with acting_for(organisation.pk):
        return ImportBatch.objects.done().filter(organisation=organisation, source__name=source.name).exists()


def finish(job: Job) -> None:
    """Run a queued job to its end in this process; DemonstrationFailed when it does not succeed."""
    run_job(job.organisation_id, job.pk)
    with acting_for(job.organisation_id):
        job.refresh_from_db()
    if job.state != State.SUCCEEDED:
        raise DemonstrationFailed(f"{job.title}: {job.reason or job.get_state_display()}")
