"""Supersedes the outcome policy from a day on; versions are never edited."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tickets.models import ScorePolicyVersion


def start_policy(now: ScorePolicyVersion, valid_from: date, rules: dict[str, Any]) -> ScorePolicyVersion:
    """End the newest version the day before and start the next one; ValueError when that would leave no day of it."""
    if now.valid.lower and valid_from <= now.valid.lower:
        raise ValueError(f"Version {now.number} begins on {now.valid.lower}; a later one cannot begin on {valid_from}.")
    with transaction.atomic():
        now.valid = DateRange(now.valid.lower, valid_from)
        now.save(update_fields=["valid"])
        return ScorePolicyVersion.objects.create(
            organisation_id=now.organisation_id, number=now.number + 1, valid=DateRange(valid_from, None), rules=rules
        )
