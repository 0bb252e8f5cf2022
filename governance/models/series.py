"""Review series: who meets whom about what, how often, and who takes part."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.accounts.models import Membership, Organisation
from portal.accounts.models.people import validate_timezone
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.models import Calendar, Contract, Vendor
from vendors.models.registry import Side


class Cadence(models.TextChoices):
    WEEKLY = "weekly", "Weekly operational"
    MONTHLY = "monthly", "Monthly business"
    QUARTERLY = "quarterly", "Quarterly strategic"
    SEMI_ANNUAL = "semi_annual", "Semi-annual"
    ONCE = "once", "Extraordinary"


class Shift(models.TextChoices):
    """What becomes of a review whose day is no working day of the series' calendar."""

    NEXT = "next", "Hold it on the next working day"
    PREVIOUS = "previous", "Hold it on the working day before"
    KEEP = "keep", "Hold it all the same"


class ReviewSeriesQuerySet(VendorRows["ReviewSeries"]):
    def running(self, today: date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=today))

    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def for_table(self) -> Self:
        return self.select_related("vendor", "contract").order_by("vendor__name", "cadence", "title")

    def of_keys(self, keys: Iterable[int]) -> Self:
        return self.filter(pk__in=list(keys))

    def locked(self, key: int) -> "ReviewSeries":
        """Keep the row until the transaction ends: of two who plan at once the second waits and sees the first's."""
        return self.select_for_update(no_key=True).get(pk=key)


@tracked
class ReviewSeries(models.Model):
    """Reviews that recur. `vendor` None: of the whole portfolio, held on our side alone.

    `rule` is an RFC 5545 recurrence rule without DTSTART and UNTIL; it counts from `first_on`, a day of `timezone`,
    at `starts_at` on the wall there. `ended_on`: no review is planned for that day or later.
    `agenda` is the template of its items: [{"section": …, "title": …, "minutes": …}], None: that of its cadence.
    `sign_within` are working days (Monday to Friday where there is no calendar) from circulation to both signatures.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="review_series", null=True, blank=True)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    title = models.CharField(max_length=120)
    cadence = models.CharField(max_length=12, choices=Cadence)
    rule = models.CharField("recurrence rule", max_length=200)
    first_on = models.DateField("first review on")
    starts_at = models.TimeField("starts at")
    minutes = models.PositiveSmallIntegerField(
        "length in minutes", default=60, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    timezone = models.CharField(max_length=64, validators=[validate_timezone])
    calendar = models.ForeignKey(
        Calendar,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Its working days and holidays are respected.",
    )
    shift = models.CharField("on a day off", max_length=10, choices=Shift, default=Shift.NEXT)
    place = models.CharField("place or link", max_length=300, blank=True)
    agenda = models.JSONField(null=True, blank=True)
    sign_within = models.PositiveSmallIntegerField(
        "days to sign", default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    ended_on = models.DateField(null=True, blank=True)

    objects = ReviewSeriesQuerySet.as_manager()

    class Meta:
        verbose_name = "review series"
        verbose_name_plural = "review series"
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="series_key_with_its_organisation"),
            models.UniqueConstraint(fields=["vendor", "id"], name="series_key_with_its_vendor"),
            models.CheckConstraint(condition=Q(cadence__in=Cadence.values), name="series_cadence_is_known"),
            models.CheckConstraint(condition=Q(shift__in=Shift.values), name="series_shift_is_known"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="series_has_a_sensible_length"),
            models.CheckConstraint(
                condition=Q(contract=None) | Q(vendor__isnull=False), name="series_of_a_contract_names_its_vendor"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:series", args=[self.pk])


class Part(models.TextChoices):
    CHAIR = "chair", "Chair"
    MINUTES = "minutes", "Takes the minutes"
    REQUIRED = "required", "Required"
    OPTIONAL = "optional", "Optional"


class ParticipantQuerySet(VendorRows["Participant"]):
    def for_table(self) -> Self:
        return self.order_by("side", "pk")

    def of_series(self, series_id: int) -> Self:
        return self.filter(series_id=series_id)

    def members_of(self, organisation_id: int, side: str) -> Self:
        """Those of one side who are members, and no guests."""
        return self.filter(organisation_id=organisation_id, side=side, membership__isnull=False)

    def chairs(self) -> Self:
        return self.filter(part=Part.CHAIR)

    def over(self, series_id: int | None, vendor_id: int | None) -> Self:
        """Those of a series, and those of any series of a vendor."""
        of_vendor = Q() if vendor_id is None else Q(vendor_id=vendor_id)
        return self.filter(Q(series_id=series_id) | of_vendor)

    def of_all_series(self, keys: Iterable[int]) -> Self:
        return self.filter(series_id__in=list(keys))

    def of_keys(self, keys: Iterable[int]) -> Self:
        return self.filter(pk__in=list(keys))

    def others_than(self, key: int | None) -> Self:
        return self.exclude(pk=key)

    def with_series(self) -> Self:
        return self.select_related("series", "membership__person")

    def with_people(self) -> Self:
        """With those who may have left; for readers of our side, who see every membership."""
        return self.select_related("membership__person").order_by("side", "pk")

    def of_member(self, membership_id: int) -> Self:
        return self.filter(membership_id=membership_id)


@tracked
class Participant(models.Model):
    """Who takes part in a series: a member, or a guest by name and address. Both sides read who it is.

    `membership` is None for guests; `name` and `email` are kept for readers who may not look memberships up.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    series = models.ForeignKey(ReviewSeries, on_delete=models.CASCADE, related_name="participants")
    side = models.CharField(max_length=10, choices=Side)
    part = models.CharField(max_length=10, choices=Part, default=Part.REQUIRED)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=160)
    email = models.EmailField()

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["side", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "email"],
                name="person_takes_part_in_a_series_once",
                violation_error_message="They take part already.",
            ),
            models.UniqueConstraint(
                fields=["series"],
                condition=Q(part=Part.CHAIR),
                name="series_has_one_chair",
                violation_error_message="The series has a chair already. Make that one a participant first.",
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="participant_side_is_known"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="participant_part_is_known"),
            models.CheckConstraint(
                condition=~Q(part=Part.CHAIR) | Q(side=Side.CLIENT, membership__isnull=False),
                name="chair_is_a_member_of_our_side",
                violation_error_message="The chair is a member of our side.",
            ),
            models.CheckConstraint(
                condition=Q(side=Side.CLIENT) | Q(vendor__isnull=False), name="provider_takes_part_for_its_vendor"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_left(self) -> bool:
        """Whether the member does not belong here any more; asked of rows `with_people`. Guests never leave."""
        member = self.membership
        return member is not None and (member.ended_at is not None or not member.person.is_active)
