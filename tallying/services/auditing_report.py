"""What an audit found: sheets that differ, how many may, and the risk that is left."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice

from budgeting.models import Edition, Publication
from tallying.audit.bounds import misread_at_most
from tallying.audit.comparing import Choices, Compared, Errors
from tallying.audit.drawing import WITH, Manifest, Ticket, sample
from tallying.audit.margins import margins_on_paper, overstatement
from tallying.audit.risk import Discrepancies, measured_risk
from tallying.engine.small_cells import SMALLEST
from tallying.models import Audit, AuditDraw, PaperSays
from tallying.services.auditing_margin import RiskLimit, risk_limit_of
from tallying.services.tallying_up import standing_tallies
from voting.models import Ballot, Channel

AT_A_TIME = 500


@dataclass(frozen=True)
class ProjectErrors:
    """Sheets on which a mark for a project was lost or added; None where one to four are hidden."""

    code: str
    lost: int | None
    added: int | None


@dataclass(frozen=True)
class AuditReport:
    """The audit as it stands; bounds are there once every drawn sheet was read.

    `draws` are the tickets in the order of drawing, with repetition; `sheets` the settled ones.
    """

    audit: Audit
    manifest: Manifest
    limit: RiskLimit
    draws: tuple[Ticket, ...]
    sheets: Mapping[Ticket, Compared]
    hidden: bool

    @property
    def edition(self) -> Edition:
        return self.audit.edition

    @cached_property
    def tickets(self) -> tuple[Ticket, ...]:
        """The sheets that were drawn, each once, in the order of the draws."""
        return tuple(dict.fromkeys(self.draws))

    @cached_property
    def read(self) -> list[Compared]:
        """What is settled of the drawn sheets."""
        return [self.sheets[one] for one in self.tickets if one in self.sheets]

    @property
    def is_complete(self) -> bool:
        """Whether the dice were thrown and every drawn sheet was read by two people."""
        return bool(self.audit.seed) and len(self.read) == len(self.tickets)

    @cached_property
    def errors(self) -> Errors:
        """Of the drawn sheets, each once."""
        return Errors.of(self.read)

    @property
    def is_all(self) -> bool:
        """Whether every sheet is looked at."""
        return len(self.tickets) == self.manifest.places

    @cached_property
    def misread_at_most(self) -> Fraction | None:
        """The share of all sheets that is misread at most, with 95 % confidence."""
        if not self.is_complete:
            return None
        return misread_at_most(self.errors.wrong, self.errors.checked, self.manifest.places)

    @property
    def misread_sheets(self) -> int | None:
        """The same as a number of sheets, rounded up."""
        if self.misread_at_most is None:
            return None
        return -int(-self.misread_at_most * self.manifest.places // 1)

    @cached_property
    def risk(self) -> Fraction | None:
        """The risk of a wrong result that is left; None without a risk limit or before the end.

        Where every sheet was looked at, there is none left or the paper says something else.
        """
        if not self.is_complete or self.limit.why_not:
            return None
        if self.is_all:
            return Fraction(0 if self.stands_on_paper else 1)
        if not self.limit.margin or self.manifest.method != WITH:
            return None
        margin = Fraction(self.limit.margin, self.manifest.places)
        found = Discrepancies.of(self._overstates(one) for one in self.draws)
        return measured_risk(margin, len(self.draws), found)

    def _overstates(self, one: Ticket) -> int:
        return overstatement(self.limit.assertions, *self.sheets[one].approved())

    @property
    def stands_on_paper(self) -> bool:
        """Whether every comparison holds with what was read; equal ones stay equal."""
        read = [one.approved() for one in self.read]
        held = self.limit.assertions
        pairs = zip(margins_on_paper(held, read), held, strict=True)
        return all(paper > 0 or paper == one.margin == 0 for paper, one in pairs)

    @property
    def limit_is_reached(self) -> bool:
        """Whether the risk is within the limit that was set beforehand."""
        return self.risk is not None and self.risk <= Fraction(self.manifest.risk_percent, 100)

    @property
    def projects(self) -> list[ProjectErrors]:
        """Errors by project, those with some; where ballots are kept back only large numbers."""
        errors = self.errors
        if self.hidden and errors.wrong < SMALLEST:
            return []  # of one or two sheets it would say what was on them
        codes = sorted({*errors.lost, *errors.added})
        return [
            ProjectErrors(code, self._told(errors.lost, code), self._told(errors.added, code))
            for code in codes
        ]

    def _told(self, counted: Counter[str], code: str) -> int | None:
        few = self.hidden and counted[code] < SMALLEST
        return None if few else counted[code]


def report_of(audit: Audit) -> AuditReport | None:
    """The report of an audit whose count of piles is signed; None before."""
    if not audit.is_frozen:
        return None
    manifest = audit.fixed
    tallies = standing_tallies(audit.edition)
    limit = risk_limit_of(audit.edition, tallies[0]) if tallies else RiskLimit("equal_shares")
    drawn = sample(manifest, audit.seed, audit.size) if audit.seed else []
    return AuditReport(
        audit=audit,
        manifest=manifest,
        limit=limit,
        draws=tuple(drawn),
        sheets=compared(audit, manifest),
        hidden=audit.edition.publication != Publication.FULL,
    )


def compared(audit: Audit, manifest: Manifest) -> dict[Ticket, Compared]:
    """Every settled sheet beside what was recorded of it."""
    settled = list(AuditDraw.objects.filter(audit=audit).exclude(settled_at=None))
    imprints = {one.pk: manifest.pile(one.pile).imprint(one.sheet) for one in settled}
    recorded = _recorded(audit.edition, filter(None, imprints.values()))
    return {
        Ticket(one.pile, one.sheet): Compared(
            recorded.get(imprints[one.pk] or ""),
            one.choices if one.says == PaperSays.CHOICES else None,
            found=one.says != PaperSays.MISSING,
        )
        for one in settled
    }


def _recorded(edition: Edition, imprints: Iterable[str]) -> dict[str, Choices]:
    paper = Ballot.objects.filter(edition=edition, channel=Channel.PAPER)
    rest = iter(imprints)
    found: dict[str, Choices] = {}
    while some := list(islice(rest, AT_A_TIME)):
        found.update(paper.filter(imprint__in=some).values_list("imprint", "choices"))
    return found
