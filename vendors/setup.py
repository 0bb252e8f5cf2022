"""What the vendors' side of a new organisation starts with."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.models import Organisation
from vendors.models import Calendar, CalendarVersion, OpeningHours

BEGINNING = date(2000, 1, 1)
OFFICE_DAY = (9 * 60, 17 * 60)


def prepare_calendar(organisation: Organisation) -> Calendar:
    """The default calendar; made when there is none: Monday to Friday 09:00 to 17:00, no holidays, from 2000 on.

    Runs in a transaction that acts for the organisation.
    """
    mine = Calendar.objects.filter(organisation=organisation)
    existing = mine.default().first()
    if existing is not None:
        return existing
    calendar, _ = Calendar.objects.get_or_create(
        organisation=organisation, name="Office hours", defaults={"timezone": organisation.timezone}
    )
    mine.filter(pk=calendar.pk).update(is_default=True)
    if not calendar.versions.exists():
        _first_version(calendar)
    calendar.refresh_from_db()
    return calendar


def _first_version(calendar: Calendar) -> None:
    version = CalendarVersion.objects.create(
        organisation_id=calendar.organisation_id, calendar=calendar, number=1, valid=DateRange(BEGINNING, None)
    )
    opens, closes = OFFICE_DAY
    OpeningHours.objects.bulk_create(
        OpeningHours(
            organisation_id=calendar.organisation_id, version=version, weekday=weekday, opens=opens, closes=closes
        )
        for weekday in range(5)
    )
