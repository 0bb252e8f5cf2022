from django.db import migrations

# Row security applies inside the function: minutes and members of others are as absent as those that never were.
OWN_NAME = """
CREATE FUNCTION governance_signature_is_of_the_own_side() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_vendor bigint := nullif(current_setting('retained.vendor', true), '')::bigint;
    signed_in bigint := nullif(current_setting('retained.person', true), '')::bigint;
BEGIN
    IF (NEW.side = 'client') <> (of_vendor IS NULL) THEN
        RAISE check_violation USING MESSAGE = 'minutes are signed for the own side';
    END IF;
    IF NOT EXISTS (
        SELECT FROM accounts_membership m
          JOIN accounts_person p ON p.id = m.person_id
         WHERE m.id = NEW.membership_id AND m.vendor_id IS NOT DISTINCT FROM of_vendor AND m.ended_at IS NULL
           AND (of_vendor IS NULL OR NEW.name IN (p.name, p.email)) AND coalesce(signed_in, p.id) = p.id)
    THEN
        RAISE check_violation USING MESSAGE = 'minutes are signed in the own name';
    END IF;
    IF NOT EXISTS (
        SELECT FROM governance_minutes v
         WHERE v.id = NEW.minutes_id AND v.sha256 = NEW.sha256 AND v.vendor_id IS NOT DISTINCT FROM NEW.vendor_id)
    THEN
        RAISE check_violation USING MESSAGE = 'what is signed is what the minutes say';
    END IF;
    IF EXISTS (
        SELECT FROM governance_minutes v
          JOIN governance_minutes later ON later.review_id = v.review_id AND later.number > v.number
         WHERE v.id = NEW.minutes_id)
    THEN
        RAISE check_violation USING MESSAGE = 'only the newest version of minutes is signed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER minutes_are_signed_in_the_own_name BEFORE INSERT ON governance_signature
    FOR EACH ROW EXECUTE FUNCTION governance_signature_is_of_the_own_side();
"""
UNDO = "DROP FUNCTION governance_signature_is_of_the_own_side CASCADE;"


class Migration(migrations.Migration):
    """Each side signs for itself, in its own name, what the newest version says."""

    dependencies = [("governance", "0003_agenda_items_know_what_was_proposed")]

    operations = [migrations.RunSQL(OWN_NAME, UNDO)]
