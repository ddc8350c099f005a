"""Short addresses without a language, for print."""

from django.urls import path

from voting.views import entering

urlpatterns = [
    path("v/<str:code>", entering.short_code, name="short_code"),
]
