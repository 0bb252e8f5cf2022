"""Credit terms by validity: new ones end the ones before, and those that computed a credit stay as they are."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from vendors.models import Credit, CreditAllocation, CreditTerms


@transaction.atomic
def start_terms(terms: CreditTerms, allocations: Sequence[CreditAllocation]) -> None:
    """Save new terms with what they allocate; those before them end the day before.

    ValidationError where credits were computed for months from then on, or where later terms are there already.
    """
    begin = terms.valid.lower
    siblings = CreditTerms.objects.of_contract(terms.contract).select_for_update()
    if later := siblings.filter(valid__startswith__gte=begin).order_by("valid").first():
        raise ValidationError(
            f"There are terms from {later.valid.lower:%-d %B %Y} on already. Start later, or change those."
        )
    before = siblings.valid_on(begin).first()
    if before is not None:
        _end(before, begin)
    terms.save()
    allocate(terms, allocations)


def allocate(terms: CreditTerms, allocations: Sequence[CreditAllocation]) -> None:
    """Put these allocations in the place of those that the terms had; runs in a transaction."""
    terms.allocations.all().delete()
    CreditAllocation.objects.bulk_create(allocations)


def _end(terms: CreditTerms, begin: date) -> None:
    credited = Credit.objects.current().filter(terms=terms, month__gte=begin).order_by("-month").first()
    if credited is not None:
        raise ValidationError(
            f"Credits of {credited.month:%B %Y} were computed with the terms before. Let the new ones start later."
        )
    terms.valid = DateRange(terms.valid.lower, begin)
    terms.save(update_fields=["valid"])
