from django.db import migrations

# Row security applies inside the function: a member of another organisation is as absent as one that never was.
OWNER_INSIDE = """
CREATE FUNCTION vendors_issue_owner_is_inside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM accounts_membership m WHERE m.id = NEW.owner_id
                   AND m.organisation_id = NEW.organisation_id AND m.vendor_id IS NULL)
    THEN
        RAISE check_violation USING MESSAGE = 'an issue is owned by a member of the organisation''s own side';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER issue_owner_is_inside BEFORE INSERT OR UPDATE OF owner_id ON vendors_issue
    FOR EACH ROW EXECUTE FUNCTION vendors_issue_owner_is_inside();
"""
# The title on a part follows the issue: the provider reads it there, for it does not see the issue.
SAME_TITLE = """
ALTER TABLE vendors_issuepart ADD CONSTRAINT vendors_issuepart_carries_the_title_of_its_issue
    FOREIGN KEY (organisation_id, issue_id, issue_title) REFERENCES vendors_issue (organisation_id, id, title)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("vendors", "0013_escalation_row_security")]

    operations = [
        migrations.RunSQL(
            OWNER_INSIDE,
            "DROP TRIGGER issue_owner_is_inside ON vendors_issue; DROP FUNCTION vendors_issue_owner_is_inside;",
        ),
        migrations.RunSQL(
            SAME_TITLE,
            "ALTER TABLE vendors_issuepart DROP CONSTRAINT vendors_issuepart_carries_the_title_of_its_issue;",
        ),
    ]
