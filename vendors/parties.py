"""Declared to portal.accounts.declarations: the vendors that people can belong to."""

from vendors.models import Vendor


def vendor_names(organisation_id: int) -> dict[int, str]:
    """The organisation's vendors by id. Row security has the last word on what the caller may see."""
    return dict(Vendor.objects.filter(organisation_id=organisation_id).values_list("pk", "name"))
