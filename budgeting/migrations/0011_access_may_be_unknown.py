"""A place of which nobody knows whether there are steps says so; stored answers stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("budgeting", "0010_links_know_their_version"),
    ]

    operations = [
        migrations.AlterField(
            model_name="venue",
            name="step_free",
            field=models.BooleanField(blank=True, default=None, null=True),
        ),
    ]
