"""Working calendars: when the clock of a service level runs."""

from collections.abc import Collection
from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from portal.accounts.models import Organisation, validate_timezone
from portal.accounts.visibility import SharedRows
from portal.ledger.tracking import tracked


class CalendarQuerySet(SharedRows["Calendar"]):
    def visible_to(self, member: object) -> Self:
        """A provider sees the default calendar and those of its own levels and escalation paths, no rival's hours."""
        calendars = super().visible_to(member)
        vendor_id = getattr(member, "vendor_id", None)
        if vendor_id is None:
            return calendars
        own = Q(levels__vendor_id=vendor_id) | Q(escalation_paths__vendor_id=vendor_id)
        return calendars.filter(Q(is_default=True) | own).distinct()

    def of_keys(self, organisation_id: int, keys: Collection[int | None]) -> Self:
        """The calendars with these keys and, where None is among them, the default one."""
        wanted = Q(pk__in=[key for key in keys if key is not None])
        wanted |= Q(is_default=True) if None in keys else Q()
        return self.filter(wanted, organisation_id=organisation_id)

    def default(self) -> Self:
        return self.filter(is_default=True)

    def of_keys_or_default(self, keys: Collection[int]) -> Self:
        return self.filter(Q(is_default=True) | Q(pk__in=keys))

    def with_versions(self) -> Self:
        return self.prefetch_related("versions__hours", "versions__holidays")


@tracked
class Calendar(models.Model):
    """Coverage hours with a name. The default one counts working time where no service level says otherwise."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=64, validators=[validate_timezone])
    is_default = models.BooleanField(default=False)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="calendar_name_is_unique_in_its_organisation",
                violation_error_message="There is a calendar of this name already.",
            ),
            models.UniqueConstraint(fields=["organisation", "id"], name="calendar_key_with_its_organisation"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_default=True),
                name="organisation_has_one_default_calendar",
                violation_error_message="Another calendar is the default one. Change that one first.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("vendors:calendar", args=[self.pk])


class CalendarVersionQuerySet(SharedRows["CalendarVersion"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(valid__contains=day)

    def of_calendars(self, keys: Collection[int]) -> Self:
        return self.filter(calendar_id__in=keys).select_related("calendar").order_by("calendar__name", "number")

    def valid_within(self, first: date, until: date) -> Self:
        """Valid on a day of [first, until) at least."""
        return self.filter(valid__overlap=(first, until))


@tracked
class CalendarVersion(models.Model):
    """A calendar's hours and holidays while they were valid: [from, until) in days of its own zone."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    valid = DateRangeField()
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CalendarVersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_number_is_unique"),
            models.UniqueConstraint(fields=["organisation", "id"], name="calendar_version_key_with_its_organisation"),
            ExclusionConstraint(
                name="calendar_has_one_version_at_a_time",
                violation_error_message="Another version of this calendar is valid in part of that time.",
                expressions=[("calendar", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="calendar_version_validity_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.calendar.name} {self.number}"


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


@tracked
class OpeningHours(models.Model):
    """One interval of a weekday, in minutes after midnight; past 1440 it runs into the next day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(CalendarVersion, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()

    objects = SharedRows.as_manager()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=1440, closes__gt=F("opens"), closes__lte=F("opens") + 1440),
                name="opening_hours_last_at_most_a_day",
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_weekday_exists"),
            models.UniqueConstraint(fields=["version", "weekday", "opens"], name="opening_hours_start_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {_clock(self.opens)}–{_clock(self.closes)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24 if minutes != 1440 else 24:02d}:{minutes % 60:02d}"


@tracked
class Holiday(models.Model):
    """A day on which no shift starts. `source` names the country or region it was imported from."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(CalendarVersion, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField()
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=20, blank=True)

    objects = SharedRows.as_manager()

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["version", "day"], name="holiday_is_named_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
