"""Files that show why an answer was given: kept as they came, taken away by who attached them while it is open."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from assessments.campaigns.answering import kept
from assessments.campaigns.refusals import AnswerRefused, SheetClosed
from assessments.models import AnswerFile, Respondent
from portal import files
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from vendors.reports.kept_files import Upload

MOST_BYTES = 20_000_000
MOST_FILES = 10
LONGEST_NAME = 120


def attach(member: Membership, respondent: Respondent, question_code: str, upload: Upload, now: datetime) -> AnswerFile:
    """Put a file beside an answer, which need not be given yet. The same file again changes nothing.

    AnswerRefused when it is empty or too large, when there are too many, and as answers are refused.
    """
    name = Path(upload.name or "file").name.replace("\x00", "")[-LONGEST_NAME:]
    answer = kept(member, respondent, question_code, {}, now)
    if AnswerFile.objects.filter(answer=answer).count() >= MOST_FILES:
        raise AnswerRefused(f"{name} was not kept: {MOST_FILES} files stand by this answer. Put several into one.")
    row = _laid_down(upload, name, respondent)
    try:
        with transaction.atomic():
            return AnswerFile.objects.get_or_create(
                answer=answer,
                sha256=row.sha256,
                file_name=name,
                defaults={
                    "organisation_id": respondent.organisation_id,
                    "vendor_id": respondent.vendor_id,
                    "file": row.path,
                    "size": row.size,
                    "uploaded_by": str(member.person),
                    "uploaded_at": now,
                },
            )[0]
    except IntegrityError as refused:
        raise SheetClosed(f"The assessment was closed meanwhile: {name} was not kept.") from refused


def _laid_down(upload: Upload, name: str, respondent: Respondent) -> files.KeptFile:
    folder = Path(settings.MEDIA_ROOT) / "answers" / str(respondent.organisation_id)
    try:
        return files.keep(upload, name, folder, MOST_BYTES)
    except files.FileTooLarge as refused:
        raise AnswerRefused(
            f"{name} was not kept: it is larger than {MOST_BYTES // 1_000_000} MB. Attach a part of it."
        ) from refused
    except files.FileEmpty as refused:
        raise AnswerRefused(f"{name} was not kept: it is empty (0 bytes). Choose it again.") from refused


def detach(member: Membership, respondent: Respondent, file_id: int | None) -> str:
    """Take a file away again and say its name, "" where it is gone already. The kept bytes stay: others may share them.

    SheetClosed once the assessment is closed.
    """
    sheets = Respondent.objects.of_member(member).open().filter(pk=respondent.pk)
    if not sheets.select_for_update(no_key=True).exists():
        raise SheetClosed("The assessment is closed: its answers and files stand as they were.")
    row = AnswerFile.objects.visible_to(member).of_respondent(respondent.pk).of_key(file_id)
    if row is None:
        return ""
    row.delete()
    return row.file_name


def may_read(member: Membership, file: AnswerFile) -> bool:
    """The respondent always; of our side those who see results, once the assessment is closed."""
    sheet = file.answer.respondent
    if sheet.membership_id == member.pk:
        return True
    return sheet.closed_at is not None and member.vendor_id is None and member.can(Capability.VIEW_RESULTS)
