"""From a request to its file: read at one moment, written aside, checked, and put in place whole or not at all."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils import timezone

from governance.evidence import keys
from governance.evidence.archive import TooLarge, arriving, digest_of
from governance.evidence.collecting import asked_by, everything, one_moment
from governance.evidence.explaining import explained
from governance.evidence.verifying import verify
from governance.evidence.writing import CountsDiffer, Written, write
from governance.models import EvidencePack
from portal.accounts.tenancy import acting_for
from portal.jobs.registry import JobRefused, JobResult, LostLease
from portal.jobs.running import JobRun

KIND = "governance.evidence"
STEPS = ("Read the rows and files", "Sign and check the file")


@dataclass(frozen=True)
class Built:
    """The finished file: its place relative to the data folder, and what is known of it."""

    path: str
    size: int
    sha256: str
    written: Written
    public_key: str


def folder_of(organisation_id: int) -> Path:
    return Path(settings.PORTAL_DATA) / "evidence" / str(organisation_id)


def current_key() -> Ed25519PrivateKey:
    """The key that new files are signed with; KeyUnusable when the given one is none."""
    return keys.signing_key(Path(settings.PORTAL_DATA), settings.EVIDENCE_KEY)


def build(run: JobRun) -> JobResult:
    """Build what was asked for, once: run again after it was built, it changes nothing."""
    with acting_for(run.organisation_id):
        pack = EvidencePack.objects.of_key(run.payload["pack"])
    if pack is None:
        raise JobRefused("The request for this evidence is gone.")
    if pack.built_at is None:
        try:
            _keep(pack, _made(pack, run), run, timezone.now())
        except (CountsDiffer, keys.KeyUnusable) as refusal:
            raise JobRefused(f"{refusal} Nothing was kept.") from refusal
        except TooLarge:
            raise JobRefused(
                "The file would be larger than 2 GB. Ask for a shorter period, or for one vendor."
            ) from None
    return JobResult(url=pack.get_absolute_url(), summary=pack.counts)


def _made(pack: EvidencePack, run: JobRun) -> Built:
    """The file, in place under the name of its hash."""
    key = current_key()
    folder = folder_of(run.organisation_id)
    with arriving(folder, str(pack.pk)) as place:
        written = _written(pack, place, key, run)
        run.progress(STEPS[1], detail=f"{sum(written.counts.values()):,} rows")
        findings = verify(place)
        if not findings.holds:
            raise JobRefused(f"The file did not pass its own check: {findings.wrong[0]}. Nothing was kept.")
        sha256, size = digest_of(place), place.stat().st_size
        run.check()
        kept = folder / f"{pack.pk}-{sha256[:16]}.zip"
        place.replace(kept)
    return Built(str(kept.relative_to(settings.PORTAL_DATA)), size, sha256, written, keys.public_pem(key))


def _written(pack: EvidencePack, place: Path, key: Ed25519PrivateKey, run: JobRun) -> Written:
    with one_moment(run.organisation_id):
        pack = EvidencePack.objects.for_table().select_related("organisation").get(pk=pack.pk)
        asked = asked_by(pack)
        fingerprint = keys.fingerprint(keys.public_pem(key))
        return write(
            place,
            everything(asked),
            lambda written: explained(pack, asked, fingerprint, written),
            key,
            lambda done, total, title: run.progress(STEPS[0], done, total, title),
        )


def _keep(pack: EvidencePack, built: Built, run: JobRun, now: datetime) -> None:
    """Say in the row what was built. Of two workers that built it, one is believed and the other's file goes."""
    row = {
        "built_at": now,
        "path": built.path,
        "size": built.size,
        "sha256": built.sha256,
        "content_sha256": built.written.content_sha256,
        "counts": built.written.counts,
        "problems": built.written.problems,
        "public_key": built.public_key,
        "key_fingerprint": keys.fingerprint(built.public_key),
    }
    try:
        with acting_for(run.organisation_id, cause=run.cause):
            EvidencePack.objects.unbuilt().filter(pk=pack.pk).update(**row)
            run.seal()
    except LostLease:
        _remove_unless_kept(pack, built, run.organisation_id)
        raise


def _remove_unless_kept(pack: EvidencePack, built: Built, organisation_id: int) -> None:
    with acting_for(organisation_id):
        kept = EvidencePack.objects.of_key(pack.pk)
    if kept is None or kept.path != built.path:
        (Path(settings.PORTAL_DATA) / built.path).unlink(missing_ok=True)
