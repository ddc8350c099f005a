"""Files made by others lie in the project unchanged, each with its licence."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
SERVED = BASE / "budgeting" / "static" / "budgeting"
ON_PHONES = BASE / "voting" / "static" / "voting"
FOR_TESTS = BASE / "tests" / "vendor"
VENDORED = (".min.css", ".min.js", ".woff2")

everywhere = pytest.mark.parametrize(
    "folder", [SERVED, ON_PHONES, FOR_TESTS], ids=["served", "on phones", "for tests"]
)


def listed(folder: Path) -> dict[str, str]:
    """File name to SHA-256, as `sha256sum` writes them."""
    lines = (folder / "checksums.txt").read_text().splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def is_licence_of(licence: Path, name: str) -> bool:
    """`pico.txt` belongs to `pico.min.css`, `leaflet.txt` to all of `vendor/leaflet/`."""
    if licence.stem in Path(name).parts:
        return True
    return name.startswith(licence.stem) or licence.stem.startswith(name.split(".")[0])


@everywhere
def test_every_vendored_file_is_what_it_was(folder: Path) -> None:
    for name, digest in listed(folder).items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


@everywhere
def test_no_vendored_file_is_left_out(folder: Path) -> None:
    found = {path.name for path in folder.iterdir() if path.name.endswith(VENDORED)}
    deep = [path for path in (folder / "vendor").rglob("*") if path.is_file()]
    found |= {path.relative_to(folder).as_posix() for path in deep}
    assert found <= set(listed(folder))


@everywhere
def test_each_comes_with_its_licence(folder: Path) -> None:
    licences = list((folder / "licences").glob("*.txt"))
    for name in listed(folder):
        own = [licence for licence in licences if is_licence_of(licence, name)]
        assert own, f"{name} has no licence"
        assert all(licence.stat().st_size > 500 for licence in own), name


def test_what_only_tests_need_is_never_served() -> None:
    for name in listed(FOR_TESTS):
        assert not list(BASE.glob(f"*/static/**/{name}")), name
