"""An edition with paper that was counted, and people who audit it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from budgeting.clock import SetClock
from budgeting.models import Council, Edition, User
from budgeting.phases import Phase
from tallying.audit.drawing import ALL, Manifest, Pile
from tallying.models import Audit, AuditDraw, PaperSays
from tallying.services.auditing import add_pile, begin_audit
from tallying.services.auditing_sample import freeze, record_seed
from tallying.services.auditing_sheets import read_sheet
from tallying.services.tallying_up import run_tally
from tests import build
from voting.models import Ballot

CLOCK = SetClock(build.NOW)
SEED = "6251 4436 1225 3641 5162"
Paper = Mapping[int, Sequence[list[str]]]


def counted(of: Council, *, paper: Paper, online: int = 0, **fields: Any) -> Edition:
    """An edition with paper ballots by scan batch, one on every other page, and its result.

    Project n costs € 50,000 x n of a budget of € 300,000.
    """
    settings = {"rule": build.GREEDY, "shadow_rules": [], "phase": Phase.COUNTING} | fields
    made = build.edition(of, **settings)
    build.projects(made)
    Ballot.objects.bulk_create(
        Ballot(edition=made, channel="paper", choices=choices, imprint=f"{batch}-{2 * place + 1}")
        for batch, ballots in paper.items()
        for place, choices in enumerate(ballots)
    )
    Ballot.objects.bulk_create(
        Ballot(edition=made, channel="online", choices=["2"]) for _ in range(online)
    )
    run_tally(made, clock=CLOCK)
    made.refresh_from_db()
    return made


@dataclass
class Auditors:
    """Two people at work; `first` counts the piles, `second` signs."""

    first: User
    second: User

    def signed(
        self, edition: Edition, piles: Sequence[tuple[str, int, list[int]]], **more: Any
    ) -> Audit:
        """An audit whose piles (name, sheets by hand, batches) were counted and signed."""
        audit = begin_audit(edition, by=self.first, clock=CLOCK)
        for name, sheets, batches in piles:
            add_pile(audit, name=name, sheets=sheets, batches=batches, by=self.first, clock=CLOCK)
        return freeze(audit, by=self.second, clock=CLOCK, **more)

    def drawn(
        self, edition: Edition, piles: Sequence[tuple[str, int, list[int]]], **more: Any
    ) -> Audit:
        """The same with dice."""
        return self.throw(self.signed(edition, piles, **more))

    def throw(self, audit: Audit, seed: str = SEED) -> Audit:
        """Throw the dice."""
        return record_seed(audit, seed, by=self.first, clock=CLOCK)

    def both(
        self, draw: AuditDraw, choices: list[str] | None = None, says: PaperSays | None = None
    ) -> AuditDraw:
        """Both read the same on a sheet: choices, or with `says` something else."""
        for by in (self.first, self.second):
            what = says or PaperSays.CHOICES
            draw = read_sheet(draw, says=what, choices=choices, by=by, clock=CLOCK)
        return draw

    def read_as_recorded(self, audit: Audit, *but: tuple[int, int]) -> None:
        """Both read on every sheet that waits what was recorded, `but` for some (pile, sheet)."""
        ballots = Ballot.objects.filter(edition=audit.edition, channel="paper")
        recorded = dict(ballots.values_list("imprint", "choices"))
        for draw in audit.draws.filter(settled_at=None):
            if (draw.pile, draw.sheet) in but:
                continue
            imprint = audit.fixed.pile(draw.pile).imprint(draw.sheet)
            if imprint:
                self.both(draw, recorded[imprint])
            else:
                self.both(draw, says=PaperSays.NONE)


def under_way(edition: Edition) -> Audit:
    """An audit of one pile of three sheets whose dice were thrown, whatever was counted."""
    record = "sha256:" + "0" * 64
    address = f"{edition.council.slug}/{edition.slug}"
    manifest = Manifest(address, record, ALL, 3, (Pile(1, "Doos", 3),))
    audit = Audit.objects.create(
        edition=edition,
        number=1,
        begun_at=build.NOW,
        manifest=manifest.text,
        manifest_digest=manifest.digest,
        frozen_at=build.NOW,
        seed=SEED.replace(" ", ""),
        drawn_at=build.NOW,
        size=3,
    )
    for sheet in range(1, 4):
        AuditDraw.objects.create(audit=audit, drawn=sheet, pile=1, sheet=sheet)
    return audit
