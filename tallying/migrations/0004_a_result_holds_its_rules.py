"""Guard what a result stands on, also where no vote was started here and no rules are frozen.

The number that settles equal projects is written once, and not by anybody who can read the ballots.
Once there is a tally, what it was counted by stays: a change that two officers accept writes none
of these columns by then.
"""

from django.db import migrations

from budgeting.freeze_guard import RESULT, Guard

COLUMNS = ("rule", "shadow_rules", "publication", "budget_cents", "ballot_format")
OF_IT = "EXISTS (SELECT 1 FROM {table} t WHERE t.edition_id = OLD.id)"
COUNTED, OPENED, READ = (
    OF_IT.format(table=table) for table in ("tallying_tally", "voting_opening", "voting_ballot")
)
CHANGED = " OR ".join(f"OLD.{name} {{differs}} NEW.{name}" for name in COLUMNS)
DRAWN = f"OLD.tie_seed <> '' OR {COUNTED} OR {OPENED} OR {READ}"
UPDATE = f"(OLD.tie_seed <> NEW.tie_seed AND ({DRAWN})) OR (({CHANGED}) AND {COUNTED})"
# REPLACE would write the row anew, past the guard of an update.
INSERT = "EXISTS (SELECT 1 FROM budgeting_edition e WHERE e.id = NEW.id)"
MESSAGE = "{table} is frozen: a result or a draw stands on it"


class Migration(migrations.Migration):
    dependencies = [
        ("budgeting", "0013_no_line_takes_a_place"),
        ("tallying", "0003_a_tally_is_checked"),
        ("voting", "0003_frozen_box"),
    ]

    operations = [
        Guard("budgeting_edition", {"insert": INSERT, "update": UPDATE}, MESSAGE, RESULT),
    ]
