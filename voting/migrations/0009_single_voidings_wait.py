"""A voiding of single released sheets waits for a second person, and knows for which ones."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('voting', '0008_who_sent_from_a_phone'),
    ]

    operations = [
        migrations.AddField(
            model_name='voiding',
            name='listed',
            field=models.ManyToManyField(related_name='+', to='voting.sheet'),
        ),
    ]
