from django.db import migrations

from portal.accounts.rowsecurity import protect


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("accounts", "0002_row_security")]

    operations = [protect("jobs_job", "vendor")]
