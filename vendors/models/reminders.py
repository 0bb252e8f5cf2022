"""Reminders of dates: each is made once, whatever the scheduler does."""

from datetime import datetime
from typing import Self

from django.db import models

from portal.accounts.models import Organisation
from portal.accounts.visibility import ClientRows
from portal.ledger.tracking import tracked
from vendors.models.registry import Vendor


class ReminderQuerySet(ClientRows["Reminder"]):
    def open(self) -> Self:
        return self.filter(dismissed_at=None)

    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def for_table(self) -> Self:
        return self.select_related("vendor").order_by("day", "pk")


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
