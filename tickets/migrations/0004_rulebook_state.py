import django.db.models.deletion
from django.db import migrations, models

from portal.accounts.rowsecurity import protect


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_row_security"), ("tickets", "0003_set_wise_integrity")]

    operations = [
        migrations.CreateModel(
            name="RulebookState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("parts", models.JSONField(default=dict)),
                ("asked", models.CharField(blank=True, max_length=64)),
                ("judged_at", models.DateTimeField(auto_now=True)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        protect("tickets_rulebookstate", "client"),
    ]
