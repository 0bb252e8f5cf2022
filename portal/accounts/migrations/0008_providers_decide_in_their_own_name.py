from django.db import migrations

# Row security applies inside the function: members and rights of others are as absent as those that never were.
OWN_NAME = """
CREATE FUNCTION decision_of_a_provider_is_its_own() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_vendor bigint := nullif(current_setting('retained.vendor', true), '')::bigint;
    signed_in bigint := nullif(current_setting('retained.person', true), '')::bigint;
BEGIN
    IF of_vendor IS NOT NULL AND NOT EXISTS (
        SELECT FROM accounts_membership m
          JOIN accounts_person p ON p.id = m.person_id
          JOIN accounts_decisionright r ON r.id = NEW.right_id AND r.kind = NEW.kind AND NOT r.is_retained
         WHERE m.id = NEW.membership_id AND m.vendor_id = of_vendor AND m.ended_at IS NULL
           AND NEW.decided_by IN (p.name, p.email) AND coalesce(signed_in, p.id) = p.id)
    THEN
        RAISE check_violation USING MESSAGE = 'a provider decides in its own name, and nothing that is retained';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER provider_decides_in_its_own_name BEFORE INSERT ON accounts_decision
    FOR EACH ROW EXECUTE FUNCTION decision_of_a_provider_is_its_own();
CREATE POLICY told_by_triggers ON accounts_decisionevent AS RESTRICTIVE FOR INSERT WITH CHECK (pg_trigger_depth() > 0);
"""
UNDO = """
DROP POLICY told_by_triggers ON accounts_decisionevent;
DROP FUNCTION decision_of_a_provider_is_its_own CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_standard_rights_for_those_who_are_there")]

    operations = [migrations.RunSQL(OWN_NAME, UNDO)]
