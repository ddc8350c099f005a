"""A post that claims to be endless costs no more than a page."""

import pytest
from django.http import QueryDict

from budgeting.forms.edition_subjects import SubjectsForm
from budgeting.models import Council
from tests import build

pytestmark = pytest.mark.django_db


def test_rows_that_a_post_only_claims_are_not_drawn(council: Council) -> None:
    sent = QueryDict(mutable=True)
    for prefix in ("themes", "needs"):
        sent.update({f"{prefix}-TOTAL_FORMS": "99999", f"{prefix}-INITIAL_FORMS": "0"})
    form = SubjectsForm(sent, instance=build.edition(council))
    assert [len(rows.forms) for rows in form.lists] == [60, 60]
    assert not form.is_valid()
