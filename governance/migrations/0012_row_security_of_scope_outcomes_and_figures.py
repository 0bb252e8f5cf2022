from django.db import migrations

from portal.accounts.rowsecurity import append_only, protect, same_party

TABLES = ("businessfunction", "scopeentry", "scopechange", "gateitem", "businessgoal", "goaloutcome", "organisationfigure")
PARENTS = {
    "scopeentry": {"function_id": "businessfunction"},
    "scopechange": {"function_id": "businessfunction"},
    "gateitem": {"change_id": "scopechange"},
    "goaloutcome": {"goal_id": "businessgoal"},
}
WITH_A_VENDOR = {"scopeentry": "contract", "scopechange": "contract", "goaloutcome": "service"}
WITH_AN_OWNER = ("scopeentry", "scopechange", "businessgoal")


def named(table: str) -> str:
    return f"governance_{table}"


class Migration(migrations.Migration):
    """What is done where and what for is the organisation's own: providers never read these rows."""

    dependencies = [("governance", "0011_scope_outcome_map_and_figures")]

    operations = [
        *(protect(named(table), "client") for table in TABLES),
        *(protect(f"{named(table)}event", "client") for table in TABLES),
        *(append_only(f"{named(table)}event") for table in TABLES),
        *(
            same_party(named(table), column, named(parent))
            for table, parents in PARENTS.items()
            for column, parent in parents.items()
        ),
        *(same_party(named(table), "vendor_id", "vendors_vendor") for table in WITH_A_VENDOR),
        *(
            same_party(named(table), f"{parent}_id", f"vendors_{parent}", party="vendor_id")
            for table, parent in WITH_A_VENDOR.items()
        ),
        *(same_party(named(table), "owner_id", "accounts_membership") for table in WITH_AN_OWNER),
    ]
