from django.db import migrations, models

import budgeting.models.area


class Migration(migrations.Migration):

    dependencies = [
        ('budgeting', '0004_accounts_of_before'),
    ]

    operations = [
        migrations.AlterField(
            model_name='area',
            name='perimeter',
            field=models.JSONField(blank=True, null=True, validators=[budgeting.models.area.can_be_drawn]),
        ),
    ]
