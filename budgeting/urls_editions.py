"""Addresses of an edition on the desk: its settings, and its preview."""

from django.urls import path

from budgeting.views import drafting, edition_settings, preview

COUNCIL = "desk/<slug:council>/"
EDITION = f"{COUNCIL}<slug:edition>/"
SETTINGS = f"{EDITION}settings/"

urlpatterns = [
    path(f"{COUNCIL}editions/new/", drafting.new_edition, name="edition_new"),
    path(f"{EDITION}preview/", preview.preview, name="edition_preview"),
    path(SETTINGS, edition_settings.edition_settings, name="edition_settings"),
    path(f"{SETTINGS}texts/", edition_settings.texts, name="edition_texts"),
    path(f"{SETTINGS}money/", edition_settings.money, name="edition_money"),
    path(f"{SETTINGS}voters/", edition_settings.voters, name="edition_voters"),
    path(f"{SETTINGS}calendar/", edition_settings.calendar, name="edition_calendar"),
    path(f"{SETTINGS}subjects/", edition_settings.subjects, name="edition_subjects"),
]
