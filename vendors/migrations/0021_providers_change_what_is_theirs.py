from django.db import migrations

from portal.accounts.rowsecurity import ORGANISATION, VENDOR, policy

_PARTY = f"organisation_id = {ORGANISATION} AND ({VENDOR} IS NULL OR vendor_id = {VENDOR})"
_CLIENT = f"organisation_id = {ORGANISATION} AND {VENDOR} IS NULL"
_PROVIDER = f"organisation_id = {ORGANISATION} AND vendor_id = {VENDOR}"

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


def by_turns(table: str, added: str, found: str, left: str) -> migrations.RunSQL:
    names = ("client_inserts", "client_updates", "provider_inserts", "provider_updates")
    return migrations.RunSQL(
        f"DROP POLICY party_inserts ON {table}; DROP POLICY party_updates ON {table};"
        + policy(table, "client_inserts", "INSERT", _CLIENT)
        + policy(table, "client_updates", "UPDATE", _CLIENT)
        + policy(table, "provider_inserts", "INSERT", f"{_PROVIDER} AND {added}")
        + f"CREATE POLICY provider_updates ON {table} FOR UPDATE "
        f"USING ({_PROVIDER} AND {found}) WITH CHECK ({_PROVIDER} AND {left});",
        "".join(f"DROP POLICY {name} ON {table};" for name in names)
        + policy(table, "party_inserts", "INSERT", _PARTY)
        + policy(table, "party_updates", "UPDATE", _PARTY),
    )


def changes_only(table: str, columns: str) -> str:
    arguments = ", ".join(f"'{column}'" for column in columns.split(","))
    return (
        f"CREATE TRIGGER provider_changes_only BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION vendors_provider_changes_only({arguments});"
    )


def told_by_triggers(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY told_by_triggers ON {table} AS RESTRICTIVE FOR INSERT WITH CHECK (pg_trigger_depth() > 0);",
        f"DROP POLICY told_by_triggers ON {table};",
    )


class Migration(migrations.Migration):
    """A provider asks, answers, acknowledges and corrects; what the organisation wrote in the same row stays."""

    dependencies = [("vendors", "0020_levels_are_better_the_way_their_kind_is")]

    operations = [
        *(by_turns(table, *rules) for table, rules in WRITTEN_BY_TURNS.items()),
        migrations.RunSQL(
            CHANGES + "".join(changes_only(*each) for each in CHANGED_BY_PROVIDERS.items()),
            "DROP FUNCTION vendors_provider_changes_only CASCADE;",
        ),
        *(told_by_triggers(f"vendors_{name}event") for name in HISTORIES),
    ]
