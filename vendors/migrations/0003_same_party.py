from django.db import migrations

from portal.accounts.rowsecurity import same_party

VENDORS, CALENDARS = "vendors_vendor", "vendors_calendar"


class Migration(migrations.Migration):
    """Nothing of one party hangs on a row of another, whatever a program gets wrong. Memberships, invitations
    and jobs stand below this app; their vendor is bound here, where vendors are known."""

    dependencies = [("vendors", "0002_row_security")]

    operations = [
        same_party("accounts_membership", "vendor_id", VENDORS),
        same_party("accounts_invitation", "vendor_id", VENDORS),
        same_party("jobs_job", "vendor_id", VENDORS),
        same_party("vendors_contact", "vendor_id", VENDORS),
        same_party("vendors_contract", "vendor_id", VENDORS),
        same_party("vendors_service", "vendor_id", VENDORS),
        same_party("vendors_service", "contract_id", "vendors_contract", party="vendor_id"),
        same_party("vendors_supportgroup", "vendor_id", VENDORS),
        same_party("vendors_supportgroup", "service_id", "vendors_service", party="vendor_id"),
        same_party("vendors_servicelevel", "vendor_id", VENDORS),
        same_party("vendors_servicelevel", "service_id", "vendors_service", party="vendor_id"),
        same_party("vendors_servicelevel", "calendar_id", CALENDARS),
        same_party("vendors_calendarversion", "calendar_id", CALENDARS),
        same_party("vendors_openinghours", "version_id", "vendors_calendarversion"),
        same_party("vendors_holiday", "version_id", "vendors_calendarversion"),
    ]
