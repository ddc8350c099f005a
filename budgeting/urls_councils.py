"""Addresses of a council: its public pages, and its pages of the desk.

They stand before those of the editions; `budgeting.models.edition.RESERVED` keeps the words free.
"""

from django.urls import path

from budgeting.views import desk

PUBLIC = "c/<slug:council>/"
DESK = "desk/<slug:council>/"

urlpatterns = [
    path(DESK, desk.council_desk, name="council_desk"),
]
