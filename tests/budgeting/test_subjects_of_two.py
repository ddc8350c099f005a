"""Themes and needs on two screens at once: what each added, changed or removed stays."""

from typing import Any

import pytest
from django.http import QueryDict

from budgeting.forms.edition_subjects import SubjectsForm
from budgeting.models import Council, Edition, User
from budgeting.services.edition_settings import change
from tests import build
from tests.journeys.page_forms import Sent, form_in
from tests.people import SignIn

pytestmark = pytest.mark.django_db

ADDRESS = "/nl/desk/demo-laken/2026/settings/subjects/"
WATER = {"name_nl": "Water", "name_fr": "Eau"}


@pytest.fixture
def edition(council: Council) -> Edition:
    made = build.edition(council)
    build.theme(made, "green")
    build.theme(made, "roads")
    return made


@pytest.fixture
def page(edition: Edition, officer: User) -> Sent:
    """The page as both opened it: two themes, and two empty rows."""
    return opened(officer)


def opened(officer: User) -> Sent:
    return form_in(SignIn(officer).get(ADDRESS), "seen")


def send(officer: User, page: Sent, **typed: str) -> Any:
    rows = {f"themes-{name.replace('__', '-')}": [text] for name, text in typed.items()}
    return SignIn(officer).post(ADDRESS, page | rows)


def names(edition: Edition) -> list[str]:
    return [theme.name_nl for theme in edition.themes.all()]


def row(place: int, texts: dict[str, str]) -> dict[str, str]:
    return {f"{place}__{name}": text for name, text in texts.items()}


def test_rows_that_both_added_are_both_there(edition: Edition, officer: User, page: Sent) -> None:
    assert send(officer, page, **row(2, WATER)).status_code == 302
    answer = send(officer, page, **row(2, {"name_nl": "Spel", "name_fr": "Jeux"}))
    assert answer.status_code == 200
    again = form_in(answer, "seen")
    assert [again[f"themes-{n}-name_nl"] for n in (2, 3)] == [["Water"], ["Spel"]]
    assert SignIn(officer).post(ADDRESS, again).status_code == 302
    assert names(edition) == ["Groen", "Groen", "Water", "Spel"]


def test_a_row_that_the_first_removed_comes_back_only_for_who_wrote_in_it(
    edition: Edition, officer: User, page: Sent
) -> None:
    assert send(officer, page, **{"0__DELETE": "on"}).status_code == 302
    untouched = form_in(send(officer, page, **{"1__name_nl": "Straten"}), "seen")
    assert untouched["themes-INITIAL_FORMS"] == ["1"]
    assert untouched["themes-0-name_nl"] == ["Straten"]
    answer = send(officer, page, **{"0__name_nl": "Bomen"})
    assert answer.context["form"].themes.forms[1].has_error("name_nl", "changed_meanwhile")
    assert SignIn(officer).post(ADDRESS, form_in(answer, "seen")).status_code == 302
    assert names(edition) == ["Groen", "Bomen"]


def test_a_row_that_the_second_removes_shows_what_the_first_made_of_it(
    edition: Edition, officer: User, page: Sent
) -> None:
    assert send(officer, page, **{"0__name_nl": "Bomen"}).status_code == 302
    again = form_in(send(officer, page, **{"0__DELETE": "on"}), "seen")
    assert (again["themes-0-name_nl"], again["themes-0-DELETE"]) == (["Bomen"], ["on"])
    assert SignIn(officer).post(ADDRESS, again).status_code == 302
    assert names(edition) == ["Groen"]


def test_a_page_without_its_digest_is_shown_again(
    edition: Edition, officer: User, page: Sent
) -> None:
    del page["seen"]
    answer = send(officer, page, **{"0__name_nl": "Bomen"})
    assert answer.status_code == 200
    assert form_in(answer, "seen")["themes-0-name_nl"] == ["Bomen"]
    assert names(edition) == ["Groen", "Groen"]


def test_a_change_between_the_check_and_the_writing_is_not_overwritten(
    edition: Edition, officer: User, page: Sent
) -> None:
    form = SubjectsForm(_posted(page | {"themes-0-name_nl": ["Bomen"]}), instance=edition)
    assert form.is_valid()
    edition.themes.filter(code="roads").update(name_nl="Wegen")
    assert not change(edition, form.store, block="subjects", changed=["themes"], by=officer)
    assert names(edition) == ["Groen", "Wegen"]
    shown = [row["name_nl"].value() for row in form.themes][:2]
    assert shown == ["Bomen", "Wegen"]


def _posted(page: Sent) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in page.items():
        data.setlist(name, values)
    return data


def test_a_page_with_more_rows_than_a_list_may_have_is_answered(
    edition: Edition, officer: User, page: Sent
) -> None:
    rows = {f"themes-{n}-{name}": ["x"] for n in range(60) for name in ("id", "name_nl")}
    counts = {"themes-TOTAL_FORMS": ["60"], "themes-INITIAL_FORMS": ["40"], "seen": ["old"]}
    assert SignIn(officer).post(ADDRESS, page | rows | counts).status_code == 200
    assert names(edition) == ["Groen", "Groen"]
