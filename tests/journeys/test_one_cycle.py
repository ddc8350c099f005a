"""One cycle in a real browser: from a resident's proposal to a result that anyone recounts."""

import json
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Council, Edition, RuleSet, User
from budgeting.phases import Phase
from proposals.models import Proposal
from tests import build
from tests.journeys.papers import filled_in
from voting.codes import grouped
from voting.models import Ballot, Envelope, Opening, Sheet, SheetState
from voting.sealing import generate_election_key
from voting.services.register import issue_codes
from voting.services.starting import register_box
from voting.shares import share_digest, split

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Enter = Callable[[User | None], "Visitor"]


class Visitor:
    """Somebody at a browser: `go` takes an address below /nl/, `press` a form by its address."""

    def __init__(self, page: Page, site: str, edition: Edition) -> None:
        self.page, self.site = page, site
        self.public = f"c/{edition.address}/"
        self.desk = f"desk/{edition.address}/"

    def go(self, path: str) -> None:
        answer = self.page.goto(f"{self.site}/nl/{path}")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name={name}]").fill(value)

    def press(self, ending: str = "") -> None:
        form = f"main form[action$='{ending}']" if ending else "main form"
        # Beside a decision there is a way to save texts without one.
        self.page.locator(f"{form} button:not([name=texts])").last.click()
        self.page.wait_for_load_state()


@pytest.fixture
def edition(council: Council) -> Edition:
    """A call that is open; three proposals were answered before."""
    now = DATABASE_CLOCK.now()
    made = build.edition(
        council,
        phase=Phase.CALL,
        call_opens_at=now - timedelta(days=30),
        call_closes_at=now + timedelta(days=1),
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=1),
        paper_intake_until=now + timedelta(days=2),
    )
    for number in (1, 2, 3):
        texts = {"place_nl": "Plein", "place_fr": "Place"}
        by = {"realised_by_nl": "Stad", "realised_by_fr": "Ville"}
        pin = {"lat": 50.875 + number / 500, "lon": 4.35}
        build.proposal(made, number, outcome="kept", cost_cents=9_000_000, **texts, **by, **pin)
    return made


@pytest.fixture
def enter(browser: Browser, live_server: LiveServer, edition: Edition) -> Iterator[Enter]:
    contexts: list[BrowserContext] = []

    def new(user: User | None) -> Visitor:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-BE")
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies["wijkstem_session"].value
            context.add_cookies(
                [{"name": "wijkstem_session", "value": cookie, "url": live_server.url}]
            )
        return Visitor(context.new_page(), live_server.url, edition)

    yield new
    for context in contexts:
        context.close()


def test_from_proposals_to_a_recounted_result(
    enter: Enter,
    edition: Edition,
    officer: User,
    facilitator: User,
    second_facilitator: User,
    tmp_path: Path,
) -> None:
    shares = trustees_of(edition)
    a_resident_submits(enter(None), edition)
    the_officer_reviews_and_starts(enter(officer), edition)
    code = issue_codes(edition, count=1)[0]
    a_voter_votes_and_changes(enter(None), code, edition)
    serial = a_facilitator_brings_in_paper(enter(facilitator), edition, tmp_path)
    a_second_one_types_the_same(enter(second_facilitator), serial, edition)
    the_box_is_opened_and_counted(enter(officer), edition, shares)
    anyone_recounts(enter(None), edition, tmp_path)


def trustees_of(edition: Edition) -> list[str]:
    """Three shares of which two open the box."""
    key = generate_election_key(secrets.token_bytes)
    shares = split(key.seed, 2, 3)
    holders = [(s.index, f"Houder {s.index}", share_digest(edition.uuid, s)) for s in shares]
    register_box(edition, public_key=key.public, threshold=2, trustees=holders)
    return [share.text for share in shares]


def a_resident_submits(resident: Visitor, edition: Edition) -> None:
    resident.go(f"{resident.public}proposals/")
    expect(resident.page.locator("svg.map, .map svg").first).to_be_visible()
    resident.go(f"{resident.public}proposals/new/")
    resident.fill(title="Een bank bij de bushalte", summary="Ouderen kunnen dan even zitten.")
    resident.fill(place="Bushalte Kerk", cost="1.250,50", contact="0470 00 00 00")
    resident.press()
    proposal = Proposal.objects.get(number=4)
    assert (proposal.cost_cents, proposal.source_language) == (125_050, "nl")


def the_officer_reviews_and_starts(officer: Visitor, edition: Edition) -> None:
    officer.go(f"{officer.desk}moves/")
    officer.press("/move/")
    officer.go(f"{officer.desk}review/4/")
    officer.page.locator("[name=outcome][value=changed]").check()
    officer.fill(reason_nl="Eén bank in plaats van twee.", reason_fr="Un banc au lieu de deux.")
    officer.fill(title_fr="Un banc à l'arrêt de bus", summary_fr="Les aînés peuvent s'asseoir.")
    officer.fill(place_fr="Arrêt Église", realised_by_nl="Stad", realised_by_fr="Ville")
    officer.press()
    officer.go(f"{officer.desk}review/")
    officer.press("/publish/")
    officer.go(f"{officer.desk}moves/")
    officer.press("/start/")
    rules = RuleSet.objects.get(edition=edition)
    assert len(rules.document["projects"]) == 4
    officer.go(officer.public)
    expect(officer.page.locator("main")).to_contain_text(rules.digest[-16:])


def a_voter_votes_and_changes(voter: Visitor, code: str, edition: Edition) -> None:
    for choice in ((1,), (2, 4)):
        voter.go("vote/")
        voter.fill(code=grouped(code))
        voter.press()
        for box in voter.page.locator("main input[type=checkbox]").all():
            box.uncheck()
        for number in choice:
            voter.page.locator(f"label[for=p{number}]").click()
        voter.press()
        voter.press()
        expect(voter.page.locator(".receipt-code")).to_be_visible()
    assert Envelope.objects.get(edition=edition).changes == 1


def a_facilitator_brings_in_paper(at: Visitor, edition: Edition, tmp_path: Path) -> str:
    at.go(f"{at.desk}printing/")
    at.fill(count="2")
    at.press()
    with at.page.expect_download() as download:
        at.page.locator("main form[action$='/file/'] button").click()
    scan = tmp_path / "scan.png"
    serial = filled_in(download.value.path(), edition, scan, marks=["1", "3"])
    at.go(f"{at.desk}scanning/")
    at.page.locator("[name=scans]").set_input_files(scan)
    at.press()
    at.page.wait_for_url("**/scanning/batch/**")
    assert Sheet.objects.filter(edition=edition, state=SheetState.COUNTED).count() == 1
    types(at, serial)
    assert Sheet.objects.filter(edition=edition, state=SheetState.COUNTED).count() == 1
    return serial


def types(at: Visitor, serial: str) -> None:
    at.go(f"{at.desk}scanning/type/")
    at.fill(serial=serial)
    at.page.locator("[name=marks]").nth(1).check()
    at.press()
    at.go(f"{at.desk}scanning/")


def a_second_one_types_the_same(at: Visitor, serial: str, edition: Edition) -> None:
    types(at, serial)
    assert Sheet.objects.filter(edition=edition, state=SheetState.COUNTED).count() == 2
    assert Envelope.objects.filter(edition=edition, channel="paper").count() == 2


def the_box_is_opened_and_counted(officer: Visitor, edition: Edition, shares: list[str]) -> None:
    officer.go(f"{officer.desk}moves/")
    officer.press("/close/")
    officer.go(f"{officer.desk}opening/")
    officer.fill(share_1=shares[0], share_2=shares[2])
    officer.press()
    digest = Opening.objects.get(edition=edition).ballots_digest
    expect(officer.page.locator("main")).to_contain_text(digest[-8:])
    officer.fill(tail=digest[-8:])
    officer.press("/confirm/")
    officer.go(f"{officer.desk}tally/")
    officer.press()
    found = Ballot.objects.filter(edition=edition)
    assert sorted((ballot.channel, tuple(ballot.choices)) for ballot in found) == [
        ("online", ("2", "4")),
        ("paper", ("1", "3")),
        ("paper", ("2",)),
    ]


def anyone_recounts(visitor: Visitor, edition: Edition, tmp_path: Path) -> None:
    visitor.go(f"{visitor.public}result/")
    expect(visitor.page.locator("main")).to_contain_text("Voorstel 2")
    with visitor.page.expect_download() as download:
        visitor.page.locator("main a[href$='bundle.zip']").first.click()
    bundle = tmp_path / "bundle.zip"
    download.value.save_as(bundle)
    out = StringIO()
    call_command("recount", str(bundle), "--json", stdout=out)
    assert json.loads(out.getvalue())["same"] is True
