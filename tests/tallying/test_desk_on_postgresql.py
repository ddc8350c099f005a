"""The large queries of the desk on PostgreSQL: same counts, as few of them."""

from typing import Any

import pytest

from budgeting.models import Council, User
from tests.tallying import test_overview, test_untranslated

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_both_desks_count_the_same(council: Council, django_assert_num_queries: Any) -> None:
    test_untranslated.test_both_desks_count_the_same(council, django_assert_num_queries)


def test_ten_councils_fit_in_twelve_queries(
    council: Council, officer: User, django_assert_max_num_queries: Any
) -> None:
    test_overview.test_ten_councils_with_three_editions_each_fit_in_twelve_queries(
        council, officer, django_assert_max_num_queries
    )
