"""A thin administration of the ground floor: settings to edit, records only to read."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from budgeting.models import (
    Area,
    Council,
    Edition,
    Membership,
    Record,
    RuleSet,
    Seat,
    Theme,
    User,
    Venue,
)
from budgeting.services.addressing import forget_former_addresses

# There are no passwords: whoever runs the system signs in where everybody does.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class ReadOnly(admin.ModelAdmin):
    """Rows to look at: nobody adds, changes or deletes them here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0


class SeatInline(admin.TabularInline):
    model = Seat
    extra = 0


class VenueInline(admin.StackedInline):
    model = Venue
    extra = 0


class ThemeInline(admin.TabularInline):
    model = Theme
    extra = 0


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):
    list_display = ("slug", "name_nl", "name_fr")
    search_fields = ("slug", "name_nl", "name_fr")


@admin.register(Council)
class CouncilAdmin(admin.ModelAdmin):
    list_display = ("slug", "name_nl", "name_fr", "fictional")
    inlines = (SeatInline, VenueInline)


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin):
    """The phase and the state of the result move by services only, with their checks."""

    list_display = ("__str__", "phase", "opens_at", "closes_at", "result_state")
    list_filter = ("phase",)
    list_select_related = ("council",)
    readonly_fields = ("uuid", "phase", "result_state")
    inlines = (ThemeInline,)

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        """The rules of an edition are frozen when its vote starts."""
        frozen = obj is not None and obj.rule_sets.exists()
        return not frozen and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("email", "first_name", "last_name", "language", "is_active")
    search_fields = ("email",)
    fields = ("email", "first_name", "last_name", "language", "is_active", "is_staff")
    inlines = (MembershipInline,)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """With another address the former mailbox signs nobody in any more."""
        super().save_model(request, obj, form, change)
        if change and obj.email != form.initial["email"]:
            forget_former_addresses(obj)
            if obj == request.user:
                update_session_auth_hash(request, obj)


@admin.register(Record)
class RecordAdmin(ReadOnly):
    list_display = ("sequence", "at", "event", "actor", "edition")
    list_filter = ("event",)
    list_select_related = ("edition__council",)


@admin.register(RuleSet)
class RuleSetAdmin(ReadOnly):
    list_display = ("edition", "version", "frozen_at", "digest")
    list_select_related = ("edition__council",)
