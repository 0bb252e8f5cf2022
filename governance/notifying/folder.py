"""The folder into which mails go where there is no mail server (the runtime of one machine).

It holds the mails of every organisation, and those with secret links: invitations and new passwords. Shown are only
those of the outbox of one organisation, which say so in a header that the portal writes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from governance.notifying.messages import OURS

FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
BETWEEN = b"\n" + b"-" * 79 + b"\n"
MOST_FILES = 500
MOST_SHOWN = 100


@dataclass(frozen=True)
class Found:
    """A mail as it was written. `mail_id` is its row in the outbox."""

    mail_id: int
    subject: str
    to: str
    at: datetime | None
    body: str
    has_invitation: bool


@dataclass(frozen=True)
class Folder:
    """What was found; `others` are mails that are not shown, `path` is where all of them lie."""

    path: Path
    mails: list[Found]
    others: int


def mail_folder() -> Path | None:
    """None where mails go to a server."""
    path = getattr(settings, "EMAIL_FILE_PATH", None)
    return Path(path) if path and settings.EMAIL_BACKEND == FILE_BACKEND else None


def look(path: Path, organisation_id: int) -> Folder:
    """The newest mails of one organisation's outbox, out of the newest files."""
    mails: list[Found] = []
    others = 0
    for message in _messages(path):
        found = _found(message, organisation_id)
        if found is None:
            others += 1
        elif len(mails) < MOST_SHOWN:
            mails.append(found)
    return Folder(path, mails, others)


def _messages(path: Path) -> Iterator[EmailMessage]:
    files = sorted(path.glob("*.log"), key=lambda file: file.name, reverse=True) if path.is_dir() else []
    for file in files[:MOST_FILES]:
        for part in reversed(file.read_bytes().split(BETWEEN)):
            if part.strip():
                message = message_from_bytes(part.lstrip(b"\n"), policy=policy.default)
                if isinstance(message, EmailMessage):
                    yield message


def _found(message: EmailMessage, organisation_id: int) -> Found | None:
    organisation, _, key = str(message.get(OURS, "")).partition("/")
    if organisation != str(organisation_id) or not key.isdecimal():
        return None
    plain = message.get_body(("plain",))
    return Found(
        mail_id=int(key),
        subject=str(message.get("Subject", "")),
        to=str(message.get("To", "")),
        at=_sent(message),
        body=str(plain.get_content()) if plain is not None else "",
        has_invitation=any(part.get_content_type() == "text/calendar" for part in message.walk()),
    )


def _sent(message: EmailMessage) -> datetime | None:
    """The portal dates its mails in UTC, which their header writes without a zone ("-0000")."""
    at: datetime | None = getattr(message.get("Date"), "datetime", None)
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
