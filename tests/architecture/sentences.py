"""English in Python that reaches people without passing through gettext.

Read from the syntax tree. Two nets: what is handed to a place that people read (a refusal, a
label, a message), and any literal that is written like a sentence.
"""

import ast
import re
from collections.abc import Iterator
from typing import TypeGuard

Found = tuple[int, str]

SHOWN_AT = {
    "AccessRefused": 1,
    "BallotRefused": 1,
    "Refused": 1,
    "ValidationError": 0,
    "add_error": 1,
    "add_message": 2,
    "debug": 1,
    "error": 1,
    "info": 1,
    "success": 1,
    "warning": 1,
}
"""What is called, and the place of the argument that people read."""

OF_MESSAGES = {"debug", "error", "info", "success", "warning"}
SHOWN_NAMES = {
    *("description", "empty_label", "help_text", "label", "label_suffix", "short_description"),
    *("site_header", "site_title", "index_title", "verbose_name", "verbose_name_plural"),
}
SHOWN_TABLES = {"error_messages", "help_texts", "labels"}
GETTEXT = {
    "_",
    *(f"{prefix}gettext{lazy}" for prefix in ("", "n", "p", "np") for lazy in ("", "_lazy")),
    "gettext_noop",
}
FOR_DEVELOPERS = {"critical", "debug", "error", "exception", "info", "log", "warning", "warn"}

SENTENCE = re.compile(r"^[A-Z][\w'’]*(?:[ ,:;]+\S+)+[.!?…]$", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{2}")

EXEMPT = {
    "budgeting/env.py": "stops a server that is set up wrongly, before any page exists",
    "budgeting/views/styleguide.py": "samples for who builds pages, in the demonstration only",
    "budgeting/settings.py": "read by who sets the server up",
    "budgeting/sortition/": "pure code raises codes; budgeting/sortition_words.py has the words",
    "tallying/engine/": "pure code raises codes; its files for a recount are in English",
    "tallying/services/demo_": "invented texts of the demo, as people would have written them",
    "tallying/services/importing.py": "reads files for the command line, which speaks English",
    "tallying/services/loading": "reads files for the command line, which speaks English",
    "voting/paper/": "printed as it stands, in Dutch and French side by side",
    "voting/services/easy_words.py": "printed as it stands, in all languages side by side",
    "voting/services/sheet_words.py": "printed as it stands, in Dutch and French side by side",
    "manage.py": "the command line speaks English",
}
"""Files, or folders, that speak to machines or to who runs them."""


def is_exempt(path: str) -> bool:
    return "/management/" in path or any(path.startswith(place) for place in EXEMPT)


def in_python(source: str) -> list[Found]:
    """Literals that people would read in English, with their line."""
    tree = ast.parse(source)
    silent = set(_silent(tree))
    shown = [node for node in _shown(tree) if id(node) not in silent]
    written = [
        node
        for node in ast.walk(tree)
        if _is_text(node) and id(node) not in silent and SENTENCE.match(str(node.value))
    ]
    return sorted({(node.lineno, _text(node)) for node in [*shown, *written]})


def _is_text(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _text(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ast.unparse(node)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _silent(tree: ast.Module) -> Iterator[int]:
    """The identities of literals that are marked, or that nobody but a developer reads."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (_called(node) in GETTEXT or _is_log(node)):
            yield from _inside(*node.args)
        elif isinstance(node, ast.Expr) and _is_text(node.value):
            yield id(node.value)
        elif isinstance(node, ast.Assert) and node.msg:
            yield from _inside(node.msg)
        elif isinstance(node, ast.Raise) and node.exc and not _is_refusal(node.exc):
            yield from _inside(node.exc)


def _inside(*nodes: ast.AST) -> Iterator[int]:
    return (id(below) for node in nodes for below in ast.walk(node))


def _is_log(node: ast.Call) -> bool:
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    return (
        _called(node) in FOR_DEVELOPERS
        and isinstance(owner, ast.Name)
        and owner.id in {"logger", "logging", "warnings", "log"}
    )


def _is_refusal(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _called(node) in SHOWN_AT


def _shown(tree: ast.Module) -> Iterator[ast.expr]:
    """Literals handed to a place that people read; put-together ones included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (one for one in _arguments(node) if _has_words(one))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {getattr(target, "id", getattr(target, "attr", "")) for target in targets}
            yield from (one for name in names for one in _of_name(name, node.value))


def _arguments(node: ast.Call) -> Iterator[ast.expr]:
    name = _called(node)
    place = SHOWN_AT.get(name)
    if name in OF_MESSAGES and ast.unparse(node.func) != f"messages.{name}":
        place = None
    if place is not None and len(node.args) > place:
        yield node.args[place]
    for keyword in node.keywords:
        yield from _of_name(keyword.arg or "", keyword.value)


def _of_name(name: str, value: ast.expr) -> Iterator[ast.expr]:
    if name in SHOWN_NAMES and _has_words(value):
        yield value
    elif name in SHOWN_TABLES and isinstance(value, ast.Dict):
        yield from (one for one in value.values if _has_words(one))


def _has_words(node: ast.expr) -> bool:
    """A literal with a word in it, plain or put together."""
    if isinstance(node, ast.JoinedStr):
        return any(_is_text(part) and bool(WORD.search(str(part.value))) for part in node.values)
    return _is_text(node) and bool(WORD.search(str(node.value)))
