from django.db import migrations


class Migration(migrations.Migration):
    """Notifications carry reminders by mail now. What waited or was sent is in governance by then (its 0006)."""

    dependencies = [
        ("vendors", "0022_escalations_lead_to_what_they_are_about"),
    ]

    operations = [
        migrations.DeleteModel(name="ReminderMailEvent"),
        migrations.DeleteModel(name="ReminderMail"),
    ]
