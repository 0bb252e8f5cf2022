"""What the ground floor lays out for a new organisation: the decisions that somebody has to own."""

from portal.accounts.decisions import lay_out_standard
from portal.accounts.models import Organisation


def prepare(organisation: Organisation) -> None:
    lay_out_standard(organisation)
