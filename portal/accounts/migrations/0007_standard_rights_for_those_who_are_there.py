from datetime import date

from django.db import migrations

SINCE = date(2000, 1, 1)
RETAINED = {
    "security_exception": "Security exceptions",
    "access": "Access decisions",
    "change": "Change approvals",
    "architecture": "Architecture priorities",
    "business_escalation": "Business-critical escalations",
}
WITH_A_ROLE = {
    "decide_report": ("Accept or dispute an SLA report", "vendor_manager", "every vendor manager"),
    "settle_dispute": ("Settle a dispute", "vendor_manager", "every vendor manager"),
    "approve_exclusion": ("Approve an exclusion that the provider asks for", "vendor_manager", "every vendor manager"),
    "agree_exclusion": ("Agree to an exclusion that the client asks for", "provider", "every provider"),
    "close_period": ("Close a period, or restate a closed one", "vendor_manager", "every vendor manager"),
    "waive_credit": ("Waive a service credit", "it_leader", "every IT leader"),
}


def lay_out(apps, schema_editor):
    """Whoever was here before there were decision rights could decide nothing: give them what a new one starts with.

    Row security binds the owner's role too, so this acts for one organisation after the other.
    """
    Organisation = apps.get_model("accounts", "Organisation")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('retained.system', 'on', true)")
        keys = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
        for key in keys:
            cursor.execute("SELECT set_config('retained.organisation', %s, true)", [str(key)])
            _lay_out(apps, key)
        cursor.execute("SELECT set_config('retained.system', '', true), set_config('retained.organisation', '', true)")


def _lay_out(apps, key):
    DecisionRight, RightHolder = apps.get_model("accounts", "DecisionRight"), apps.get_model("accounts", "RightHolder")
    there = set(DecisionRight.objects.filter(organisation_id=key).values_list("kind", flat=True))
    always = {"organisation_id": key, "valid": (SINCE, None)}
    for kind in RETAINED.keys() - there:
        DecisionRight.objects.create(**always, kind=kind, title=RETAINED[kind], is_retained=True)
    for kind in WITH_A_ROLE.keys() - there:
        title, role, named = WITH_A_ROLE[kind]
        right = DecisionRight.objects.create(**always, kind=kind, title=title, is_retained=False)
        held = {"organisation_id": key, "right": right, "is_retained": False, "letter": "A"}
        RightHolder.objects.create(**held, role=role, named=named)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_rights_keep_their_matter")]

    operations = [migrations.RunPython(lay_out, migrations.RunPython.noop)]
