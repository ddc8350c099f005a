"""Guard the projects on the ballot from the start of the vote on."""

from django.db import migrations

from budgeting.freeze_guard import freeze


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0003_needs_and_advice"),
        ("budgeting", "0008_frozen_rules"),
    ]

    operations = [freeze("proposals_ballotproject", edition="edition_id")]
