"""Minutes go out as a version that is never changed; a correction is another one, with its reason."""

import hashlib
import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from governance.meeting.chairing import may_record
from governance.meeting.refusals import NotPossible
from governance.minutes.content import compose
from governance.minutes.days import sign_by
from governance.minutes.wording import worded
from governance.models import Minutes, Review, ReviewState
from governance.planning.workdays import calendar_of, working_days_of
from governance.printing import pdf
from portal import formats
from portal.accounts.models import Membership
from vendors.levels.canonical import canonical


def circulate(review: Review, reason: str, member: Membership, now: datetime) -> Minutes:
    """Freeze what the minutes say now as the next version. NotPossible when nothing has changed since the last one,
    when a correction says no reason, or before the review is held.
    """
    if not may_record(member):
        raise NotPossible("Minutes are circulated by those of our side who take part in reviews.")
    with transaction.atomic():
        found = Review.objects.in_full().for_change().get(pk=review.pk)
        if found.state != ReviewState.HELD:
            raise NotPossible("Minutes are circulated once the review has ended.")
        newest = newest_of(found)
        content = compose(found)
        _refuse_an_empty_correction(newest, content, reason)
        return _kept(found, content, newest, (reason if newest else "", str(member.person), now))


def newest_of(review: Review) -> Minutes | None:
    return Minutes.objects.of_review(review.pk).without_bytes().last()


def _refuse_an_empty_correction(newest: Minutes | None, content: dict[str, Any], reason: str) -> None:
    if newest is None:
        return
    if newest.sha256 == _sha256(canonical(content)):
        raise NotPossible(f"Nothing has changed since version {newest.number} was circulated.")
    if not reason.strip():
        raise NotPossible("Say what was corrected: it is read beside the new version.")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _kept(review: Review, content: dict[str, Any], newest: Minutes | None, said: tuple[str, str, datetime]) -> Minutes:
    reason, by, now = said
    number = newest.number + 1 if newest else 1
    text = canonical(content)
    row = Minutes(
        organisation_id=review.organisation_id,
        vendor_id=review.vendor_id,
        review=review,
        number=number,
        reason=reason,
        content=text.decode(),
        sha256=_sha256(text),
        circulated_at=now,
        circulated_by=by,
        sign_by=_sign_by(review, now),
    )
    row.pdf = on_paper(row, content)
    row.pdf_sha256 = _sha256(bytes(row.pdf))
    row.save(force_insert=True)
    return row


def _sign_by(review: Review, now: datetime) -> date:
    series = review.series
    today = now.astimezone(ZoneInfo(series.timezone)).date()
    return sign_by(today, series.sign_within, working_days_of(calendar_of(series.calendar_id)))


def on_paper(row: Minutes, content: dict[str, Any]) -> bytes:
    """The version as a PDF, with its hash in the foot of every page."""
    zone = ZoneInfo(content["review"]["zone"])
    when = formats.instant(row.circulated_at, zone)
    told = worded(content) | {
        "version": f"Version {row.number}, circulated {when} by {row.circulated_by}",
        "reason": row.reason,
        "sign_by": formats.day(row.sign_by),
        "signers": [name for name in (content["review"]["organisation"], content["review"]["vendor"]) if name],
        "sha256": row.sha256,
        "mark": f"Minutes {row.sha256[:4]} {row.sha256[4:8]}, version {row.number}",
    }
    return pdf("minutes", told, row.circulated_at)


def read(row: Minutes) -> dict[str, Any]:
    """What a version says."""
    said: dict[str, Any] = json.loads(row.content)
    return said
