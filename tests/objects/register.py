"""Vendors and what is registered about them, calendars and sites."""

from datetime import date

from tests.objects.owners import NOW, Arguments, Owner, named, party_of
from vendors.models import (
    Calendar,
    CalendarVersion,
    Contact,
    Contract,
    Holiday,
    Outage,
    Service,
    ServiceLevel,
    Site,
    SupportGroup,
)


def a_vendor(owner: Owner) -> Arguments:
    return {"pk": owner.vendor.pk}


def a_contact(owner: Owner) -> Arguments:
    return {"pk": Contact.objects.create(**party_of(owner), side="client", name="Cleo Contact").pk}


def a_contract(owner: Owner) -> Arguments:
    terms = {"starts_on": date(2026, 1, 1), "currency": "EUR", "delivery_model": "co_managed"}
    return {"pk": Contract.objects.create(**party_of(owner), reference="C-9", title="Support", **terms).pk}


def a_service(owner: Owner) -> Arguments:
    return {"pk": Service.objects.create(**party_of(owner), name="Printing").pk}


def a_group(owner: Owner) -> Arguments:
    return {"pk": SupportGroup.objects.create(**party_of(owner), name=named(owner), valid=(date(2026, 1, 1), None)).pk}


def a_calendar(owner: Owner) -> Arguments:
    calendar = Calendar.objects.create(organisation=owner.organisation, name=named(owner), timezone="UTC")
    return {"pk": calendar.pk}


def a_calendar_in_use(owner: Owner) -> Arguments:
    """A provider sees the hours in which its own levels count, and no rival's."""
    level = ServiceLevel.objects.get(**a_level(owner))
    return {"pk": level.calendar_id}


def a_calendar_version(owner: Owner) -> Arguments:
    valid = (date(2026, 1, 1), None)
    of = {"organisation": owner.organisation, "calendar_id": a_calendar(owner)["pk"]}
    return {"pk": CalendarVersion.objects.create(**of, number=1, valid=valid).pk}


def a_holiday(owner: Owner) -> Arguments:
    of = {"organisation": owner.organisation, "version_id": a_calendar_version(owner)["pk"]}
    return {"pk": Holiday.objects.create(**of, day=date(2026, 12, 25), name="Christmas Day").pk}


def a_level(owner: Owner) -> Arguments:
    of = party_of(owner) | {"service_id": a_service(owner)["pk"], "calendar_id": a_calendar(owner)["pk"]}
    level = ServiceLevel.objects.create(
        **of,
        code="SL-1",
        metric="resolution",
        priority_rank=1,
        target_minutes=240,
        valid=(date(2026, 1, 1), None),
    )
    return {"pk": level.pk}


def an_outage(owner: Owner) -> Arguments:
    of = party_of(owner) | {"service_id": a_service(owner)["pk"]}
    return {"pk": Outage.objects.create(**of, starts_at=NOW, cause="Power").pk}


def a_site(owner: Owner) -> Arguments:
    return {"pk": Site.objects.create(organisation=owner.organisation, name=named(owner)).pk}
