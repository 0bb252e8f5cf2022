"""Instruments as an organisation holds them: immutable versions, and drafts of those it adapts."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.visibility import ClientRows
from portal.ledger.tracking import tracked


class InstrumentVersionQuerySet(ClientRows["InstrumentVersion"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def of_code(self, code: str) -> Self:
        return self.filter(code=code).order_by("-number")

    def newest(self) -> Self:
        """The newest version of each instrument."""
        return self.order_by("code", "-number").distinct("code")

    def for_table(self) -> Self:
        """Without what they hold, but with `used_in`: the number of assessments made with each."""
        used = self.annotate(used_in=Count("campaigns"))
        return used.select_related("based_on").defer("content", "based_on__content").order_by("code", "-number")

    def numbers_of(self, codes: Iterable[str]) -> dict[str, dict[str, int]]:
        """By code the numbers of its versions, each under the SHA-256 of what it holds."""
        held: dict[str, dict[str, int]] = {}
        for code, sha256, number in self.filter(code__in=codes).values_list("code", "sha256", "number"):
            held.setdefault(code, {})[sha256] = number
        return held


class InstrumentVersion(models.Model):
    """One version of an instrument, as it will always be: the application has no right to change or remove it.

    `content` is the canonical JSON of assessments/instruments/shape.py, `sha256` that of its UTF-8 bytes.
    `based_on` is the version that it was adapted from; None: shipped with the portal.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    note = models.CharField("what is different", max_length=300, blank=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=160)

    objects = InstrumentVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["code", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="instrument_key_with_its_organisation"),
            models.UniqueConstraint(fields=["organisation", "code", "number"], name="instrument_version_is_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="instrument_versions_count_from_one"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="instrument_version_carries_its_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:instrument", args=[self.pk])

    def came_after(self) -> "InstrumentVersion | None":
        """The version before of the same instrument; of a first one that which it was adapted from, if any."""
        siblings = InstrumentVersion.objects.of_organisation(self.organisation_id).of_code(self.code)
        return siblings.filter(number__lt=self.number).first() or self.based_on


class InstrumentDraftQuerySet(ClientRows["InstrumentDraft"]):
    def of_code(self, code: str) -> Self:
        return self.filter(code=code)

    def of_key_alone(self, key: int) -> Self:
        return self.filter(pk=key)

    def locked(self) -> Self:
        """Held until the transaction ends, so that what is read is what is changed."""
        return self.select_for_update(of=("self",), no_key=True)

    def for_table(self) -> Self:
        return self.select_related("based_on").defer("content", "based_on__content").order_by("title", "pk")


@tracked
class InstrumentDraft(models.Model):
    """What an organisation is adapting; it may be wrong meanwhile, and is checked when it becomes a version."""

    untold_in_history: ClassVar = frozenset({"content"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.SlugField("short name", max_length=60)
    title = models.CharField(max_length=120)
    content = models.TextField()
    based_on = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=160)

    objects = InstrumentDraftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="instrument_has_one_draft",
                violation_error_message="There is a draft of this short name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessments:instrument-draft", args=[self.pk])
