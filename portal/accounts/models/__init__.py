"""Organisations, people, memberships and invitations; who decides what, and what was decided."""

from portal.accounts.models.people import (
    Invitation,
    Membership,
    Organisation,
    Person,
    validate_timezone,
)

# isort: split
# The rooms below stand on the people above: their query sets ask who a member is.
from portal.accounts.models.decisions import Decision, DecisionKind, DecisionRight, Letter, RightHolder

__all__ = [
    "Decision",
    "DecisionKind",
    "DecisionRight",
    "Invitation",
    "Letter",
    "Membership",
    "Organisation",
    "Person",
    "RightHolder",
    "validate_timezone",
]
