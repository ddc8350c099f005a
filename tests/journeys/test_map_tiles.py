"""The large map on the tiles of another host: only where a setting names it."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from budgeting.models import Council
from tests.journeys.map_reader import Reader, edition_on_the_map

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Tiles(BaseHTTPRequestHandler):
    """A service of tiles: each is an empty picture."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml")
        self.end_headers()
        self.wfile.write(b'<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>')

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Quiet."""


@pytest.fixture
def tile_host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def reader(browser: Browser, live_server: LiveServer, council: Council) -> Iterator[Reader]:
    edition_on_the_map(council)
    made = Reader(browser, live_server.url)
    yield made
    made.context.close()


def with_tiles(settings: Settings, host: str, allowed: list[str]) -> None:
    settings.MAP_TILES_URL = f"http://{host}/{{z}}/{{x}}/{{y}}.svg"
    settings.MAP_TILES_ATTRIBUTION = "© kaartenmakers, https://tiles.example/terms"
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": policy | {"img-src": [*policy["img-src"], *allowed]}
    }


def test_tiles_come_from_the_host_that_was_set(
    reader: Reader, settings: Settings, tile_host: str
) -> None:
    with_tiles(settings, tile_host, [f"http://{tile_host}"])
    reader.open()
    expect(reader.view.locator("img.leaflet-tile-loaded").first).to_be_attached()
    assert reader.hosts() == {urlsplit(reader.site).netloc, tile_host}
    assert reader.complaints == []
    expect(reader.page.locator(".map-foot a")).to_have_attribute(
        "href", "https://tiles.example/terms"
    )


def test_the_policy_stops_every_other_host(
    reader: Reader, settings: Settings, tile_host: str
) -> None:
    with_tiles(settings, tile_host, ["http://127.0.0.1:1"])
    reader.open()
    expect(reader.pins).to_have_count(4)
    reader.page.wait_for_timeout(300)
    assert reader.hosts() == {urlsplit(reader.site).netloc}
    assert any("Content Security Policy" in said for said in reader.complaints)
