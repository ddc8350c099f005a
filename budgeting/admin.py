"""The administration of the ground floor: people and places to change, the rest to look at."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest
from django.utils.decorators import method_decorator

from budgeting.administration import ForSuperusers, ReadOnly, Recorded
from budgeting.models import (
    Area,
    Council,
    Edition,
    Invitation,
    Membership,
    Record,
    RuleChange,
    RuleSet,
    User,
)
from budgeting.phases import Phase
from budgeting.services.addressing import forget_former_addresses
from budgeting.services.areas import votes_within

# Addresses follow their account, nobody works with groups, and a lock shows no secret (below).
for model in (EmailAddress, Group, Authenticator):
    admin.site.unregister(model)


class MembershipInline(ForSuperusers, admin.TabularInline):
    model = Membership
    extra = 0


@admin.register(Area)
class AreaAdmin(Recorded):
    list_display = ("slug", "name_nl", "name_fr")
    search_fields = ("slug", "name_nl", "name_fr")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Who may vote follows from the boundary: it stays while votes are cast and counted."""
        return ("perimeter", "perimeter_source") if obj and votes_within(obj) else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Council)
class CouncilAdmin(Recorded):
    """Seats, places and texts are worked on at the desk; here a council is made."""

    list_display = ("slug", "name_nl", "name_fr", "fictional")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Address and area are part of the published rules of a vote that is under way."""
        held = obj and obj.editions.filter(phase__in=(Phase.VOTING, Phase.COUNTING)).exists()
        return ("slug", "area") if held else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Membership)
class MembershipAdmin(Recorded):
    """The first officer of a council is appointed here; that one invites the others."""

    list_display = ("user", "council", "role", "starts_on", "ends_on")
    list_filter = ("council", "role")
    list_select_related = ("user", "council")
    search_fields = ("user__email",)
    raw_id_fields = ("user",)


@admin.register(User)
class UserAdmin(Recorded):
    list_display = ("email", "first_name", "last_name", "language", "is_active")
    search_fields = ("email",)
    fields = ("email", "first_name", "last_name", "language", "is_active", "is_staff")
    inlines = (MembershipInline,)

    @method_decorator(transaction.atomic)
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """With another address the former mailbox signs nobody in any more."""
        super().save_model(request, obj, form, change)
        if change and obj.email != form.initial["email"]:
            forget_former_addresses(obj)
            if obj == request.user:
                update_session_auth_hash(request, obj)


@admin.register(Authenticator)
class SecondLockAdmin(Recorded):
    """Who lost every lock and every spare code is helped here: theirs are taken away.

    What a lock is made of stays hidden, also from those who run the system.
    """

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(getattr(request.user, "is_superuser", False))


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    list_display = ("email", "council", "role", "created_at", "expires_at", "accepted_at")
    list_select_related = ("council",)
    exclude = ("token_digest",)


@admin.register(Edition)
class EditionAdmin(ReadOnly):
    """Editions are made and moved at the desk, with its checks and its lines in the trail."""

    list_display = ("__str__", "phase", "opens_at", "closes_at", "result_state")
    list_filter = ("phase",)
    list_select_related = ("council",)


@admin.register(Record)
class RecordAdmin(ReadOnly):
    list_display = ("sequence", "at", "event", "actor", "edition")
    list_filter = ("event",)
    list_select_related = ("edition__council",)


@admin.register(RuleSet)
class RuleSetAdmin(ReadOnly):
    list_display = ("edition", "version", "frozen_at", "digest")
    list_select_related = ("edition__council",)


@admin.register(RuleChange)
class RuleChangeAdmin(ReadOnly):
    list_display = ("edition", "state", "proposed_by", "decided_by")
    list_select_related = ("edition__council", "proposed_by", "decided_by")
