"""Guard the rules of paper from the start of the vote on."""

from django.db import migrations

from budgeting.freeze_guard import freeze


class Migration(migrations.Migration):
    dependencies = [("voting", "0004_paper_desk")]

    operations = [freeze("voting_paperrules", edition="edition_id")]
