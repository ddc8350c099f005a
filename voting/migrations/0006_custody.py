"""Custody of paper: hand-overs, counts by hand, void sheets, explanations and the kept figures."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgeting', '0013_no_line_takes_a_place'),
        ('voting', '0005_frozen_paper_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reconciliation',
            fields=[
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='reconciliation', serialize=False, to='budgeting.edition')),
                ('document', models.JSONField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Explanation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.JSONField()),
                ('text_nl', models.TextField()),
                ('text_fr', models.TextField()),
                ('at', models.DateTimeField()),
                ('second_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='explanations', to='budgeting.edition')),
                ('second_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('second_by__isnull', True), models.Q(('second_by', models.F('by')), _negated=True), _connector='OR'), name='an_explanation_has_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('text_nl', ''), _negated=True), models.Q(('text_fr', ''), _negated=True)), name='an_explanation_has_both_languages')],
            },
        ),
        migrations.CreateModel(
            name='HandCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('kind', models.CharField(choices=[('issued', 'Sheets given to voters'), ('left_over', 'Unused sheets that are left'), ('spoiled_before', 'Spoiled before they were given to anybody'), ('spoiled_returned', 'Spoiled and handed back by voters'), ('box', 'Sheets in the ballot box')], max_length=16)),
                ('state', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed'), ('differs', 'Differs'), ('replaced', 'Replaced')], default='open', max_length=8)),
                ('value', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('second_value', models.PositiveIntegerField(null=True)),
                ('second_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='voting.handcount')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hand_counts', to='budgeting.edition')),
                ('second_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('venue', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hand_counts', to='budgeting.venue')),
            ],
            options={
                'ordering': ['day', 'kind', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('second_by__isnull', True), models.Q(('second_by', models.F('by')), _negated=True), _connector='OR'), name='a_hand_count_has_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['closed', 'replaced']), _negated=True), models.Q(('second_by__isnull', False), ('second_value', models.F('value')), ('second_value__isnull', False)), _connector='OR'), name='who_closes_a_count_says_the_same'), models.CheckConstraint(condition=models.Q(('corrects__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_correction_has_a_reason'), models.UniqueConstraint(condition=models.Q(('state', 'open'), ('venue__isnull', False)), fields=('edition', 'venue', 'day', 'kind'), name='one_open_count_per_venue'), models.UniqueConstraint(condition=models.Q(('state', 'open'), ('venue__isnull', True)), fields=('edition', 'day', 'kind'), name='one_open_count_of_no_venue'), models.UniqueConstraint(condition=models.Q(('state', 'closed'), ('venue__isnull', False)), fields=('edition', 'venue', 'day', 'kind'), name='one_closed_count_per_venue'), models.UniqueConstraint(condition=models.Q(('state', 'closed'), ('venue__isnull', True)), fields=('edition', 'day', 'kind'), name='one_closed_count_of_no_venue')],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('out', 'to the voting place'), ('back', 'back from the voting place')], max_length=4)),
                ('sheets', models.PositiveIntegerField()),
                ('giver', models.CharField(max_length=120)),
                ('receiver', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('second_at', models.DateTimeField(null=True)),
                ('on_slip', models.BooleanField(default=False)),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hand_overs', to='voting.printbatch')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hand_overs', to='budgeting.edition')),
                ('second_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('venue', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budgeting.venue')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('second_by__isnull', True), models.Q(('second_by', models.F('by')), _negated=True), _connector='OR'), name='a_hand_over_has_two_people'), models.CheckConstraint(condition=models.Q(('way', 'back'), ('batch__isnull', False), _connector='OR'), name='what_goes_out_is_a_batch')],
            },
        ),
        migrations.CreateModel(
            name='Voiding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheets', models.PositiveIntegerField(default=0)),
                ('reason_nl', models.TextField()),
                ('reason_fr', models.TextField()),
                ('at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='voidings', to='voting.printbatch')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voidings', to='budgeting.edition')),
                ('second_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('second_by__isnull', True), models.Q(('second_by', models.F('by')), _negated=True), _connector='OR'), name='a_voiding_has_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('reason_nl', ''), _negated=True), models.Q(('reason_fr', ''), _negated=True)), name='a_voiding_has_a_reason'), models.UniqueConstraint(condition=models.Q(('done_at__isnull', True)), fields=('batch',), name='one_voiding_waits_per_batch')],
            },
        ),
    ]
