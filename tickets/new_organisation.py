"""Declared to portal.accounts.declarations: what a new organisation gets from the tickets' side."""

from portal.accounts.models import Organisation
from tickets.setup import prepare_organisation


def prepare(organisation: Organisation) -> None:
    prepare_organisation(organisation)
