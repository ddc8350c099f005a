"""Accounts of before: addresses in small letters, no empty password, no language nobody chose."""

from collections import defaultdict

from django.contrib.auth.hashers import make_password
from django.core.management import CommandError
from django.db import migrations, models
from django.db.models.functions import Lower


def addresses_in_small_letters(apps, schema_editor):
    """Lowered here and not by SQL: SQLite's LOWER knows the plain alphabet only."""
    users = apps.get_model("budgeting", "User").objects.using(schema_editor.connection.alias)
    people = defaultdict(list)
    for person in users.order_by("pk"):
        people[person.email.lower()].append(person)
    stop_when_two_share_one(people)
    for address, (person,) in people.items():
        if person.email != address:
            users.filter(pk=person.pk).update(email=address)


def stop_when_two_share_one(people):
    shared = [
        " and ".join(f"{person.email} (account {person.pk})" for person in accounts)
        for accounts in people.values()
        if len(accounts) > 1
    ]
    if shared:
        raise CommandError(
            "These accounts have the same e-mail address but for capital letters: "
            f"{'; '.join(shared)}. Nothing is changed. Give all but one of them another address, "
            "or delete them, and migrate again."
        )


def former_addresses_sign_nobody_in(apps, schema_editor):
    """The library's first address differs from the account's only where the administration
    changed it: the former mailbox would still get codes."""
    alias = schema_editor.connection.alias
    rows = apps.get_model("account", "EmailAddress").objects.using(alias).filter(primary=True)
    former = [row.pk for row in rows.select_related("user") if row.email.lower() != row.user.email]
    rows.filter(pk__in=former).delete()


def no_password_is_usable(apps, schema_editor):
    """An empty password counts as one to ask for; each account gets a mark of its own."""
    users = apps.get_model("budgeting", "User").objects.using(schema_editor.connection.alias)
    for person in users.filter(password=""):
        users.filter(pk=person.pk).update(password=make_password(None))


def nobody_chose_dutch(apps, schema_editor):
    """Every account began with "nl"; unknown, people are written to in both until they read."""
    users = apps.get_model("budgeting", "User").objects.using(schema_editor.connection.alias)
    users.filter(language="nl").update(language="")


def back(apps, schema_editor):
    """What was there before is not known; the rows are lawful as they are."""


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("budgeting", "0003_language_may_be_unknown"),
    ]

    operations = [
        migrations.RunPython(addresses_in_small_letters, back),
        migrations.RunPython(former_addresses_sign_nobody_in, back),
        migrations.RunPython(no_password_is_usable, back),
        migrations.RunPython(nobody_chose_dutch, back),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(Lower("email"), name="one_account_per_address"),
        ),
    ]
