from django.db import migrations

from portal.accounts.rowsecurity import append_only, protect, same_party

OF_A_VENDOR = ("contractfunction", "contractsite", "feeperiod", "obligation", "attestation")
TOLD = ("document", "documentversion")
CLIENTS_OWN = ("reminder", "remindermail")
CONTRACT, VENDOR = "vendors_contract", "vendors_vendor"

# The owner of the tables acts for nobody, so it sees their rows only while row security does not bind it.
_UNBOUND = "ALTER TABLE {0} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {0}event NO FORCE ROW LEVEL SECURITY;"
_BOUND = "ALTER TABLE {0} FORCE ROW LEVEL SECURITY; ALTER TABLE {0}event FORCE ROW LEVEL SECURITY;"

_COUNTED = """
CASE WHEN ends_on IS NULL OR notice_period IS NULL THEN NULL
     WHEN notice_unit = 'days' THEN ends_on - notice_period::integer
     ELSE (ends_on + 1 - make_interval(months => notice_period::integer))::date - 1 END
"""


class Migration(migrations.Migration):
    """Known notice dates count as entered by hand; the new tables go behind both walls; a version of a document
    stays as it is, but for its visibility, which follows its document."""

    dependencies = [("vendors", "0006_contracts_in_full")]

    operations = [
        migrations.RunSQL(
            _UNBOUND.format(CONTRACT)
            + "UPDATE vendors_contract SET notice_by_hand = true WHERE notice_on IS NOT NULL;"
            + _BOUND.format(CONTRACT),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "ALTER TABLE vendors_contract ADD CONSTRAINT contract_notice_is_counted_or_by_hand "
            f"CHECK (notice_by_hand OR notice_on IS NOT DISTINCT FROM {_COUNTED})",
            "ALTER TABLE vendors_contract DROP CONSTRAINT contract_notice_is_counted_or_by_hand",
        ),
        *(protect(f"vendors_{name}{event}", "vendor") for name in OF_A_VENDOR for event in ("", "event")),
        *(protect(f"vendors_{name}{event}", "told") for name in TOLD for event in ("", "event")),
        *(protect(f"vendors_{name}{event}", "client") for name in CLIENTS_OWN for event in ("", "event")),
        *(append_only(f"vendors_{name}event") for name in (*OF_A_VENDOR, *TOLD, *CLIENTS_OWN)),
        append_only("vendors_documentversion"),
        same_party(CONTRACT, "parent_id", CONTRACT, party="vendor_id"),
        *(same_party(f"vendors_{name}", "vendor_id", VENDOR) for name in (*OF_A_VENDOR, *TOLD, "reminder")),
        *(
            same_party(f"vendors_{name}", "contract_id", CONTRACT, party="vendor_id")
            for name in ("contractfunction", "contractsite", "feeperiod", "obligation", "document")
        ),
        same_party("vendors_contractsite", "site_id", "vendors_site"),
        same_party("vendors_obligation", "follows_id", "vendors_obligation", party="vendor_id"),
        same_party("vendors_attestation", "document_id", "vendors_document", party="vendor_id"),
        same_party("vendors_remindermail", "reminder_id", "vendors_reminder"),
        migrations.RunSQL(
            "ALTER TABLE vendors_documentversion ADD CONSTRAINT document_version_is_read_by_those_of_its_document "
            "FOREIGN KEY (vendor_id, document_id, visibility) "
            "REFERENCES vendors_document (vendor_id, id, visibility) ON UPDATE CASCADE",
            "ALTER TABLE vendors_documentversion DROP CONSTRAINT document_version_is_read_by_those_of_its_document",
        ),
    ]
