from django.db import migrations

from portal.accounts.rowsecurity import append_only, protect

SHARED = ("site", "calendar", "calendarversion", "openinghours", "holiday")
OF_A_VENDOR = ("contact", "contract", "service", "supportgroup", "servicelevel")


class Migration(migrations.Migration):
    dependencies = [
        ("vendors", "0001_initial"),
        ("accounts", "0002_row_security"),
        ("jobs", "0002_row_security"),
    ]

    operations = [
        protect("vendors_vendor", "vendor", vendor_column="id"),
        protect("vendors_vendorevent", "vendor", vendor_column="id"),
        append_only("vendors_vendorevent"),
        *(protect(f"vendors_{name}", "shared") for name in SHARED),
        *(protect(f"vendors_{name}event", "client") for name in SHARED),
        *(protect(f"vendors_{name}", "vendor") for name in OF_A_VENDOR),
        *(protect(f"vendors_{name}event", "vendor") for name in OF_A_VENDOR),
        *(append_only(f"vendors_{name}event") for name in (*SHARED, *OF_A_VENDOR)),
    ]
