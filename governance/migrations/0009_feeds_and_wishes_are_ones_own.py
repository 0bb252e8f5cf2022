from django.db import migrations

# Row security applies inside the function: members of others are as absent as those that never were.
ONE_S_OWN = """
CREATE FUNCTION governance_is_of_the_own_person() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_vendor bigint := nullif(current_setting('retained.vendor', true), '')::bigint;
    signed_in bigint := nullif(current_setting('retained.person', true), '')::bigint;
BEGIN
    IF of_vendor IS NOT NULL AND NOT EXISTS (
        SELECT FROM accounts_membership m
         WHERE m.id = NEW.membership_id AND m.vendor_id = of_vendor AND coalesce(signed_in, m.person_id) = m.person_id)
    THEN
        RAISE check_violation USING MESSAGE = 'this row of ' || TG_TABLE_NAME || ' is somebody else''s';
    END IF;
    RETURN NEW;
END $$;
"""
TABLES = ("preference", "calendarfeed", "notification")


def bound(table: str) -> migrations.RunSQL:
    name = f"{table}_is_of_the_own_person"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON governance_{table} "
        "FOR EACH ROW EXECUTE FUNCTION governance_is_of_the_own_person();",
        f"DROP TRIGGER {name} ON governance_{table};",
    )


class Migration(migrations.Migration):
    """A provider's person keeps a calendar address and wishes of the own, and reads what is told to them alone.

    Each person has one address and one wish per kind: written in somebody else's name they would take theirs.
    """

    dependencies = [("governance", "0008_providers_change_actions_of_their_side")]

    operations = [
        migrations.RunSQL(ONE_S_OWN, "DROP FUNCTION governance_is_of_the_own_person CASCADE;"),
        *(bound(table) for table in TABLES),
    ]
