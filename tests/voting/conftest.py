"""A hall with paper ballots: the place, a real vote, and two people who count."""

import pytest

from budgeting.models import Council, Edition, User, Venue
from tests import build


@pytest.fixture
def hall(council: Council) -> Venue:
    return Venue.objects.create(council=council, slug="zaal", name_nl="Zaal", name_fr="Salle")


@pytest.fixture
def real(council: Council) -> Edition:
    """A real vote, not a rehearsal."""
    return build.voting(council, slug="echt", is_test=False)


@pytest.fixture
def pair(facilitator: User, second_facilitator: User) -> tuple[User, User]:
    return facilitator, second_facilitator
