from django.db import migrations

from portal.accounts.rowsecurity import ORGANISATION, PERSON, SYSTEM, VENDOR, append_only, enforce, policy, protect

ORGANISATIONS, MEMBERSHIPS = "accounts_organisation", "accounts_membership"

_OWN_MEMBERSHIP = f"EXISTS (SELECT FROM {MEMBERSHIPS} m WHERE m.organisation_id = {ORGANISATIONS}.id AND m.person_id = {PERSON})"
_IN_ORGANISATION = f"organisation_id = {ORGANISATION} AND ({VENDOR} IS NULL OR vendor_id = {VENDOR})"


class Migration(migrations.Migration):
    """Organisations and memberships are found before one acts for an organisation, so their rules differ:
    people find their own memberships and the organisations of these; set-up and the sweeper find all organisations."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            enforce(ORGANISATIONS)
            + policy(ORGANISATIONS, "found_by_members", "SELECT", f"id = {ORGANISATION} OR {SYSTEM} OR {_OWN_MEMBERSHIP}")
            + policy(ORGANISATIONS, "kept_by_itself", "UPDATE", f"id = {ORGANISATION} AND {VENDOR} IS NULL")
            + policy(ORGANISATIONS, "set_up", "INSERT", SYSTEM),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            enforce(MEMBERSHIPS)
            + policy(MEMBERSHIPS, "client", "ALL", f"organisation_id = {ORGANISATION} AND {VENDOR} IS NULL")
            + policy(MEMBERSHIPS, "providers_read", "SELECT", _IN_ORGANISATION)
            + policy(MEMBERSHIPS, "own", "SELECT", f"person_id = {PERSON}"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            enforce("accounts_organisationevent")
            + policy("accounts_organisationevent", "own", "SELECT", f"id = {ORGANISATION} AND {VENDOR} IS NULL")
            + policy(
                "accounts_organisationevent", "written", "INSERT", f"(id = {ORGANISATION} AND {VENDOR} IS NULL) OR {SYSTEM}"
            ),
            migrations.RunSQL.noop,
        ),
        protect("accounts_invitation", "client"),
        protect("accounts_membershipevent", "vendor"),
        protect("accounts_invitationevent", "client"),
        append_only("accounts_organisationevent"),
        append_only("accounts_membershipevent"),
        append_only("accounts_invitationevent"),
    ]
