"""Audits of the paper, and the guards that hold what they rest on.

The count of the piles stands once it is signed, the dice once they are thrown, and what two people
read of a sheet once they agree. What each of them read, and hand readings that were counted, only
grow.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from budgeting.append_only import append_only
from budgeting.freeze_guard import Guard

FIXED = (
    "EXISTS (SELECT 1 FROM tallying_audit a"
    " WHERE a.id = {row}.audit_id AND a.manifest_digest <> '')"
)
AUDIT = (
    "(OLD.manifest_digest <> '' AND (OLD.manifest_digest <> NEW.manifest_digest"
    " OR OLD.manifest <> NEW.manifest OR OLD.edition_id <> NEW.edition_id))"
    " OR (OLD.seed <> '' AND (OLD.seed <> NEW.seed OR NEW.size < OLD.size))"
    " OR (OLD.finished_at IS NOT NULL AND NEW.finished_at {differs} OLD.finished_at)"
)
TAKEN = "EXISTS (SELECT 1 FROM {table} t WHERE t.id = NEW.id)"
MESSAGE = "{table} is fixed: an audit rests on it"


class Migration(migrations.Migration):

    dependencies = [
        ('budgeting', '0013_no_line_takes_a_place'),
        ('tallying', '0004_a_result_holds_its_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Audit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('begun_at', models.DateTimeField()),
                ('manifest', models.TextField(blank=True)),
                ('manifest_digest', models.CharField(blank=True, max_length=71)),
                ('frozen_at', models.DateTimeField(null=True)),
                ('seed', models.CharField(blank=True, max_length=200)),
                ('drawn_at', models.DateTimeField(null=True)),
                ('size', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
                ('simulation', models.JSONField(default=dict)),
                ('begun_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='audits', to='budgeting.edition')),
                ('finished_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('frozen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['edition', '-number'],
            },
        ),
        migrations.CreateModel(
            name='AuditDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('drawn', models.PositiveIntegerField(null=True)),
                ('pile', models.PositiveSmallIntegerField()),
                ('sheet', models.PositiveIntegerField()),
                ('says', models.CharField(blank=True, choices=[('choices', 'Choices'), ('none', 'None'), ('missing', 'Missing')], max_length=7)),
                ('choices', models.JSONField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('audit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='tallying.audit')),
                ('first_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pile', 'sheet'],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('says', models.CharField(choices=[('choices', 'Choices'), ('none', 'None'), ('missing', 'Missing')], max_length=7)),
                ('choices', models.JSONField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='tallying.auditdraw')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='AuditPile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=60)),
                ('sheets', models.PositiveIntegerField()),
                ('batches', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('audit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='piles', to='tallying.audit')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='AuditRecount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('piles', models.JSONField()),
                ('at', models.DateTimeField()),
                ('audit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recounts', to='tallying.audit')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tallying.tally')),
                ('tally', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tallying.tally')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddConstraint(
            model_name='audit',
            constraint=models.UniqueConstraint(fields=('edition', 'number'), name='one_audit_per_number'),
        ),
        migrations.AddConstraint(
            model_name='audit',
            constraint=models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('edition',), name='one_audit_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='audit',
            constraint=models.CheckConstraint(condition=models.Q(('seed', ''), models.Q(('manifest_digest', ''), _negated=True), _connector='OR'), name='the_dice_come_after_the_count'),
        ),
        migrations.AddConstraint(
            model_name='audit',
            constraint=models.CheckConstraint(condition=models.Q(('frozen_by__isnull', True), models.Q(('frozen_by', models.F('begun_by')), _negated=True), _connector='OR'), name='who_signs_a_count_is_another'),
        ),
        migrations.AddConstraint(
            model_name='auditdraw',
            constraint=models.UniqueConstraint(fields=('audit', 'pile', 'sheet'), name='one_ticket_per_sheet'),
        ),
        migrations.AddConstraint(
            model_name='auditdraw',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('says', ''), ('settled_at__isnull', True)), models.Q(('first_by__isnull', False), ('second_by__isnull', False), ('settled_at__isnull', False), models.Q(('says', ''), _negated=True), models.Q(('first_by', models.F('second_by')), _negated=True)), _connector='OR'), name='two_people_read_a_sheet'),
        ),
        migrations.AddConstraint(
            model_name='auditpile',
            constraint=models.UniqueConstraint(fields=('audit', 'number'), name='one_pile_per_number'),
        ),
        Guard(
            "tallying_audit",
            {
                "insert": TAKEN.format(table="tallying_audit"),
                "update": AUDIT,
                "delete": "OLD.manifest_digest <> ''",
            },
            MESSAGE,
        ),
        Guard(
            "tallying_auditpile",
            {
                "insert": FIXED.format(row="NEW"),
                "update": FIXED.format(row="OLD"),
                "delete": FIXED.format(row="OLD"),
            },
            MESSAGE,
        ),
        Guard(
            "tallying_auditdraw",
            {
                "insert": TAKEN.format(table="tallying_auditdraw"),
                "update": "OLD.settled_at IS NOT NULL OR OLD.audit_id <> NEW.audit_id"
                " OR OLD.pile <> NEW.pile OR OLD.sheet <> NEW.sheet",
                "delete": "1 = 1",
            },
            MESSAGE,
        ),
        append_only("tallying_auditentry"),
        append_only("tallying_auditrecount"),
    ]
