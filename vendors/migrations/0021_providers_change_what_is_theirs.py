from django.db import migrations

from portal.accounts.rowsecurity import by_turns, provider_changes_only, told_by_triggers

# What both sides write by turns: which rows a provider may add, which it may find to change, which it may leave behind.
WRITTEN_BY_TURNS = {
    "vendors_exclusion": (
        "requested_side = 'provider' AND state = 'requested' AND decision_id IS NULL",
        "state = 'requested'",
        "((requested_side = 'client' AND decided_side = 'provider' AND state IN ('approved', 'refused'))"
        " OR (requested_side = 'provider' AND decision_id IS NULL AND state = 'withdrawn'))",
    ),
    "vendors_escalation": ("false", "state = 'open'", "state = 'acknowledged'"),
    "vendors_issuepart": ("false", "true", "true"),
}

# The columns that a provider's people change; all others stay as they are, whichever program writes.
CHANGED_BY_PROVIDERS = {
    "vendors_slareport": "state",
    "vendors_dispute": "state",
    "vendors_exclusion": "state,decided_side,decided_at,decision_id,answer",
    "vendors_escalation": "state,acknowledged_by,acknowledged_at",
    "vendors_issuepart": "owner_id,state,answer",
}
CHANGES = """
CREATE FUNCTION vendors_provider_changes_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nullif(current_setting('retained.vendor', true), '') IS NOT NULL
        AND (to_jsonb(NEW) - TG_ARGV) IS DISTINCT FROM (to_jsonb(OLD) - TG_ARGV)
    THEN
        RAISE check_violation USING MESSAGE = 'this part of ' || TG_TABLE_NAME || ' is not the provider''s to change';
    END IF;
    RETURN NEW;
END $$;
"""

# History is told by triggers. A program that may add to it could otherwise tell what never was.
HISTORIES = (
    *("exclusion", "reportfile", "dispute", "slareport", "reportline", "reportdraft", "disputemessage"),
    *("credit", "escalation", "escalationnote", "issuepart"),
)


class Migration(migrations.Migration):
    """A provider asks, answers, acknowledges and corrects; what the organisation wrote in the same row stays."""

    dependencies = [("vendors", "0020_levels_are_better_the_way_their_kind_is")]

    operations = [
        *(by_turns(table, *rules) for table, rules in WRITTEN_BY_TURNS.items()),
        migrations.RunSQL(CHANGES, "DROP FUNCTION vendors_provider_changes_only CASCADE;"),
        *(provider_changes_only(*each) for each in CHANGED_BY_PROVIDERS.items()),
        *(told_by_triggers(f"vendors_{name}event") for name in HISTORIES),
    ]
