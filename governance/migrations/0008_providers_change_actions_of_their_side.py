from django.db import migrations

from portal.accounts.rowsecurity import ORGANISATION, VENDOR

PROVIDER = f"organisation_id = {ORGANISATION} AND vendor_id = {VENDOR} AND visibility <> 'client'"
IN_WORK = "state IN ('open', 'done')"


def updates(rule: str) -> str:
    return (
        "DROP POLICY provider_updates ON governance_action; "
        f"CREATE POLICY provider_updates ON governance_action FOR UPDATE USING ({rule}) WITH CHECK ({rule});"
    )


class Migration(migrations.Migration):
    """A provider works on the actions that its side owns; those of ours it reads."""

    dependencies = [("governance", "0007_evidence_downloads_and_keys")]

    operations = [
        migrations.RunSQL(
            updates(f"{PROVIDER} AND owner_side = 'provider' AND {IN_WORK}"), updates(f"{PROVIDER} AND {IN_WORK}")
        )
    ]
