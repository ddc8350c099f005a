"""Small enough to see, in the agreed place, and silent about machines."""

import pytest

from tests.architecture.tree import ROOT, none, project_files, python_files
from tests.architecture.words import banned_words, misplaced, too_long

LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 30


def texts() -> dict[str, str]:
    """Every file of the project that is text."""
    found = {}
    for path in project_files():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content[:8000]:
            found[path] = content.decode("utf-8", errors="replace")
    return found


def test_files_and_functions_are_small() -> None:
    none(too_long(python_files()))


def test_the_top_level_is_the_agreed_one() -> None:
    none(misplaced(project_files()))


def test_no_file_names_a_package_host_or_a_machine() -> None:
    none(banned_words(texts()))


@pytest.mark.parametrize(
    "text", ["\n" * 251, LONG_FUNCTION, "class A:\n    async " + LONG_FUNCTION]
)
def test_what_is_too_long_is_caught(text: str) -> None:
    indented = text.replace("\n    x", "\n        x") if text.startswith("class") else text
    assert list(too_long({"voting/models.py": indented}))


def test_the_length_of_migrations_and_test_data_is_free() -> None:
    long = "\n" * 300
    assert not list(too_long({"voting/migrations/0001_a.py": long, "tests/data/cases.py": long}))


def test_the_limits_themselves_are_fine() -> None:
    longest = LONG_FUNCTION.removesuffix("    x = 1\n")
    assert not list(too_long({"voting/models.py": "\n" * 220 + longest}))


def test_an_entry_beside_the_layout_is_caught() -> None:
    assert misplaced(["core/models.py", "voting/models.py", "notes.txt"]) == ["core", "notes.txt"]


@pytest.mark.parametrize(
    "line",
    [
        "https://py" + "pi.org/simple/django",
        "https://files.python" + "hosted.org/packages/a",
        '"resolved": ' + '"https://mirror.example/a.tgz"',
        "--index" + "-url https://mirror.example",
        "open('/home" + "/ann/data.csv')",
        "cd /Users" + "/ann/src",
        "cat /wor" + "k/notes",
    ],
)
def test_a_host_or_a_machine_is_caught(line: str) -> None:
    assert list(banned_words({"deploy/README.md": line}))


@pytest.mark.parametrize("line", ["templates/home/desk.html", "https://example.org/home/map/"])
def test_ordinary_paths_are_fine(line: str) -> None:
    assert not list(banned_words({"deploy/README.md": line}))
