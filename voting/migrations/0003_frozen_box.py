"""Guard the box and its key holders from the start of the vote on; who is behind a name may change."""

from django.db import migrations

from budgeting.freeze_guard import freeze


class Migration(migrations.Migration):
    dependencies = [
        ("voting", "0002_append_only"),
        ("budgeting", "0008_frozen_rules"),
    ]

    operations = [
        freeze("voting_ballotbox", edition="edition_id", for_good=True),
        freeze(
            "voting_trustee",
            edition="box_id",
            columns=("box_id", '"index"', "name", "share_digest"),
            for_good=True,
        ),
    ]
