"""From a queued mail to a message: plain text, and an invitation the way calendar programs take it."""

import re

from django.core.mail import EmailMultiAlternatives

from governance.models import Mail

OURS = "X-Retained-Mail"
"""Names the organisation and the mail ("12/345"), so that a mail found in a folder can be traced to its row."""

_DIVIDER = re.compile(r"^-{79}(?=\s*$)", re.MULTILINE)
"""A line that stands between two mails in a folder's file: in a text it would make a second mail of what follows."""


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """An invitation goes along twice: Outlook and Google read the alternative part, others open the attachment."""
    headers = {"Auto-Submitted": "auto-generated", OURS: f"{mail.organisation_id}/{mail.pk}"}
    body = _DIVIDER.sub(lambda line: line[0][1:], mail.body)
    message = EmailMultiAlternatives(mail.subject, body, to=[mail.to], headers=headers)
    if mail.invitation:
        message.attach_alternative(mail.invitation, f"text/calendar; method={mail.method}")
        message.attach("invite.ics", mail.invitation.encode(), "application/ics")
    return message
