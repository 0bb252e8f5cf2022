"""The first wall: query sets that show a member what it may see, and nothing to anyone unknown."""

from typing import Any, Self, TypeVar

from django.db import models

from portal.accounts.models.people import Membership

RowT = TypeVar("RowT", bound=models.Model, covariant=True)


def _organisation_of(member: object) -> int | None:
    return member.organisation_id if isinstance(member, Membership) and member.is_current else None


class Rows(models.QuerySet[RowT]):
    """What the query sets of all parties have in common."""

    def of_key(self, key: int | None) -> RowT | None:
        """The row of that key among these; None without a key, and for a row that is not among them."""
        return None if key is None else self.filter(pk=key).first()


class ClientRows(Rows[RowT]):
    """Rows of the organisation that its providers never see."""

    def visible_to(self, member: object) -> Self:
        organisation = _organisation_of(member)
        if organisation is None or _vendor_of(member) is not None:
            return self.none()
        return self.filter(organisation_id=organisation)


class SharedRows(Rows[RowT]):
    """Rows of the organisation that its providers may read."""

    def visible_to(self, member: object) -> Self:
        organisation = _organisation_of(member)
        return self.none() if organisation is None else self.filter(organisation_id=organisation)


class VendorRows(Rows[RowT]):
    """Rows that belong to one provider of the organisation: the organisation sees all, a provider its own."""

    vendor_field = "vendor_id"

    def of_vendor(self, vendor_id: int) -> Self:
        return self.filter(**{self.vendor_field: vendor_id})

    def visible_to(self, member: object) -> Self:
        organisation = _organisation_of(member)
        if organisation is None:
            return self.none()
        vendor = _vendor_of(member)
        own: dict[str, Any] = {} if vendor is None else {self.vendor_field: vendor}
        return self.filter(organisation_id=organisation, **own)


class GeneralRows(Rows[RowT]):
    """Rows for all providers or for one: the organisation sees all, a provider those without a vendor and its own."""

    def visible_to(self, member: object) -> Self:
        organisation = _organisation_of(member)
        if organisation is None:
            return self.none()
        rows = self.filter(organisation_id=organisation)
        vendor = _vendor_of(member)
        return rows if vendor is None else rows.filter(models.Q(vendor_id=None) | models.Q(vendor_id=vendor))


class Visibility(models.TextChoices):
    """Who reads a text that both sides could."""

    SHARED = "shared", "Both sides"
    CLIENT = "client", "Our side only"
    VENDOR = "vendor", "Provider only"


class VoicedRows(VendorRows[RowT]):
    """Rows of one provider that carry a `visibility`: each side sees what is shared and what is its own."""

    def visible_to(self, member: object) -> Self:
        hidden = Visibility.VENDOR if _vendor_of(member) is None else Visibility.CLIENT
        return super().visible_to(member).exclude(visibility=hidden)


def _vendor_of(member: object) -> int | None:
    return member.vendor_id if isinstance(member, Membership) else None
