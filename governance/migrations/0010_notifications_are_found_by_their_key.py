from django.db import migrations, models


class Migration(migrations.Migration):
    """Every round asks of each occasion that is due who was told of it."""

    dependencies = [("governance", "0009_feeds_and_wishes_are_ones_own")]

    operations = [
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["organisation", "key"], name="notifications_of_an_occasion"),
        ),
    ]
