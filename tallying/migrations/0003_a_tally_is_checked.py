"""What a tally keeps of its count and its check, and a run of its stages.

SQLite makes a table anew when it gets columns, and its triggers are gone then: they are put back
here, with guards that the check of the audit trail knows. REPLACE takes a row's place by any of
its unique keys without a word, so an insert with the digest of another row is refused as well.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from budgeting.append_only import append_only, install, remove
from budgeting.freeze_guard import Guard

TABLE = "tallying_tally"
TAKEN = (
    "EXISTS (SELECT 1 FROM tallying_tally t WHERE t.id = NEW.id"
    " OR (t.edition_id = NEW.edition_id AND t.digest = NEW.digest))"
)


def lift(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    remove(editor, TABLE)


def put_back(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    install(editor, TABLE)


def end_runs(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever upgrades has stopped the worker: what it was at can be started again."""
    runs = apps.get_model("tallying", "TallyRun").objects.filter(state__in=["waiting", "running"])
    runs.update(state="failed", error_code="broken_off")


class Migration(migrations.Migration):
    dependencies = [
        ("budgeting", "0012_changes_are_asked_for_first"),
        ("tallying", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(lift, put_back),
        migrations.RunPython(end_runs, migrations.RunPython.noop),
        migrations.AddField(
            model_name='tally',
            name='checked',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='tally',
            name='transcript',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='tally',
            name='transcript_digest',
            field=models.CharField(blank=True, max_length=71),
        ),
        migrations.AddField(
            model_name='tallyrun',
            name='details',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='tallyrun',
            name='rule_count',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='tallyrun',
            name='rule_number',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='tallyrun',
            name='stage',
            field=models.CharField(blank=True, choices=[('reading', 'Reading'), ('counting', 'Counting'), ('explaining', 'Explaining'), ('checking', 'Checking'), ('further', 'Further')], max_length=10),
        ),
        migrations.AddField(
            model_name='tallyrun',
            name='told_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='tallyrun',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='waiting', max_length=9),
        ),
        migrations.AddConstraint(
            model_name='tallyrun',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('edition',), name='one_run_at_a_time'),
        ),
        append_only(TABLE),
        Guard(
            TABLE,
            {"insert": TAKEN, "update": "1 = 1", "delete": "1 = 1"},
            "{table} is append-only",
        ),
    ]
