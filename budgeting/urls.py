"""Addresses: the ground floor's own pages, and the apps above by name."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from budgeting.views import (
    about,
    councils,
    feedback,
    home,
    inventory,
    language,
    mapping,
    styleguide,
    webapp,
)

urlpatterns = [
    path("", home.door, name="door"),
    path("", include("voting.urls_short")),
    path("language/", language.switch, name="set_language"),
    path("robots.txt", home.robots, name="robots"),
    path("manifest.webmanifest", webapp.manifest, name="manifest"),
    path("sw.js", webapp.service_worker, name="service_worker"),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("about/", about.about, name="about"),
        path("help/", about.help_page, name="help"),
        path("accessibility/", about.accessibility, name="accessibility"),
        path("privacy/", about.privacy, name="privacy"),
        path("colophon/", about.colophon, name="colophon"),
        path("feedback/", feedback.feedback, name="feedback"),
        path("feedback/sent/", feedback.feedback_sent, name="feedback_sent"),
        path("councils.geojson", mapping.councils_map, name="councils_map"),
        path("inventory.json", inventory.inventory_json, name="inventory_json"),
        path("inventory.csv", inventory.inventory_csv, name="inventory_csv"),
        path("inventory.atom", inventory.inventory_atom, name="inventory_atom"),
        path("offline/", webapp.offline, name="offline"),
        path("c/<slug:council>/", councils.council_page, name="council"),
        path("", include("budgeting.urls_councils")),
        path("", include("budgeting.urls_editions")),
        path("c/<slug:council>/<slug:edition>/", councils.edition_page, name="edition"),
        path("c/<slug:council>/<slug:edition>/rules/", councils.rules_page, name="rules"),
        path("", include("proposals.urls")),
        path("", include("voting.urls")),
        path("", include("tallying.urls")),
        # There are no passwords: whoever looks for theirs can sign in with a code.
        re_path(
            r"^account/password/",
            RedirectView.as_view(pattern_name="account_login"),
            name="no_password",
        ),
        path("account/", include("allauth.urls")),
        path("admin/", admin.site.urls),
    ),
]

handler404 = "budgeting.views.errors.not_found"
handler500 = "budgeting.views.errors.server_error"

if settings.LOCAL:
    urlpatterns += i18n_patterns(path("styleguide/", styleguide.styleguide, name="styleguide"))

if settings.DEMO:
    urlpatterns.insert(0, path("", include("tallying.urls_demo")))
