"""Links of a council: kept in order, of the web only, public."""

import pytest
from django.test import Client

from budgeting.models import Council, CouncilLink, Record, User
from tests.budgeting import pages
from tests.people import SignIn

DESK = "/nl/desk/demo-laken/links/"
PUBLIC = "/nl/c/demo-laken/links/"
FILLED = {
    "url": "https://example.org/toolkit",
    "title_nl": "Gereedschapskist",
    "title_fr": "Boîte à outils",
    "note_nl": "Formulieren en affiches",
}


def link(council: Council, position: int) -> CouncilLink:
    return CouncilLink.objects.create(
        council=council,
        position=position,
        url=f"https://example.org/{position}",
        title_nl=f"Link {position}",
        title_fr=f"Lien {position}",
    )


def titles(resident: Client) -> list[str]:
    return [one.title_nl for one in resident.get(PUBLIC).context["links"]]


def test_a_link_is_public_and_the_council_s_page_leads_to_it(
    officer: User, resident: Client
) -> None:
    assert PUBLIC not in resident.get("/nl/c/demo-laken/").content.decode()
    assert SignIn(officer).post(DESK + "new/", FILLED).status_code == 302
    text = resident.get(PUBLIC).content.decode()
    assert '<a href="https://example.org/toolkit" rel="external noopener"' in text
    assert "Formulieren en affiches" in text
    assert f'href="{PUBLIC}"' in resident.get("/nl/c/demo-laken/").content.decode()
    assert Record.objects.get(event="link_added").data["fields"]


@pytest.mark.parametrize(
    "address",
    ["", "javascript:alert(1)", "ftp://example.org/", "data:text/html,x", "https://", "/nl/"],
)
def test_only_addresses_of_the_web_are_taken(officer: User, address: str) -> None:
    answer = SignIn(officer).post(DESK + "new/", FILLED | {"url": address})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["url"]
    assert not CouncilLink.objects.exists()


def test_an_address_without_its_beginning_is_completed(officer: User) -> None:
    SignIn(officer).post(DESK + "new/", FILLED | {"url": "example.org/toolkit"})
    assert CouncilLink.objects.get().url == "https://example.org/toolkit"


def test_links_go_up_and_down(officer: User, resident: Client, council: Council) -> None:
    first, second, third = (link(council, position) for position in (1, 2, 3))
    desk = SignIn(officer)
    desk.post(f"{DESK}{third.pk}/move/", {"to": "up"})
    assert titles(resident) == ["Link 1", "Link 3", "Link 2"]
    desk.post(f"{DESK}{first.pk}/move/", {"to": "down"})
    assert titles(resident) == ["Link 3", "Link 1", "Link 2"]
    desk.post(f"{DESK}{third.pk}/move/", {"to": "up"})
    desk.post(f"{DESK}{second.pk}/move/", {"to": "down"})
    assert titles(resident) == ["Link 3", "Link 1", "Link 2"]
    assert Record.objects.filter(event="link_moved").count() == 2


def test_a_link_is_changed_and_removed(officer: User, resident: Client, council: Council) -> None:
    row = link(council, 1)
    pages.change(SignIn(officer), f"{DESK}{row.pk}/", **FILLED)
    assert titles(resident) == ["Gereedschapskist"]
    SignIn(officer).post(f"{DESK}{row.pk}/remove/")
    assert titles(resident) == []
    events = list(Record.objects.values_list("event", flat=True))
    assert events == ["link_changed", "link_removed"]


def test_only_an_officer_of_this_council_may(
    facilitator: User, stranger: User, council: Council
) -> None:
    row = link(council, 1)
    for person in (facilitator, stranger):
        for path in (DESK, DESK + "new/", f"{DESK}{row.pk}/"):
            assert SignIn(person).get(path).status_code == 403
        for path in ("move/", "remove/"):
            assert SignIn(person).post(f"{DESK}{row.pk}/{path}").status_code == 403
    assert SignIn(stranger).get(f"/nl/desk/elsewhere/links/{row.pk}/").status_code == 404
