"""Entering and correcting a figure of a year. Acts for the organisation."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from governance.models import OrganisationFigure
from portal.accounts.models import Membership


class EnteredMeanwhile(Exception):
    """Somebody else entered a figure of that kind and year. The message says which."""


@dataclass(frozen=True)
class Kept:
    """`is_new` False: exactly this stood there already, as after a second click."""

    figure: OrganisationFigure
    is_new: bool = True


def keep(figure: OrganisationFigure, member: Membership, now: datetime) -> Kept:
    """Store it under the member's name. EnteredMeanwhile where another figure stands in its place."""
    is_new = figure.pk is None
    figure.entered_by, figure.entered_at = str(member.person), now
    try:
        with transaction.atomic():
            figure.save()
    except IntegrityError as refusal:
        same = OrganisationFigure.objects.standing(figure.organisation_id, figure.kind, figure.year)
        if same is None:
            raise
        if is_new and (same.value, same.source) == (figure.value, figure.source):
            return Kept(same, is_new=False)
        raise EnteredMeanwhile(f"“{same}” is there already: {same.value:,.2f}. Change it there.") from refusal
    return Kept(figure)
