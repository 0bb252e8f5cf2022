from django.db import migrations

# What was decided under a right stays what the right is about; another matter is another right.
MATTER = """
CREATE FUNCTION decision_right_keeps_its_matter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE check_violation USING MESSAGE = 'a decision right would be about something else: end it and add another';
END $$;
CREATE TRIGGER kind_and_vendor_are_fixed BEFORE UPDATE OF kind, vendor_id ON accounts_decisionright
    FOR EACH ROW WHEN (OLD.kind IS DISTINCT FROM NEW.kind OR OLD.vendor_id IS DISTINCT FROM NEW.vendor_id)
    EXECUTE FUNCTION decision_right_keeps_its_matter();
"""

# Row security of a holder reads the vendor that it repeats: a wrong one would show it to a rival. Whether a person
# has left is kept here for readers who may not look up memberships.
HOLDERS = """
CREATE FUNCTION holder_repeats_what_it_is_shown_by() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM accounts_decisionright r WHERE r.id = NEW.right_id AND r.vendor_id IS NOT DISTINCT FROM NEW.vendor_id)
    THEN
        RAISE check_violation USING MESSAGE = 'a holder would repeat another vendor than that of its right';
    END IF;
    NEW.has_left := EXISTS (SELECT FROM accounts_membership m WHERE m.id = NEW.membership_id AND m.ended_at IS NOT NULL);
    RETURN NEW;
END $$;
CREATE TRIGGER holder_repeats_what_it_is_shown_by BEFORE INSERT OR UPDATE ON accounts_rightholder
    FOR EACH ROW EXECUTE FUNCTION holder_repeats_what_it_is_shown_by();
CREATE FUNCTION holders_leave_with_their_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts_rightholder SET has_left = (NEW.ended_at IS NOT NULL) WHERE membership_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER holders_leave_with_their_membership AFTER UPDATE OF ended_at ON accounts_membership
    FOR EACH ROW WHEN ((OLD.ended_at IS NULL) <> (NEW.ended_at IS NULL))
    EXECUTE FUNCTION holders_leave_with_their_membership();
"""
UNDO = """
DROP FUNCTION decision_right_keeps_its_matter CASCADE;
DROP FUNCTION holder_repeats_what_it_is_shown_by CASCADE;
DROP FUNCTION holders_leave_with_their_membership CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_holders_who_left")]

    operations = [migrations.RunSQL(MATTER + HOLDERS, UNDO)]
