"""The pages of an audit: blind for those who read, open for everybody once it is read."""

import json

import pytest
from django.test import Client

from budgeting.models import Council, Edition, Role, User, Venue
from budgeting.phases import Phase
from tallying.models import Audit, AuditDraw, PaperSays
from tallying.services.auditing import add_pile, begin_audit
from tallying.services.auditing_batches import counted_batches
from tallying.services.auditing_end import finish
from tallying.services.auditing_sheets import read_sheet
from tests import build
from tests.people import SignIn, person
from tests.tallying.audits import CLOCK, SEED, Auditors, counted
from voting.models import Scan, ScanBatch, ScanWay

pytestmark = pytest.mark.django_db

AB, C, D = ["1", "2"], ["3"], ["4"]
PILES = [("Bibliotheek", 12, [1]), ("Buurthuis", 4, [2])]
DESK, PUBLIC = "/en/desk/demo-laken/2026/audit/", "/en/c/demo-laken/2026/audit/"


@pytest.fixture
def pair(officer: User, facilitator: User) -> Auditors:
    return Auditors(officer, facilitator)


@pytest.fixture
def edition(council: Council) -> Edition:
    return counted(council, paper={1: [AB] * 8 + [C] * 4, 2: [C] * 2 + [D] * 2}, online=3)


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_olga_counts_farid_signs_and_both_read_to_the_end(
    pair: Auditors, edition: Edition, resident: Client
) -> None:
    olga, farid = SignIn(pair.first), SignIn(pair.second)
    assert "No check of the paper yet" in text(resident, PUBLIC)
    olga.post(DESK, {"action": "begin"})
    for name, sheets, batches in PILES:
        pile = {"pile-name": name, "pile-sheets": sheets, "pile-batches": str(batches[0])}
        olga.post(DESK, {"action": "pile", **pile})
    assert "Somebody else signs" in text(olga, DESK)
    assert "not a whole number" not in text(olga, DESK)
    farid.post(DESK, {"action": "sign", "sign-size": ""})
    short = olga.post(DESK, {"action": "dice", "dice-seed": "123"}, follow=True)
    assert "At least 20 digits are needed" in short.content.decode()
    olga.post(DESK, {"action": "dice", "dice-seed": SEED})
    audit = Audit.objects.get()
    assert audit.draws.count() == 16
    for draw in audit.draws.all():
        marks = AB if draw.pile == 1 and draw.sheet <= 8 else C
        marks = D if draw.pile == 2 and draw.sheet > 2 else marks
        for client in (olga, farid):
            address = f"{DESK}{draw.pile}/{draw.sheet}/"
            client.post(address, {"marks": marks, "says": "choices"})
    assert "What they found is told once" not in text(resident, PUBLIC)
    olga.post(DESK, {"action": "finish"})
    said = text(resident, PUBLIC)
    assert "Two people read 16 sheets. All of them say what was recorded." in said
    assert "The paper gives the same projects." in said
    assert audit.manifest_digest in said
    assert "The paper, checked by hand" in text(resident, "/en/c/demo-laken/2026/result/")


def test_a_ticket_shows_a_place_and_never_what_was_recorded(
    pair: Auditors, edition: Edition
) -> None:
    audit = pair.drawn(edition, PILES)
    pages = {text(SignIn(pair.first), f"{DESK}{one.pile}/{one.sheet}/").replace(
        f"sheet {one.sheet}", "sheet N") for one in audit.draws.filter(pile=1)}  # fmt: skip
    bodies = {
        page[page.index("<main") : page.index("</form>", page.index("<main"))] for page in pages
    }
    plain = {body.split("csrfmiddlewaretoken")[0] for body in bodies}
    assert len(plain) == 1  # the same page for every sheet of the pile, whatever is on it
    assert not any("checked" in body for body in bodies)
    assert not any("<img" in body for body in bodies)


def test_the_public_page_keeps_silent_until_all_is_read(
    pair: Auditors, edition: Edition, resident: Client
) -> None:
    audit = pair.drawn(edition, PILES)
    pair.both(audit.draws.get(pile=1, sheet=1), D)
    said = text(resident, PUBLIC)
    assert "Two people read 1 of 16 sheets so far." in said
    assert "not as recorded" not in said
    assert resident.get("/en/c/demo-laken/2026/audit.json").json()["found"] is None


def test_no_page_tells_which_sheet_was_misread_or_who_read_it(
    pair: Auditors, edition: Edition, resident: Client
) -> None:
    audit = pair.drawn(edition, PILES)
    pair.both(audit.draws.get(pile=1, sheet=1), D)
    pair.read_as_recorded(audit)
    finish(audit, by=pair.first, clock=CLOCK)
    document = resident.get("/en/c/demo-laken/2026/audit.json").json()
    assert document["found"]["projects"] == [
        {"project": "1", "lost": 0, "added": 1},
        {"project": "2", "lost": 0, "added": 1},
        {"project": "4", "lost": 1, "added": 0},
    ]
    whole = json.dumps(document) + text(resident, PUBLIC)
    assert "choices" not in whole
    assert not any(name in whole for name in ("Olga", "Farid", pair.first.email))


def test_where_ballots_are_kept_back_one_error_names_no_project(
    pair: Auditors, council: Council, resident: Client
) -> None:
    edition = counted(council, paper={1: [AB] * 12, 2: [D] * 4}, publication="totals")
    audit = pair.drawn(edition, PILES)
    pair.both(audit.draws.get(pile=1, sheet=1), ["1"])
    pair.read_as_recorded(audit)
    said = text(resident, PUBLIC)
    assert "So few sheets differ that their projects are not named" in said
    assert "Mark not recorded" not in said


def test_marks_that_make_no_ballot_come_back_with_the_reason(
    pair: Auditors, edition: Edition
) -> None:
    pair.drawn(edition, PILES)
    answer = SignIn(pair.first).post(f"{DESK}1/1/", {"says": "choices"})
    assert answer.status_code == 422
    assert "If the sheet does not count, say so" in answer.content.decode()
    assert not AuditDraw.objects.exclude(entries=None).exists()


def test_a_pile_that_cannot_be_comes_back_with_the_reason(pair: Auditors, edition: Edition) -> None:
    olga = SignIn(pair.first)
    olga.post(DESK, {"action": "begin"})
    wrong = {"action": "pile", "pile-name": "", "pile-sheets": "-1", "pile-batches": "one"}
    assert olga.post(DESK, wrong).status_code == 422
    unknown = {"action": "pile", "pile-name": "X", "pile-sheets": "1", "pile-batches": "9"}
    said = olga.post(DESK, unknown).content.decode()
    assert "No counted vote has this batch" in said
    assert 'value="X"' in said  # what Olga wrote is still there


def test_the_desk_names_every_batch_that_holds_counted_sheets_and_never_how_many(
    pair: Auditors, edition: Edition
) -> None:
    place = Venue.objects.create(council=edition.council, slug="library", name_nl="Bibliotheek")
    scanned = ScanBatch.objects.create(edition=edition, number=1, venue=place, at=build.NOW)
    ScanBatch.objects.create(edition=edition, number=2, way=ScanWay.TYPED, at=build.NOW)
    ScanBatch.objects.create(edition=edition, number=3, at=build.NOW)
    Scan.objects.create(batch=scanned, position=1, file_name="stack.pdf", at=build.NOW)
    audit = begin_audit(edition, by=pair.first, clock=CLOCK)
    add_pile(audit, name="Box", sheets=4, batches=[2], by=pair.first, clock=CLOCK)
    first, second = counted_batches(audit)
    assert (first.number, first.files, first.pile) == (1, ["stack.pdf"], None)
    assert (second.number, second.files, second.pile) == (2, [], 1)
    said = text(SignIn(pair.first), DESK)
    table = said[said.index("Scan batches with counted sheets") : said.index("Which pile?")]
    assert "Bibliotheek" in table
    assert "stack.pdf" in table
    assert "typed" in table
    assert "in no pile yet" in table
    assert ">12<" not in table


def test_a_new_count_is_offered_only_once_no_reading_differs(
    pair: Auditors, edition: Edition
) -> None:
    audit = pair.drawn(edition, PILES)
    pair.read_as_recorded(audit, (2, 4))
    last = audit.draws.get(pile=2, sheet=4)
    read_sheet(last, says=PaperSays.NONE, by=pair.first)
    read_sheet(last, says=PaperSays.MISSING, by=pair.second)
    assert "Count once more with these piles" not in text(SignIn(pair.first), DESK)
    for by in (pair.second, pair.first):
        read_sheet(last, says=PaperSays.NONE, by=by)
    assert "Count once more with these piles" in text(SignIn(pair.first), DESK)


def test_a_check_is_offered_once_it_is_possible_and_before_it_the_page_says_when(
    council: Council, officer: User
) -> None:
    new = build.edition(council, slug="new", phase=Phase.COUNTING)
    online = counted(council, slug="online", paper={}, online=3)
    paper = counted(council, slug="paper", paper={1: [AB] * 3})
    said = {
        one: text(SignIn(officer), DESK.replace("2026", one.slug)) for one in (new, online, paper)
    }
    assert "First the ballots are counted, then the paper is checked." in said[new]
    assert "No vote on paper was counted in this edition." in said[online]
    assert [one.slug for one in said if "Begin the check" in said[one]] == ["paper"]


def test_an_observer_follows_the_check_and_touches_nothing(
    council: Council, pair: Auditors, edition: Edition
) -> None:
    omar = SignIn(person(council, Role.OBSERVER, "Omar"))
    assert "Begin the check" not in text(omar, DESK)
    audit = pair.drawn(edition, PILES)
    read = audit.draws.get(pile=1, sheet=1)
    read_sheet(read, says=PaperSays.NONE, by=pair.first)
    read_sheet(read, says=PaperSays.MISSING, by=pair.second)
    said = text(omar, DESK)
    main = said[said.index("<main") : said.index("</main>")]
    assert "Bibliotheek" in main
    assert "<form" not in main
    assert "sheet 1" not in main
    assert omar.post(DESK, {"action": "finish"}).status_code == 403
    assert omar.get(f"{DESK}1/1/").status_code == 403


@pytest.mark.parametrize("action", ["remove", "dice", "more", "whole", "count", "finish", "\x00"])
def test_a_button_of_a_later_step_is_answered_with_a_sentence(
    pair: Auditors, edition: Edition, action: str
) -> None:
    olga = SignIn(pair.first)
    olga.post(DESK, {"action": "begin"})
    sent = {"action": action, "number": "7", "dice-seed": SEED, "more-size": "16"}
    answer = olga.post(DESK, sent, follow=True)
    assert answer.status_code == (422 if action in ("dice", "more") else 200)
    assert Audit.objects.get().seed == ""
