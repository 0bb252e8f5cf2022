"""Organisations, people, memberships and invitations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from portal.accounts.capabilities import Role, may, roles_with
from portal.ledger.tracking import tracked


def validate_timezone(name: str) -> None:
    """Refuse a zone that the IANA database does not have."""
    if name not in available_timezones():
        raise ValidationError(f"{name} is not a time zone. Give an IANA name such as Europe/Amsterdam.")


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def at_address(self, email: str) -> Person | None:
        """Who signs in with this address, in any case of its letters."""
        return self.filter(email__iexact=email).first()

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Someone who signs in with an e-mail address; what they may see comes from memberships alone."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_is_unique_in_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        words = self.name.split() or [self.email]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@tracked
class Organisation(models.Model):
    """The client: the retained organisation whose providers are governed here."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=64, default="Europe/Amsterdam", validators=[validate_timezone])
    currency = models.CharField(max_length=3, default="EUR")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="organisation_currency_is_iso_4217")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(ended_at=None, person__is_active=True)

    def who_can(self, capability: str) -> Self:
        """Those whose role has the capability."""
        return self.filter(role__in=roles_with(capability))

    def of(self, person: Person) -> Self:
        return self.filter(person=person)

    def visible_to(self, member: object) -> Self:
        if not isinstance(member, Membership) or not member.is_current:
            return self.none()
        rows = self.filter(organisation_id=member.organisation_id)
        return rows if member.vendor_id is None else rows.filter(vendor_id=member.vendor_id)

    def ended_of(self, organisation_id: int, person: Person) -> Self:
        return self.filter(organisation_id=organisation_id, person=person).exclude(ended_at=None)

    def administrators_of(self, organisation_id: int) -> Self:
        return self.current().filter(organisation_id=organisation_id, role=Role.ADMINISTRATOR)

    def vendor_managers_of(self, organisation_id: int) -> Self:
        return self.current().filter(organisation_id=organisation_id, role=Role.VENDOR_MANAGER)

    def in_reach_of(self, organisation_id: int, vendor_id: int | None) -> Self:
        """Our own people and, where a vendor is named, those who act for it."""
        sides = Q(vendor_id=None) if vendor_id is None else Q(vendor_id=None) | Q(vendor_id=vendor_id)
        return self.filter(sides, organisation_id=organisation_id)

    def with_email(self, organisation_id: int, email: str) -> Self:
        return self.filter(organisation_id=organisation_id, person__email__iexact=email)

    def at_addresses(self, organisation_id: int, emails: Iterable[str]) -> Self:
        """Members whose address is among these, in any case of its letters."""
        wanted = {email.lower() for email in emails if email}
        return self.current().filter(organisation_id=organisation_id, person__email__in=wanted)

    def named(self, organisation_id: int, name: str) -> Self:
        """Members of our own side of that name, for rows that keep no more of a person."""
        ours = self.current().filter(organisation_id=organisation_id, vendor_id=None)
        return ours.filter(Q(person__name=name) | Q(person__name="", person__email=name))

    def matching(self, text: str) -> Self:
        """Members whose name or address contains `text`; all of them when it is empty."""
        return self.filter(Q(person__name__icontains=text) | Q(person__email__icontains=text))

    def in_role(self, role: str) -> Self:
        """Members of one role; all of them when there is no such role."""
        return self.filter(role=role) if role in Role.values else self

    def for_table(self) -> Self:
        return self.select_related("person").order_by(F("ended_at").desc(nulls_first=True), "person__name", "pk")


@tracked
class Membership(models.Model):
    """A person's role in an organisation; for provider people also the vendor they belong to.

    `vendor_id` is bound by a composite foreign key that the vendors app adds: the ground floor knows that
    there are vendors, not what they are.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    vendor_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="person_is_member_once"),
            models.UniqueConstraint(fields=["organisation", "id"], name="membership_key_with_its_organisation"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_is_known"),
            models.CheckConstraint(
                condition=Q(role=Role.PROVIDER, vendor_id__isnull=False) | (~Q(role=Role.PROVIDER) & Q(vendor_id=None)),
                name="membership_has_a_vendor_iff_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    @property
    def is_current(self) -> bool:
        return self.pk is not None and self.ended_at is None

    def can(self, capability: str) -> bool:
        return self.is_current and may(self.role, capability)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> Self:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)

    def unanswered(self, organisation_id: int, email: str) -> Self:
        """Also those that expired: they would stand in the way of a new one to the same address."""
        return self.filter(organisation_id=organisation_id, email__iexact=email, accepted_at=None, revoked_at=None)

    def for_table(self) -> Self:
        return self.select_related("invited_by").order_by("-created_at")

    def visible_to(self, member: object) -> Self:
        if not isinstance(member, Membership) or not member.is_current or member.vendor_id is not None:
            return self.none()
        return self.filter(organisation_id=member.organisation_id)


@tracked
class Invitation(models.Model):
    """A link by which someone becomes a member. Only a hash of its secret is kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role)
    vendor_id = models.BigIntegerField(null=True, blank=True)
    secret_sha256 = models.CharField(max_length=64)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_per_address",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_is_known"),
            models.CheckConstraint(
                condition=Q(role=Role.PROVIDER, vendor_id__isnull=False) | (~Q(role=Role.PROVIDER) & Q(vendor_id=None)),
                name="invitation_has_a_vendor_iff_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.get_role_display()}"
