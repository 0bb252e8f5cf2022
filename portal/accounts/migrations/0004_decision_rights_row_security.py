from django.db import migrations

from portal.accounts.rowsecurity import ORGANISATION, VENDOR, append_only, enforce, policy, protect, same_party

RIGHTS, HOLDERS, DECISIONS = "accounts_decisionright", "accounts_rightholder", "accounts_decision"

_OWN = f"organisation_id = {ORGANISATION}"
_FOR_IT = f"(vendor_id IS NULL OR vendor_id = {VENDOR})"
_ITS_OWN_OR_OURS = f"(holder_vendor_id IS NULL OR holder_vendor_id = {VENDOR})"


def protect_holders(table: str) -> migrations.RunSQL:
    """A provider reads who holds the rights that cover it: our people and its own, no rival's."""
    return migrations.RunSQL(
        enforce(table)
        + policy(table, "client", "ALL", f"{_OWN} AND {VENDOR} IS NULL")
        + policy(table, "providers_read", "SELECT", f"{_OWN} AND {_FOR_IT} AND {_ITS_OWN_OR_OURS}"),
        f"DROP POLICY client ON {table}; DROP POLICY providers_read ON {table};"
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


# A person is on one side or the other. Whoever changes sides gives back what only the old side can hold.
SIDES = """
CREATE FUNCTION right_is_held_on_the_holders_own_side() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.membership_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM accounts_membership m WHERE m.id = NEW.membership_id AND m.organisation_id = NEW.organisation_id
           AND m.vendor_id IS NOT DISTINCT FROM NEW.holder_vendor_id)
    THEN
        RAISE check_violation USING MESSAGE = 'a right would be held for a side that its holder is not on';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER held_on_the_own_side AFTER INSERT OR UPDATE ON accounts_rightholder
    FOR EACH ROW EXECUTE FUNCTION right_is_held_on_the_holders_own_side();
CREATE FUNCTION member_changes_sides_without_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM accounts_rightholder h WHERE h.membership_id = NEW.id) THEN
        RAISE check_violation USING MESSAGE = 'a member who holds decision rights would change sides';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER no_rights_are_taken_along AFTER UPDATE OF vendor_id ON accounts_membership
    FOR EACH ROW WHEN (OLD.vendor_id IS DISTINCT FROM NEW.vendor_id)
    EXECUTE FUNCTION member_changes_sides_without_rights();
"""
UNDO_SIDES = """
DROP FUNCTION right_is_held_on_the_holders_own_side CASCADE;
DROP FUNCTION member_changes_sides_without_rights CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_decision_rights")]

    operations = [
        protect(RIGHTS, "general"),
        protect(f"{RIGHTS}event", "client"),
        protect_holders(HOLDERS),
        protect(f"{HOLDERS}event", "client"),
        protect(DECISIONS, "recorded"),
        protect(f"{DECISIONS}event", "recorded"),
        append_only(DECISIONS),
        append_only(f"{RIGHTS}event"),
        append_only(f"{HOLDERS}event"),
        append_only(f"{DECISIONS}event"),
        same_party(HOLDERS, "right_id", RIGHTS),
        same_party(HOLDERS, "membership_id", "accounts_membership"),
        same_party(DECISIONS, "right_id", RIGHTS),
        same_party(DECISIONS, "membership_id", "accounts_membership"),
        migrations.RunSQL(
            f"ALTER TABLE {HOLDERS} ADD CONSTRAINT rightholder_repeats_the_retention_of_its_right "
            f"FOREIGN KEY (right_id, is_retained) REFERENCES {RIGHTS} (id, is_retained) DEFERRABLE INITIALLY DEFERRED",
            f"ALTER TABLE {HOLDERS} DROP CONSTRAINT rightholder_repeats_the_retention_of_its_right",
        ),
        migrations.RunSQL(SIDES, UNDO_SIDES),
    ]
