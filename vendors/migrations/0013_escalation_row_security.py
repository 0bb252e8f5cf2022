from django.db import migrations

from portal.accounts.rowsecurity import append_only, protect, same_party

KINDS = {
    "escalationpath": "vendor",
    "escalationstep": "vendor",
    "escalation": "joint",
    "reachedstep": "vendor",
    "escalationnote": "voiced",
    "issue": "client",
    "issuepart": "joint",
    "prioritymodel": "vendor",
}
PATHS, STEPS = "vendors_escalationpath", "vendors_escalationstep"


class Migration(migrations.Migration):
    """Providers read what concerns them, acknowledge escalations and write notes; an issue of several vendors they
    never see, only their own part of it."""

    dependencies = [("vendors", "0012_escalations_and_priorities")]

    operations = [
        *(protect(f"vendors_{name}", kind) for name, kind in KINDS.items()),
        *(protect(f"vendors_{name}event", kind) for name, kind in KINDS.items()),
        *(append_only(f"vendors_{name}event") for name in KINDS),
        append_only("vendors_escalationnote"),
        *(same_party(f"vendors_{name}", "vendor_id", "vendors_vendor") for name in KINDS if name != "issue"),
        same_party(PATHS, "contract_id", "vendors_contract", party="vendor_id"),
        same_party(PATHS, "service_id", "vendors_service", party="vendor_id"),
        same_party(PATHS, "calendar_id", "vendors_calendar"),
        same_party(STEPS, "path_id", PATHS, party="vendor_id"),
        same_party(STEPS, "client_owner_id", "vendors_contact", party="vendor_id"),
        same_party(STEPS, "provider_owner_id", "vendors_contact", party="vendor_id"),
        same_party("vendors_escalation", "path_id", PATHS, party="vendor_id"),
        same_party("vendors_escalation", "step_id", STEPS, party="vendor_id"),
        same_party("vendors_reachedstep", "escalation_id", "vendors_escalation", party="vendor_id"),
        same_party("vendors_reachedstep", "step_id", STEPS, party="vendor_id"),
        same_party("vendors_escalationnote", "escalation_id", "vendors_escalation", party="vendor_id"),
        same_party("vendors_issuepart", "owner_id", "vendors_contact", party="vendor_id"),
    ]
