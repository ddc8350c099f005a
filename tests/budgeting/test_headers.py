"""Every answer carries the security headers; one page alone may use the camera."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from budgeting.models import Council, User
from tests import build
from tests.budgeting.test_env import COMPLETE
from tests.people import SignIn

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ADDRESSES = {
    "/": 200,
    "/nl/": 200,
    "/fr/vote/": 200,
    "/nl/vote/ballot/": 302,
    "/nl/desk/": 302,
    "/nl/nothing/": 404,
    "/nl/desk/demo-laken/2026/start/": 405,
    "/robots.txt": 200,
    "/static/budgeting/favicon.svg": 200,
    "/nl/account/login/": 200,
    "/nl/admin/login/": 302,
}


@pytest.fixture
def statics() -> None:
    """Static files are served from where they are written."""
    settings.WHITENOISE_USE_FINDERS = True


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_security_headers(address: str, statics: None) -> None:
    answer = Client().get(address)
    assert answer.status_code == ADDRESSES[address]
    given = dict(answer.headers)
    assert sorted(given["Content-Security-Policy"].split("; ")) == sorted(POLICY.split("; "))
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["X-Frame-Options"] == "DENY"
    assert given["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert given["Cross-Origin-Opener-Policy"] == "same-origin"
    assert given["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in given
    assert "camera=()" in given["Permissions-Policy"]
    answer.close()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_the_same_headers() -> None:
    answer = Client(enforce_csrf_checks=True).post("/nl/vote/", {"code": "x"})
    assert answer.status_code == 403
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_scanning_page_alone_may_use_the_camera(council: Council, officer: User) -> None:
    build.voting(council)
    answer = SignIn(officer).get("/nl/desk/demo-laken/2026/scanning/")
    script = "script-src 'self' 'wasm-unsafe-eval'"
    assert script in answer.headers["Content-Security-Policy"]
    assert "camera=(self), display-capture=()" in answer.headers["Permissions-Policy"]


def test_cookies_are_for_this_site_and_out_of_reach_of_scripts(db: None) -> None:
    client = Client()
    client.get("/?language=fr")
    client.get("/fr/vote/")
    assert {"wijkstem_csrf", "wijkstem_language"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_in_production_everything_is_https(tmp_path: Path) -> None:
    script = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "budgeting.settings"
django.setup()
from django.conf import settings
from django.test import Client
answer = Client().get("/robots.txt", secure=True, headers={"host": "stem.example.org"})
plain = Client().get("/robots.txt", headers={"host": "stem.example.org"})
print(answer.headers["Strict-Transport-Security"])
print(answer.headers["Content-Security-Policy"])
print(plain.status_code, plain.headers["Location"])
print([getattr(settings, f"{name}_COOKIE_SECURE") for name in ("SESSION", "CSRF", "LANGUAGE")])
"""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=settings.BASE_DIR,
        env={**kept, "VAR_DIR": str(tmp_path), **COMPLETE},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout.splitlines()
    assert said[0] == "max-age=31536000; includeSubDomains"
    assert "upgrade-insecure-requests" in said[1]
    assert said[2] == "301 https://stem.example.org/robots.txt"
    assert said[3] == "[True, True, True]"
