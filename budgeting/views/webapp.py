"""The site as an installable app: its manifest, its worker and the page without a network."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_safe

from budgeting.digests import digest_of
from budgeting.languages import ORDER, active_language
from budgeting.offline import SITE_NAME, worker_script

PAPER = "#ffffff"  # as the pages' own theme colour: nothing flashes at the start
ICONS = (
    ("icon-192", 192, "any"),
    ("icon-512", 512, "any"),
    ("maskable-512", 512, "maskable"),
)


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """Name, icons and start of the installed app; `?lang=` or the visitor's own language."""
    asked = request.GET.get("lang", "")
    language = asked if asked in ORDER else active_language()
    with override(language):
        document = {
            "id": "/",
            "name": SITE_NAME,
            "short_name": "Wijkstem",
            "description": _("Residents decide together on the budget of their neighbourhood."),
            "lang": language,
            "dir": "ltr",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "theme_color": PAPER,
            "background_color": PAPER,
            "icons": [_icon(*each) for each in ICONS],
        }
    headers = {"Content-Language": language}
    answer = JsonResponse(document, content_type="application/manifest+json", headers=headers)
    if language != asked:
        patch_vary_headers(answer, ["Cookie"])
    return answer


def _icon(name: str, pixels: int, purpose: str) -> dict[str, str]:
    address = static(f"budgeting/icons/{name}.png")
    size = f"{pixels}x{pixels}"
    return {"src": address, "sizes": size, "type": "image/png", "purpose": purpose}


@require_safe
@cache_control(no_cache=True)
@etag(lambda request: f'"{digest_of(worker_script())}"')
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker's script. Browsers ask for it often and mostly hear that nothing changed."""
    return HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a network; no word of it depends on who asks."""
    return render(request, "offline.html")
