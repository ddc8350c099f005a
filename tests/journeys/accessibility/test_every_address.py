"""No page is forgotten: each address was looked at in each language, or is known to be no page."""

import pytest

from tests.journeys.accessibility.addresses import NO_PAGES, all_addresses
from tests.journeys.accessibility.conftest import LANGUAGES, Opened
from tests.journeys.accessibility.test_accessibility import AREAS


def test_the_list_of_addresses_without_a_page_is_up_to_date() -> None:
    assert set(NO_PAGES) <= all_addresses()


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_was_looked_at_or_has_a_reason(opened: Opened, language: str) -> None:
    if missing := set(AREAS) - set(opened[language]):
        pytest.skip(f"needs all of test_accessibility.py in the same run: {sorted(missing)}")
    seen = set().union(*opened[language].values())
    assert all_addresses() - seen - set(NO_PAGES) == set()
    assert seen & set(NO_PAGES) == set()
