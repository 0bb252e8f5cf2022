"""Which rules the stored tickets were judged by."""

from django.db import models

from portal.accounts.models import Organisation
from portal.accounts.visibility import ClientRows


class RulebookState(models.Model):
    """The fingerprints of the rules by which all tickets of an organisation were last judged.

    `parts` goes from a support group's name to the fingerprint of its rules, and from "*" to that of all other rules
    (tickets/rulebook_changes.py). `asked` is the fingerprint of the rules for which a judging was last asked for.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    parts = models.JSONField(default=dict)
    asked = models.CharField(max_length=64, blank=True)
    judged_at = models.DateTimeField(auto_now=True)

    objects = ClientRows.as_manager()

    def __str__(self) -> str:
        return f"Rules of {self.organisation_id}"
