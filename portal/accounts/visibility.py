"""The first wall: query sets that show a member what it may see, and nothing to anyone unknown."""

from typing import Any, Self, TypeVar

from django.db import models

from portal.accounts.models import Membership

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

    def visible_to(self, member: object) -> Self:
        organisation = _organisation_of(member)
        if organisation is None:
            return self.none()
        vendor = _vendor_of(member)
        own: dict[str, Any] = {} if vendor is None else {self.vendor_field: vendor}
        return self.filter(organisation_id=organisation, **own)


class VoicedRows(VendorRows[RowT]):
    """Rows of one provider with a `visibility`: 'shared', or kept by 'client' or 'vendor' for its own side."""

    def visible_to(self, member: object) -> Self:
        kept_by_others = "vendor" if _vendor_of(member) is None else "client"
        return super().visible_to(member).exclude(visibility=kept_by_others)


def _vendor_of(member: object) -> int | None:
    return member.vendor_id if isinstance(member, Membership) else None
