from django.db import migrations

from portal.accounts.rowsecurity import (
    APP_ROLE,
    ORGANISATION,
    VENDOR,
    append_only,
    enforce,
    policy,
    protect,
    same_party,
)

VENDORS = "vendors_vendor"
KEPT_BY_US = ("creditterms", "creditallocation")
WITH_HISTORY = (*KEPT_BY_US, "credit")

_PARTY = f"organisation_id = {ORGANISATION} AND ({VENDOR} IS NULL OR vendor_id = {VENDOR})"
_CLIENT = f"organisation_id = {ORGANISATION} AND {VENDOR} IS NULL"
_ANSWERS = "state IN ('agreed', 'disputed')"
_ANSWERABLE = "state IN ('claimed', 'disputed')"


def protect_rows(table: str, *policies: str) -> migrations.RunSQL:
    """Put a table under row security by policies of its own; what none of them names nobody does."""
    names = [each.split()[2] for each in policies]
    return migrations.RunSQL(
        enforce(table) + "".join(policies),
        "".join(f"DROP POLICY {name} ON {table};" for name in names)
        + f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


CREDITS = "vendors_credit"
ENTRIES = "vendors_creditentry"

# The organisation accrues and moves credits; the provider reads its own and answers a claim. Nobody removes one.
CREDIT_POLICIES = (
    policy(CREDITS, "party_reads", "SELECT", _PARTY),
    policy(CREDITS, "client_inserts", "INSERT", _CLIENT),
    policy(CREDITS, "client_updates", "UPDATE", _CLIENT),
    f"CREATE POLICY provider_answers ON {CREDITS} FOR UPDATE USING ({_PARTY} AND {_ANSWERABLE}) "
    f"WITH CHECK ({_PARTY} AND {_ANSWERS});",
)
ENTRY_POLICIES = (
    policy(ENTRIES, "party_reads", "SELECT", _PARTY),
    policy(ENTRIES, "client_inserts", "INSERT", _CLIENT),
    policy(ENTRIES, "provider_answers", "INSERT", f"{_PARTY} AND side = 'provider' AND to_{_ANSWERS}"),
)

# What was computed stays as it was, whichever program writes; the ledger is a chain from accrual to today.
FROZEN = f"""
CREATE FUNCTION credit_ledger_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE check_violation USING MESSAGE = 'the ledger of credits is only added to: correct it by a further entry';
END $$;
CREATE TRIGGER credit_entry_is_never_changed BEFORE UPDATE OR DELETE ON {ENTRIES}
    FOR EACH ROW EXECUTE FUNCTION credit_ledger_is_final();
CREATE TRIGGER credit_ledger_is_never_emptied BEFORE TRUNCATE ON {ENTRIES}
    FOR EACH STATEMENT WHEN (current_user = '{APP_ROLE}') EXECUTE FUNCTION credit_ledger_is_final();
CREATE FUNCTION credit_entry_continues_the_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_state text := coalesce(
        (SELECT e.to_state FROM {ENTRIES} e WHERE e.credit_id = NEW.credit_id ORDER BY e.id DESC LIMIT 1), '');
BEGIN
    IF NEW.from_state <> last_state THEN
        RAISE check_violation USING MESSAGE = 'a credit entry begins where the one before it ended: ' || last_state;
    END IF;
    IF NOT EXISTS (SELECT FROM {CREDITS} c WHERE c.id = NEW.credit_id AND c.vendor_id = NEW.vendor_id
                   AND c.state = NEW.to_state AND c.amount = abs(NEW.amount)) THEN
        RAISE check_violation USING MESSAGE = 'a credit entry has the state and the amount of its credit';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER credit_entry_fits_its_credit BEFORE INSERT ON {ENTRIES}
    FOR EACH ROW EXECUTE FUNCTION credit_entry_continues_the_chain();
CREATE FUNCTION credit_stays_as_computed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE check_violation USING MESSAGE = 'a credit is never removed: it is reversed';
    END IF;
    IF (to_jsonb(NEW) - 'state') IS DISTINCT FROM (to_jsonb(OLD) - 'state') THEN
        RAISE check_violation USING MESSAGE = 'a credit stays as it was computed: reverse it and accrue another';
    END IF;
    IF OLD.state = 'reversed' THEN
        RAISE check_violation USING MESSAGE = 'a reversed credit is history';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER credit_is_final BEFORE UPDATE OR DELETE ON {CREDITS}
    FOR EACH ROW EXECUTE FUNCTION credit_stays_as_computed();
CREATE FUNCTION credit_terms_in_use_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed_terms bigint;
BEGIN
    IF TG_TABLE_NAME = 'vendors_creditterms' THEN
        IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'valid') IS NOT DISTINCT FROM (to_jsonb(OLD) - 'valid') THEN
            RETURN NEW;
        END IF;
        changed_terms := OLD.id;
    ELSE
        changed_terms := CASE WHEN TG_OP = 'INSERT' THEN NEW.terms_id ELSE OLD.terms_id END;
    END IF;
    IF EXISTS (SELECT FROM {CREDITS} c WHERE c.terms_id = changed_terms) THEN
        RAISE check_violation USING MESSAGE = 'credit terms that computed a credit stay: start new ones from a day on';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER credit_terms_are_final BEFORE UPDATE OR DELETE ON vendors_creditterms
    FOR EACH ROW EXECUTE FUNCTION credit_terms_in_use_stay();
CREATE TRIGGER credit_allocations_are_final BEFORE INSERT OR UPDATE OR DELETE ON vendors_creditallocation
    FOR EACH ROW EXECUTE FUNCTION credit_terms_in_use_stay();
"""
UNDO_FROZEN = """
DROP FUNCTION credit_ledger_is_final CASCADE;
DROP FUNCTION credit_entry_continues_the_chain CASCADE;
DROP FUNCTION credit_stays_as_computed CASCADE;
DROP FUNCTION credit_terms_in_use_stay CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("vendors", "0010_service_credits")]

    operations = [
        *(protect(f"vendors_{name}{suffix}", "vendor") for name in KEPT_BY_US for suffix in ("", "event")),
        protect_rows(CREDITS, *CREDIT_POLICIES),
        protect_rows(ENTRIES, *ENTRY_POLICIES),
        protect("vendors_creditevent", "recorded"),
        append_only(ENTRIES),
        *(append_only(f"vendors_{name}event") for name in WITH_HISTORY),
        *(same_party(f"vendors_{name}", "vendor_id", VENDORS) for name in (*WITH_HISTORY, "creditentry")),
        same_party("vendors_creditterms", "contract_id", "vendors_contract", party="vendor_id"),
        same_party("vendors_creditallocation", "terms_id", "vendors_creditterms", party="vendor_id"),
        same_party("vendors_creditallocation", "level_id", "vendors_servicelevel", party="vendor_id"),
        same_party(CREDITS, "contract_id", "vendors_contract", party="vendor_id"),
        same_party(CREDITS, "level_id", "vendors_servicelevel", party="vendor_id"),
        same_party(CREDITS, "gives_way_to_id", "vendors_servicelevel", party="vendor_id"),
        same_party(CREDITS, "terms_id", "vendors_creditterms", party="vendor_id"),
        same_party(CREDITS, "report_id", "vendors_slareport", party="vendor_id"),
        same_party(CREDITS, "restates_id", CREDITS, party="vendor_id"),
        same_party(ENTRIES, "credit_id", CREDITS, party="vendor_id"),
        same_party(ENTRIES, "decision_id", "accounts_decision"),
        migrations.RunSQL(FROZEN, UNDO_FROZEN),
    ]
