"""Every line that the audit trail may hold has words for the people who read it."""

import ast
from collections.abc import Iterator

from tallying.views.record_words import EVENTS
from tests.architecture.source import parse
from tests.architecture.tree import python_files


def in_apps() -> Iterator[ast.AST]:
    for module in parse(python_files()).values():
        if module.app:
            yield from ast.walk(module.tree)


def recorded() -> set[str]:
    """The events named where something is recorded: by `record`, or by a function that hands its
    own `event` on to it."""
    nodes = list(in_apps())
    recorders = {
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef)
        and any(arg.arg == "event" for arg in [*node.args.args, *node.args.kwonlyargs])
    }
    calls = [
        node
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in recorders
    ]
    given = [
        value
        for call in calls
        for value in [*call.args, *(word.value for word in call.keywords if word.arg == "event")]
    ]
    plain = [part for value in given for part in ast.walk(value)]
    return {
        node.value
        for node in plain
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "_" in node.value
    }


def test_every_recorded_event_has_words() -> None:
    assert recorded() - set(EVENTS) == set()
