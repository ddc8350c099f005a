"""Guard the rows that only grow."""

from django.db import migrations

from budgeting.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("voting", "0001_initial")]

    operations = [
        append_only("voting_ballot"),
        append_only(
            "voting_supersededenvelope",
            deletable_when=(
                "EXISTS (SELECT 1 FROM voting_opening o"
                " WHERE o.edition_id = OLD.edition_id AND o.digest_copied_at IS NOT NULL)"
            ),
        ),
    ]
