"""Reminders of dates, and the mails that carry them: each once, whatever the scheduler does."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from portal.accounts.models import Organisation, Person
from portal.accounts.visibility import ClientRows
from portal.ledger.tracking import tracked
from vendors.models.registry import Vendor


class ReminderQuerySet(ClientRows["Reminder"]):
    def open(self) -> Self:
        return self.filter(dismissed_at=None)

    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def for_table(self) -> Self:
        return self.select_related("vendor").prefetch_related("mails__person").order_by("day", "pk")


@tracked
class Reminder(models.Model):
    """That a date comes near: `day` is the date itself, `due_on` the day on which to speak of it.

    `subject` names the row that has the date ("contract:12"), `url` is its page within the portal.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    day = models.DateField()
    due_on = models.DateField()
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.CharField(max_length=120, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "subject", "kind", "day", "due_on"], name="reminder_of_a_date_is_made_once"
            ),
            models.UniqueConstraint(fields=["organisation", "id"], name="reminder_key_with_its_organisation"),
        ]

    def __str__(self) -> str:
        return self.title

    def dismiss(self, by: str, now: datetime) -> bool:
        """Take it off the list; False when someone else did before."""
        waiting = Reminder.objects.open().filter(pk=self.pk)
        return bool(waiting.update(dismissed_at=now, dismissed_by=by))


class MailState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    DROPPED = "dropped", "Not needed any more"


class ReminderMailQuerySet(ClientRows["ReminderMail"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def for_sending(self) -> Self:
        return self.select_related("organisation", "person", "reminder__vendor")

    def due(self, now: datetime) -> Self:
        return self.filter(state=MailState.WAITING, due_at__lte=now)

    def claim(self, key: int, now: datetime) -> bool:
        """Take a mail that waits, compare-and-set; False when someone else has it."""
        changed = (
            self.due(now).filter(pk=key).update(state=MailState.SENDING, attempts=F("attempts") + 1, claimed_at=now)
        )
        return bool(changed)

    def abandoned(self, before: datetime) -> Self:
        """Claimed and never heard of again: the worker died while it sent."""
        return self.filter(state=MailState.SENDING, claimed_at__lt=before)


@tracked
class ReminderMail(models.Model):
    """A reminder on its way to one person. Tried again when the mail server refuses, never sent twice."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="mails")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = ReminderMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reminder", "person"], name="reminder_is_mailed_to_a_person_once"),
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="reminder_mail_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False) | (~Q(state=MailState.SENT) & Q(sent_at=None)),
                name="reminder_mail_is_sent_iff_it_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reminder} to {self.person}"
