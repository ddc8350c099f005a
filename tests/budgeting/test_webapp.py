"""The site as an app: manifest, icons, the worker's script, and which pages a device may keep."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from PIL import Image
from pytest_django import Settings

from budgeting import offline
from budgeting.models import Council, User
from budgeting.phases import Phase
from tests import build
from tests.people import SignIn

LANGUAGES = ("nl", "fr", "en")
KEPT = [
    "/nl/",
    "/nl/about/",
    "/nl/c/demo-laken/",
    "/nl/c/demo-laken/2026/",
    "/nl/c/demo-laken/2026/rules/",
    "/nl/c/demo-laken/2026/proposals/",
    "/nl/c/demo-laken/2026/proposals/1/",
]
NEVER_KEPT = [
    "/",
    "/nl/?phase=call",
    "/nl/offline/",
    "/nl/vote/",
    "/nl/vote/ballot/",
    "/nl/protection/",
    "/nl/account/login/",
    "/nl/desk/",
    "/nl/admin/login/",
    "/nl/c/demo-laken/2026/receipts/",
    "/nl/c/demo-laken/2026/proposals/new/",
    "/nl/c/demo-laken/2026/rules/?format=json",
    "/nl/c/demo-laken/2026/proposals/?theme=green",
    "/sw.js",
    "/manifest.webmanifest",
]


def site_in(script: str) -> dict[str, object]:
    """What the server wrote into the worker."""
    found = re.search(r"^const SITE = (\{.*\});$", script, re.MULTILINE)
    assert found
    site: dict[str, object] = json.loads(found[1])
    return site


def shell() -> list[str]:
    addresses = offline.site_of_the_worker()["shell"]
    assert isinstance(addresses, list)
    return addresses


def file_of(address: str) -> Path:
    found = finders.find(address.removeprefix("/static/"))
    assert found, address
    return Path(str(found))


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_speaks_the_language_of_the_page_that_links_it(
    resident: Client, language: str
) -> None:
    (address,) = re.findall(
        r'<link rel="manifest" href="([^"]+)">', resident.get(f"/{language}/").content.decode()
    )
    answer = resident.get(address)
    assert answer["Content-Type"] == "application/manifest+json"
    document = answer.json()
    assert document["lang"] == answer["Content-Language"] == language
    assert (document["name"], document["short_name"]) == ("Wijkstem · Voix de quartier", "Wijkstem")
    assert (document["start_url"], document["scope"], document["id"]) == ("/", "/", "/")
    assert document["display"] == "standalone"
    for colour in ("theme_color", "background_color"):
        assert re.fullmatch(r"#[0-9a-f]{6}", document[colour])


def test_the_manifest_without_a_wish_follows_the_cookie(client: Client) -> None:
    client.cookies["wijkstem_language"] = "fr"
    assert client.get("/manifest.webmanifest").json()["lang"] == "fr"
    assert client.get("/manifest.webmanifest?lang=xx").json()["lang"] == "fr"


@pytest.mark.parametrize(("wish", "varies"), [("", True), ("?lang=xx", True), ("?lang=nl", False)])
def test_a_manifest_is_kept_for_nobody_with_another_cookie(
    client: Client, wish: str, varies: bool
) -> None:
    kept_for = client.get(f"/manifest.webmanifest{wish}")["Vary"].split(", ")
    assert "Accept-Language" in kept_for
    assert ("Cookie" in kept_for) == varies


def test_every_icon_is_there_in_its_size_and_small(client: Client) -> None:
    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert sorted((icon["sizes"], icon["purpose"]) for icon in icons) == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    sizes = {icon["src"]: icon["sizes"] for icon in icons}
    sizes["/static/budgeting/icons/apple-touch-icon.png"] = "180x180"
    for address, size in sizes.items():
        path = file_of(address)
        with Image.open(path) as image:
            assert (f"{image.width}x{image.height}", image.format) == (size, "PNG")
        assert path.stat().st_size < 8_000


@pytest.mark.parametrize("name", ["maskable-512", "apple-touch-icon"])
def test_an_icon_that_a_device_cuts_to_shape_has_no_see_through_corner(name: str) -> None:
    with Image.open(file_of(f"/static/budgeting/icons/{name}.png")) as image:
        assert image.convert("RGBA").getchannel("A").getextrema() == (255, 255)


def test_the_worker_is_a_script_that_is_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert not answer.cookies
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    again = client.get("/sw.js", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post("/sw.js").status_code == 405


def test_the_worker_fetches_the_offline_pages_and_all_they_show(client: Client) -> None:
    script = client.get("/sw.js").content.decode()
    site = site_in(script)
    assert site["shell"] == shell()
    pages = [f"/{language}/offline/" for language in LANGUAGES]
    assert [address for address in shell() if not address.startswith("/static/")] == pages
    for address in pages:
        assert set(offline._static_links(client.get(address).content.decode())) <= set(shell())
    style = file_of("/static/budgeting/wijkstem.css").read_text()
    for name in re.findall(r'url\("([^"#:]+)"\)', style):
        assert f"/static/budgeting/{name}" in shell()
    for address in set(shell()) - set(pages):
        assert file_of(address).is_file()


def test_the_worker_lists_no_address_of_the_booth_the_desk_or_an_account(client: Client) -> None:
    script = client.get("/sw.js").content.decode()
    found = re.search(r"^const NEVER = /(.+)/i;$", script, re.MULTILINE)
    assert found
    never = re.compile(found[1].replace(r"\/", "/"), re.IGNORECASE)
    assert not [address for address in shell() if never.search(address)]
    for address in ("/v/abcd", "/V/abcd", "/nl/vote/ballot/", "/fr/vote/", "/nl/desk/a/b/"):
        assert never.search(address), address
    for address in ("/nl/account/login/", "/nl/admin/", "/nl/c/a/b/receipts/", "/demo/x/"):
        assert never.search(address), address
    assert not [address for address in KEPT if never.search(address)]


def test_what_the_worker_brings_beyond_the_first_view_is_light(client: Client) -> None:
    ours = ["/sw.js", *(f"/{language}/offline/" for language in LANGUAGES)]
    sizes = {address: len(gzip.compress(client.get(address).content, 6)) for address in ours}
    icon = "/static/budgeting/icons/apple-touch-icon.png"
    assert sum(sizes.values()) + file_of(icon).stat().st_size <= 15_000, sizes


def test_the_version_changes_with_a_text_or_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    before = offline.site_of_the_worker()["version"]
    assert offline.site_of_the_worker()["version"] == before
    monkeypatch.setattr(offline, "PARTS", (*offline.PARTS, "budgeting/mark.svg"))
    parts = offline.site_of_the_worker()["version"]
    monkeypatch.setattr(offline, "_offline_page", lambda language: (f"/{language}/", "other"))
    assert len({before, parts, offline.site_of_the_worker()["version"]}) == 3


def test_in_production_the_shell_has_the_names_with_a_digest(
    settings: Settings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    call_command("collectstatic", verbosity=0, interactive=False)
    files = [address for address in shell() if address.startswith("/static/")]
    assert len(files) >= 6
    for address in files:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", address), address
        assert (tmp_path / address.removeprefix("/static/")).is_file()
    (style,) = [address for address in files if "/wijkstem." in address]
    for name in re.findall(r'url\("([^"#:]+)"\)', (tmp_path / style[8:]).read_text()):
        assert f"/static/budgeting/{name}" in files


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_offline_page_is_the_same_for_everybody(officer: User, language: str) -> None:
    visitor, signed_in = Client(), SignIn(officer)
    address = f"/{language}/offline/"
    page = visitor.get(address)
    assert page.content == signed_in.get(address).content
    assert set(page.cookies) <= {"wijkstem_language"}
    text = page.content.decode()
    assert f'<html lang="{language}">' in text
    assert '<a class="button" href="">' in text
    assert f'<a class="button secondary" href="/{language}/">' in text
    for word in ("csrfmiddlewaretoken", "<form", "Olga"):
        assert word not in text


def test_a_visitor_may_keep_the_marked_pages_and_no_other(
    resident: Client, council: Council
) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION)
    build.proposal(edition)
    for address in KEPT:
        answer = resident.get(address)
        assert (answer.status_code, answer.get("X-Offline")) == (200, "keep"), address
        assert "csrfmiddlewaretoken" not in answer.content.decode()
        assert "/account/logout/" not in answer.content.decode()
    for address in NEVER_KEPT:
        assert "X-Offline" not in resident.get(address).headers, address
    assert "X-Offline" not in resident.get("/nl/c/demo-laken/2026/proposals/9/").headers


def test_nobody_who_is_signed_in_keeps_a_page(officer: User, council: Council) -> None:
    build.proposal(build.edition(council, phase=Phase.PUBLICATION))
    client = SignIn(officer)
    for address in [*KEPT, *NEVER_KEPT, "/nl/desk/demo-laken/2026/"]:
        assert "X-Offline" not in client.get(address).headers, address


def test_a_page_that_shows_a_message_is_not_kept(officer: User, council: Council) -> None:
    client = SignIn(officer)
    client.post("/nl/account/logout/")
    page = client.get("/nl/about/")
    assert not page.context["user"].is_authenticated
    assert 'class="messages"' in page.content.decode()
    assert "X-Offline" not in page.headers
    assert client.get("/nl/about/")["X-Offline"] == "keep"
