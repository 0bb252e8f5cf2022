"""Declared to portal.accounts.declarations: what a new organisation gets from the side of governance."""

from governance.changes.standards import lay_out_lead_times
from governance.scope.standard import lay_out_functions
from portal.accounts.models import Organisation


def prepare(organisation: Organisation) -> None:
    lay_out_lead_times(organisation)
    lay_out_functions(organisation.pk)
