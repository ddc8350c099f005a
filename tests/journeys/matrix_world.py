"""A council with one row of everything, ten people, and real arguments for every address."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from budgeting.models import (
    Area,
    CouncilLink,
    Edition,
    InterestDeclaration,
    Invitation,
    Meeting,
    Membership,
    Role,
    RuleChange,
    Seat,
    SeatKind,
    SortitionDraw,
    TableImport,
    User,
    Venue,
)
from budgeting.phases import Phase
from budgeting.services.inviting import digest_of_secret
from budgeting.views.invitations import OPENED
from proposals.models import Advice
from tallying.services.tallying_up import run_tally
from tests import build
from tests.journeys.matrix import BODIES, EDITIONS, ROWS, WORDS
from tests.journeys.matrix_addresses import Address
from tests.journeys.matrix_custody import rows_of_custody
from tests.people import SignIn, person
from tests.tallying import audits
from tests.voting import booth, desk, stacks
from voting.models import Ballot, Opening, Scan
from voting.services.devices import enrol
from voting.services.readings import Doubt, Reading
from voting.services.sheets import intake_for
from voting.services.starting import register_server_box

# The title of the edition in preparation: nobody from elsewhere may read it anywhere.
HIDDEN = "Nog geheim ontwerp"
SECRET = "abcdefghjkmnpqrstuvwxyz2345678"
SIGN_IN = ("/nl/account/login/", "/nl/admin/login/")
ROLES = {
    "o": Role.OFFICER,
    "f": Role.FACILITATOR,
    "m": Role.MEMBER,
    "t": Role.TRANSLATOR,
    "w": Role.OBSERVER,
    "k": Role.TRUSTEE,
    "n": Role.OFFICER,
}
TITLES = {"title_nl": "Titel", "title_fr": "Titre"}


@dataclass(frozen=True)
class Answer:
    """What somebody got: the status, where it leads to, and the text of the page."""

    status: int
    location: str
    text: str

    @property
    def lets_in(self) -> bool:
        """Neither 403, 404 nor 405, nor the way to sign in."""
        return self.status not in {403, 404, 405} and not self.location.startswith(SIGN_IN)


class World:
    """`people` by their letter in the matrix; what an address changes is taken back at once."""

    def __init__(self) -> None:
        self.council = build.council(contact_email="council@example.org")
        self.elsewhere = build.council("elsewhere")
        own_area = Area.objects.create(slug="elsewhere", name_nl="Elders", name_fr="Ailleurs")
        self.elsewhere.area = own_area
        self.elsewhere.save()
        self.people = self._people()
        self.voting = booth.open_now(of=self.council, slug="voting")
        self.review = build.edition(self.council, "review", phase=Phase.REVIEW)
        self.draft = build.edition(self.council, "draft", title_nl=HIDDEN, title_fr=HIDDEN)
        for edition in (self.voting, self.draft):
            build.proposal(edition, 1)
        build.projects(self.draft, 1)
        for slug in ("voting", "review", "counted"):
            build.edition(self.elsewhere, slug, phase=Phase.VOTING)
        self.arguments: dict[str, Any] = {
            "council": self.council.slug,
            "edition": self.voting.slug,
            "counted": self._counted().slug,
            "secret": SECRET,
            "app_label": "budgeting",
            **self._rows_of_the_council(),
            **self._rows_of_editions(),
        }
        self.sessions = {who: self._session(user) for who, user in self.people.items()}

    def _people(self) -> dict[str, User | None]:
        people: dict[str, User | None] = {"v": None}
        people["r"] = User.objects.create_user("resident@example.org")
        for letter, role in ROLES.items():
            people[letter] = person(self.council, role, f"Person-{letter}")
        people["x"] = person(self.elsewhere, Role.OFFICER, "Ed")
        Authenticator.objects.filter(user=people["n"]).delete()
        return people

    def _counted(self) -> Edition:
        """An edition whose box was opened and counted."""
        made = build.edition(self.council, "counted", phase=Phase.COUNTING)
        build.projects(made)
        for choices in (["1"], ["1", "2"], ["2", "3"]):
            Ballot.objects.create(edition=made, channel="online", choices=choices)
        run_tally(made)
        register_server_box(made)
        opened = {"opened_at": timezone.now(), "ballots_digest": "sha256:0", "ballot_count": 3}
        Opening.objects.create(edition=made, **opened, links_destroyed_at=timezone.now())
        changed = {"phase": Phase.COUNCIL_REVIEW, "result_state": "provisional"}
        Edition.objects.filter(pk=made.pk).update(**changed)
        audits.under_way(made)
        return made

    def _rows_of_the_council(self) -> dict[str, Any]:
        now, of = timezone.now(), {"council": self.council}
        until = now + timedelta(days=14)
        meeting = Meeting.objects.create(**of, starts_at=now, ends_at=until, **TITLES)
        link = CouncilLink.objects.create(**of, url="https://example.org/", **TITLES)
        table = TableImport.objects.create(**of, kind="venues", content=b"", created_at=now)
        invitation = Invitation.objects.create(
            **of,
            email="somebody@example.org",
            role=Role.MEMBER,
            token_digest=digest_of_secret(SECRET),
            created_at=now,
            expires_at=until,
        )
        return {
            "venue": Venue.objects.create(**of, slug="huis", name_nl="Huis", name_fr="Maison").slug,
            "meeting": meeting.pk,
            "link": link.pk,
            "table": table.pk,
            "invitation": invitation.pk,
            **self._seat_and_draw(),
            "role": Membership.objects.get(user=self.people["f"]).pk,
            "text": self.council.pk,
        }

    def _seat_and_draw(self) -> dict[str, Any]:
        now, of = timezone.now(), {"council": self.council}
        seat = Seat.objects.create(**of, kind=SeatKind.DRAWN, user=self.people["m"])
        said = InterestDeclaration.objects.create(
            seat=seat, language="nl", text="Niets.", declared_at=now
        )
        draw = SortitionDraw.objects.create(
            **of,
            seats=1,
            algorithm="systematic",
            candidate_count=0,
            list_digest="sha256:0",
            seed_known_at=now + timedelta(days=1),
            created_at=now,
            announced_at=now,
        )
        return {"seat": seat.pk, "declaration": said.pk, "draw": draw.pk}

    def _rows_of_editions(self) -> dict[str, Any]:
        proposal = build.proposal(self.review, 1)
        asking = self.people["o"]
        assert asking
        advice = Advice.objects.create(
            proposal=proposal, opinion="favourable", given_on=date(2026, 6, 1)
        )
        change = RuleChange.objects.create(
            edition=self.voting,
            changes={"budget_cents": 1},
            proposed_at=timezone.now(),
            proposed_by=asking,
        )
        return {
            "own proposal": proposal.uuid,
            "advice": advice.pk,
            "change": change.pk,
            "scan": self._doubtful_page().pk,
            "device": enrol(self.voting, name="Tablet", venue=None, by=asking).pk,
            **rows_of_custody(self.voting, asking),
        }

    def _doubtful_page(self) -> Scan:
        """A scanned page of which one box is to be looked at by a person."""
        batch, (paper,) = stacks.stack(self.voting, ["1"])
        page = desk.read(
            self.voting, batch.sheets[0].serial_text, "1", doubt="faint", clock=desk.WALL
        )
        intake = intake_for(page.batch, clock=desk.WALL, by=self.people["f"])
        reading = Reading(1, (("1", None),), (Doubt("faint", "1", area=(2, 2, 8, 8)),))
        page.reading = intake.seal(replace(reading).to_bytes(), for_box=False)
        page.image = intake.seal(stacks.as_png(paper), for_box=False)
        page.save()
        return page

    def _session(self, user: User | None) -> str:
        """The cookie of somebody who is signed in and opened an invitation before."""
        client = SignIn(user) if user else Client()
        session = client.session
        session[OPENED] = self.arguments["invitation"]
        session.save()
        return str(session.session_key)

    def path(self, address: Address, **instead: str) -> str:
        """The address with real arguments, some of them replaced where it has them."""
        given = {name: self.arguments.get(name, "1") for name in address.arguments}
        if edition := EDITIONS.get(address.name):
            given["edition"] = edition
        given |= {name: self.arguments[key] for name, key in ROWS.get(address.name, {}).items()}
        given |= WORDS.get(address.name, {})
        given |= {name: value for name, value in instead.items() if name in given}
        with override("nl"):
            return reverse(address.name, kwargs=given)

    def answer(self, who: str, method: str, address: Address, **instead: str) -> Answer:
        """What one of the people gets; the database and the brakes are as before afterwards."""
        cache.clear()
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        data = BODIES.get(address.name, {"harmless": "yes"})
        mark = transaction.savepoint()
        try:
            got = getattr(client, method.lower())(self.path(address, **instead), data)
            content = got.getvalue() if isinstance(got, StreamingHttpResponse) else got.content
        finally:
            transaction.savepoint_rollback(mark)
        location = str(got.headers.get("Location", ""))
        return Answer(got.status_code, location, content.decode(errors="replace"))
