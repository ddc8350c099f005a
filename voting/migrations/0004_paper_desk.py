"""Rules of paper, prints made in the background, uploads that outlive a worker, and devices."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgeting', '0013_no_line_takes_a_place'),
        ('voting', '0003_frozen_box'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PaperRules',
            fields=[
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='stored_paper_rules', serialize=False, to='budgeting.edition')),
                ('clean_counts', models.BooleanField(default=True)),
                ('double_entry', models.BooleanField(default=True)),
                ('overvote', models.CharField(choices=[('intent', 'a person looks for what the voter meant'), ('void', 'the ballot is void'), ('blank', 'the ballot is blank')], default='intent', max_length=6)),
                ('undervote', models.CharField(choices=[('intent', 'a person looks for what the voter meant'), ('void', 'the ballot is void'), ('blank', 'the ballot is blank')], default='intent', max_length=6)),
            ],
        ),
        migrations.CreateModel(
            name='UploadPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddField(
            model_name='printbatch',
            name='code',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='printbatch',
            name='file',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='printbatch',
            name='made',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='printbatch',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('making', 'Making'), ('ready', 'Ready'), ('fetched', 'Fetched'), ('failed', 'Failed')], default='fetched', max_length=7),
        ),
        migrations.AddField(
            model_name='printbatch',
            name='told_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='printbatch',
            name='variant',
            field=models.CharField(choices=[('standard', 'Dutch and French'), ('large', 'Large print'), ('english', 'Dutch, French and English'), ('easy', 'Easy to read')], default='standard', max_length=8),
        ),
        migrations.AddField(
            model_name='scan',
            name='matched_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='scanbatch',
            name='way',
            field=models.CharField(choices=[('files', 'scanned'), ('typed', 'typed'), ('device', 'by phone')], default='files', max_length=6),
        ),
        migrations.AddField(
            model_name='sheet',
            name='device_hash',
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name='sheetlayout',
            name='variant',
            field=models.CharField(choices=[('standard', 'Dutch and French'), ('large', 'Large print'), ('english', 'Dutch, French and English'), ('easy', 'Easy to read')], default='standard', max_length=8),
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('enrolled_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('pending', models.PositiveIntegerField(default=0)),
                ('told_at', models.DateTimeField(null=True)),
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='device', to='voting.scanbatch')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='budgeting.edition')),
                ('enrolled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='budgeting.venue')),
            ],
            options={
                'ordering': ['enrolled_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DeviceScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.UUIDField()),
                ('sequence', models.PositiveIntegerField()),
                ('body_digest', models.CharField(max_length=71)),
                ('image_digest', models.CharField(max_length=71)),
                ('taken_at', models.DateTimeField(null=True)),
                ('received_at', models.DateTimeField()),
                ('state', models.CharField(max_length=9)),
                ('code', models.CharField(max_length=40)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='received', to='voting.device')),
                ('scan', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sent', to='voting.scan')),
            ],
            options={
                'ordering': ['device', 'sequence'],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('size', models.PositiveBigIntegerField()),
                ('digest', models.CharField(max_length=71)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('reading', 'Reading'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=7)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('told_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='voting.scanbatch')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='scan',
            name='upload',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='voting.upload'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.UniqueConstraint(fields=('upload', 'page'), name='one_scan_per_page_of_a_file'),
        ),
        migrations.AddField(
            model_name='uploadpart',
            name='upload',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='voting.upload'),
        ),
        migrations.AddConstraint(
            model_name='devicescan',
            constraint=models.UniqueConstraint(fields=('device', 'nonce'), name='one_answer_per_nonce'),
        ),
        migrations.AddConstraint(
            model_name='devicescan',
            constraint=models.UniqueConstraint(fields=('device', 'sequence'), name='one_scan_per_sequence'),
        ),
        migrations.AddConstraint(
            model_name='uploadpart',
            constraint=models.UniqueConstraint(fields=('upload', 'number'), name='one_part_per_number'),
        ),
    ]
