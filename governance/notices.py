"""Of what people have to be told in governance (portal/contributions/notices.py). Docs: docs/notifications.md."""

from collections.abc import Iterator
from datetime import datetime

from governance.models import Side
from governance.telling import actions, changes, evidence, minutes, reviews
from portal.accounts.models import Organisation
from portal.contributions.notices import Notice, NoticeKind

OURS = ("client",)
KINDS = (
    NoticeKind(
        "reviews",
        "Reviews that come near",
        "A review of yours: 1, 3 or 7 days before, by its cadence. Who takes part gets a mail with the event anyway.",
        "portal",
    ),
    NoticeKind("reviews_missed", "Reviews that were missed", "A review was neither held nor cancelled.", sides=OURS),
    NoticeKind("agenda", "Agenda items", "The other side put something on the agenda of a review.", "digest"),
    NoticeKind("minutes", "Minutes to sign", "Minutes of a review were circulated or corrected, and wait for you."),
    NoticeKind("minutes_unsigned", "Minutes not signed in time", "The days to sign are over, and a side did not."),
    NoticeKind("actions", "Actions of yours", "An action was given to you, judged, or opened again."),
    NoticeKind("actions_due", "Actions that are due", "Three days before the due date of an action, and after it."),
    NoticeKind("actions_proof", "Actions to be judged", "The date of proof of an action has come.", sides=OURS),
    NoticeKind("actions_said", "Words about actions", "The other side wrote something about an action.", "digest"),
    NoticeKind("changes", "Changes on notice", "Notice was given or amended, was answered or not, or is to be judged."),
    NoticeKind("evidence", "Evidence", "An evidence pack that you asked for is ready.", sides=OURS),
)


def find(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    yield from reviews.missed(organisation, now)
    yield from minutes.unsigned_there(organisation, now)
    yield from actions.overdue(organisation, now)
    yield from actions.proof_due(organisation, now)
    yield from changes.of_answers(organisation, now)
    yield from evidence.ready(organisation, now)
    yield from _of_both(Side.CLIENT, organisation, now)


def find_for_provider(organisation: Organisation, _vendor_id: int, now: datetime) -> Iterator[Notice]:
    """Acts for the vendor: row security shows its rows, and of those nothing that is ours alone."""
    yield from changes.given(organisation, now)
    yield from _of_both(Side.PROVIDER, organisation, now)


def _of_both(side: Side, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    yield from reviews.soon(side, organisation, now)
    yield from reviews.items_added(side, organisation, now)
    yield from minutes.to_sign(side, organisation, now)
    yield from minutes.unsigned(side, organisation, now)
    yield from actions.of_owners(side, organisation, now)
    yield from actions.judged(side, organisation, now)
    yield from actions.written_by_the_other_side(side, organisation, now)
