"""Tallies and runs in the administration: to look at, never to edit."""

from django.contrib import admin

from budgeting.administration import ReadOnly
from tallying.models import Tally, TallyRun


@admin.register(Tally)
class TallyAdmin(ReadOnly):
    """What came out is on the page of the result, once it may be seen."""

    list_display = ("edition", "decides", "digest", "software_version", "milliseconds", "at")
    list_select_related = ("edition__council",)
    exclude = ("outcome",)


@admin.register(TallyRun)
class TallyRunAdmin(ReadOnly):
    list_display = ("edition", "state", "percent", "error_code", "asked_at")
    list_select_related = ("edition__council",)
