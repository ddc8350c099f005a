"""No change of the rules comes into its table decided."""

from django.db import migrations

from budgeting.freeze_guard import ask_first


class Migration(migrations.Migration):
    dependencies = [("budgeting", "0011_access_may_be_unknown")]

    operations = [ask_first("budgeting_rulechange")]
