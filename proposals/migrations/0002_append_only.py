"""Guard the rows that only grow."""

from django.db import migrations

from budgeting.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial")]

    operations = [
        append_only("proposals_review"),
    ]
