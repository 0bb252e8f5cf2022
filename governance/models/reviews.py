"""Reviews: one meeting of a series, from its plan to its end, with attendance and decisions."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from governance.models.series import Cadence, Part, ReviewSeries
from portal.accounts.models import Decision, Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.models import Vendor
from vendors.models.registry import Side


class ReviewState(models.TextChoices):
    PLANNED = "planned", "Planned"
    IN_SESSION = "in_session", "In session"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


class ReviewQuerySet(VendorRows["Review"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def of_series(self, series_id: int) -> Self:
        return self.filter(series_id=series_id)

    def planned(self) -> Self:
        return self.filter(state=ReviewState.PLANNED)

    def still_open(self) -> Self:
        """Neither held nor cancelled: their agenda can be changed."""
        return self.filter(state__in=(ReviewState.PLANNED, ReviewState.IN_SESSION))

    def held(self) -> Self:
        return self.filter(state=ReviewState.HELD)

    def in_session(self) -> Self:
        return self.filter(state=ReviewState.IN_SESSION)

    def for_change(self) -> Self:
        """Locked until the transaction ends, so that of two who start or end it at once the second sees the first."""
        return self.select_for_update(of=("self",), no_key=True)

    def missed(self, now: datetime) -> Self:
        """Planned, over, and neither held nor cancelled: that is a finding."""
        return self.filter(state=ReviewState.PLANNED, ends_at__lt=now)

    def followed_by(self, review: "Review", now: datetime) -> "Review | None":
        """The next one of its series that is planned and not over."""
        coming = self.filter(series_id=review.series_id, state=ReviewState.PLANNED, starts_at__gt=review.starts_at)
        return coming.filter(ends_at__gte=now).order_by("starts_at", "pk").first()

    def held_before(self, review: "Review") -> "Review | None":
        """The last one of its series that was held before it."""
        held = self.filter(series_id=review.series_id, state=ReviewState.HELD, starts_at__lt=review.starts_at)
        return held.order_by("-starts_at", "-pk").first()

    def to_compose(self, now: datetime, until: datetime) -> Self:
        """Planned ones that are not over and begin before `until`."""
        return self.filter(state=ReviewState.PLANNED, ends_at__gte=now, starts_at__lt=until).order_by("starts_at", "pk")

    def between(self, start: datetime, end: datetime) -> Self:
        """Those that begin in [start, end)."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def for_table(self) -> Self:
        return self.select_related("vendor", "series").order_by("starts_at", "pk")

    def coming(self, now: datetime) -> Self:
        """Those that start at `now` or later and are planned or cancelled, locked until the transaction ends."""
        ahead = self.filter(state__in=(ReviewState.PLANNED, ReviewState.CANCELLED), starts_at__gte=now)
        return ahead.order_by("pk").select_for_update(of=("self",), no_key=True)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def in_states(self, states: Iterable[str]) -> Self:
        return self.filter(state__in=list(states))

    def of_cadence(self, cadence: str) -> Self:
        return self.filter(cadence=cadence)

    def mentioning(self, words: str) -> Self:
        return self.filter(Q(title__icontains=words) | Q(place__icontains=words) | Q(vendor__name__icontains=words))

    def not_over(self, now: datetime) -> Self:
        """Those that end at `now` or later, or are in session."""
        return self.filter(Q(ends_at__gte=now) | Q(state=ReviewState.IN_SESSION))

    def over(self, now: datetime) -> Self:
        return self.filter(ends_at__lt=now).exclude(state=ReviewState.IN_SESSION)

    def due_between(self, start: datetime, end: datetime) -> Self:
        """Those that the rule planned for [start, end), wherever they were moved to."""
        return self.filter(planned_at__gte=start, planned_at__lt=end)

    def first_of_each_series(self) -> Self:
        """The earliest of these in each series."""
        return self.select_related("vendor", "series").order_by("series_id", "starts_at").distinct("series_id")

    def since(self, start: datetime) -> Self:
        return self.filter(ends_at__gte=start)

    def of_keys(self, keys: Iterable[int]) -> Self:
        return self.filter(pk__in=list(keys))

    def taken_part_in_by(self, membership_id: int) -> Self:
        """Those of the series that a member takes part in."""
        return self.filter(series__participants__membership_id=membership_id)

    def in_full(self) -> Self:
        """With the names that its pages, packs and minutes tell."""
        return self.select_related("vendor", "series", "organisation")


@tracked
class Review(models.Model):
    """One review. The key of its recurrence is `original_on`, the day by the rule; it may be held at another time.

    `planned_at` is the instant by the rule and the calendar; `starts_at` and `ends_at` are where it stands now.
    `moved_reason` is empty while nobody moved it by hand. The period reviewed is [period_start, period_end) in days.
    `uid` and `sequence` are those of its event in people's calendars (RFC 5545, 5546).
    `current_item_id` is the agenda item that the meeting is at, while it is in session.
    """

    untold_in_history: ClassVar = frozenset({"current_item_id"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="reviews", null=True, blank=True)
    series = models.ForeignKey(ReviewSeries, on_delete=models.PROTECT, related_name="reviews")
    title = models.CharField(max_length=160)
    cadence = models.CharField(max_length=12, choices=Cadence)
    original_on = models.DateField()
    planned_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    period_start = models.DateField()
    period_end = models.DateField()
    place = models.CharField("place or link", max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.PLANNED)
    moved_reason = models.CharField(max_length=300, blank=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.CharField(max_length=160, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    current_item_id = models.BigIntegerField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "original_on"], name="series_has_one_review_per_day_of_its_rule"),
            models.UniqueConstraint(fields=["uid"], name="review_event_has_its_own_uid"),
            models.UniqueConstraint(fields=["organisation", "id"], name="review_key_with_its_organisation"),
            models.UniqueConstraint(fields=["vendor", "id"], name="review_key_with_its_vendor"),
            models.CheckConstraint(condition=Q(state__in=ReviewState.values), name="review_state_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="review_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(period_end__gt=F("period_start")), name="review_looks_back_on_a_period"),
            models.CheckConstraint(
                condition=(Q(state="held", held_at__isnull=False) | (~Q(state="held") & Q(held_at=None))),
                name="review_is_held_iff_it_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("in_session", "held"), started_at__isnull=False)
                | (~Q(state__in=("in_session", "held")) & Q(started_at=None)),
                name="review_has_started_iff_it_is_in_session_or_held",
            ),
            models.CheckConstraint(
                condition=(Q(state="cancelled") & ~Q(cancelled_reason=""))
                | (~Q(state="cancelled") & Q(cancelled_reason="")),
                name="review_is_cancelled_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:review", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it can still be prepared: neither held nor cancelled."""
        return self.state in (ReviewState.PLANNED, ReviewState.IN_SESSION)

    @property
    def is_planned(self) -> bool:
        return self.state == ReviewState.PLANNED

    @property
    def length(self) -> int:
        """In minutes, from its planned start to its planned end."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def is_missed(self, now: datetime) -> bool:
        """Planned, over, and neither held nor cancelled."""
        return self.is_planned and self.ends_at < now

    @property
    def last_day(self) -> date:
        """The last day of the period reviewed."""
        return date.fromordinal(self.period_end.toordinal() - 1)


class Presence(models.TextChoices):
    INVITED = "invited", "Invited"
    PRESENT = "present", "Present"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent"


class AttendanceQuerySet(VendorRows["Attendance"]):
    def of_review(self, review_id: int) -> Self:
        return self.filter(review_id=review_id)

    def of_reviews(self, keys: Iterable[int]) -> Self:
        return self.filter(review_id__in=list(keys))

    def of_side(self, side: str) -> Self:
        return self.filter(side=side)

    def present(self) -> Self:
        return self.filter(presence=Presence.PRESENT)

    def review_keys(self) -> list[int]:
        """The reviews that these are about, each once."""
        return list(self.order_by().values_list("review_id", flat=True).distinct())

    def of_member(self, membership_id: int) -> Self:
        return self.filter(membership_id=membership_id)

    def members(self) -> Self:
        """Without guests: those who can decide something."""
        return self.filter(membership_id__isnull=False)

    def for_table(self) -> Self:
        return self.order_by("side", "pk")


@tracked
class Attendance(models.Model):
    """Whether somebody was there. Laid out from the participants when the review starts; `since` if they came late."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="attendance")
    side = models.CharField(max_length=10, choices=Side)
    part = models.CharField(max_length=10, choices=Part, default=Part.OPTIONAL)
    membership_id = models.BigIntegerField(null=True, blank=True)
    name = models.CharField(max_length=160)
    presence = models.CharField(max_length=10, choices=Presence, default=Presence.INVITED)
    since = models.DateTimeField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["side", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "side", "name"], name="person_attends_a_review_once"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="attendance_side_is_known"),
            models.CheckConstraint(condition=Q(presence__in=Presence.values), name="attendance_presence_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[0], words[-1]) if word).upper() if len(words) > 1 else self.name[:2]


class ReviewDecisionQuerySet(VendorRows["ReviewDecision"]):
    def of_review(self, review_id: int) -> Self:
        return self.filter(review_id=review_id).select_related("decision").order_by("pk")

    def saying(self, subject: str, outcome: str, membership_id: int) -> Self:
        """Those that one member took in the same words."""
        said = {"decision__subject": subject, "decision__outcome": outcome}
        return self.filter(**said, decision__membership_id=membership_id)


@tracked
class ReviewDecision(models.Model):
    """A decision that was taken in a review; the decision itself stands in the register of decisions."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="decisions")
    item = models.ForeignKey(
        "governance.AgendaItem", on_delete=models.PROTECT, related_name="decisions", null=True, blank=True
    )
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")

    objects = ReviewDecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.decision)
