"""Tallies and runs in the administration: to look at, never to edit."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from tallying.models import Tally, TallyRun


class ReadOnly(admin.ModelAdmin):
    """Rows that nobody adds, changes or deletes by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Tally)
class TallyAdmin(ReadOnly):
    list_display = ("edition", "decides", "digest", "software_version", "milliseconds", "at")
    list_select_related = ("edition__council",)


@admin.register(TallyRun)
class TallyRunAdmin(ReadOnly):
    list_display = ("edition", "state", "percent", "error_code", "asked_at")
    list_select_related = ("edition__council",)
