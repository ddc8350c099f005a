"""The settings refuse to start half configured, and name what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMPLETE = {
    "SECRET_KEY": "a-long-random-text",
    "ALLOWED_HOSTS": "stem.example.org",
    "KEY_DIR": "keys",
    "DATABASE_URL": "postgres://wijkstem@127.0.0.1/wijkstem",
}


SHOWN = "import budgeting.settings as s; print(s.DATABASES['default'])"


def start(
    tmp_path: Path, code: str = SHOWN, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Import the product's settings in a fresh process with this environment alone."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("missing", COMPLETE)
def test_production_names_the_variable_that_is_missing(missing: str, tmp_path: Path) -> None:
    environment = {name: value for name, value in COMPLETE.items() if name != missing}
    answer = start(tmp_path, **environment)
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"{missing} is not set: ")


def test_production_starts_with_its_four_settings(tmp_path: Path) -> None:
    answer = start(tmp_path, **COMPLETE)
    assert answer.returncode == 0
    assert "postgresql" in answer.stdout
    assert not list(tmp_path.iterdir()), "production writes nothing by itself"


def test_the_demo_needs_nothing_and_keeps_its_secret(tmp_path: Path) -> None:
    assert start(tmp_path, DEMO="1").returncode == 0
    secret = (tmp_path / "secret_key").read_text()
    assert start(tmp_path, DEMO="1").returncode == 0
    assert (tmp_path / "secret_key").read_text() == secret
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("DATABASE_URL", "oracle://x:hidden@db"),
        ("DATABASE_URL", "postgres://x:hidden@db:many/x"),
        ("DATABASE_URL", "postgres://x:hidden@[db/x"),
        ("EMAIL_PORT", "twenty-five"),
    ],
)
def test_what_is_set_wrongly_is_named_and_not_shown(tmp_path: Path, name: str, wrong: str) -> None:
    answer = start(tmp_path, **{**COMPLETE, name: wrong})
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"{name} is not right: ")
    assert "hidden" not in answer.stderr


TILES = {
    "MAP_TILES_URL": "https://tiles.example/{z}/{x}/{y}.png?key=a",
    "MAP_TILES_ATTRIBUTION": "© the makers",
}
PICTURES = (
    "import budgeting.settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"
)


def test_tiles_open_the_policy_for_their_origin_and_no_other(tmp_path: Path) -> None:
    assert start(tmp_path, PICTURES, **COMPLETE).stdout.strip() == "[\"'self'\", 'data:']"
    answer = start(tmp_path, PICTURES, **COMPLETE, **TILES)
    assert answer.stdout.strip() == "[\"'self'\", 'data:', 'https://tiles.example']"


@pytest.mark.parametrize(
    "address",
    [
        "http://tiles.example/{z}/{x}/{y}.png",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        "https://user@tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example;script-src/{z}/{x}/{y}.png",
        "//tiles.example/{z}/{x}/{y}.png",
    ],
)
def test_an_address_that_is_not_one_origin_for_tiles_is_refused(
    tmp_path: Path, address: str
) -> None:
    answer = start(tmp_path, **{**COMPLETE, **TILES, "MAP_TILES_URL": address})
    assert answer.returncode == 1
    assert answer.stderr.startswith("MAP_TILES_URL is not right: give one https address")


def test_tiles_without_their_makers_are_refused(tmp_path: Path) -> None:
    answer = start(tmp_path, **COMPLETE, MAP_TILES_URL=TILES["MAP_TILES_URL"])
    assert answer.stderr.startswith("MAP_TILES_ATTRIBUTION is not set: ")


@pytest.mark.parametrize(("flag", "trusted"), [("1", "1"), ("", "0")])
def test_the_word_of_a_proxy_counts_only_where_there_is_one(
    tmp_path: Path, flag: str, trusted: str
) -> None:
    shown = "import budgeting.settings as s; print(s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    answer = start(tmp_path, shown, **COMPLETE, BEHIND_PROXY=flag)
    assert answer.stdout.strip() == trusted
