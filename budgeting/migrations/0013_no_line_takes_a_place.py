"""No line of the audit trail, and no published rules, take the place of others.

SQLite's REPLACE takes away whichever row has one of the new row's unique keys, without firing a
trigger for it: the guards of before knew the id only.
"""

from django.db import migrations

from budgeting.freeze_guard import Guard

TAKEN = "EXISTS (SELECT 1 FROM {table} t WHERE t.id = NEW.id OR {keys})"
RECORD = "t.sequence = NEW.sequence OR t.digest = NEW.digest"
RULES = "(t.edition_id = NEW.edition_id AND t.version = NEW.version)"
MESSAGE = "{table} is append-only"


class Migration(migrations.Migration):
    dependencies = [("budgeting", "0012_changes_are_asked_for_first")]

    operations = [
        Guard(table, {"insert": TAKEN.format(table=table, keys=keys)}, MESSAGE)
        for table, keys in (("budgeting_record", RECORD), ("budgeting_ruleset", RULES))
    ]
