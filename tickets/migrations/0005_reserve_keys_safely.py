from django.db import migrations

from portal.accounts.rowsecurity import APP_ROLE

# The lock belongs to the session, so that importers do not wait for each other's transactions; it is given back
# whatever happens. Nothing in the caller's temporary schema can stand in for the sequence, and nobody but the
# application may call a function that works with its owner's rights.
RESERVE_KEYS = """
CREATE OR REPLACE FUNCTION reserve_ticket_keys(wanted bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE first bigint;
BEGIN
    PERFORM pg_advisory_lock(hashtext('reserve_ticket_keys'));
    BEGIN
        first := nextval('tickets_ticket_id_seq');
        PERFORM setval('tickets_ticket_id_seq', first + greatest(wanted, 1) - 1);
    EXCEPTION WHEN query_canceled OR OTHERS THEN
        PERFORM pg_advisory_unlock(hashtext('reserve_ticket_keys'));
        RAISE;
    END;
    PERFORM pg_advisory_unlock(hashtext('reserve_ticket_keys'));
    RETURN first;
END $$;
REVOKE EXECUTE ON FUNCTION reserve_ticket_keys(bigint) FROM PUBLIC;
"""
GRANT = f"""
DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN
    GRANT EXECUTE ON FUNCTION reserve_ticket_keys(bigint) TO {APP_ROLE};
END IF; END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0004_rulebook_state")]

    operations = [migrations.RunSQL(RESERVE_KEYS + GRANT, migrations.RunSQL.noop)]
