"""The browsers of these tests, and the book in which they note what they opened."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.journeys.accessibility.visiting import Book, Devices
from tests.journeys.accessibility.world import World

Opened = dict[str, dict[str, set[str]]]
LANGUAGES = ("nl", "fr")


@pytest.fixture(scope="session")
def opened() -> Opened:
    """Names of the addresses that were looked at, by language and the area that led there."""
    return {language: {} for language in LANGUAGES}


@pytest.fixture
def world(live_server: LiveServer) -> World:
    cache.clear()
    return World()


@pytest.fixture
def devices(browser: Browser, live_server: LiveServer, language: str) -> Iterator[Devices]:
    made = Devices(browser, live_server.url, language, Book())
    yield made
    made.close()
