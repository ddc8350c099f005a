"""Addresses: the ground floor's own pages, and the apps above by name."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from budgeting.views import councils, home, language

urlpatterns = [
    path("", home.door, name="door"),
    path("", include("voting.urls_short")),
    path("language/", language.switch, name="set_language"),
    path("robots.txt", home.robots, name="robots"),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("about/", home.about, name="about"),
        path("c/<slug:council>/", councils.council_page, name="council"),
        path("c/<slug:council>/<slug:edition>/", councils.edition_page, name="edition"),
        path("c/<slug:council>/<slug:edition>/rules/", councils.rules_page, name="rules"),
        path("", include("proposals.urls")),
        path("", include("voting.urls")),
        path("", include("tallying.urls")),
        path("account/", include("allauth.urls")),
        path("admin/", admin.site.urls),
    ),
]

handler404 = "budgeting.views.errors.not_found"
handler500 = "budgeting.views.errors.server_error"

if settings.DEMO:
    urlpatterns.insert(0, path("", include("tallying.urls_demo")))
