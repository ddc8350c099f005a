"""The sign-in library's own list of addresses follows the address of the account."""

from allauth.account.models import EmailAddress
from django.db import transaction

from budgeting.models import User


def know_address(person: User) -> None:
    """Make the library know the address of an account that was made or changed elsewhere.

    Otherwise it would not see that the code proves the address, and ask for a second one.
    """
    with transaction.atomic():
        row, _ = EmailAddress.objects.get_or_create(user=person, email=person.email)
        if not row.primary:
            row.set_as_primary()


def forget_former_addresses(person: User) -> None:
    """Leave the present address alone: no other mailbox gets a code, no open session goes on.

    The account is written; an account without a password has a mark there that nobody can type,
    and with a new mark the sessions of before end.
    """
    with transaction.atomic():
        EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
        person.set_unusable_password()
        person.save(update_fields=["password"])
