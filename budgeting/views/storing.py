"""Keeping what a form of the desk holds: the row, its line in the audit trail, a word of thanks."""

from typing import Any, Protocol

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest

from budgeting.access import require, roles_of
from budgeting.models import Council, Role, User
from budgeting.services.recording import record
from budgeting.views.waiting import tell_what_waits


class Storing(Protocol):
    """A form that saves itself; `store` answers False, with a sentence in it, when it could not."""

    instance: Any

    @property
    def changed_data(self) -> list[str]: ...

    def store(self) -> bool: ...


def kept(request: HttpRequest, form: Storing, event: str, *, council: Council, said: str) -> bool:
    """Store a valid form; False when somebody else was quicker. The trail names fields only."""
    by, role = acting(request, council)
    with transaction.atomic():
        if not form.store():
            return False
        fields = sorted(name for name in form.changed_data if name != "seen")
        data = {"id": form.instance.pk, "fields": fields}
        record(event, council=council, by=by, role=role, data=data)
    messages.success(request, said)
    tell_what_waits(request, form.instance, form.changed_data)
    return True


def acting(request: HttpRequest, council: Council) -> tuple[User, Role]:
    """The person at work, and as what: an officer, else a facilitator; refuses anybody else."""
    by = require(request.user, council, Role.OFFICER, Role.FACILITATOR)
    is_officer = Role.OFFICER in roles_of(by, council)
    return by, Role.OFFICER if is_officer else Role.FACILITATOR
