"""From a queued mail to a message: plain text, and an invitation the way calendar programs take it."""

from django.core.mail import EmailMultiAlternatives

from governance.models import Mail

HEADERS = {"Auto-Submitted": "auto-generated"}


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """An invitation goes along twice: Outlook and Google read the alternative part, others open the attachment."""
    message = EmailMultiAlternatives(mail.subject, mail.body, to=[mail.to], headers=HEADERS)
    if mail.invitation:
        message.attach_alternative(mail.invitation, f"text/calendar; method={mail.method}")
        message.attach("invite.ics", mail.invitation.encode(), "application/ics")
    return message
