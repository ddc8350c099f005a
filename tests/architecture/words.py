"""Sizes, places and words: what a file may be called, how long it is, and what it never says."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

FILE_LINES = 250
FUNCTION_LINES = 30

TOP_LEVEL = {
    *("manage.py", "pyproject.toml", "Makefile", "LICENSE", ".gitignore", ".ci"),
    *("requirements.txt", "requirements-dev.txt"),
    *(f"{name}.md" for name in ("README", "ARCHITECTURE", "CONTRIBUTING", "CHANGELOG", "SECURITY")),
    *("budgeting", "proposals", "voting", "tallying", "templates", "tests", "deploy"),
}

# Where packages come from is the machine's own choice, so no file names an index or a mirror.
# The brackets keep these patterns from matching themselves.
BANNED = {
    "package_index": re.compile(
        r"pypi[.]org|pythonhosted[.]org|registry[.](?:npmjs|yarnpkg)[.]"
        r"|--(?:extra-)?index[-]url|--find[-]links|https?://[^\s\"']+/simple\b"
        r"|\"resolved\": *\"https?:"
    ),
    "machine_path": re.compile(
        r"(?<![\w.:-])/(?:hom[e]|User[s])/\w+/|(?<![\w.-])/(?:roo[t]|wor[k])/\w"
        r"|\b[A-Z]:\\User[s]\\"
    ),
}


def is_data(path: str) -> bool:
    """Migrations are generated and a test's data is not code: their length is free."""
    return "/migrations/" in path or (path.startswith("tests/") and "/data/" in path)


def too_long(tree: Mapping[str, str]) -> Iterator[str]:
    """Python files above 250 lines and functions above 30 (from `def` to the last line)."""
    for path, text in tree.items():
        if is_data(path):
            continue
        if (lines := len(text.splitlines())) > FILE_LINES:
            yield f"{path}: {lines} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    yield f"{path}:{node.lineno}: {node.name}: {lines} lines"


def misplaced(paths: Iterable[str]) -> list[str]:
    """Entries of the top level that the agreed layout does not have."""
    return sorted({path.split("/")[0] for path in paths} - TOP_LEVEL)


def banned_words(tree: Mapping[str, str]) -> Iterator[str]:
    """Package hosts and the paths of somebody's machine, with the line they stand on."""
    for path, text in tree.items():
        for number, line in enumerate(text.splitlines(), start=1):
            for code, pattern in BANNED.items():
                if found := pattern.search(line):
                    yield f"{path}:{number}: {code}: {found[0]}"
