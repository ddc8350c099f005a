"""A council with everything in it: editions in every phase, people, votes and paper.

Each part is made when a test first asks for it. The texts are those of the demo, because real
lengths are what breaks a page.
"""

import secrets
from datetime import timedelta
from functools import cached_property

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Council, Edition, Role, User
from budgeting.phases import Phase
from proposals.models import Proposal
from tallying.services.areas import load_areas
from tallying.services.demo_people import fill_seats
from tallying.services.importing import import_pabulib
from tallying.services.loading import load_edition
from tests import build
from tests.people import person
from tests.tallying.elections import ASSEN
from tests.tallying.files import DEMO
from tests.voting import booth, stacks
from voting.models import Ballot, Scan
from voting.sealing import generate_election_key
from voting.services.register import issue_codes
from voting.services.scanning import scan_file
from voting.services.starting import register_box
from voting.shares import share_digest, split


class World:
    """`council` is the demo council; the three editions of the demo are its first ones."""

    def __init__(self) -> None:
        load_areas()
        self.finished = load_edition(DEMO / "laken-2025.json").edition
        self.council: Council = self.finished.council
        fill_seats(self.council, DATABASE_CLOCK.now().date())

    @cached_property
    def voting(self) -> Edition:
        return load_edition(DEMO / "laken-2026.json").edition

    @cached_property
    def call(self) -> Edition:
        return load_edition(DEMO / "laken-2027.json").edition

    @cached_property
    def imported(self) -> Edition:
        """A real election, with projects in one language and no proposals."""
        return import_pabulib(ASSEN, council="assen", edition="2024").edition

    @cached_property
    def officer(self) -> User:
        return person(self.council, Role.OFFICER, "Olga")

    @cached_property
    def facilitator(self) -> User:
        return person(self.council, Role.FACILITATOR, "Farid")

    @cached_property
    def second_facilitator(self) -> User:
        return person(self.council, Role.FACILITATOR, "Fien")

    @cached_property
    def observer(self) -> User:
        return person(self.council, Role.OBSERVER, "Omar")

    def code(self, edition: Edition | None = None) -> str:
        """A voting code that was not used yet."""
        return issue_codes(edition or self.voting, count=1)[0]

    def in_phase(self, phase: Phase, slug: str = "", **fields: object) -> Edition:
        """A small edition in a phase, with two proposals and no result."""
        made = build.edition(self.council, slug or f"in-{phase}", phase=phase, **fields)
        for number in (1, 2):
            build.proposal(made, number)
        return made

    @cached_property
    def phases(self) -> list[Edition]:
        return [self.in_phase(phase) for phase in Phase]

    @cached_property
    def in_points(self) -> Edition:
        """A vote under way in which points are given."""
        return booth.open_now(of=self.council, slug="points", ballot_format=POINTS)

    @cached_property
    def proposal(self) -> Proposal:
        """A proposal of the call that nobody has answered."""
        return self.call.proposals.order_by("number").first() or build.proposal(self.call)

    @cached_property
    def scans(self) -> list[Scan]:
        """Pages of paper: two read without a doubt, one empty, one marked too often; all wait."""
        limits = {"type": "approval", "min": 1, "max": 3}
        edition = booth.open_now(
            of=self.council,
            slug="paper",
            count=9,
            ballot_format=limits,
            paper={"clean_counts": False},
        )
        marks: tuple[list[str], ...] = (["1", "3"], ["2"], [], ["1", "2", "3", "4"])
        _batch, pages = stacks.stack(edition, *marks)
        rows = scan_file(edition, stacks.as_pdf(pages), "stapel.pdf")
        return [row.scan for row in rows]

    @cached_property
    def counting(self) -> Edition:
        """Ballots that only have to be counted."""
        made = build.edition(self.council, "counting", phase=Phase.COUNTING)
        build.projects(made)
        for choices in (["1"], ["1", "2"], ["2", "3"], ["1"]):
            Ballot.objects.create(edition=made, channel="online", choices=choices)
        return made

    def with_trustees(self, slug: str = "trustees") -> tuple[Edition, list[str]]:
        """An edition in publication whose box opens with two of the three shares."""
        now = DATABASE_CLOCK.now()
        made = build.edition(
            self.council,
            slug,
            phase=Phase.PUBLICATION,
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=1),
        )
        build.projects(made)
        key = generate_election_key(secrets.token_bytes)
        shares = split(key.seed, 2, 3)
        holders = [(s.index, f"Houder {s.index}", share_digest(made.uuid, s)) for s in shares]
        register_box(made, public_key=key.public, threshold=2, trustees=holders)
        return made, [share.text for share in shares]


POINTS = {"type": "points", "total": 6}
