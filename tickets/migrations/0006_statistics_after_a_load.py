from django.db import migrations

from portal.accounts.rowsecurity import APP_ROLE

# Right after a large load the planner still believes in the small table of before and reads a month ticket by ticket.
# Autovacuum notices within a minute; a roll-up that follows at once cannot wait for it. Only the owner may ANALYZE
# (PostgreSQL 17 brought a right of its own for it; 15 and 16 are supported too).
REFRESH = """
CREATE FUNCTION refresh_ticket_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    ANALYZE public.tickets_ticket;
    ANALYZE public.tickets_outcome;
END $$;
REVOKE EXECUTE ON FUNCTION refresh_ticket_statistics() FROM PUBLIC;
"""
GRANT = f"""
DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN
    GRANT EXECUTE ON FUNCTION refresh_ticket_statistics() TO {APP_ROLE};
END IF; END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0005_reserve_keys_safely")]

    operations = [migrations.RunSQL(REFRESH + GRANT, "DROP FUNCTION refresh_ticket_statistics")]
