"""Guard what the start of the vote fixes in an edition, and the changes that were decided."""

from django.db import migrations

from budgeting.freeze_guard import decide_once, freeze

COLUMNS = (
    *("council_id", "slug", "uuid", "is_test"),
    *("title_nl", "title_fr", "title_en", "influence_nl", "influence_fr"),
    *("decides_last_nl", "decides_last_fr", "out_of_scope_nl", "out_of_scope_fr"),
    *("influence_level", "budget_cents", "currency"),
    *("grant_cap_cents", "investment_cap_cents", "group_size"),
    *("min_age", "residence", "verification"),
    *("ballot_format", "rule", "shadow_rules", "publication", "paper_replaces_online"),
    *("opens_at", "closes_at", "paper_intake_until", "objections_until"),
    *("decision_on", "destruction_on"),
)


class Migration(migrations.Migration):
    dependencies = [("budgeting", "0007_how_a_table_was_read")]

    operations = [
        freeze(
            "budgeting_edition",
            edition="id",
            columns=COLUMNS,
            # A demonstration can be closed before its time.
            free_in_tests=("closes_at", "paper_intake_until"),
        ),
        decide_once("budgeting_rulechange"),
    ]
