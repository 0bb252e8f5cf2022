"""Evidence as pages show it: states, keys, and the counts of the file beside those of now."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from governance.evidence import keys, periods
from governance.evidence.building import current_key
from governance.evidence.collecting import asked_by, counts
from governance.models import EvidencePack
from portal import formats
from portal.accounts.models import Membership
from portal.jobs import showing
from portal.jobs.models import Job, State

BADGES: dict[str, dict[str, str]] = {
    State.FAILED: {"tone": "bad", "word": "Failed"},
    State.CANCELLED: {"tone": "unknown", "word": "Cancelled"},
}


def spaced(fingerprint: str) -> str:
    """In groups of eight, to be compared by eye."""
    return " ".join(fingerprint[n : n + 8] for n in range(0, len(fingerprint), 8))


def listed(member: Membership, packs: list[EvidencePack]) -> list[dict[str, Any]]:
    jobs = jobs_of(member, packs)
    return [{"pack": pack, "state": _state(pack, jobs.get(pack.job_key)), "rows": _rows(pack)} for pack in packs]


def jobs_of(member: Membership, packs: Iterable[EvidencePack]) -> dict[str, Job]:
    """The newest job of each request."""
    found = Job.objects.visible_to(member).of_key(*(pack.job_key for pack in packs)).order_by("pk")
    return {job.key: job for job in found}


def _rows(pack: EvidencePack) -> int | None:
    return sum(pack.counts.values()) if pack.built_at else None


def _state(pack: EvidencePack, job: Job | None) -> dict[str, str]:
    if pack.built_at:
        problems = formats.counted(len(pack.problems), "file") + " gone or changed"
        return {"tone": "watch", "word": problems} if pack.problems else {"tone": "good", "word": "Signed"}
    if job is None:
        return {"tone": "unknown", "word": "Not built"}
    return BADGES.get(job.state, {"tone": "", "word": f"{showing.finding(job)}, {job.percent} %"})


def file_of(pack: EvidencePack) -> Path | None:
    """The file, as long as it lies in the data folder."""
    path = Path(settings.PORTAL_DATA) / pack.path
    return path if pack.path and path.is_file() else None


def compared(pack: EvidencePack) -> list[dict[str, Any]]:
    """Per kind: rows in the file, rows of the same question now, and the difference. None: not asked at that time."""
    rows = []
    for collection, now in counts(asked_by(pack)):
        then = pack.counts.get(collection.kind)
        change = formats.change(None if then is None else now - then, decimals=0)
        rows.append({"title": collection.title, "about": collection.about, "then": then, "now": now, "change": change})
    return rows


def the_key() -> dict[str, str]:
    """The fingerprint of the key that new files are signed with, or why there is none."""
    try:
        pem = keys.public_pem(current_key())
    except keys.KeyUnusable as error:
        return {"error": str(error)}
    return {"fingerprint": keys.fingerprint(pem), "spaced": spaced(keys.fingerprint(pem)), "pem": pem}


def presets(today: date, data: dict[str, str]) -> list[dict[str, Any]]:
    """Links that fill the period in and keep what else is entered."""
    tags = []
    for period in periods.presets(today):
        days = {"first_day": period.first.isoformat(), "last_day": period.last.isoformat()}
        current = all(data.get(name) == day for name, day in days.items())
        tags.append({"label": period.label, "url": f"?{urlencode(data | days)}", "count": None, "current": current})
    return tags
