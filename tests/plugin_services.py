"""The pytest side of the services: who is skipped without them, and where they are.

A test says what it needs with a marker (`browser`, `postgres`, `redis`); using the fixture of
pytest-playwright or `redis_url` says it as well. Without the service the test skips with one
line, or fails where the environment demands the service.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import services

# The synchronous Playwright API runs an event loop in the thread that also talks to the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

NEEDED_FOR = {"browser": "browser", "redis_url": "redis"}


def _no_browser() -> str:
    if services.find_chromium():
        return ""
    return "browser tests need a Chromium on PATH (chromium, chromium-browser or google-chrome)"


def _no_postgres() -> str:
    if connection.vendor == "postgresql":
        return ""
    return "PostgreSQL tests need DATABASE_URL=postgres://…; `make test` sets it in its second run"


def _no_redis() -> str:
    if os.environ.get("REDIS_URL") or services.find_redis():
        return ""
    return "Redis tests need REDIS_URL, or a redis-server or valkey-server on PATH"


LACKING: dict[str, Callable[[], str]] = {
    "browser": _no_browser,
    "postgres": _no_postgres,
    "redis": _no_redis,
}


# pytest-playwright's own `base_url` is written in a way pytest 10 drops; ours are not.
PLAYWRIGHT_FILTER = (
    "ignore:(?s)Session-scoped fixtures defined as instance methods.*'base_url'"
    ":pytest.PytestRemovedIn10Warning"
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("filterwarnings", PLAYWRIGHT_FILTER)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that uses a service's fixture carries its marker, so `-m` finds it."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in NEEDED_FOR:
                item.add_marker(NEEDED_FOR[fixture])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, lacking in LACKING.items():
        if item.get_closest_marker(marker) and (reason := lacking()):
            if services.demanded(marker.upper()):
                pytest.fail(f"REQUIRE_{marker.upper()} is set: {reason}", pytrace=False)
            pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The system's Chromium. Ask for the `browser` marker too: without one this fails."""
    found = services.find_chromium()
    if found is None:
        pytest.fail(_no_browser(), pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], chromium_path: Path
) -> dict[str, Any]:
    """Playwright drives the system's browser; its sandbox goes only where root forces it."""
    args = [*browser_type_launch_args.get("args", [])]
    args += ["--no-sandbox"] if services.is_root() else []
    return browser_type_launch_args | {"executable_path": str(chromium_path), "args": args}


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a Redis that answers: REDIS_URL, else one started for this session."""
    if given := os.environ.get("REDIS_URL"):
        if not services.redis_answers(given):
            pytest.fail("REDIS_URL is set, but no Redis answers there", pytrace=False)
        yield given
        return
    binary = services.find_redis()
    if binary is None:
        pytest.fail(_no_redis(), pytrace=False)
    with services.throwaway_redis(binary) as url:
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On a shared PostgreSQL every run has a test database of its own."""
    if connection.vendor == "postgresql":
        name = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = f"test_{name}_{os.getpid()}"
