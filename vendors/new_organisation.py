"""Declared to portal.accounts.declarations: what a new organisation gets from the vendors' side."""

from portal.accounts.models import Organisation
from vendors.setup import prepare_calendar


def prepare(organisation: Organisation) -> None:
    prepare_calendar(organisation)
