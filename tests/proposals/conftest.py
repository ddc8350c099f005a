"""Every test of the proposals begins with nothing sent: the brake counts in the cache."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_sent_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
