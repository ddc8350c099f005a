"""Roles × actions: every address, both methods, ten people; each cell is allowed or refused."""

import pytest

from tests.journeys.matrix import EVERYBODY, IN_COUNCIL, PEOPLE
from tests.journeys.matrix_addresses import Address, addresses, table
from tests.journeys.matrix_world import HIDDEN, World

METHODS = ("GET", "POST")
OUTSIDE = "vrxn"
SHOWN_TO_THE_COUNCIL = (
    "edition",
    "rules",
    "proposals",
    "proposals_map",
    "proposals_json",
    "proposal",
)


@pytest.fixture
def world(db: None) -> World:
    return World()


def cells() -> list[tuple[Address, str]]:
    return [(address, method) for address in addresses() for method in METHODS]


def none(wrong: list[str]) -> None:
    assert not wrong, "\n".join([f"{len(wrong)} cells:", *wrong])


def test_every_address_has_its_line() -> None:
    """A new address without a line fails here: decide who may open it."""
    assert {one.line for one in addresses()} ^ set(table()) == set()


def test_everybody_gets_what_the_table_says_and_nothing_else(world: World) -> None:
    wrong = []
    for address, method in cells():
        let_in = table()[address.line].get(method, "")
        for who in EVERYBODY:
            answer = world.answer(who, method, address)
            if answer.lets_in != (who in let_in) or answer.status >= 500:
                said = "allowed" if who in let_in else "refused"
                wrong.append(
                    f"{address.name} {method}, {PEOPLE[who]}: {answer.status}, expected {said}"
                )
    none(wrong)


def test_nobody_from_elsewhere_sees_a_draft_under_any_address(world: World) -> None:
    wrong = []
    for address, method in cells():
        is_of_edition = "edition" in address.arguments
        for who in OUTSIDE if is_of_edition or method == "GET" else "":
            answer = world.answer(who, method, address, edition="draft")
            if is_of_edition and answer.lets_in:
                wrong.append(f"{address.name} {method}, {PEOPLE[who]}: {answer.status}")
            # The address of an edition stands in the page's own links to the other languages.
            slug_told = "laken/draft" in answer.text and not is_of_edition
            if slug_told or HIDDEN in answer.text:
                wrong.append(f"{address.name} {method} tells {PEOPLE[who]} of the draft")
    none(wrong)


def test_the_people_of_the_council_see_its_draft(world: World) -> None:
    wrong = [
        f"{address.name}, {PEOPLE[who]}"
        for address in addresses()
        for who in IN_COUNCIL
        if address.name in SHOWN_TO_THE_COUNCIL
        and world.answer(who, "GET", address, edition="draft").status != 200
    ]
    none(wrong)


def test_an_officer_reaches_no_row_of_another_council_by_its_number(world: World) -> None:
    """The same numbers and keys, asked for under the officer's own council."""
    wrong = []
    for address, method in cells():
        if address.names_a_row:
            answer = world.answer("x", method, address, council="elsewhere")
            if answer.lets_in and answer.status < 400:
                wrong.append(f"{address.name} {method}: {answer.status}")
    none(wrong)


def test_nothing_of_another_council_shows_on_ones_own_desk(world: World) -> None:
    wrong = [
        address.name
        for address in addresses()
        if "council" in address.arguments
        and "/desk/" in world.path(address)
        and "demo-laken" in world.answer("x", "GET", address, council="elsewhere").text
    ]
    none(wrong)
