"""What counts and what checks the count are two programs; pabutools is only in the second."""

from collections.abc import Mapping

import pytest

from tests.architecture.source import Module, parse
from tests.architecture.tree import python_files

ENGINE = "tallying.engine"
LIBRARY, HOMES = "pabutools", {f"{ENGINE}.reference", f"{ENGINE}.further_rules"}
COUNTS, CHECKS = f"{ENGINE}.counting", f"{ENGINE}.reference"
# What goes in and comes out, who takes part, and the order of ties: the rule itself, no algorithm.
SHARED = {
    f"{ENGINE}.{name}"
    for name in ("amounts", "election", "eligible", "errors", "limits", "outcome", "rule", "ties")
}


def importing_the_library(modules: Mapping[str, Module]) -> set[str]:
    """Modules of the product that import pabutools."""
    return {
        name
        for name, module in modules.items()
        if module.app and any(item.target.split(".")[0] == LIBRARY for item in module.imports)
    }


def reached(modules: Mapping[str, Module], name: str) -> set[str]:
    """A module and every module of the product that it imports, by whatever way."""
    found, waiting = {name}, [name]
    while waiting:
        targets = {item.target for item in modules[waiting.pop()].imports} & modules.keys()
        waiting += targets - found
        found |= targets
    return found


def test_pabutools_is_imported_in_two_files_only() -> None:
    assert importing_the_library(parse(python_files())) == HOMES


def test_the_two_engines_share_no_more_than_the_types_and_the_rule() -> None:
    modules = parse(python_files())
    both = reached(modules, COUNTS) & reached(modules, CHECKS)
    assert {name for name in both if modules[name].app} <= SHARED | {ENGINE, "tallying"}


@pytest.mark.parametrize(
    "source", ["import pabutools", "from pabutools.rules import cstv", "import pabutools.election"]
)
def test_a_planted_import_is_caught(source: str) -> None:
    planted = parse({"tallying/engine/greedy.py": source, "tests/test_a.py": source})
    assert importing_the_library(planted) == {f"{ENGINE}.greedy"}


def test_a_planted_common_helper_is_reached_by_both() -> None:
    planted = parse(
        {
            "tallying/engine/counting.py": "from tallying.engine.a import b",
            "tallying/engine/reference.py": "import tallying.engine.helper",
            "tallying/engine/a.py": "import tallying.engine.helper",
            "tallying/engine/helper.py": "",
        }
    )
    assert reached(planted, COUNTS) & reached(planted, CHECKS) == {f"{ENGINE}.helper"}
