"""Agenda items of a review, and what is written down about each."""

from datetime import datetime
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from governance.models.reviews import Review, ReviewState
from portal.accounts.models import Organisation
from portal.accounts.visibility import Visibility, VoicedRows
from portal.ledger.tracking import tracked
from vendors.models import Vendor
from vendors.models.registry import Side


class ItemState(models.TextChoices):
    OPEN = "open", "To come"
    DONE = "done", "Done"
    CARRIED = "carried", "Carried forward"
    DROPPED = "dropped", "Taken off"


class AgendaItemQuerySet(VoicedRows["AgendaItem"]):
    def of_review(self, review_id: int) -> Self:
        return self.filter(review_id=review_id)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def that_can_change(self) -> Self:
        """Of reviews that are neither held nor cancelled."""
        return self.filter(review__state__in=(ReviewState.PLANNED, ReviewState.IN_SESSION))

    def of_series(self, series_id: int) -> Self:
        return self.filter(review__series_id=series_id)

    def on_the_agenda(self) -> Self:
        """In order, without what was taken off."""
        return self.exclude(state=ItemState.DROPPED).order_by("position", "pk")

    def added_by_hand(self, organisation_id: int, side: str) -> Self:
        """What somebody of one side put on the agenda of a review that is planned still, for both sides to read."""
        added = self.filter(source="", carried_from=None, raised_side=side, visibility=Visibility.SHARED)
        open_ones = added.exclude(state=ItemState.DROPPED).filter(review__state="planned")
        return open_ones.filter(organisation_id=organisation_id).select_related("review").order_by("pk")

    def unfinished(self) -> Self:
        return self.filter(state=ItemState.OPEN)

    def from_template(self) -> Self:
        """Those that the template of the series has, taken off or not."""
        return self.filter(source__startswith="template.")

    def with_notes(self) -> Self:
        """Whether anything was written down about each."""
        return self.annotate(is_noted=Exists(Note.objects.filter(item=OuterRef("pk")).exclude(text="")))

    def worth_carrying(self) -> Self:
        """Open ones that a person raised or that were carried before; of a meeting also what was found or noted.

        Items of the template that were not reached stand on the next agenda anyway.
        """
        met = Q(review__state__in=(ReviewState.IN_SESSION, ReviewState.HELD))
        spoken_about = ~Q(source__startswith="template.") | Q(is_noted=True)
        worth = Q(source="") | Q(carried_from__isnull=False) | (met & spoken_about)
        return self.with_notes().filter(worth, state=ItemState.OPEN).order_by("position", "pk")

    def left_behind(self, review: Review, now: datetime) -> Self:
        """Worth carrying, of earlier reviews of the series that are over in any way: held, cancelled or missed."""
        missed = Q(review__state=ReviewState.PLANNED, review__ends_at__lt=now)
        over = Q(review__state__in=(ReviewState.HELD, ReviewState.CANCELLED)) | missed
        earlier = {"review__series_id": review.series_id, "review__starts_at__lt": review.starts_at}
        return self.worth_carrying().filter(over, **earlier)

    def carried_links(self) -> dict[int, int]:
        """From each item that was carried to the one that it was carried from."""
        carried = self.filter(carried_from__isnull=False).order_by()
        return {key: earlier for key, earlier in carried.values_list("pk", "carried_from_id") if earlier is not None}

    def running(self) -> Self:
        """The item whose clock runs."""
        return self.filter(started_at__isnull=False)

    def clock_starts(self, key: int, now: datetime) -> int:
        return self.filter(pk=key, started_at=None).update(started_at=now)

    def clock_stops(self, key: int, passed: int) -> int:
        """`passed` are the seconds since it started; they add to what it took before."""
        return self.filter(pk=key).update(started_at=None, seconds=F("seconds") + passed)

    def say(self, key: int, state: str) -> int:
        return self.filter(pk=key).update(state=state)


@tracked
class AgendaItem(models.Model):
    """What a review speaks about. `source` names what the portal found ("vendors.disputes"); empty: a person added it.

    `section` is one of the pack's sections where it has figures there, else empty. `lines` are the things behind it:
    [{"text": …, "url": …, "figure": …}]. `minutes` is its time box. `carried_from` is the item of an earlier review
    that was not finished; `first_on` is the day of the review that raised it first: its age counts from there.
    `seconds` is how long it took, started_at the running start while the meeting is at it.
    `laid_out` is what the portal last proposed, by field: what differs from it was changed by a person and stays.
    """

    untold_in_history: ClassVar = frozenset({"laid_out", "lines", "position", "seconds", "started_at"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="items")
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.SHARED)
    position = models.PositiveSmallIntegerField(default=0)
    section = models.CharField(max_length=30, blank=True)
    source = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    lines = models.JSONField(default=list, blank=True)
    url = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(
        "time box in minutes", default=10, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    presenter = models.CharField("who presents it", max_length=160, blank=True)
    raised_side = models.CharField(max_length=10, choices=Side, default=Side.CLIENT)
    raised_by = models.CharField(max_length=160, blank=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    first_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.OPEN)
    started_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(default=0)
    laid_out = models.JSONField(default=dict, blank=True)

    is_noted: bool
    """Whether there are notes about it, as `with_notes` says."""

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="agenda_item_key_with_its_organisation"),
            models.UniqueConstraint(fields=["vendor", "id"], name="agenda_item_key_with_its_vendor"),
            models.UniqueConstraint(
                fields=["review", "source", "visibility"],
                condition=~Q(source=""),
                name="what_was_found_is_on_an_agenda_once",
            ),
            models.UniqueConstraint(fields=["review", "carried_from"], name="item_is_carried_into_a_review_once"),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="agenda_item_state_is_known"),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="agenda_item_visibility_is_known"
            ),
            models.CheckConstraint(condition=Q(raised_side__in=Side.values), name="agenda_item_side_is_known"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=240), name="agenda_item_has_a_time_box"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_of_template(self) -> bool:
        """Whether it stands on every agenda of its series; nobody raised or found it."""
        return self.source.startswith("template.")

    @property
    def is_found(self) -> bool:
        return self.source != "" and not self.is_of_template

    @property
    def is_internal(self) -> bool:
        return self.visibility == Visibility.CLIENT


class NoteQuerySet(VoicedRows["Note"]):
    def of_review(self, review_id: int) -> Self:
        return self.filter(item__review_id=review_id)

    def of_item(self, item_id: int) -> Self:
        return self.filter(item_id=item_id)

    def of_visibility(self, visibility: str) -> Self:
        return self.filter(visibility=visibility)

    def for_change(self) -> Self:
        """Locked until the transaction ends, so that two who save at once are brought together one after the other."""
        return self.select_for_update(no_key=True)


@tracked
class Note(models.Model):
    """What the minutes say about an item, for both sides or for one. `revision_id` is the newest that went into it.

    Two people may write at once: each sends what it started from, and what both wrote stays (meeting/merging.py).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="notes")
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.SHARED)
    text = models.TextField(blank=True)
    revision_id = models.BigIntegerField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "visibility"], name="item_has_one_note_per_visibility"),
            models.UniqueConstraint(fields=["organisation", "id"], name="note_key_with_its_organisation"),
            models.UniqueConstraint(fields=["vendor", "id"], name="note_key_with_its_vendor"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="note_visibility_is_known"),
        ]

    def __str__(self) -> str:
        return f"Notes on {self.item_id}"


class NoteRevisionQuerySet(VoicedRows["NoteRevision"]):
    def of_note(self, note_id: int) -> Self:
        return self.filter(note_id=note_id).order_by("pk")


class NoteRevision(models.Model):
    """A text as somebody sent it, or as it stood after two were brought together. Never changed: no word is lost."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="revisions")
    visibility = models.CharField(max_length=10, choices=Visibility)
    text = models.TextField(blank=True)
    author = models.CharField(max_length=160)
    written_at = models.DateTimeField()

    objects = NoteRevisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="revision_visibility_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.author}, {self.written_at:%d %b %Y %H:%M}"
