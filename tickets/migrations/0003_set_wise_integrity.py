from django.db import migrations

# One check per statement over the distinct combinations that arrived: a million tickets hold a few hundred.
# Row security applies inside the function, so another organisation's parent is as absent as one that never was.
CHECK_TICKETS = """
CREATE FUNCTION tickets_hang_on_their_own_party() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stray record;
BEGIN
    SELECT a.* INTO stray
    FROM (SELECT DISTINCT organisation_id, vendor_id, service_id, site_id, source_id FROM arrived) a
    WHERE NOT EXISTS (SELECT FROM tickets_source s
                      WHERE s.id = a.source_id AND s.organisation_id = a.organisation_id)
       OR (a.vendor_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM vendors_vendor v WHERE v.id = a.vendor_id AND v.organisation_id = a.organisation_id))
       OR (a.service_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM vendors_service s WHERE s.id = a.service_id AND s.vendor_id = a.vendor_id))
       OR (a.site_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM vendors_site s WHERE s.id = a.site_id AND s.organisation_id = a.organisation_id))
    LIMIT 1;
    IF FOUND THEN
        RAISE foreign_key_violation USING MESSAGE = format(
            'tickets of organisation %s would hang on a row of another party: vendor %s, service %s, site %s, source %s',
            stray.organisation_id, stray.vendor_id, stray.service_id, stray.site_id, stray.source_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER new_tickets_hang_on_their_own_party AFTER INSERT ON tickets_ticket
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION tickets_hang_on_their_own_party();
CREATE TRIGGER changed_tickets_hang_on_their_own_party AFTER UPDATE ON tickets_ticket
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION tickets_hang_on_their_own_party();
"""
CHECK_OUTCOMES = """
CREATE FUNCTION outcomes_hang_on_their_own_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM arrived a
        LEFT JOIN tickets_ticket t ON t.id = a.ticket_id AND t.organisation_id = a.organisation_id
              AND t.vendor_id IS NOT DISTINCT FROM a.vendor_id
        WHERE t.id IS NULL)
    THEN
        RAISE foreign_key_violation USING MESSAGE = 'an outcome would hang on no ticket, or on one of another party';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER new_outcomes_hang_on_their_own_ticket AFTER INSERT ON tickets_outcome
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION outcomes_hang_on_their_own_ticket();
CREATE TRIGGER changed_outcomes_hang_on_their_own_ticket AFTER UPDATE ON tickets_outcome
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION outcomes_hang_on_their_own_ticket();
"""
# Importers reserve a block of keys at once, for which the application moves the sequence on.
RESERVE_KEYS = """
CREATE FUNCTION reserve_ticket_keys(wanted bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE first bigint;
BEGIN
    PERFORM pg_advisory_lock(hashtext('reserve_ticket_keys'));
    first := nextval('tickets_ticket_id_seq');
    PERFORM setval('tickets_ticket_id_seq', first + greatest(wanted, 1) - 1);
    PERFORM pg_advisory_unlock(hashtext('reserve_ticket_keys'));
    RETURN first;
END $$;
"""
UNDO = """
DROP FUNCTION tickets_hang_on_their_own_party CASCADE;
DROP FUNCTION outcomes_hang_on_their_own_ticket CASCADE;
DROP FUNCTION reserve_ticket_keys;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_row_security")]

    operations = [migrations.RunSQL(CHECK_TICKETS + CHECK_OUTCOMES + RESERVE_KEYS, UNDO)]
