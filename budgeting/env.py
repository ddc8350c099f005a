"""Reading the environment: every setting has one name, and a missing one is named.

Three modes: production (the default), `DEMO=1` (loopback, fictional data, everything under
`.var/`) and `DEBUG=1` (a developer's machine). Only production refuses to start half configured.
"""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit


class MissingSetting(SystemExit):
    """The process stops with one sentence that names the variable."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name} is not set: {what}")


class WrongSetting(SystemExit):
    """The same for a variable that is set, but to nothing that can work; its value is not shown."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name} is not right: {what}")


def flag(name: str) -> bool:
    """True for 1, true, yes, on (any case)."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without empty entries."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    """A whole number; the process stops at any other text."""
    given = text(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", given):
        raise WrongSetting(name, "give a whole number")
    return int(given)


def site_url(hosts: list[str], *, secure: bool) -> str:
    """Scheme and host without a slash at the end: SITE_URL, or the first host that is known."""
    host = next((host.removeprefix(".") for host in hosts if host != "*"), "localhost")
    default = f"https://{host}" if secure else f"http://{host}:{text('PORT', '8000')}"
    given = text("SITE_URL", default).rstrip("/")
    if not re.fullmatch(r"https?://[^\s/?#]+", given):
        raise WrongSetting("SITE_URL", "give scheme and host, as https://example.org")
    return given


def required(name: str, what: str) -> str:
    value = text(name)
    if not value:
        raise MissingSetting(name, what)
    return value


def _parts(name: str, url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise WrongSetting(name, "this is not an address") from None


def tiles(*, secure: bool) -> tuple[str, list[str], str]:
    """The address of map tiles, the one origin it stands for, and whose they are; or nothing.

    The address has {z}, {x} and {y} in its path. The process stops when it has not, or when it
    is not https although `secure` asks for it: the browser would fetch nothing from it.
    """
    name = "MAP_TILES_URL"
    url = text(name)
    if not url:
        return "", [], ""
    parts = _parts(name, url)
    complete = all(part in parts.path + parts.query for part in ("{z}", "{x}", "{y}"))
    schemes = {"https"} if secure else {"https", "http"}
    if parts.scheme not in schemes or not re.fullmatch(r"[\w.:-]+", parts.netloc) or not complete:
        raise WrongSetting(name, "give one https address with {z}, {x} and {y} in its path")
    makers = required("MAP_TILES_ATTRIBUTION", f"who is to be named below the map of {name}")
    return url, [f"{parts.scheme}://{parts.netloc}"], makers


def secret_file(path: Path) -> str:
    """A secret kept in a file of its own, made on first use (demo and development only)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def sqlite(path: Path) -> dict[str, object]:
    """SQLite as the demo runs it: write-ahead log, every commit on disk, writers in a queue.

    Deferred transactions lose writes when two of them upgrade at once, so all begin IMMEDIATE;
    `secure_delete` overwrites what the destruction of links removes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
                # REPLACE deletes: with this it meets the triggers that refuse it.
                "PRAGMA recursive_triggers=ON;"
            ),
        },
    }


def database(url: str) -> dict[str, object]:
    """`sqlite:///path` or `postgres://user:password@host:port/name` as Django's dictionary."""
    parts = _parts("DATABASE_URL", url)
    if parts.scheme == "sqlite":
        return sqlite(Path(parts.path[1:] if parts.path.startswith("//") else parts.path))
    if parts.scheme == "none":
        return {"ENGINE": "django.db.backends.dummy"}
    if parts.scheme not in {"postgres", "postgresql"}:
        raise WrongSetting("DATABASE_URL", "give a postgres:// or sqlite:/// address")
    try:
        port = str(parts.port or "")
    except ValueError:
        raise WrongSetting("DATABASE_URL", "its port is no number from 1 to 65535") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
