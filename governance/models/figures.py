"""Figures of the organisation that the portal cannot know: kept per year, so that signs can be computed from them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.visibility import ClientRows
from portal.ledger.tracking import tracked


class FigureKind(models.TextChoices):
    IT_BUDGET = "it_budget", "IT budget"
    REVENUE = "revenue", "Revenue"
    AUDIT_FINDINGS = "audit_findings", "Audit findings on IT"
    IT_STAFF = "it_staff", "IT staff, average of the year"
    IT_LEAVERS = "it_leavers", "IT staff who left"
    PROJECTS_PLANNED = "projects_planned", "Strategic projects planned"
    PROJECTS_POSTPONED = "projects_postponed", "Strategic projects postponed"
    OPENINGS_PLANNED = "openings_planned", "Office openings and moves planned"
    OPENINGS_LATE = "openings_late", "Openings and moves late because of IT"


MONEY = (FigureKind.IT_BUDGET, FigureKind.REVENUE)
"""Kinds in the organisation's currency; the others are counts."""


class OrganisationFigureQuerySet(ClientRows["OrganisationFigure"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def but(self, key: int | None) -> Self:
        """All others than one; all of them without a key."""
        return self if key is None else self.exclude(pk=key)

    def standing(self, organisation_id: int, kind: str, year: int) -> "OrganisationFigure | None":
        return self.filter(organisation_id=organisation_id, kind=kind, year=year).first()


@tracked
class OrganisationFigure(models.Model):
    """One figure of one calendar year. A correction is an edit, and the history keeps what stood before.

    `value` is in the organisation's currency for money, without a unit otherwise, of the whole year.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("figure", max_length=20, choices=FigureKind)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=16, decimal_places=2)
    source = models.CharField("where it comes from", max_length=200, blank=True)
    entered_by = models.CharField(max_length=160)
    entered_at = models.DateTimeField()

    objects = OrganisationFigureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["kind", "year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="figure_key_with_its_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "kind", "year"],
                name="figure_stands_once_a_year",
                violation_error_message="This figure is there already for that year. Change it there.",
            ),
            models.CheckConstraint(condition=Q(kind__in=FigureKind.values), name="figure_kind_is_known"),
            models.CheckConstraint(condition=Q(value__gte=0), name="figure_is_not_negative"),
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2100), name="figure_year_is_sensible"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:figure", args=[self.pk])
