"""The rules of the house, held by walking the syntax tree.

`breaches` takes the whole tree, paths with their source, and returns what breaks a rule. Each
rule is a generator over the parsed modules; the tests plant one breach of every kind.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from tests.architecture.source import FLOORS, LAYERS, WIRING, Import, Module, app_of, parse

FRAMEWORKS = {"allauth", "celery", "csp", "django", "gunicorn", "kombu", "redis", "whitenoise"}
ENQUEUES = {"apply_async", "delay", "send_task"}
ROW_SIGNALS = {"pre_init", "post_init", "pre_save", "post_save", "pre_delete", "post_delete"}
WHOLE_APP_NAME = re.compile(r"[a-z_]+(\.\w+)*")

Modules = Mapping[str, Module]


@dataclass(frozen=True, order=True)
class Breach:
    """One broken rule: where, which (a snake_case code), and what was found there."""

    path: str
    line: int
    code: str
    found: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code}: {self.found}"


def breaches(tree: Mapping[str, str]) -> list[Breach]:
    """Everything in the tree that breaks a rule, in the order of the files."""
    modules = parse(tree)
    rules = (upward_imports, upward_strings, impure, wiring_imported, layers, services, signals)
    found = [breach for rule in rules for breach in rule(modules)]
    return sorted({*found, *manners(modules), *cycles(modules)})


def upward_imports(modules: Modules) -> Iterator[Breach]:
    """An app imports from its own floor and from those below; nobody imports the tests."""
    for module, each in _all_imports(modules):
        if _is_above(module, each.target):
            yield Breach(module.path, each.line, "upward_import", each.target)
        if module.app and each.target.split(".")[0] == "tests":
            yield Breach(module.path, each.line, "imports_tests", each.target)


def upward_strings(modules: Modules) -> Iterator[Breach]:
    """`"voting.Ballot"` or `include("voting.urls")` in a lower app points up as well."""
    for module in modules.values():
        if module.app is None or module.path in WIRING:
            continue
        for node in ast.walk(module.tree):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            text = node.value
            named = "." in text or module.is_migration
            if named and WHOLE_APP_NAME.fullmatch(text) and _is_above(module, text):
                yield Breach(module.path, node.lineno, "upward_string", text)


def impure(modules: Modules) -> Iterator[Breach]:
    """Pure code reaches no framework and no layer of an app, not even by way of another module."""
    for module, each in _all_imports(modules):
        if module.is_pure and (why := _framework_behind(each.target, modules, frozenset())):
            yield Breach(module.path, each.line, "impure", why)


def wiring_imported(modules: Modules) -> Iterator[Breach]:
    """Settings come from `django.conf`; urls are included by the wiring."""
    for module, each in _all_imports(modules):
        outsider = module.app is not None and module.path not in WIRING
        if outsider and each.target in {"budgeting.settings", "budgeting.urls"}:
            yield Breach(module.path, each.line, "wiring_imported", each.target)


def layers(modules: Modules) -> Iterator[Breach]:
    """urls → views, commands → admin | tasks → forms → services → models → pure."""
    for module, each in _all_imports(modules):
        if module.layer is None or app_of(each.target) is None:
            continue
        rank = _rank(each.target, modules, frozenset())
        if rank > LAYERS[module.layer]:
            yield Breach(module.path, each.line, "upward_layer", each.target)


def services(modules: Modules) -> Iterator[Breach]:
    """What stores knows no `request` and starts no task."""
    for module in modules.values():
        if module.layer not in {"services", "models"} and not module.is_pure:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.arg) and node.arg == "request":
                yield Breach(module.path, node.lineno, "request_in_service", "request")
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in ENQUEUES:
                yield Breach(module.path, called.lineno, "task_in_service", called.attr)


def signals(modules: Modules) -> Iterator[Breach]:
    """A receiver listens to its own app: a named sender, and no other app's signal."""
    for module in modules.values():
        for node in ast.walk(module.tree) if module.app else ():
            if isinstance(node, ast.Call) and (heard := _heard(module, node)):
                sender = [word.value for word in node.keywords if word.arg == "sender"]
                unnamed = not sender and heard.split(".")[-1] in ROW_SIGNALS
                foreign = {_app_meant(module, part) for part in [*node.args, *sender]}
                foreign |= {app_of(heard)}
                if unnamed or foreign - {None, module.app}:
                    yield Breach(module.path, node.lineno, "signal_between_apps", heard)


def manners(modules: Modules) -> Iterator[Breach]:
    """Imports are absolute and stand at the top of the file, in the tests too."""
    for module, each in _all_imports(modules):
        if each.level:
            yield Breach(module.path, each.line, "relative_import", "." * each.level + each.target)
        if each.in_function:
            yield Breach(module.path, each.line, "import_in_function", each.target)


def cycles(modules: Modules) -> Iterator[Breach]:
    """No circle of imports at run time (what only the type checker reads makes none)."""
    graph = {
        name: {i.target for i in module.imports if i.target in modules and not i.for_types}
        for name, module in modules.items()
    }
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            # The circle runs from a module to those that import it; cut it to find the next.
            circle: list[str] = error.args[1]
            graph[circle[1]].discard(circle[0])
            yield Breach(modules[min(circle)].path, 1, "import_cycle", " ← ".join(circle))
        else:
            return


def _all_imports(modules: Modules) -> Iterator[tuple[Module, Import]]:
    for module in modules.values():
        for each in module.imports:
            yield module, each


def _is_above(module: Module, target: str) -> bool:
    """Whether a dotted name lives on a higher floor than the module."""
    app = app_of(target)
    return bool(module.app and app and FLOORS.index(app) > FLOORS.index(module.app))


def _rank(target: str, modules: Modules, seen: frozenset[str]) -> int:
    """The layer of a module; one without a layer stands as high as the highest it imports."""
    module = modules.get(target)
    if module is None or target in seen or module.is_pure:
        return 0
    if module.layer:
        return LAYERS[module.layer]
    below = [_rank(each.target, modules, seen | {target}) for each in module.imports]
    return max(below, default=0)


def _framework_behind(target: str, modules: Modules, seen: frozenset[str]) -> str:
    """What makes a module impure: `django.db`, or `voting.models` by way of others; or ""."""
    top = target.split(".")[0]
    if top in FRAMEWORKS or top.startswith("django_"):
        return target
    module = modules.get(target)
    if module is None or target in seen:
        return ""
    if module.layer:
        return target
    behind = (_framework_behind(i.target, modules, seen | {target}) for i in module.imports)
    found = next((why for why in behind if why), "")
    return f"{found} by way of {target}" if found else ""


def _heard(module: Module, call: ast.Call) -> str:
    """The signal a call subscribes to (`@receiver(signal)`, `signal.connect(…)`), or ""."""
    if module.meaning(call.func) == "django.dispatch.receiver" and call.args:
        return module.meaning(call.args[0]) or "a signal"
    if isinstance(call.func, ast.Attribute) and call.func.attr == "connect":
        heard = module.meaning(call.func.value)
        return heard if "signal" in heard else ""
    return ""


def _app_meant(module: Module, node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return app_of(str(node.value))
    return app_of(module.meaning(node))
