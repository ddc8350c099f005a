"""How the tests are shared out where several processes run them (`make test`, pytest-xdist).

The tests of a file stay together, on one worker and in their order: they share what is made once.
What takes longest begins first, so that the workers end at about the same time.
"""

from collections.abc import Iterable

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

PAGES = "tests/journeys/accessibility/test_accessibility.py"
ADDRESSES = "tests/journeys/accessibility/test_every_address.py"
# The files that take longest, longest first; then the other journeys, then all else.
LONG = (PAGES, ADDRESSES, "tests/journeys/test_matrix.py", "tests/journeys/")


def unit(nodeid: str) -> str:
    """What stays on one worker: a file; the look at every page is one unit for each language."""
    file, _, name = nodeid.partition("::")
    if file in {PAGES, ADDRESSES} and name.endswith("]"):
        return f"{PAGES} in {name[:-1].rpartition('-')[2].rpartition('[')[2]}"
    return file


def longest_first(nodeids: Iterable[str]) -> list[int]:
    """Places of the tests in a new order; tests that are equal in this keep theirs."""
    ranks = [
        next((rank for rank, start in enumerate(LONG) if nodeid.startswith(start)), len(LONG))
        for nodeid in nodeids
    ]
    return sorted(range(len(ranks)), key=ranks.__getitem__)


class InUnits(LoadScopeScheduling):  # type: ignore[misc]  # it comes without types
    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> InUnits:
    # Else xdist begins with the files that have most tests.
    config.option.loadscopereorder = False
    return InUnits(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items[:] = [items[place] for place in longest_first(item.nodeid for item in items)]
