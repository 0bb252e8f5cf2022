import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.db import migrations, models

from portal.ledger.operations import Together


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_decision_rights_row_security'),
        ('vendors', '0003_same_party'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=160)),
                ('state', models.CharField(choices=[('open', 'Waits for the provider'), ('answered', 'Answered, waits for us'), ('settled', 'Settled'), ('withdrawn', 'Withdrawn'), ('superseded', 'Ended by a corrected report')], default='open', max_length=10)),
                ('opened_by', models.CharField(max_length=160)),
                ('opened_at', models.DateTimeField()),
                ('answer_due_on', models.DateField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-opened_at'],
            },
        ),
        migrations.CreateModel(
            name='DisputeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=160)),
                ('state', models.CharField(choices=[('open', 'Waits for the provider'), ('answered', 'Answered, waits for us'), ('settled', 'Settled'), ('withdrawn', 'Withdrawn'), ('superseded', 'Ended by a corrected report')], default='open', max_length=10)),
                ('opened_by', models.CharField(max_length=160)),
                ('opened_at', models.DateTimeField()),
                ('answer_due_on', models.DateField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DisputeLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measured', models.DecimalField(decimal_places=4, max_digits=12, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('upheld', 'The tickets’ figure stands'), ('rejected', 'The reported figure stands'), ('agreed', 'Another figure was agreed')], max_length=10)),
                ('settled', models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='DisputeLineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('measured', models.DecimalField(decimal_places=4, max_digits=12, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('upheld', 'The tickets’ figure stands'), ('rejected', 'The reported figure stands'), ('agreed', 'Another figure was agreed')], max_length=10)),
                ('settled', models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DisputeMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('client', 'Our side'), ('provider', 'Provider')], max_length=10)),
                ('visibility', models.CharField(choices=[('shared', 'Both sides'), ('client', 'Our side only'), ('vendor', 'Provider only')], default='shared', max_length=6)),
                ('author', models.CharField(max_length=160)),
                ('at', models.DateTimeField()),
                ('body', models.TextField()),
                ('file', models.CharField(blank=True, max_length=200)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('file_sha256', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DisputeMessageEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('side', models.CharField(choices=[('client', 'Our side'), ('provider', 'Provider')], max_length=10)),
                ('visibility', models.CharField(choices=[('shared', 'Both sides'), ('client', 'Our side only'), ('vendor', 'Provider only')], default='shared', max_length=6)),
                ('author', models.CharField(max_length=160)),
                ('at', models.DateTimeField()),
                ('body', models.TextField()),
                ('file', models.CharField(blank=True, max_length=200)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('file_sha256', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Such as Datacentre move, 12 October.', max_length=120)),
                ('reason', models.TextField()),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='from')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('tickets', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None)),
                ('state', models.CharField(choices=[('requested', 'Requested'), ('approved', 'Approved'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='requested', max_length=10)),
                ('requested_side', models.CharField(choices=[('client', 'Our side'), ('provider', 'Provider')], max_length=10)),
                ('requested_by', models.CharField(max_length=160)),
                ('requested_at', models.DateTimeField()),
                ('decided_side', models.CharField(blank=True, choices=[('client', 'Our side'), ('provider', 'Provider')], max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-requested_at'],
            },
        ),
        migrations.CreateModel(
            name='ExclusionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(help_text='Such as Datacentre move, 12 October.', max_length=120)),
                ('reason', models.TextField()),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='from')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('tickets', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None)),
                ('state', models.CharField(choices=[('requested', 'Requested'), ('approved', 'Approved'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='requested', max_length=10)),
                ('requested_side', models.CharField(choices=[('client', 'Our side'), ('provider', 'Provider')], max_length=10)),
                ('requested_by', models.CharField(max_length=160)),
                ('requested_at', models.DateTimeField()),
                ('decided_side', models.CharField(blank=True, choices=[('client', 'Our side'), ('provider', 'Provider')], max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MeasuredPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('running', 'Running'), ('closed', 'Closed')], default='running', max_length=8)),
                ('rules', models.JSONField(default=dict)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('computed_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.CharField(blank=True, max_length=160)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-month', '-version'],
            },
        ),
        migrations.CreateModel(
            name='MeasuredPeriodEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('month', models.DateField()),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('running', 'Running'), ('closed', 'Closed')], default='running', max_length=8)),
                ('rules', models.JSONField(default=dict)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('computed_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.CharField(blank=True, max_length=160)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Measurement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('window_start', models.DateField()),
                ('window_end', models.DateField()),
                ('is_due', models.BooleanField(default=True, verbose_name='verdict falls due')),
                ('state', models.CharField(choices=[('met', 'Met'), ('missed_expected', 'Missed, above minimum'), ('missed_minimum', 'Missed, below minimum'), ('no_data', 'No data'), ('below_volume', 'Below volume')], max_length=16)),
                ('value', models.DecimalField(decimal_places=4, max_digits=12, null=True)),
                ('counted', models.PositiveIntegerField(default=0)),
                ('met', models.PositiveIntegerField(null=True)),
                ('missed', models.PositiveIntegerField(null=True)),
                ('gross_state', models.CharField(choices=[('met', 'Met'), ('missed_expected', 'Missed, above minimum'), ('missed_minimum', 'Missed, below minimum'), ('no_data', 'No data'), ('below_volume', 'Below volume')], max_length=16)),
                ('gross_value', models.DecimalField(decimal_places=4, max_digits=12, null=True)),
                ('gross_counted', models.PositiveIntegerField(default=0)),
                ('claimed_met', models.PositiveIntegerField(null=True, verbose_name='claimed as met by the source')),
                ('counted_tickets', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('missed_tickets', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('excluded_tickets', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('differing', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('visibility', models.CharField(choices=[('shared', 'Both sides'), ('client', 'Our side only'), ('vendor', 'Provider only')], max_length=6)),
                ('entries', models.JSONField(default=dict)),
                ('note', models.TextField(blank=True)),
                ('saved_by', models.CharField(max_length=160)),
                ('saved_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-month'],
            },
        ),
        migrations.CreateModel(
            name='ReportDraftEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('month', models.DateField()),
                ('visibility', models.CharField(choices=[('shared', 'Both sides'), ('client', 'Our side only'), ('vendor', 'Provider only')], max_length=6)),
                ('entries', models.JSONField(default=dict)),
                ('note', models.TextField(blank=True)),
                ('saved_by', models.CharField(max_length=160)),
                ('saved_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.CharField(max_length=200)),
                ('name', models.CharField(max_length=200)),
                ('size', models.BigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('is_source', models.BooleanField(default=False, verbose_name='figures were read from it')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportFileEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('file', models.CharField(max_length=200)),
                ('name', models.CharField(max_length=200)),
                ('size', models.BigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('is_source', models.BooleanField(default=False, verbose_name='figures were read from it')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reported', models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                ('counted', models.PositiveIntegerField(blank=True, null=True)),
                ('met', models.PositiveIntegerField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('accepted', models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                ('accepted_from', models.CharField(blank=True, choices=[('reported', 'As reported'), ('measured', 'As measured'), ('agreed', 'As agreed')], max_length=10)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportLineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('reported', models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                ('counted', models.PositiveIntegerField(blank=True, null=True)),
                ('met', models.PositiveIntegerField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('accepted', models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                ('accepted_from', models.CharField(blank=True, choices=[('reported', 'As reported'), ('measured', 'As measured'), ('agreed', 'As agreed')], max_length=10)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SlaReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('submitted', 'Submitted'), ('accepted', 'Accepted'), ('disputed', 'Disputed'), ('settled', 'Settled'), ('superseded', 'Superseded')], default='submitted', max_length=10)),
                ('submitted_side', models.CharField(choices=[('client', 'Our side'), ('provider', 'Provider')], max_length=10)),
                ('submitted_by', models.CharField(max_length=160)),
                ('submitted_at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('correction_reason', models.TextField(blank=True, verbose_name='why it corrects the version before')),
                ('decide_by', models.DateField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-month', '-version'],
            },
        ),
        migrations.CreateModel(
            name='SlaReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('month', models.DateField()),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('submitted', 'Submitted'), ('accepted', 'Accepted'), ('disputed', 'Disputed'), ('settled', 'Settled'), ('superseded', 'Superseded')], default='submitted', max_length=10)),
                ('submitted_side', models.CharField(choices=[('client', 'Our side'), ('provider', 'Provider')], max_length=10)),
                ('submitted_by', models.CharField(max_length=160)),
                ('submitted_at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('correction_reason', models.TextField(blank=True, verbose_name='why it corrects the version before')),
                ('decide_by', models.DateField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        Together(
            pgtrigger.migrations.RemoveTrigger(
                model_name='servicelevel',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='servicelevel',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='servicelevel',
                name='delete_delete',
            ),
        ),
        migrations.RemoveConstraint(
            model_name='servicelevel',
            name='service_level_is_promised_once_at_a_time',
        ),
        migrations.RemoveConstraint(
            model_name='servicelevel',
            name='service_level_metric_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='servicelevel',
            name='service_level_priority_is_1_to_5',
        ),
        migrations.RemoveConstraint(
            model_name='servicelevel',
            name='service_level_target_is_positive',
        ),
        migrations.RemoveConstraint(
            model_name='servicelevel',
            name='service_level_attainment_is_a_share',
        ),
        migrations.RenameField(
            model_name='servicelevel',
            old_name='attainment_target',
            new_name='expected',
        ),
        migrations.RenameField(
            model_name='servicelevelevent',
            old_name='attainment_target',
            new_name='expected',
        ),
        migrations.AddField(
            model_name='servicelevel',
            name='counts_by',
            field=models.CharField(choices=[('opened', 'Opened in the window'), ('resolved', 'Resolved in the window')], default='opened', max_length=8, verbose_name='tickets counted'),
        ),
        migrations.AlterField(
            model_name='servicelevel',
            name='expected',
            field=models.DecimalField(decimal_places=3, default=Decimal('95'), max_digits=9, verbose_name='expected level'),
        ),
        migrations.AddField(
            model_name='servicelevel',
            name='higher_is_better',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='servicelevel',
            name='kind',
            field=models.CharField(choices=[('share', 'Share of tickets within a target'), ('percentile', 'Percentile of time'), ('mean', 'Mean time'), ('availability', 'Availability'), ('count', 'Count of repeat incidents'), ('first_contact', 'Solved at first contact'), ('reopen_rate', 'Reopen rate'), ('satisfaction', 'Satisfaction'), ('reported', 'Reported by the provider only')], default='share', max_length=16),
        ),
        migrations.AddField(
            model_name='servicelevel',
            name='low_volume',
            field=models.CharField(choices=[('not_counted', 'The window is not counted'), ('one_miss_allowed', 'One miss is allowed')], default='not_counted', max_length=16),
        ),
        migrations.AddField(
            model_name='servicelevel',
            name='minimum',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=9, null=True, verbose_name='minimum level'),
        ),
        migrations.AddField(
            model_name='servicelevel',
            name='quantile',
            field=models.DecimalField(decimal_places=3, default=Decimal('0.9'), max_digits=4),
        ),
        migrations.AddField(
            model_name='servicelevel',
            name='rolling_months',
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddField(
            model_name='servicelevel',
            name='site',
            field=models.ForeignKey(blank=True, help_text='Empty: all sites.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vendors.site'),
        ),
        migrations.AddField(
            model_name='servicelevel',
            name='tolerance',
            field=models.DecimalField(decimal_places=3, default=Decimal('0.5'), max_digits=7),
        ),
        migrations.AddField(
            model_name='servicelevel',
            name='window',
            field=models.CharField(choices=[('month', 'Month'), ('quarter', 'Quarter'), ('rolling', 'Rolling months')], default='month', max_length=8, verbose_name='measurement window'),
        ),
        migrations.AddField(
            model_name='servicelevelevent',
            name='counts_by',
            field=models.CharField(choices=[('opened', 'Opened in the window'), ('resolved', 'Resolved in the window')], default='opened', max_length=8, verbose_name='tickets counted'),
        ),
        migrations.AlterField(
            model_name='servicelevelevent',
            name='expected',
            field=models.DecimalField(decimal_places=3, default=Decimal('95'), max_digits=9, verbose_name='expected level'),
        ),
        migrations.AddField(
            model_name='servicelevelevent',
            name='higher_is_better',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='servicelevelevent',
            name='kind',
            field=models.CharField(choices=[('share', 'Share of tickets within a target'), ('percentile', 'Percentile of time'), ('mean', 'Mean time'), ('availability', 'Availability'), ('count', 'Count of repeat incidents'), ('first_contact', 'Solved at first contact'), ('reopen_rate', 'Reopen rate'), ('satisfaction', 'Satisfaction'), ('reported', 'Reported by the provider only')], default='share', max_length=16),
        ),
        migrations.AddField(
            model_name='servicelevelevent',
            name='low_volume',
            field=models.CharField(choices=[('not_counted', 'The window is not counted'), ('one_miss_allowed', 'One miss is allowed')], default='not_counted', max_length=16),
        ),
        migrations.AddField(
            model_name='servicelevelevent',
            name='minimum',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=9, null=True, verbose_name='minimum level'),
        ),
        migrations.AddField(
            model_name='servicelevelevent',
            name='quantile',
            field=models.DecimalField(decimal_places=3, default=Decimal('0.9'), max_digits=4),
        ),
        migrations.AddField(
            model_name='servicelevelevent',
            name='rolling_months',
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddField(
            model_name='servicelevelevent',
            name='site',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: all sites.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.site'),
        ),
        migrations.AddField(
            model_name='servicelevelevent',
            name='tolerance',
            field=models.DecimalField(decimal_places=3, default=Decimal('0.5'), max_digits=7),
        ),
        migrations.AddField(
            model_name='servicelevelevent',
            name='window',
            field=models.CharField(choices=[('month', 'Month'), ('quarter', 'Quarter'), ('rolling', 'Rolling months')], default='month', max_length=8, verbose_name='measurement window'),
        ),
        migrations.AlterField(
            model_name='servicelevel',
            name='metric',
            field=models.CharField(blank=True, choices=[('response', 'Responded in time'), ('resolution', 'Resolved in time')], max_length=12),
        ),
        migrations.AlterField(
            model_name='servicelevel',
            name='priority_rank',
            field=models.PositiveSmallIntegerField(blank=True, help_text='1 is the highest. Empty: all priorities.', null=True, verbose_name='priority'),
        ),
        migrations.AlterField(
            model_name='servicelevel',
            name='target_minutes',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='servicelevelevent',
            name='metric',
            field=models.CharField(blank=True, choices=[('response', 'Responded in time'), ('resolution', 'Resolved in time')], max_length=12),
        ),
        migrations.AlterField(
            model_name='servicelevelevent',
            name='priority_rank',
            field=models.PositiveSmallIntegerField(blank=True, help_text='1 is the highest. Empty: all priorities.', null=True, verbose_name='priority'),
        ),
        migrations.AlterField(
            model_name='servicelevelevent',
            name='target_minutes',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        Together(
            pgtrigger.migrations.AddTrigger(
                model_name='servicelevel',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_servicelevelevent" ("calendar_id", "code", "counts_by", "expected", "higher_is_better", "id", "kind", "low_volume", "metric", "minimum", "minimum_volume", "organisation_id", "pausing_states", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_rank", "quantile", "rolling_months", "service_id", "site_id", "target_minutes", "tolerance", "valid", "vendor_id", "window") VALUES (NEW."calendar_id", NEW."code", NEW."counts_by", NEW."expected", NEW."higher_is_better", NEW."id", NEW."kind", NEW."low_volume", NEW."metric", NEW."minimum", NEW."minimum_volume", NEW."organisation_id", NEW."pausing_states", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."priority_rank", NEW."quantile", NEW."rolling_months", NEW."service_id", NEW."site_id", NEW."target_minutes", NEW."tolerance", NEW."valid", NEW."vendor_id", NEW."window"); RETURN NULL;', hash='a69ba12b781bdaae99060e425ea607be3e9ddce1', operation='INSERT', pgid='pgtrigger_insert_insert_ec389', table='vendors_servicelevel', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicelevel',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "vendors_servicelevelevent" ("calendar_id", "code", "counts_by", "expected", "higher_is_better", "id", "kind", "low_volume", "metric", "minimum", "minimum_volume", "organisation_id", "pausing_states", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_rank", "quantile", "rolling_months", "service_id", "site_id", "target_minutes", "tolerance", "valid", "vendor_id", "window") VALUES (NEW."calendar_id", NEW."code", NEW."counts_by", NEW."expected", NEW."higher_is_better", NEW."id", NEW."kind", NEW."low_volume", NEW."metric", NEW."minimum", NEW."minimum_volume", NEW."organisation_id", NEW."pausing_states", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."priority_rank", NEW."quantile", NEW."rolling_months", NEW."service_id", NEW."site_id", NEW."target_minutes", NEW."tolerance", NEW."valid", NEW."vendor_id", NEW."window"); RETURN NULL;', hash='4086930758fb5442a51dba52c74419ec7d5ed3f0', operation='UPDATE', pgid='pgtrigger_update_update_efc29', table='vendors_servicelevel', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='servicelevel',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_servicelevelevent" ("calendar_id", "code", "counts_by", "expected", "higher_is_better", "id", "kind", "low_volume", "metric", "minimum", "minimum_volume", "organisation_id", "pausing_states", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_rank", "quantile", "rolling_months", "service_id", "site_id", "target_minutes", "tolerance", "valid", "vendor_id", "window") VALUES (OLD."calendar_id", OLD."code", OLD."counts_by", OLD."expected", OLD."higher_is_better", OLD."id", OLD."kind", OLD."low_volume", OLD."metric", OLD."minimum", OLD."minimum_volume", OLD."organisation_id", OLD."pausing_states", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."priority_rank", OLD."quantile", OLD."rolling_months", OLD."service_id", OLD."site_id", OLD."target_minutes", OLD."tolerance", OLD."valid", OLD."vendor_id", OLD."window"); RETURN NULL;', hash='c00613d0e4ac429db096ac7e8fece9784742ec2e', operation='DELETE', pgid='pgtrigger_delete_delete_9d268', table='vendors_servicelevel', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='servicelevel',
                constraint=models.UniqueConstraint(fields=('vendor', 'id'), name='service_level_key_with_its_vendor'),
            ),
            migrations.AddConstraint(
                model_name='servicelevel',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'share')), expressions=[('service', '='), ('metric', '='), (django.db.models.functions.comparison.Coalesce('priority_rank', models.Value(0)), '='), (django.db.models.functions.comparison.Coalesce('site', models.Value(0)), '='), ('valid', '&&')], name='service_level_is_promised_once_at_a_time', violation_error_message='There is such a level already in that time. End the earlier one first.'),
            ),
            migrations.AddConstraint(
                model_name='servicelevel',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['share', 'percentile', 'mean', 'availability', 'count', 'first_contact', 'reopen_rate', 'satisfaction', 'reported'])), name='service_level_kind_is_known'),
            ),
            migrations.AddConstraint(
                model_name='servicelevel',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('share', 'percentile', 'mean')), ('metric__in', ['response', 'resolution'])), models.Q(models.Q(('kind__in', ('share', 'percentile', 'mean')), _negated=True), ('metric', '')), _connector='OR'), name='service_level_names_a_metric_iff_it_is_timed', violation_error_message='Say whether the response or the resolution counts, for levels of time only.'),
            ),
            migrations.AddConstraint(
                model_name='servicelevel',
                constraint=models.CheckConstraint(condition=models.Q(('priority_rank', None), models.Q(('priority_rank__gte', 1), ('priority_rank__lte', 5)), _connector='OR'), name='service_level_priority_is_1_to_5'),
            ),
            migrations.AddConstraint(
                model_name='servicelevel',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'share'), ('target_minutes__gt', 0), ('target_minutes__isnull', False)), models.Q(models.Q(('kind', 'share'), _negated=True), ('target_minutes__isnull', True)), _connector='OR'), name='service_level_has_a_target_iff_it_is_a_share_in_time', violation_error_message='A share of tickets within a target needs the target, at least a minute.'),
            ),
            migrations.AddConstraint(
                model_name='servicelevel',
                constraint=models.CheckConstraint(condition=models.Q(('expected__gt', 0), models.Q(('expected__gte', 0), ('kind__in', ('count', 'reopen_rate', 'reported'))), _connector='OR'), name='service_level_expectation_is_positive', violation_error_message='The expected level has to be above 0.'),
            ),
            migrations.AddConstraint(
                model_name='servicelevel',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('share', 'availability', 'first_contact', 'reopen_rate', 'satisfaction')), _negated=True), ('expected__lte', 100), _connector='OR'), name='service_level_attainment_is_a_share', violation_error_message='Attainment is a share in per cent: above 0, at most 100.'),
            ),
            migrations.AddConstraint(
                model_name='servicelevel',
                constraint=models.CheckConstraint(condition=models.Q(('minimum', None), models.Q(('higher_is_better', True), ('minimum__gte', 0), ('minimum__lte', models.F('expected'))), models.Q(('higher_is_better', False), ('minimum__gte', models.F('expected'))), _connector='OR'), name='service_level_minimum_is_no_better_than_expected', violation_error_message='The minimum is the last level tolerated: it cannot be better than expected.'),
            ),
            migrations.AddConstraint(
                model_name='servicelevel',
                constraint=models.CheckConstraint(condition=models.Q(('quantile__gt', 0), ('quantile__lt', 1)), name='service_level_quantile_is_between_0_and_1'),
            ),
            migrations.AddConstraint(
                model_name='servicelevel',
                constraint=models.CheckConstraint(condition=models.Q(('rolling_months__gte', 1), ('rolling_months__lte', 24)), name='service_level_window_is_1_to_24_months'),
            ),
            migrations.AddConstraint(
                model_name='servicelevel',
                constraint=models.CheckConstraint(condition=models.Q(('tolerance__gte', 0)), name='service_level_tolerance_is_not_negative'),
            ),
        ),
        migrations.AddField(
            model_name='dispute',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='vendors.contract'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.decision'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='vendor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='disputes', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='disputeevent',
            name='contract',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.contract'),
        ),
        migrations.AddField(
            model_name='disputeevent',
            name='decision',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.decision'),
        ),
        migrations.AddField(
            model_name='disputeevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='disputeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='vendors.dispute'),
        ),
        migrations.AddField(
            model_name='disputeevent',
            name='vendor',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='disputeline',
            name='dispute',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='vendors.dispute'),
        ),
        migrations.AddField(
            model_name='disputeline',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='disputeline',
            name='vendor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='disputelineevent',
            name='dispute',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.dispute'),
        ),
        migrations.AddField(
            model_name='disputelineevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='disputelineevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='vendors.disputeline'),
        ),
        migrations.AddField(
            model_name='disputelineevent',
            name='vendor',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='disputemessage',
            name='dispute',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='vendors.dispute'),
        ),
        migrations.AddField(
            model_name='disputemessage',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='disputemessage',
            name='vendor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='disputemessageevent',
            name='dispute',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.dispute'),
        ),
        migrations.AddField(
            model_name='disputemessageevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='disputemessageevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='vendors.disputemessage'),
        ),
        migrations.AddField(
            model_name='disputemessageevent',
            name='vendor',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exclusions', to='vendors.contract'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.decision'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='level',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vendors.servicelevel'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='service',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vendors.service'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='vendor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exclusions', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='exclusionevent',
            name='contract',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.contract'),
        ),
        migrations.AddField(
            model_name='exclusionevent',
            name='decision',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.decision'),
        ),
        migrations.AddField(
            model_name='exclusionevent',
            name='level',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.servicelevel'),
        ),
        migrations.AddField(
            model_name='exclusionevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='exclusionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='vendors.exclusion'),
        ),
        migrations.AddField(
            model_name='exclusionevent',
            name='service',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.service'),
        ),
        migrations.AddField(
            model_name='exclusionevent',
            name='vendor',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='measuredperiod',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measured_periods', to='vendors.contract'),
        ),
        migrations.AddField(
            model_name='measuredperiod',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.decision'),
        ),
        migrations.AddField(
            model_name='measuredperiod',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='measuredperiod',
            name='vendor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measured_periods', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='measuredperiodevent',
            name='contract',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.contract'),
        ),
        migrations.AddField(
            model_name='measuredperiodevent',
            name='decision',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.decision'),
        ),
        migrations.AddField(
            model_name='measuredperiodevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='measuredperiodevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='vendors.measuredperiod'),
        ),
        migrations.AddField(
            model_name='measuredperiodevent',
            name='vendor',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='measurement',
            name='level',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measurements', to='vendors.servicelevel'),
        ),
        migrations.AddField(
            model_name='measurement',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='measurement',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measurements', to='vendors.measuredperiod'),
        ),
        migrations.AddField(
            model_name='measurement',
            name='vendor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='reportdraft',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='vendors.contract'),
        ),
        migrations.AddField(
            model_name='reportdraft',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='reportdraft',
            name='vendor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='reportdraftevent',
            name='contract',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.contract'),
        ),
        migrations.AddField(
            model_name='reportdraftevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='reportdraftevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='vendors.reportdraft'),
        ),
        migrations.AddField(
            model_name='reportdraftevent',
            name='vendor',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='reportfile',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='reportfile',
            name='vendor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='reportfileevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='reportfileevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='vendors.reportfile'),
        ),
        migrations.AddField(
            model_name='reportfileevent',
            name='vendor',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='reportline',
            name='level',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_lines', to='vendors.servicelevel'),
        ),
        migrations.AddField(
            model_name='reportline',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='reportline',
            name='vendor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='disputelineevent',
            name='line',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.reportline'),
        ),
        migrations.AddField(
            model_name='disputeline',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='vendors.reportline'),
        ),
        migrations.AddField(
            model_name='reportlineevent',
            name='level',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.servicelevel'),
        ),
        migrations.AddField(
            model_name='reportlineevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='reportlineevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='vendors.reportline'),
        ),
        migrations.AddField(
            model_name='reportlineevent',
            name='vendor',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='slareport',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sla_reports', to='vendors.contract'),
        ),
        migrations.AddField(
            model_name='slareport',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.decision'),
        ),
        migrations.AddField(
            model_name='slareport',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='slareport',
            name='vendor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sla_reports', to='vendors.vendor'),
        ),
        migrations.AddField(
            model_name='reportlineevent',
            name='report',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.slareport'),
        ),
        migrations.AddField(
            model_name='reportline',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='vendors.slareport'),
        ),
        migrations.AddField(
            model_name='reportfileevent',
            name='report',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.slareport'),
        ),
        migrations.AddField(
            model_name='reportfile',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='vendors.slareport'),
        ),
        migrations.AddField(
            model_name='disputeevent',
            name='report',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.slareport'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='vendors.slareport'),
        ),
        migrations.AddField(
            model_name='slareportevent',
            name='contract',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.contract'),
        ),
        migrations.AddField(
            model_name='slareportevent',
            name='decision',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.decision'),
        ),
        migrations.AddField(
            model_name='slareportevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='slareportevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='vendors.slareport'),
        ),
        migrations.AddField(
            model_name='slareportevent',
            name='vendor',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='vendors.vendor'),
        ),
        Together(
            migrations.AddConstraint(
                model_name='disputemessage',
                constraint=models.CheckConstraint(condition=models.Q(('visibility', 'shared'), models.Q(('side', 'client'), ('visibility', 'client')), models.Q(('side', 'provider'), ('visibility', 'vendor')), _connector='OR'), name='note_is_kept_by_the_side_that_wrote_it'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='disputemessage',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_disputemessageevent" ("at", "author", "body", "dispute_id", "file", "file_name", "file_sha256", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "vendor_id", "visibility") VALUES (NEW."at", NEW."author", NEW."body", NEW."dispute_id", NEW."file", NEW."file_name", NEW."file_sha256", NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."side", NEW."vendor_id", NEW."visibility"); RETURN NULL;', hash='6745a37db9d6b8bad2ca01f5633756dc61985362', operation='INSERT', pgid='pgtrigger_insert_insert_d8835', table='vendors_disputemessage', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='disputemessage',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "vendors_disputemessageevent" ("at", "author", "body", "dispute_id", "file", "file_name", "file_sha256", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "vendor_id", "visibility") VALUES (NEW."at", NEW."author", NEW."body", NEW."dispute_id", NEW."file", NEW."file_name", NEW."file_sha256", NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."side", NEW."vendor_id", NEW."visibility"); RETURN NULL;', hash='0ca0fb6bd1db02199ae521d482ccd925b5e2e85f', operation='UPDATE', pgid='pgtrigger_update_update_05776', table='vendors_disputemessage', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='disputemessage',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_disputemessageevent" ("at", "author", "body", "dispute_id", "file", "file_name", "file_sha256", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "vendor_id", "visibility") VALUES (OLD."at", OLD."author", OLD."body", OLD."dispute_id", OLD."file", OLD."file_name", OLD."file_sha256", OLD."id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."side", OLD."vendor_id", OLD."visibility"); RETURN NULL;', hash='812d1e0b31828103e3dfb6ba0dad58b92c3584bb', operation='DELETE', pgid='pgtrigger_delete_delete_59627', table='vendors_disputemessage', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='disputemessageevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c50f5681f2ffdf88d9391fb9a890f0b810b2ebb1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5e43a', table='vendors_disputemessageevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='exclusion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_at__gt', models.F('starts_at')), ('ends_at__isnull', False), ('starts_at__isnull', False), ('tickets', [])), models.Q(('ends_at', None), ('starts_at', None), models.Q(('tickets', []), _negated=True)), _connector='OR'), name='exclusion_is_a_period_or_a_set_of_tickets', violation_error_message='Give a period with its end after its begin, or ticket numbers; not both.'),
            ),
            migrations.AddConstraint(
                model_name='exclusion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('decision__isnull', False), models.Q(('decided_side', ''), _negated=True), models.Q(('decided_side', models.F('requested_side')), _negated=True)), _connector='OR'), name='exclusion_is_approved_by_the_other_side'),
            ),
            migrations.AddConstraint(
                model_name='exclusion',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'approved', 'refused', 'withdrawn'])), name='exclusion_state_is_known'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='exclusion',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_exclusionevent" ("answer", "contract_id", "decided_at", "decided_side", "decision_id", "ends_at", "id", "level_id", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "requested_at", "requested_by", "requested_side", "service_id", "starts_at", "state", "tickets", "vendor_id") VALUES (NEW."answer", NEW."contract_id", NEW."decided_at", NEW."decided_side", NEW."decision_id", NEW."ends_at", NEW."id", NEW."level_id", NEW."name", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."requested_at", NEW."requested_by", NEW."requested_side", NEW."service_id", NEW."starts_at", NEW."state", NEW."tickets", NEW."vendor_id"); RETURN NULL;', hash='f4a74fe49391a2448ff834bafb4bb85d258eee87', operation='INSERT', pgid='pgtrigger_insert_insert_90c1d', table='vendors_exclusion', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='exclusion',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "vendors_exclusionevent" ("answer", "contract_id", "decided_at", "decided_side", "decision_id", "ends_at", "id", "level_id", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "requested_at", "requested_by", "requested_side", "service_id", "starts_at", "state", "tickets", "vendor_id") VALUES (NEW."answer", NEW."contract_id", NEW."decided_at", NEW."decided_side", NEW."decision_id", NEW."ends_at", NEW."id", NEW."level_id", NEW."name", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."requested_at", NEW."requested_by", NEW."requested_side", NEW."service_id", NEW."starts_at", NEW."state", NEW."tickets", NEW."vendor_id"); RETURN NULL;', hash='1e908148adf8d4752d8fd670718e2dd9f9727132', operation='UPDATE', pgid='pgtrigger_update_update_025c8', table='vendors_exclusion', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='exclusion',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_exclusionevent" ("answer", "contract_id", "decided_at", "decided_side", "decision_id", "ends_at", "id", "level_id", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "requested_at", "requested_by", "requested_side", "service_id", "starts_at", "state", "tickets", "vendor_id") VALUES (OLD."answer", OLD."contract_id", OLD."decided_at", OLD."decided_side", OLD."decision_id", OLD."ends_at", OLD."id", OLD."level_id", OLD."name", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."requested_at", OLD."requested_by", OLD."requested_side", OLD."service_id", OLD."starts_at", OLD."state", OLD."tickets", OLD."vendor_id"); RETURN NULL;', hash='a75a06bfc195af95e715ea36f345ca0ada9732eb', operation='DELETE', pgid='pgtrigger_delete_delete_23705', table='vendors_exclusion', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='exclusionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a705280a09d0407844f5a9e693f70fc2b34b7cc4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_772fe', table='vendors_exclusionevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='measuredperiod',
                constraint=models.UniqueConstraint(fields=('vendor', 'id'), name='measured_period_key_with_its_vendor'),
            ),
            migrations.AddConstraint(
                model_name='measuredperiod',
                constraint=models.UniqueConstraint(fields=('contract', 'month', 'version'), name='measured_period_version_is_unique'),
            ),
            migrations.AddConstraint(
                model_name='measuredperiod',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('contract', 'month'), name='month_is_measured_once_at_a_time'),
            ),
            migrations.AddConstraint(
                model_name='measuredperiod',
                constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='measured_month_begins_on_its_first_day'),
            ),
            migrations.AddConstraint(
                model_name='measuredperiod',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'running')), models.Q(('closed_at__isnull', False), ('state', 'closed'), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='closed_period_has_a_time_and_a_digest'),
            ),
            migrations.AddConstraint(
                model_name='measuredperiod',
                constraint=models.CheckConstraint(condition=models.Q(('version', 1), ('state', 'running'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='restatement_has_a_reason', violation_error_message='Say why the closed period is restated.'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='measuredperiod',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_measuredperiodevent" ("closed_at", "closed_by", "computed_at", "contract_id", "decision_id", "id", "month", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "rules", "sha256", "state", "vendor_id", "version") VALUES (NEW."closed_at", NEW."closed_by", NEW."computed_at", NEW."contract_id", NEW."decision_id", NEW."id", NEW."month", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."rules", NEW."sha256", NEW."state", NEW."vendor_id", NEW."version"); RETURN NULL;', hash='c20603ec8b9e1905c35976de19fe46a5017585a8', operation='INSERT', pgid='pgtrigger_insert_insert_d271e', table='vendors_measuredperiod', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='measuredperiod',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "vendors_measuredperiodevent" ("closed_at", "closed_by", "computed_at", "contract_id", "decision_id", "id", "month", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "rules", "sha256", "state", "vendor_id", "version") VALUES (NEW."closed_at", NEW."closed_by", NEW."computed_at", NEW."contract_id", NEW."decision_id", NEW."id", NEW."month", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."rules", NEW."sha256", NEW."state", NEW."vendor_id", NEW."version"); RETURN NULL;', hash='2e24579d1e731d2a3917d74af5475ec4359f6bc0', operation='UPDATE', pgid='pgtrigger_update_update_1072c', table='vendors_measuredperiod', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='measuredperiod',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_measuredperiodevent" ("closed_at", "closed_by", "computed_at", "contract_id", "decision_id", "id", "month", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "rules", "sha256", "state", "vendor_id", "version") VALUES (OLD."closed_at", OLD."closed_by", OLD."computed_at", OLD."contract_id", OLD."decision_id", OLD."id", OLD."month", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."rules", OLD."sha256", OLD."state", OLD."vendor_id", OLD."version"); RETURN NULL;', hash='0201ca430cf80680386c8a918e240ee870920453', operation='DELETE', pgid='pgtrigger_delete_delete_536a6', table='vendors_measuredperiod', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='measuredperiodevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='92ff219d9c4a1a11c9e7f0dd5e04e63b29391029', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e4f59', table='vendors_measuredperiodevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='measurement',
                constraint=models.UniqueConstraint(fields=('vendor', 'id'), name='measurement_key_with_its_vendor'),
            ),
            migrations.AddConstraint(
                model_name='measurement',
                constraint=models.UniqueConstraint(fields=('period', 'level'), name='level_is_measured_once_in_a_period'),
            ),
            migrations.AddConstraint(
                model_name='measurement',
                constraint=models.CheckConstraint(condition=models.Q(('window_end__gt', models.F('window_start'))), name='measurement_window_is_not_empty'),
            ),
            migrations.AddConstraint(
                model_name='measurement',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['met', 'missed_expected', 'missed_minimum', 'no_data', 'below_volume'])), name='measurement_state_is_known'),
            ),
            migrations.AddConstraint(
                model_name='measurement',
                constraint=models.CheckConstraint(condition=models.Q(('value__isnull', False), ('state', 'no_data'), _connector='OR'), name='no_figure_is_no_data'),
            ),
            migrations.AddConstraint(
                model_name='reportdraft',
                constraint=models.UniqueConstraint(fields=('contract', 'month', 'visibility'), name='each_side_has_one_draft_per_month'),
            ),
            migrations.AddConstraint(
                model_name='reportdraft',
                constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ('client', 'vendor'))), name='draft_belongs_to_one_side'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportdraft',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_reportdraftevent" ("contract_id", "entries", "id", "month", "note", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "saved_at", "saved_by", "vendor_id", "visibility") VALUES (NEW."contract_id", NEW."entries", NEW."id", NEW."month", NEW."note", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."saved_at", NEW."saved_by", NEW."vendor_id", NEW."visibility"); RETURN NULL;', hash='23a7cab3871243b9e2839501d7d1c75a6fbea90d', operation='INSERT', pgid='pgtrigger_insert_insert_6a07b', table='vendors_reportdraft', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportdraft',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "vendors_reportdraftevent" ("contract_id", "entries", "id", "month", "note", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "saved_at", "saved_by", "vendor_id", "visibility") VALUES (NEW."contract_id", NEW."entries", NEW."id", NEW."month", NEW."note", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."saved_at", NEW."saved_by", NEW."vendor_id", NEW."visibility"); RETURN NULL;', hash='e96b2b218be2d6beca8b61a494463d96101c3df7', operation='UPDATE', pgid='pgtrigger_update_update_7c238', table='vendors_reportdraft', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportdraft',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_reportdraftevent" ("contract_id", "entries", "id", "month", "note", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "saved_at", "saved_by", "vendor_id", "visibility") VALUES (OLD."contract_id", OLD."entries", OLD."id", OLD."month", OLD."note", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."saved_at", OLD."saved_by", OLD."vendor_id", OLD."visibility"); RETURN NULL;', hash='f7385fa471f386852b207dc35b4966c5cc17b85e', operation='DELETE', pgid='pgtrigger_delete_delete_018bf', table='vendors_reportdraft', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportdraftevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b8f92a87e4b3c74fe0058c698334a94dcf847c1d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ba177', table='vendors_reportdraftevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='disputelineevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='16329e726398c6f93569613b6b33e4c6816fd9e2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b3814', table='vendors_disputelineevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='disputeline',
                constraint=models.UniqueConstraint(fields=('dispute', 'line'), name='line_is_in_a_dispute_once'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='disputeline',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_disputelineevent" ("dispute_id", "id", "line_id", "measured", "organisation_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled", "vendor_id") VALUES (NEW."dispute_id", NEW."id", NEW."line_id", NEW."measured", NEW."organisation_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."settled", NEW."vendor_id"); RETURN NULL;', hash='3d02d118214d8c82e0340c89ff79e6e87d4ba156', operation='INSERT', pgid='pgtrigger_insert_insert_66801', table='vendors_disputeline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='disputeline',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "vendors_disputelineevent" ("dispute_id", "id", "line_id", "measured", "organisation_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled", "vendor_id") VALUES (NEW."dispute_id", NEW."id", NEW."line_id", NEW."measured", NEW."organisation_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."settled", NEW."vendor_id"); RETURN NULL;', hash='d14907b29d6a437e7541586d4c316377c6113e4e', operation='UPDATE', pgid='pgtrigger_update_update_7c719', table='vendors_disputeline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='disputeline',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_disputelineevent" ("dispute_id", "id", "line_id", "measured", "organisation_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled", "vendor_id") VALUES (OLD."dispute_id", OLD."id", OLD."line_id", OLD."measured", OLD."organisation_id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."settled", OLD."vendor_id"); RETURN NULL;', hash='f15c01f2b71906b6c0c2a80707cf0e5c5fa522af', operation='DELETE', pgid='pgtrigger_delete_delete_2ccec', table='vendors_disputeline', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='slareport',
                constraint=models.UniqueConstraint(fields=('vendor', 'id'), name='sla_report_key_with_its_vendor'),
            ),
            migrations.AddConstraint(
                model_name='slareport',
                constraint=models.UniqueConstraint(fields=('contract', 'month', 'version'), name='sla_report_version_is_unique'),
            ),
            migrations.AddConstraint(
                model_name='slareport',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'superseded'), _negated=True), fields=('contract', 'month'), name='contract_has_one_current_report_per_month'),
            ),
            migrations.AddConstraint(
                model_name='slareport',
                constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='reported_month_begins_on_its_first_day'),
            ),
            migrations.AddConstraint(
                model_name='slareport',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'accepted', 'disputed', 'settled', 'superseded'])), name='sla_report_state_is_known'),
            ),
            migrations.AddConstraint(
                model_name='slareport',
                constraint=models.CheckConstraint(condition=models.Q(('version', 1), models.Q(('correction_reason', ''), _negated=True), _connector='OR'), name='corrected_report_says_why', violation_error_message='Say what the correction corrects, and why.'),
            ),
            migrations.AddConstraint(
                model_name='slareport',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('submitted', 'superseded')), ('decision__isnull', False), _connector='OR'), name='decided_report_has_its_decision'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='slareport',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_slareportevent" ("contract_id", "correction_reason", "decide_by", "decided_at", "decision_id", "id", "month", "note", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_at", "submitted_by", "submitted_side", "vendor_id", "version") VALUES (NEW."contract_id", NEW."correction_reason", NEW."decide_by", NEW."decided_at", NEW."decision_id", NEW."id", NEW."month", NEW."note", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."state", NEW."submitted_at", NEW."submitted_by", NEW."submitted_side", NEW."vendor_id", NEW."version"); RETURN NULL;', hash='c2b2a8ba8f7a000a898de5a330581c678ca24382', operation='INSERT', pgid='pgtrigger_insert_insert_896d9', table='vendors_slareport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='slareport',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "vendors_slareportevent" ("contract_id", "correction_reason", "decide_by", "decided_at", "decision_id", "id", "month", "note", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_at", "submitted_by", "submitted_side", "vendor_id", "version") VALUES (NEW."contract_id", NEW."correction_reason", NEW."decide_by", NEW."decided_at", NEW."decision_id", NEW."id", NEW."month", NEW."note", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."state", NEW."submitted_at", NEW."submitted_by", NEW."submitted_side", NEW."vendor_id", NEW."version"); RETURN NULL;', hash='ee170aec0f10341a7e155d5be878b3c47d279c4e', operation='UPDATE', pgid='pgtrigger_update_update_21a43', table='vendors_slareport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='slareport',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_slareportevent" ("contract_id", "correction_reason", "decide_by", "decided_at", "decision_id", "id", "month", "note", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_at", "submitted_by", "submitted_side", "vendor_id", "version") VALUES (OLD."contract_id", OLD."correction_reason", OLD."decide_by", OLD."decided_at", OLD."decision_id", OLD."id", OLD."month", OLD."note", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."state", OLD."submitted_at", OLD."submitted_by", OLD."submitted_side", OLD."vendor_id", OLD."version"); RETURN NULL;', hash='043714fa7c9c13b61616ed201bd01c279b8bcadd', operation='DELETE', pgid='pgtrigger_delete_delete_10969', table='vendors_slareport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportlineevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a52642c055a2a06cf28c6a530619fc3fae3db4a6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f1392', table='vendors_reportlineevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='reportline',
                constraint=models.UniqueConstraint(fields=('vendor', 'id'), name='report_line_key_with_its_vendor'),
            ),
            migrations.AddConstraint(
                model_name='reportline',
                constraint=models.UniqueConstraint(fields=('report', 'level'), name='level_is_reported_once'),
            ),
            migrations.AddConstraint(
                model_name='reportline',
                constraint=models.CheckConstraint(condition=models.Q(('met', None), models.Q(('counted__isnull', False), ('met__lte', models.F('counted'))), _connector='OR'), name='reported_met_is_part_of_counted', violation_error_message='More tickets are reported as met than were counted.'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportline',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_reportlineevent" ("accepted", "accepted_from", "counted", "id", "level_id", "met", "note", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "reported", "vendor_id") VALUES (NEW."accepted", NEW."accepted_from", NEW."counted", NEW."id", NEW."level_id", NEW."met", NEW."note", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."report_id", NEW."reported", NEW."vendor_id"); RETURN NULL;', hash='3394b4458a59472a0b01d586e6c9d9023f26b067', operation='INSERT', pgid='pgtrigger_insert_insert_d8164', table='vendors_reportline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportline',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "vendors_reportlineevent" ("accepted", "accepted_from", "counted", "id", "level_id", "met", "note", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "reported", "vendor_id") VALUES (NEW."accepted", NEW."accepted_from", NEW."counted", NEW."id", NEW."level_id", NEW."met", NEW."note", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."report_id", NEW."reported", NEW."vendor_id"); RETURN NULL;', hash='2b51c27d676ad5aada994a8cdb5454a7faf13c16', operation='UPDATE', pgid='pgtrigger_update_update_b4816', table='vendors_reportline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportline',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_reportlineevent" ("accepted", "accepted_from", "counted", "id", "level_id", "met", "note", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "reported", "vendor_id") VALUES (OLD."accepted", OLD."accepted_from", OLD."counted", OLD."id", OLD."level_id", OLD."met", OLD."note", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."report_id", OLD."reported", OLD."vendor_id"); RETURN NULL;', hash='01e64c7d129aa1f8d33b342da97406be81520d4d', operation='DELETE', pgid='pgtrigger_delete_delete_2ac4c', table='vendors_reportline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportfileevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7e818ef87f6242a3f985de9bada0c54f3962aaf4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_84463', table='vendors_reportfileevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportfile',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_reportfileevent" ("file", "id", "is_source", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "sha256", "size", "vendor_id") VALUES (NEW."file", NEW."id", NEW."is_source", NEW."name", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."report_id", NEW."sha256", NEW."size", NEW."vendor_id"); RETURN NULL;', hash='1316e5ef09a0f9af307b5596d1ee4cdfa37a6872', operation='INSERT', pgid='pgtrigger_insert_insert_be11c', table='vendors_reportfile', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportfile',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "vendors_reportfileevent" ("file", "id", "is_source", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "sha256", "size", "vendor_id") VALUES (NEW."file", NEW."id", NEW."is_source", NEW."name", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."report_id", NEW."sha256", NEW."size", NEW."vendor_id"); RETURN NULL;', hash='6e6b9a4035c17e38c5e317a291839559c933a643', operation='UPDATE', pgid='pgtrigger_update_update_a6236', table='vendors_reportfile', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportfile',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_reportfileevent" ("file", "id", "is_source", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "sha256", "size", "vendor_id") VALUES (OLD."file", OLD."id", OLD."is_source", OLD."name", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."report_id", OLD."sha256", OLD."size", OLD."vendor_id"); RETURN NULL;', hash='7342af6b69aff4dc13284c602db74394e3440896', operation='DELETE', pgid='pgtrigger_delete_delete_c0eb0', table='vendors_reportfile', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='disputeevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cb5663dca4ce2d8543570057ea900c2c32c093ca', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a3c0e', table='vendors_disputeevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='dispute',
                constraint=models.UniqueConstraint(fields=('vendor', 'id'), name='dispute_key_with_its_vendor'),
            ),
            migrations.AddConstraint(
                model_name='dispute',
                constraint=models.UniqueConstraint(fields=('vendor', 'number'), name='dispute_number_is_unique_per_vendor'),
            ),
            migrations.AddConstraint(
                model_name='dispute',
                constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'answered'))), fields=('report',), name='report_has_one_open_dispute'),
            ),
            migrations.AddConstraint(
                model_name='dispute',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'answered', 'settled', 'withdrawn', 'superseded'])), name='dispute_state_is_known'),
            ),
            migrations.AddConstraint(
                model_name='dispute',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'settled'), _negated=True), models.Q(('decision__isnull', False), ('settled_at__isnull', False)), _connector='OR'), name='settled_dispute_has_its_decision'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='dispute',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_disputeevent" ("answer_due_on", "contract_id", "decision_id", "id", "number", "opened_at", "opened_by", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "settled_at", "state", "title", "vendor_id") VALUES (NEW."answer_due_on", NEW."contract_id", NEW."decision_id", NEW."id", NEW."number", NEW."opened_at", NEW."opened_by", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."report_id", NEW."settled_at", NEW."state", NEW."title", NEW."vendor_id"); RETURN NULL;', hash='c87e43c548dd3599588390e65469083aa5be6960', operation='INSERT', pgid='pgtrigger_insert_insert_c217b', table='vendors_dispute', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='dispute',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "vendors_disputeevent" ("answer_due_on", "contract_id", "decision_id", "id", "number", "opened_at", "opened_by", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "settled_at", "state", "title", "vendor_id") VALUES (NEW."answer_due_on", NEW."contract_id", NEW."decision_id", NEW."id", NEW."number", NEW."opened_at", NEW."opened_by", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."report_id", NEW."settled_at", NEW."state", NEW."title", NEW."vendor_id"); RETURN NULL;', hash='625919f9d3c8dcc373312ac2f8776e7a3a7a8e3d', operation='UPDATE', pgid='pgtrigger_update_update_e468b', table='vendors_dispute', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='dispute',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "vendors_disputeevent" ("answer_due_on", "contract_id", "decision_id", "id", "number", "opened_at", "opened_by", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "settled_at", "state", "title", "vendor_id") VALUES (OLD."answer_due_on", OLD."contract_id", OLD."decision_id", OLD."id", OLD."number", OLD."opened_at", OLD."opened_by", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."report_id", OLD."settled_at", OLD."state", OLD."title", OLD."vendor_id"); RETURN NULL;', hash='42b2f875db29d4a718ac0c16e4db88af18ffa6ba', operation='DELETE', pgid='pgtrigger_delete_delete_9c6dc', table='vendors_dispute', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='slareportevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6c9a3a07ad1f4c912cafb538d479d97693f3e10f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b1868', table='vendors_slareportevent', when='BEFORE')),
            ),
        ),
    ]
