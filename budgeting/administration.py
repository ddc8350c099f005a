"""The administration for support staff: a door with a second lock, and two kinds of rows.

Everything that has to do with a vote is there to read only. What a superuser may change writes a
line of the audit trail: which row and which fields, never what stood in them.
"""

from collections.abc import Iterable
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from budgeting.access import has_second_lock, second_lock_needed
from budgeting.models import Council, Membership, User, Versioned
from budgeting.services.recording import record


class Administration(admin.AdminSite):
    """There are no passwords: whoever runs the system signs in where everybody does."""

    def has_permission(self, request: HttpRequest) -> bool:
        """For staff who have a second lock, as officers have."""
        person = request.user
        if not super().has_permission(request) or not isinstance(person, User):
            return False
        return not settings.SECOND_LOCK_REQUIRED or has_second_lock(person)

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Who is no staff is refused; who only lacks the second lock is told so."""
        answer: HttpResponse = secure_admin_login(self._through)(request, extra_context)
        return answer

    def _through(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_permission(request):
            raise second_lock_needed()
        return super().login(request, extra_context)


class _Shown:
    """All staff may look at it."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing is done to many rows at once."""
        return {}


class ReadOnly(_Shown, admin.ModelAdmin):
    """Rows to look at: nobody adds, changes or deletes them here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ForSuperusers(_Shown):
    """Superusers change it, other staff look."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(getattr(request.user, "is_superuser", False))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)


class Recorded(ForSuperusers, admin.ModelAdmin):
    """Rows whose every change is a line of the audit trail, written together with it."""

    @method_decorator(transaction.atomic)
    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        if change and isinstance(obj, Versioned):
            obj.version += 1  # an officer with the same row in a form is told
        super().save_model(request, obj, form, change)
        note(request, obj, "changed" if change else "added", form.changed_data)

    @method_decorator(transaction.atomic)
    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        note(request, obj, "deleted")
        super().delete_model(request, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for gone in formset.deleted_forms:
            note(request, gone.instance, "deleted")
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            note(request, row, "added")
        for row, names in formset.changed_objects:
            note(request, row, "changed", names)


def note(request: HttpRequest, row: models.Model, what: str, names: Iterable[str] = ()) -> None:
    """One line about a row: its table, its number and the names of the fields that changed."""
    council = row.council if isinstance(row, Membership) else None
    council = row if isinstance(row, Council) else council
    table = row._meta.model_name
    data = {"table": table, "row": row.pk, "what": what, "fields": sorted(names)}
    by = request.user if isinstance(request.user, User) else None
    record("changed_in_administration", council=council, by=by, role="administrator", data=data)
