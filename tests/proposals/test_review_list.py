"""The list of the review: narrowed to what the desk counts, calm about what is to translate."""

import pytest

from budgeting.models import Council, Edition, User
from budgeting.phases import Phase
from proposals.models import Proposal
from proposals.services.standing import language_state, sizes
from tallying.services.desk_facts import facts_of
from tests import build
from tests.people import SignIn

pytestmark = pytest.mark.django_db
WHOLE = {
    "place_nl": "Plein",
    "place_fr": "Place",
    "realised_by_nl": "Stad",
    "realised_by_fr": "Ville",
}


@pytest.fixture
def edition(council: Council) -> Edition:
    made = build.edition(council, phase=Phase.REVIEW)
    build.proposal(made, 1, title_fr="", summary_fr="", place_nl="Plein")
    build.proposal(made, 2, outcome="kept", **WHOLE)
    build.proposal(made, 3, outcome="changed", place_nl="Plein", place_fr="Place")
    build.proposal(made, 4, outcome="rejected", title_fr="")
    return made


def listed(officer: User, show: str) -> set[int]:
    found = results(officer, show)
    return {number for number in range(1, 5) if f"/review/{number}/" in found}


def results(officer: User, show: str) -> str:
    """The part of the page that renews itself."""
    page = SignIn(officer).get(f"/en/desk/demo-laken/2026/review/?show={show}").content.decode()
    return page.partition('id="results"')[2].partition('aria-labelledby="publish"')[0]


@pytest.mark.parametrize(
    ("show", "numbers"),
    [
        ("", {1, 2, 3, 4}),
        ("waiting", {1}),
        ("decided", {2, 3, 4}),
        ("texts", {1}),
        ("incomplete", {3}),
        ("nonsense", {1, 2, 3, 4}),
    ],
)
def test_the_list_shows_the_part_that_was_asked_for(
    edition: Edition, officer: User, show: str, numbers: set[int]
) -> None:
    assert listed(officer, show) == numbers


def test_what_has_just_come_in_is_to_translate_and_nothing_is_missing(
    edition: Edition, officer: User
) -> None:
    found = results(officer, "waiting")
    assert "to translate" in found
    assert "missing" not in found


def test_the_desk_and_the_list_count_alike(edition: Edition) -> None:
    found = sizes(edition.proposals.all())
    facts = facts_of([edition], build.NOW.date())[edition.pk]
    assert found == {"all": 4, "waiting": 1, "decided": 3, "texts": 1, "incomplete": 1}
    assert (facts.undecided, facts.incomplete) == (found["waiting"], found["incomplete"])


def test_a_text_that_no_longer_follows_is_to_translate_again(edition: Edition) -> None:
    proposal = Proposal.objects.get(edition=edition, number=2)
    proposal.title_nl = "Anders"
    proposal.save()
    assert language_state(proposal, "fr") == "changed"
    assert language_state(Proposal.objects.get(edition=edition, number=4), "fr") == ""
