"""The project's own files: what git would keep, or everything outside dot folders without git."""

import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_OURS = {"__pycache__", "node_modules"}


@cache
def project_files() -> tuple[str, ...]:
    """Paths relative to the root, sorted; files git ignores are left out."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if listed.returncode == 0:
            names = set(listed.stdout.split("\0")) - {""}
            return tuple(sorted(name for name in names if (ROOT / name).is_file()))
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return tuple(sorted(str(path) for path in found if _is_ours(path)))


def _is_ours(path: Path) -> bool:
    folders = path.parts[:-1]
    hidden = any(part.startswith(".") and part != ".ci" for part in folders)
    return not hidden and not NOT_OURS.intersection(folders)


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def python_files() -> dict[str, str]:
    """Every Python file of the project with its source."""
    return {path: read(path) for path in project_files() if path.endswith(".py")}


def none(found: Iterable[object]) -> None:
    """Fail with every finding on a line of its own."""
    lines = [str(each) for each in found]
    assert not lines, "\n".join([f"{len(lines)} found:", *lines])
