"""The outbox: mails are queued with their cause."""

from dataclasses import dataclass
from datetime import datetime

from governance.models import Mail


@dataclass(frozen=True)
class Recipient:
    """Who gets a mail. Guests have no membership; `vendor_id` is the recipient's own, None for our side."""

    email: str
    membership_id: int | None = None
    vendor_id: int | None = None


@dataclass(frozen=True)
class Letter:
    """What a mail says. `key` names its occasion: an address gets it once."""

    key: str
    subject: str
    body: str
    invitation: str = ""
    method: str = ""


def queue(organisation_id: int, to: Recipient, letter: Letter, now: datetime) -> Mail | None:
    """Queue a letter; None when that address has it already."""
    said = {"subject": letter.subject[:300], "body": letter.body, "invitation": letter.invitation}
    whose = {"method": letter.method, "vendor_id": to.vendor_id, "membership_id": to.membership_id, "due_at": now}
    mail, is_new = Mail.objects.get_or_create(
        organisation_id=organisation_id, to=to.email.strip().lower(), key=letter.key, defaults=said | whose
    )
    return mail if is_new else None
