from django.db import migrations

from portal.accounts.rowsecurity import append_only, protect, same_party


class Migration(migrations.Migration):
    dependencies = [("vendors", "0008_outages_and_fresh_measurements")]

    operations = [
        protect("vendors_outage", "vendor"),
        protect("vendors_outageevent", "vendor"),
        append_only("vendors_outageevent"),
        same_party("vendors_outage", "vendor_id", "vendors_vendor"),
        same_party("vendors_outage", "service_id", "vendors_service", party="vendor_id"),
    ]
