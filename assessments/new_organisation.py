"""Declared to portal.accounts.declarations: what a new organisation gets from the side of assessments."""

from django.utils import timezone

from assessments.instruments.library import lay_out
from portal.accounts.models import Organisation


def prepare(organisation: Organisation) -> None:
    lay_out(organisation.pk, timezone.now())
