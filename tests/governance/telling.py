"""What the tests of notifications share: rounds of the scheduler, notices of their own, what people were told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from governance.models import Notification
from governance.notifying import finding, mailing, outbox
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from portal.contributions.notices import Notice, NoticeKind
from tests.cast import Cast

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TESTING = NoticeKind("testing", "Tests", "Something was tested.")
GATHERED = NoticeKind("gathered", "Gathered", "Something gathers.", "digest")


def at(text: str) -> datetime:
    """ "2026-11-20 09:00" in UTC."""
    return datetime.fromisoformat(f"{text}+00:00")


def long_members(cast: Cast) -> None:
    """Everybody has been a member for years."""
    with acting_for(cast.organisation.pk):
        Membership.objects.update(created_at=LONG_AGO)


def a_round(cast: Cast, now: datetime) -> int:
    """What one call of the scheduler does, mails included."""
    with acting_for(cast.organisation.pk):
        made = finding.find(cast.organisation, now)
        mailing.mail_what_waits(cast.organisation, now)
    outbox.deliver(cast.organisation.pk, now)
    return made


def told(cast: Cast, member: Membership, kind: str = "") -> list[str]:
    """The titles of what a member was told, the oldest first."""
    with acting_for(cast.organisation.pk):
        rows = Notification.objects.of_member(member.pk).of_kind(kind).order_by("pk")
        return [row.title for row in rows]


@contextmanager
def noticed(
    monkeypatch: pytest.MonkeyPatch,
    *ours: Notice,
    theirs: dict[int, list[Notice]] | None = None,
    also: tuple[Any, ...] = (),
) -> Iterator[None]:
    """Only these are due to be told; `theirs` by the vendor that they are found for."""

    def find_for_provider(_organisation: Any, vendor_id: int, _now: datetime) -> list[Notice]:
        return (theirs or {}).get(vendor_id, [])

    module = SimpleNamespace(
        __name__="tests.notices",
        KINDS=(TESTING, GATHERED),
        find=lambda _organisation, _now: list(ours),
        find_for_provider=find_for_provider,
    )
    with monkeypatch.context() as patch:
        patch.setattr(finding, "modules", lambda: (*also, module))
        patch.setattr(finding, "all_kinds", lambda: {kind.code: kind for kind in module.KINDS})
        yield
