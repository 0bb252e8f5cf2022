"""Changing a calendar without rewriting the past: a new version from a day on, the old one ends there."""

from collections.abc import Iterable
from datetime import date

import holidays as holidays_library
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from vendors.models import Calendar, CalendarVersion, Holiday, OpeningHours

Interval = tuple[int, int, int]
"""Weekday (0 is Monday), opening and closing in minutes after midnight."""


def start_version(calendar: Calendar, first_day: date, hours: Iterable[Interval], reason: str = "") -> CalendarVersion:
    """Add the hours valid from `first_day`; holidays known so far are carried over.

    Raises ValidationError when a version starts on that day or later: the past is not rewritten.
    """
    newest = calendar.versions.order_by("-number").first()
    if newest is not None:
        if first_day <= newest.valid.lower:
            raise ValidationError(
                f"Version {newest.number} is valid from {newest.valid.lower:%-d %b %Y}; a new one has to start later."
            )
        newest.valid = DateRange(newest.valid.lower, first_day)
        newest.save(update_fields=["valid"])
    version = CalendarVersion.objects.create(
        organisation_id=calendar.organisation_id,
        calendar=calendar,
        number=newest.number + 1 if newest else 1,
        valid=DateRange(first_day, None),
        reason=reason,
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(organisation_id=calendar.organisation_id, version=version, weekday=d, opens=o, closes=c)
        for d, o, c in hours
    )
    if newest is not None:
        _carry_over(newest, version)
    return version


def _carry_over(old: CalendarVersion, new: CalendarVersion) -> None:
    Holiday.objects.bulk_create(
        Holiday(organisation_id=new.organisation_id, version=new, day=h.day, name=h.name, source=h.source)
        for h in old.holidays.all()
    )


def import_holidays(version: CalendarVersion, country: str, region: str, years: range) -> int:
    """Copy public holidays into rows of the version; days that are named already stay. Returns how many are new."""
    found = holidays_library.country_holidays(country, subdiv=region or None, years=years)
    source = f"{country}-{region}" if region else country
    known = set(version.holidays.values_list("day", flat=True))
    new = [
        Holiday(organisation_id=version.organisation_id, version=version, day=day, name=name[:120], source=source)
        for day, name in sorted(found.items())
        if day not in known
    ]
    Holiday.objects.bulk_create(new)
    return len(new)
