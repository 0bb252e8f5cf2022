from django.db import migrations

from portal.accounts.rowsecurity import append_only, protect, same_party

CLIENT = ("source", "importbatch", "taskrule")
SHARED = ("tasktype", "scorepolicyversion")
HOT = ("ticket", "outcome")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial"), ("vendors", "0003_same_party")]

    operations = [
        *(protect(f"tickets_{name}", "client") for name in (*CLIENT, "touchedmonth")),
        *(protect(f"tickets_{name}", "shared") for name in SHARED),
        *(protect(f"tickets_{name}event", "client") for name in (*CLIENT, *SHARED)),
        *(protect(f"tickets_{name}", "vendor") for name in HOT),
        *(protect(f"tickets_{name}event", "vendor") for name in HOT),
        *(append_only(f"tickets_{name}event") for name in (*CLIENT, *SHARED, *HOT)),
        same_party("tickets_importbatch", "source_id", "tickets_source"),
        same_party("tickets_taskrule", "task_type_id", "tickets_tasktype"),
    ]
