"""Escalation paths for tests: Orvane's desk with people on both sides."""

from typing import Any

from tests.cast import Cast
from vendors.models import Calendar, Contact, EscalationPath, EscalationStep, Vendor
from vendors.setup import prepare_calendar
from vendors.validity import ALWAYS

MINUTES = {"Team lead": [30, 60, 240, None], "Delivery manager": [60, 120, 480, None], "Board": [120, 480, None, None]}


def office(cast: Cast) -> Calendar:
    """Monday to Friday, 09:00 to 17:00 in Amsterdam."""
    return prepare_calendar(cast.organisation)


def a_contact_of(vendor: Vendor, side: str, name: str) -> Contact:
    return Contact.objects.create(organisation_id=vendor.organisation_id, vendor=vendor, side=side, name=name)


def a_path(cast: Cast, vendor: Vendor | None = None, **scope: Any) -> EscalationPath:
    """A path of three steps with two people each, for all of Orvane and of time unless `scope` narrows it."""
    of: dict[str, Any] = {"organisation": cast.organisation, "vendor": vendor or cast.orvane}
    path = EscalationPath.objects.create(**of, calendar=office(cast), **{"counts_from": ALWAYS} | scope)
    for position, (name, minutes) in enumerate(MINUTES.items(), start=1):
        owners = {
            f"{side}_owner": a_contact_of(of["vendor"], side, f"{word} {name}")
            for side, word in (("client", "Our"), ("provider", "Their"))
        }
        EscalationStep.objects.create(**of, path=path, position=position, name=name, minutes=minutes, **owners)
    return path
