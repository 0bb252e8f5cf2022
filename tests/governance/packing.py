"""Evidence for the tests: a world with a row of everything, a request, and its built file opened."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

import governance.tasks  # noqa: F401 - declares the handler of the job
from governance.evidence import asking
from governance.models import EvidencePack
from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from portal.jobs.running import run_job
from tests.cast import Cast
from tests.objects.owners import Owner
from tests.walls.planting import FACTORIES, planting
from vendors.models import Vendor

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
AUTUMN = (date(2026, 10, 1), date(2027, 1, 1))
BEFORE = (date(2019, 1, 1), date(2019, 4, 1))
STAMP = {"request.json", "request.html", "manifest.json", "manifest.sha256", "manifest.sig"}


def everything_of(cast: Cast, vendor: Vendor | None = None) -> Owner:
    """A row of each kind, in the autumn of 2026."""
    owner = Owner(cast.organisation, vendor or cast.orvane)
    # The names that rows are planted with keep those apart that must not be called the same.
    with acting_for(cast.organisation.pk), planting(lambda _: False):
        for make in FACTORIES:
            make(owner)
    return owner


def requested(cast: Cast, period: tuple[date, date] = AUTUMN, now: datetime = NOW, **of: Any) -> EvidencePack:
    pack = EvidencePack(period_start=period[0], period_end=period[1], **({"purpose": "ISO 27001"} | of))
    with acting_for(cast.organisation.pk):
        return asking.ask(cast["auditor"], pack, now)


def job_of(pack: EvidencePack) -> Job:
    with acting_for(pack.organisation_id):
        return Job.objects.get(key=pack.job_key)


def ran(pack: EvidencePack) -> Job:
    ended = run_job(pack.organisation_id, job_of(pack).pk)
    assert ended is not None
    return ended


def stored(pack: EvidencePack) -> EvidencePack:
    with acting_for(pack.organisation_id):
        return EvidencePack.objects.select_related("organisation", "vendor", "contract").get(pk=pack.pk)


@dataclass
class Opened:
    """A built file and what is in it."""

    pack: EvidencePack
    path: Path = field(init=False)

    def __post_init__(self) -> None:
        self.path = Path(settings.PORTAL_DATA) / self.pack.path

    @cached_property
    def files(self) -> dict[str, bytes]:
        with zipfile.ZipFile(self.path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @property
    def manifest(self) -> Any:
        return json.loads(self.files["manifest.json"])

    def rows(self, kind: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self.files[f"data/{kind}.json"])["rows"]
        return rows

    def cells(self, kind: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.files[f"data/{kind}.csv"].decode(), newline="")))


def built(cast: Cast, period: tuple[date, date] = AUTUMN, now: datetime = NOW, **of: Any) -> Opened:
    pack = requested(cast, period, now, **of)
    ended = ran(pack)
    assert ended.state == "succeeded", ended.reason
    return Opened(stored(pack))
