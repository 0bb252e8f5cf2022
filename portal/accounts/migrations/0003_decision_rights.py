import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from portal.ledger.operations import Together


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_row_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vendor_id', models.BigIntegerField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('security_exception', 'Security exceptions'), ('access', 'Access decisions'), ('change', 'Change approvals'), ('architecture', 'Architecture priorities'), ('business_escalation', 'Business-critical escalations'), ('decide_report', 'Accept or dispute an SLA report'), ('settle_dispute', 'Settle a dispute'), ('approve_exclusion', 'Approve an exclusion that the provider asks for'), ('agree_exclusion', 'Agree to an exclusion that the client asks for'), ('close_period', 'Close a period, or restate a closed one'), ('waive_credit', 'Waive a service credit'), ('other', 'Another decision')], max_length=24)),
                ('subject', models.CharField(max_length=200)),
                ('subject_url', models.CharField(blank=True, max_length=300)),
                ('outcome', models.CharField(max_length=60)),
                ('reason', models.TextField(blank=True)),
                ('right_title', models.CharField(max_length=120)),
                ('basis', models.CharField(help_text='In which capacity: Accountable, as vendor manager.', max_length=200)),
                ('decided_by', models.CharField(max_length=160)),
                ('decided_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-decided_at'],
            },
        ),
        migrations.CreateModel(
            name='DecisionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('vendor_id', models.BigIntegerField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('security_exception', 'Security exceptions'), ('access', 'Access decisions'), ('change', 'Change approvals'), ('architecture', 'Architecture priorities'), ('business_escalation', 'Business-critical escalations'), ('decide_report', 'Accept or dispute an SLA report'), ('settle_dispute', 'Settle a dispute'), ('approve_exclusion', 'Approve an exclusion that the provider asks for'), ('agree_exclusion', 'Agree to an exclusion that the client asks for'), ('close_period', 'Close a period, or restate a closed one'), ('waive_credit', 'Waive a service credit'), ('other', 'Another decision')], max_length=24)),
                ('subject', models.CharField(max_length=200)),
                ('subject_url', models.CharField(blank=True, max_length=300)),
                ('outcome', models.CharField(max_length=60)),
                ('reason', models.TextField(blank=True)),
                ('right_title', models.CharField(max_length=120)),
                ('basis', models.CharField(help_text='In which capacity: Accountable, as vendor manager.', max_length=200)),
                ('decided_by', models.CharField(max_length=160)),
                ('decided_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DecisionRight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vendor_id', models.BigIntegerField(blank=True, null=True, verbose_name='vendor')),
                ('kind', models.CharField(choices=[('security_exception', 'Security exceptions'), ('access', 'Access decisions'), ('change', 'Change approvals'), ('architecture', 'Architecture priorities'), ('business_escalation', 'Business-critical escalations'), ('decide_report', 'Accept or dispute an SLA report'), ('settle_dispute', 'Settle a dispute'), ('approve_exclusion', 'Approve an exclusion that the provider asks for'), ('agree_exclusion', 'Agree to an exclusion that the client asks for'), ('close_period', 'Close a period, or restate a closed one'), ('waive_credit', 'Waive a service credit'), ('other', 'Another decision')], max_length=24, verbose_name='decision')),
                ('title', models.CharField(max_length=120)),
                ('scope', models.CharField(blank=True, help_text='What is covered, and up to which amount or impact.', max_length=300)),
                ('is_retained', models.BooleanField(default=False, help_text='Nobody of a provider can be accountable for it.', verbose_name='stays inside')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
            ],
            options={
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='DecisionRightEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('vendor_id', models.BigIntegerField(blank=True, null=True, verbose_name='vendor')),
                ('kind', models.CharField(choices=[('security_exception', 'Security exceptions'), ('access', 'Access decisions'), ('change', 'Change approvals'), ('architecture', 'Architecture priorities'), ('business_escalation', 'Business-critical escalations'), ('decide_report', 'Accept or dispute an SLA report'), ('settle_dispute', 'Settle a dispute'), ('approve_exclusion', 'Approve an exclusion that the provider asks for'), ('agree_exclusion', 'Agree to an exclusion that the client asks for'), ('close_period', 'Close a period, or restate a closed one'), ('waive_credit', 'Waive a service credit'), ('other', 'Another decision')], max_length=24, verbose_name='decision')),
                ('title', models.CharField(max_length=120)),
                ('scope', models.CharField(blank=True, help_text='What is covered, and up to which amount or impact.', max_length=300)),
                ('is_retained', models.BooleanField(default=False, help_text='Nobody of a provider can be accountable for it.', verbose_name='stays inside')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RightHolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vendor_id', models.BigIntegerField(blank=True, null=True)),
                ('is_retained', models.BooleanField()),
                ('letter', models.CharField(choices=[('A', 'Accountable'), ('R', 'Responsible'), ('C', 'Consulted'), ('I', 'Informed')], max_length=1)),
                ('role', models.CharField(blank=True, choices=[('it_leader', 'IT leader'), ('vendor_manager', 'Vendor manager'), ('executive', 'Executive'), ('auditor', 'Auditor'), ('provider', 'Provider'), ('service_owner', 'Service owner'), ('administrator', 'Administrator')], max_length=20)),
                ('holder_vendor_id', models.BigIntegerField(blank=True, null=True)),
                ('named', models.CharField(max_length=160)),
            ],
            options={
                'ordering': ['letter', 'named'],
            },
        ),
        migrations.CreateModel(
            name='RightHolderEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('vendor_id', models.BigIntegerField(blank=True, null=True)),
                ('is_retained', models.BooleanField()),
                ('letter', models.CharField(choices=[('A', 'Accountable'), ('R', 'Responsible'), ('C', 'Consulted'), ('I', 'Informed')], max_length=1)),
                ('role', models.CharField(blank=True, choices=[('it_leader', 'IT leader'), ('vendor_manager', 'Vendor manager'), ('executive', 'Executive'), ('auditor', 'Auditor'), ('provider', 'Provider'), ('service_owner', 'Service owner'), ('administrator', 'Administrator')], max_length=20)),
                ('holder_vendor_id', models.BigIntegerField(blank=True, null=True)),
                ('named', models.CharField(max_length=160)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='membership_key_with_its_organisation'),
        ),
        migrations.AddField(
            model_name='decision',
            name='membership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership'),
        ),
        migrations.AddField(
            model_name='decision',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='membership',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.membership'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.decision'),
        ),
        migrations.AddField(
            model_name='decisionright',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='right',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.decisionright'),
        ),
        migrations.AddField(
            model_name='decision',
            name='right',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='accounts.decisionright'),
        ),
        migrations.AddField(
            model_name='decisionrightevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='decisionrightevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.decisionright'),
        ),
        migrations.AddField(
            model_name='rightholder',
            name='membership',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership'),
        ),
        migrations.AddField(
            model_name='rightholder',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='rightholder',
            name='right',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holders', to='accounts.decisionright'),
        ),
        migrations.AddField(
            model_name='rightholderevent',
            name='membership',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.membership'),
        ),
        migrations.AddField(
            model_name='rightholderevent',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='rightholderevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.rightholder'),
        ),
        migrations.AddField(
            model_name='rightholderevent',
            name='right',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.decisionright'),
        ),
        Together(
            migrations.AddConstraint(
                model_name='decisionright',
                constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='decision_right_key_with_its_organisation'),
            ),
            migrations.AddConstraint(
                model_name='decisionright',
                constraint=models.UniqueConstraint(fields=('id', 'is_retained'), name='decision_right_key_with_retention'),
            ),
            migrations.AddConstraint(
                model_name='decisionright',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['security_exception', 'access', 'change', 'architecture', 'business_escalation', 'decide_report', 'settle_dispute', 'approve_exclusion', 'agree_exclusion', 'close_period', 'waive_credit', 'other'])), name='decision_right_kind_is_known'),
            ),
            migrations.AddConstraint(
                model_name='decisionright',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('security_exception', 'access', 'change', 'architecture', 'business_escalation')), _negated=True), ('is_retained', True), _connector='OR'), name='retained_decision_stays_inside'),
            ),
            migrations.AddConstraint(
                model_name='decisionright',
                constraint=models.CheckConstraint(condition=models.Q(('valid__isempty', False)), name='decision_right_validity_is_not_empty'),
            ),
            migrations.AddConstraint(
                model_name='decisionright',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'other'), _negated=True), expressions=[('organisation', '='), (django.db.models.functions.comparison.Coalesce('vendor_id', models.Value(0)), '='), ('kind', '='), ('valid', '&&')], name='decision_has_one_right_at_a_time', violation_error_message='There is such a right already in that time. End the earlier one first.'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionright',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_decisionrightevent" ("id", "is_retained", "kind", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope", "title", "valid", "vendor_id") VALUES (NEW."id", NEW."is_retained", NEW."kind", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."scope", NEW."title", NEW."valid", NEW."vendor_id"); RETURN NULL;', hash='818ab1602823ab32bb070bdaf7a854472f49fc3e', operation='INSERT', pgid='pgtrigger_insert_insert_a2947', table='accounts_decisionright', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionright',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_decisionrightevent" ("id", "is_retained", "kind", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope", "title", "valid", "vendor_id") VALUES (NEW."id", NEW."is_retained", NEW."kind", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."scope", NEW."title", NEW."valid", NEW."vendor_id"); RETURN NULL;', hash='52bc22682c11fa480ba12b3fd2e8c026cb6f9460', operation='UPDATE', pgid='pgtrigger_update_update_2ef20', table='accounts_decisionright', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionright',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_decisionrightevent" ("id", "is_retained", "kind", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope", "title", "valid", "vendor_id") VALUES (OLD."id", OLD."is_retained", OLD."kind", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."scope", OLD."title", OLD."valid", OLD."vendor_id"); RETURN NULL;', hash='580def4d929fc380a2d36b3a6a1a61508149a171', operation='DELETE', pgid='pgtrigger_delete_delete_7fb26', table='accounts_decisionright', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='85a7c25e68d238629f1516e7d80a9c426aaf8cb6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e83ea', table='accounts_decisionevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='decision_key_with_its_organisation'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_decisionevent" ("basis", "decided_at", "decided_by", "id", "kind", "membership_id", "organisation_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "right_id", "right_title", "subject", "subject_url", "vendor_id") VALUES (NEW."basis", NEW."decided_at", NEW."decided_by", NEW."id", NEW."kind", NEW."membership_id", NEW."organisation_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."right_id", NEW."right_title", NEW."subject", NEW."subject_url", NEW."vendor_id"); RETURN NULL;', hash='3fcafa7f365b55c8d639f70f3d6334e2501c187e', operation='INSERT', pgid='pgtrigger_insert_insert_11229', table='accounts_decision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_decisionevent" ("basis", "decided_at", "decided_by", "id", "kind", "membership_id", "organisation_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "right_id", "right_title", "subject", "subject_url", "vendor_id") VALUES (NEW."basis", NEW."decided_at", NEW."decided_by", NEW."id", NEW."kind", NEW."membership_id", NEW."organisation_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."right_id", NEW."right_title", NEW."subject", NEW."subject_url", NEW."vendor_id"); RETURN NULL;', hash='b03259bdbd1a5ce2abd8b29d718b6dce3dc2f337', operation='UPDATE', pgid='pgtrigger_update_update_70464', table='accounts_decision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decision',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_decisionevent" ("basis", "decided_at", "decided_by", "id", "kind", "membership_id", "organisation_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "right_id", "right_title", "subject", "subject_url", "vendor_id") VALUES (OLD."basis", OLD."decided_at", OLD."decided_by", OLD."id", OLD."kind", OLD."membership_id", OLD."organisation_id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."right_id", OLD."right_title", OLD."subject", OLD."subject_url", OLD."vendor_id"); RETURN NULL;', hash='1f5b94499278e0b97b00fbfb02d7df3d02a3a03e', operation='DELETE', pgid='pgtrigger_delete_delete_eaad8', table='accounts_decision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionrightevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='422d152012b6b9e8dad1e7efd37fd9748fe1b5dc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_08008', table='accounts_decisionrightevent', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='rightholder',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('membership__isnull', False), ('role', '')), models.Q(('membership', None), models.Q(('role', ''), _negated=True)), _connector='OR'), name='right_is_held_by_a_person_or_a_role'),
            ),
            migrations.AddConstraint(
                model_name='rightholder',
                constraint=models.CheckConstraint(condition=models.Q(('letter__in', ['A', 'R', 'C', 'I'])), name='right_letter_is_known'),
            ),
            migrations.AddConstraint(
                model_name='rightholder',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_retained', True), ('letter', 'A'), _negated=True), models.Q(('holder_vendor_id', None), models.Q(('role', 'provider'), _negated=True)), _connector='OR'), name='no_provider_is_accountable_for_a_retained_decision', violation_error_message='This decision stays inside: nobody of a provider can be accountable for it.'),
            ),
            migrations.AddConstraint(
                model_name='rightholder',
                constraint=models.UniqueConstraint(fields=('right', 'letter', 'membership', 'role'), name='right_letter_is_held_once', nulls_distinct=False),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rightholder',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_rightholderevent" ("holder_vendor_id", "id", "is_retained", "letter", "membership_id", "named", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_id", "role", "vendor_id") VALUES (NEW."holder_vendor_id", NEW."id", NEW."is_retained", NEW."letter", NEW."membership_id", NEW."named", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."right_id", NEW."role", NEW."vendor_id"); RETURN NULL;', hash='2f06c36f84a4b30b5d56522d98c9cd857d829a55', operation='INSERT', pgid='pgtrigger_insert_insert_d33bb', table='accounts_rightholder', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rightholder',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_rightholderevent" ("holder_vendor_id", "id", "is_retained", "letter", "membership_id", "named", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_id", "role", "vendor_id") VALUES (NEW."holder_vendor_id", NEW."id", NEW."is_retained", NEW."letter", NEW."membership_id", NEW."named", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."right_id", NEW."role", NEW."vendor_id"); RETURN NULL;', hash='68f90cac94c9df4f9851191bbd29e1d491be2644', operation='UPDATE', pgid='pgtrigger_update_update_dc084', table='accounts_rightholder', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rightholder',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_rightholderevent" ("holder_vendor_id", "id", "is_retained", "letter", "membership_id", "named", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_id", "role", "vendor_id") VALUES (OLD."holder_vendor_id", OLD."id", OLD."is_retained", OLD."letter", OLD."membership_id", OLD."named", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."right_id", OLD."role", OLD."vendor_id"); RETURN NULL;', hash='4b24bee7ab74f74e19ed1c31887b56b0cf600ca7', operation='DELETE', pgid='pgtrigger_delete_delete_4acaf', table='accounts_rightholder', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='rightholderevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d4f785d71a5777e13a5c0f557a4acc247135e949', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cdb4c', table='accounts_rightholderevent', when='BEFORE')),
            ),
        ),
    ]
