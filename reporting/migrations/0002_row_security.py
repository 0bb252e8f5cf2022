from django.db import migrations

from portal.accounts.rowsecurity import protect


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("vendors", "0003_same_party")]

    operations = [protect("reporting_rollup", "vendor")]
