"""Changes on notice: what a provider is told, whether it answered, and whether readiness has to be judged."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from governance.changes.rows import answer_due
from governance.models import ChangeNotice
from portal import formats
from portal.accounts.models import Membership, Organisation
from portal.contributions.notices import WINDOW, Notice
from vendors.telling.sides import MANAGERS


def given(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """To the provider: what it is given notice of, each edition of it, and that it is withdrawn."""
    today = timezone.localdate(now, organisation.zone)
    for notice in ChangeNotice.objects.told_since(organisation.pk, today - WINDOW):
        if notice.withdrawn_at is not None:
            yield _withdrawn(notice)
            continue
        yield Notice(
            kind="changes",
            key=f"notice:{notice.pk}:{notice.number}",
            title=f"{_word(notice)}: {notice}, takes effect {formats.day(notice.takes_effect_on)}",
            url=notice.get_absolute_url(),
            text=_told(notice),
        )


def _told(notice: ChangeNotice) -> str:
    people = formats.counted(notice.people, "person concerned", "people concerned") if notice.people else ""
    facts = ", ".join(fact for fact in (notice.get_kind_display(), notice.site_name, people) if fact)
    return f"{facts}\n{notice.message}".strip()


def _word(notice: ChangeNotice) -> str:
    return "Notice of a change" if notice.number == 1 else "Notice amended"


def _withdrawn(notice: ChangeNotice) -> Notice:
    key, title = f"notice:{notice.pk}:withdrawn", f"The notice of {notice} is withdrawn"
    return Notice("changes", key, title, notice.get_absolute_url(), at=notice.withdrawn_at)


def of_answers(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """To who gave the notice: acknowledged, not acknowledged in time, to be judged on the day."""
    today = timezone.localdate(now, organisation.zone)
    for notice in ChangeNotice.objects.standing(organisation.pk, today - WINDOW):
        members = tuple(Membership.objects.named(organisation.pk, notice.given_by).values_list("pk", flat=True))
        whom: dict[str, Any] = {
            "members": members,
            "roles": () if members else MANAGERS,
            "url": notice.get_absolute_url(),
        }
        provider = f"{notice.vendor.name}"
        if notice.acknowledged_at is not None:
            title = f"{provider} acknowledged the notice of {notice}"
            key = f"notice:{notice.pk}:acknowledged:{notice.acknowledged_at:%Y%m%dT%H%M%S}"
            yield Notice("changes", key, title, text=notice.answer[:300], at=notice.acknowledged_at, **whom)
        elif today > answer_due(notice):
            title = f"{provider} has not acknowledged the notice of {notice}"
            text = f"It was told on {formats.day(notice.was_told_on)}."
            yield Notice("changes", f"notice:{notice.pk}:{notice.number}:unanswered", title, text=text, **whom)
        if notice.ready is None and notice.takes_effect_on <= today:
            title = f"Was {provider} ready for {notice}?"
            text = "The change takes effect. Judge whether everything was ready on day one."
            yield Notice("changes", f"notice:{notice.pk}:judge", title, text=text, **whom)
