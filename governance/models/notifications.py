"""What people are told: in the portal, and by mail. Each once, whatever the scheduler does."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, F, Q

from portal.accounts.models import Membership, Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.models import Vendor


class Channel(models.TextChoices):
    AT_ONCE = "at_once", "By e-mail at once"
    DIGEST = "digest", "In a daily e-mail"
    PORTAL = "portal", "In the portal only"
    NONE = "none", "Not at all"


class PreferenceQuerySet(VendorRows["Preference"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def of_member(self, membership_id: int) -> Self:
        return self.filter(membership_id=membership_id)


@tracked
class Preference(models.Model):
    """How one person wants to be told of one kind of thing; the kind's own default where there is none."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "kind"], name="person_has_one_wish_per_kind"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="preference_channel_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_channel_display()}"


class NotificationQuerySet(VendorRows["Notification"]):
    def of_member(self, membership_id: int) -> Self:
        return self.filter(membership_id=membership_id)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def carried_by(self, mail_id: int) -> Self:
        """What one mail tells of."""
        return self.filter(mail_id=mail_id)

    def of_kind(self, kind: str) -> Self:
        """Those of one kind; all of them without one."""
        return self.filter(kind=kind) if kind else self

    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def known(self, keys: Iterable[tuple[str, str]]) -> set[tuple[int, str, str]]:
        """Of these (kind, key): who was told of which, as (membership, kind, key)."""
        wanted = set(keys)
        told = self.filter(key__in={key for _, key in wanted}).values_list("membership_id", "kind", "key")
        return {one for one in told if one[1:] in wanted}

    def unmailed(self, channel: str) -> Self:
        """What a mail has to carry still: unread, of somebody who is a member still. Locked; others' are left out."""
        waiting = self.filter(channel=channel, mail=None, read_at=None)
        still_here = waiting.filter(membership__ended_at=None, membership__person__is_active=True)
        rows = still_here.select_related("membership__person").order_by("pk")
        return rows.select_for_update(of=("self",), skip_locked=True)

    def mark_read(self, now: datetime) -> int:
        return self.unread().update(read_at=now)

    def marked(self, key: int, now: datetime) -> bool:
        """Mark one of these as read; False when it was already."""
        return bool(self.unread().filter(pk=key).update(read_at=now))

    def counted(self) -> tuple[int, int]:
        """How many are unread, and how many there are."""
        counts = self.order_by().aggregate(unread=Count("pk", filter=Q(read_at=None)), total=Count("pk"))
        return counts["unread"], counts["total"]

    def for_table(self) -> Self:
        return self.order_by("-created_at", "-pk")


@tracked
class Notification(models.Model):
    """That one person has to know one thing. `vendor` is the *recipient's* own; None for people of our side.

    `key` names the thing and the occasion ("minutes:12:unsigned:2026-11-20"): the same is never told twice.
    `mail` is what carried it by e-mail; None while none did, or none will.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    channel = models.CharField(max_length=10, choices=Channel)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(
        "governance.Mail", on_delete=models.SET_NULL, related_name="carries", null=True, blank=True
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "kind", "key"], name="person_is_told_of_a_thing_once"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="notification_channel_is_known"),
        ]
        indexes: ClassVar = [
            # Read by the bell of every page.
            models.Index(fields=["membership"], condition=Q(read_at=None), name="unread_notifications"),
            # Read by every round, for all that is due.
            models.Index(fields=["organisation", "key"], name="notifications_of_an_occasion"),
        ]

    def __str__(self) -> str:
        return self.title


class MailState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    DROPPED = "dropped", "Not needed any more"


class MailQuerySet(VendorRows["Mail"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def due(self, now: datetime) -> Self:
        return self.filter(state=MailState.WAITING, due_at__lte=now)

    def queued(self, keys: Iterable[str]) -> set[tuple[str, str]]:
        """To which addresses mails with these keys were queued already: (address, key)."""
        return set(self.filter(key__in=list(keys)).values_list("to", "key"))

    def queued_at(self, keys: Iterable[str]) -> dict[tuple[str, str], datetime]:
        """As `queued`, with the time at which each was due: when it was queued, or later where it was refused."""
        rows = self.filter(key__in=list(keys)).values_list("to", "key", "due_at")
        return {(to, key): due_at for to, key, due_at in rows}

    def claim(self, key: int, now: datetime) -> bool:
        """Take a mail that waits, compare-and-set; False when someone else has it."""
        taken = {"state": MailState.SENDING, "attempts": F("attempts") + 1, "claimed_at": now}
        return bool(self.due(now).filter(pk=key).update(**taken))

    def abandoned(self, before: datetime) -> Self:
        """Claimed and never heard of again: the worker died while it sent."""
        return self.filter(state=MailState.SENDING, claimed_at__lt=before)

    def of_occasion(self, organisation_id: int, key: str) -> Self:
        return self.filter(organisation_id=organisation_id, key=key)

    def failed(self) -> Self:
        return self.filter(state=MailState.FAILED)

    def in_state(self, state: str) -> Self:
        """Mails in one state; all of them when there is no such state."""
        return self.filter(state=state) if state in MailState.values else self

    def count_by_state(self) -> dict[str, int]:
        return dict(self.order_by().values_list("state").annotate(Count("pk")))

    def for_table(self) -> Self:
        return self.order_by("-pk")


@tracked
class Mail(models.Model):
    """A mail on its way to one address, written when it was queued. Tried again when refused, never sent twice.

    `vendor` is the recipient's own; None for our side. `key` names its occasion: the same one is queued once per
    address. `invitation` is the iCalendar text that goes with it, `method` its method (REQUEST, CANCEL); both empty
    for mails without one.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    membership_id = models.BigIntegerField(null=True, blank=True)
    to = models.EmailField()
    key = models.CharField(max_length=160)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    invitation = models.TextField(blank=True)
    method = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "to", "key"], name="mail_of_an_occasion_goes_to_an_address_once"
            ),
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False) | (~Q(state=MailState.SENT) & Q(sent_at=None)),
                name="mail_is_sent_iff_it_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"

    @property
    def has_failed(self) -> bool:
        return self.state == MailState.FAILED
