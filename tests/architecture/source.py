"""Python source as the rules see it: modules, their place in the house, and what they import.

Pure: text goes in (paths relative to the project's root, with their source), facts come out.
Nothing here imports or runs the code it looks at.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

FLOORS = ("budgeting", "proposals", "voting", "tallying")
"""The apps from the ground up: a module may point to its own floor and to those below."""

WIRING = {f"budgeting/{name}.py" for name in ("settings", "urls", "celery", "wsgi")}

PURE = (
    "budgeting/calendar_order",
    "budgeting/calendar_rules",
    "budgeting/chain",
    "budgeting/charts",
    "budgeting/codes_in_text",
    "budgeting/csv_out",
    "budgeting/geojson",
    "budgeting/glossary",
    "budgeting/ical",
    "budgeting/maps",
    "budgeting/perimeters",
    "budgeting/phases",
    "budgeting/qr",
    "budgeting/shapes",
    "budgeting/sortition",
    "budgeting/tables",
    "budgeting/money",
    "budgeting/addresses",
    "budgeting/digests",
    "budgeting/translating",
    "proposals/rules",
    "voting/changes",
    "voting/paper",
    "voting/sealing",
    "voting/shares",
    "voting/codes",
    "voting/formats",
    "tallying/audit",
    "tallying/engine",
)
"""Modules, or folders of modules, that decide without Django."""

LAYERS = {
    "models": 1,
    "services": 2,
    "forms": 3,
    "admin": 4,
    "tasks": 4,
    "views": 5,
    "management": 5,
    "templatetags": 5,
    "urls": 6,
    "apps": 6,
}
"""The ranks inside an app; pure code is 0. A module points to its own rank or to lower ones."""


@dataclass(frozen=True)
class Import:
    """One imported module: `target` is dotted, and `names` what was taken from it."""

    target: str
    line: int
    level: int = 0
    in_function: bool = False
    for_types: bool = False


@dataclass(frozen=True)
class Module:
    """One file of the tree."""

    path: str
    tree: ast.Module
    known: frozenset[str] = field(repr=False)

    @property
    def name(self) -> str:
        """The dotted name; a package has the name of its folder."""
        return dotted(self.path)

    @property
    def app(self) -> str | None:
        """The floor it stands on; None outside the four apps."""
        return app_of(self.name)

    @property
    def is_pure(self) -> bool:
        stem = self.path.removesuffix(".py")
        return any(stem == pure or stem.startswith(pure + "/") for pure in PURE)

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.path

    @property
    def layer(self) -> str | None:
        """`models`, `services` …; None for a module whose name says nothing about it."""
        if self.app is None or self.is_migration or self.path in WIRING - {"budgeting/urls.py"}:
            return None
        second = self.path.removesuffix(".py").split("/")[1]
        return second if second in LAYERS else None

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        return tuple(_imports(self.tree, self.known))

    @cached_property
    def names(self) -> dict[str, str]:
        """What each imported name stands for: `{"_": "django.utils.translation.gettext"}`."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom):
                found |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
            elif isinstance(node, ast.Import):
                found |= {a.asname: a.name for a in node.names if a.asname}
                found |= {(top := a.name.split(".")[0]): top for a in node.names if not a.asname}
        return found

    def meaning(self, node: ast.expr) -> str:
        """The dotted path an expression stands for, as far as imports tell; "" otherwise."""
        if isinstance(node, ast.Attribute):
            owner = self.meaning(node.value)
            return f"{owner}.{node.attr}" if owner else ""
        return self.names.get(node.id, "") if isinstance(node, ast.Name) else ""


def dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def app_of(name: str) -> str | None:
    top = name.split(".")[0]
    return top if top in FLOORS else None


def parse(tree: Mapping[str, str]) -> dict[str, Module]:
    """The modules of a tree by dotted name. Raises SyntaxError for what is not Python."""
    known = frozenset(dotted(path) for path in tree)
    modules = (Module(path, ast.parse(text, path), known) for path, text in tree.items())
    return {module.name: module for module in modules}


def _imports(tree: ast.Module, known: frozenset[str]) -> Iterator[Import]:
    for node, in_function, for_types in _statements(tree, False, False):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
            level = 0
        else:
            whole = node.module or ""
            parts = [f"{whole}.{alias.name}" for alias in node.names]
            targets = [part if part in known else whole for part in parts]
            level = node.level
        for target in dict.fromkeys(targets):
            yield Import(target, node.lineno, level, in_function, for_types)


def _statements(
    node: ast.AST, in_function: bool, for_types: bool
) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool, bool]]:
    """Every import below a node, with whether a function or `if TYPE_CHECKING:` holds it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, in_function, for_types
        elif isinstance(child, ast.If) and _asks_for_types(child.test):
            yield from _statements(child, in_function, True)
        else:
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from _statements(child, in_function or inside, for_types)


def _asks_for_types(test: ast.expr) -> bool:
    return ast.unparse(test).split(".")[-1] == "TYPE_CHECKING"
