"""Files made by others lie in the project unchanged, each with its licence."""

import hashlib
from pathlib import Path

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "budgeting" / "static" / "budgeting"
VENDORED = (".min.css", ".min.js", ".woff2")


def listed() -> dict[str, str]:
    """File name to SHA-256, as `sha256sum` writes them."""
    lines = (STATIC / "checksums.txt").read_text().splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_every_vendored_file_is_what_it_was() -> None:
    for name, digest in listed().items():
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest, name


def test_no_vendored_file_is_left_out() -> None:
    assert {path.name for path in STATIC.iterdir() if path.name.endswith(VENDORED)} == set(listed())


def test_each_comes_with_its_licence() -> None:
    for name in ("pico.txt", "atkinson-hyperlegible-next.txt"):
        assert (STATIC / "licences" / name).stat().st_size > 500
