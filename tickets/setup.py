"""What a new organisation needs before its first ticket is judged."""

from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.models import Organisation
from tickets.models import ScorePolicyVersion
from tickets.policies import rules_of
from tickets.scoring import STANDARD_POLICY
from vendors.setup import prepare_calendar


def prepare_organisation(organisation: Organisation) -> None:
    """Give the organisation a default calendar and the standard score policy; what it has already stays.

    Runs in a transaction that acts for the organisation, and may run twice.
    """
    prepare_calendar(organisation)
    ScorePolicyVersion.objects.get_or_create(
        organisation=organisation,
        number=1,
        defaults={"valid": DateRange(STANDARD_POLICY.valid_from, None), "rules": rules_of(STANDARD_POLICY)},
    )
