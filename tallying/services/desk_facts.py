"""What is there in each edition, counted for all of them in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from budgeting.models import ChangeState, Edition, RuleChange
from proposals.models import BallotProject, FollowUp, FollowUpState, Proposal
from proposals.rules import STALE_AFTER
from proposals.services.texts import ON_THE_BALLOT
from tallying.models import Audit, Tally
from voting.models import (
    Ballot,
    BallotBox,
    Channel,
    Credential,
    Opening,
    Scan,
    ScanState,
    Sheet,
    SheetState,
    Voter,
)

FINISHED = (FollowUpState.DONE, FollowUpState.STOPPED)
UNREAD = (SheetState.ADJUDICATING, SheetState.HELD)


@dataclass
class Facts:
    """Counts of one edition that its tasks and warnings follow from.

    `incomplete` are proposals that were kept and lack a text or a cost; `silent` are projects
    without news for too long; `texts` are texts to translate, `uncounted` places without hand
    counts and `differences` what does not add up in the paper: these are counted elsewhere.
    """

    undecided: int = 0
    incomplete: int = 0
    queued: int = 0
    held: int = 0
    silent: int = 0
    texts: int = 0
    uncounted: int = 0
    differences: int = 0
    has_box: bool = False
    held_by_server: bool = False
    has_register: bool = False
    opened: bool = False
    links_destroyed: bool = False
    counted: bool = False
    change_asked: bool = False
    can_audit: bool = False
    auditing: bool = False
    audited: bool = False


def facts_of(editions: Iterable[Edition], today: date) -> dict[int, Facts]:
    """The facts of each edition, by its id; what is counted elsewhere stays 0."""
    ids = [edition.pk for edition in editions]
    measured = {**_proposals(), **_paper(), **_vote(), **_audit(), "silent": _silent(today)}
    rows = Edition.objects.filter(pk__in=ids).order_by().annotate(**measured)
    lines = rows.values_list("pk", *measured)
    return {pk: Facts(**dict(zip(measured, values, strict=True))) for pk, *values in lines}


def _proposals() -> dict[str, Coalesce]:
    """Proposals without a decision, and kept ones that could not go on the ballot."""
    undecided = Proposal.objects.filter(outcome="")
    lacks = Q(cost_cents__isnull=True) | Q(cost_cents=0)
    for name in ON_THE_BALLOT:
        lacks |= Q(**{f"{name}_nl": ""}) | Q(**{f"{name}_fr": ""})
    kept = Proposal.objects.filter(lacks, outcome__in=["kept", "changed"])
    return {"undecided": number(undecided, "edition"), "incomplete": number(kept, "edition")}


def _paper() -> dict[str, Coalesce]:
    """Pages and sheets that wait for a person."""
    queued = Scan.objects.filter(state=ScanState.QUEUED)
    held = Sheet.objects.filter(state__in=UNREAD)
    return {"queued": number(queued, "batch__edition"), "held": number(held, "edition")}


def _vote() -> dict[str, Exists | Case]:
    own = {"edition": OuterRef("pk")}
    boxes = BallotBox.objects.filter(**own)
    openings = Opening.objects.filter(**own)
    rights = Credential.objects.filter(**own), Voter.objects.filter(**own)
    return {
        "has_box": Exists(boxes),
        "held_by_server": Exists(boxes.filter(held_by_server=True)),
        "opened": Exists(openings),
        "links_destroyed": Exists(openings.filter(links_destroyed_at__isnull=False)),
        "change_asked": Exists(RuleChange.objects.filter(**own, state=ChangeState.PENDING)),
        "counted": Exists(Tally.objects.filter(**own, decides=True)),
        "has_register": Case(
            When(Exists(rights[0]) | Exists(rights[1]), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
    }


def _audit() -> dict[str, Exists | Q]:
    """Whether every paper vote can be looked up on its sheet, and whether people did so."""
    paper = Ballot.objects.filter(edition=OuterRef("pk"), channel=Channel.PAPER)
    audits = Audit.objects.filter(edition=OuterRef("pk"))
    return {
        "can_audit": Exists(paper) & ~Exists(paper.filter(imprint="")),
        "auditing": Exists(audits.filter(finished_at=None)),
        "audited": Exists(audits.exclude(finished_at=None)),
    }


def _silent(today: date) -> Coalesce:
    """Projects that are followed, not finished, and whose latest report is too old."""
    reports = FollowUp.objects.filter(project=OuterRef("pk")).order_by("-reported_on", "-id")
    followed = BallotProject.objects.annotate(
        state=Subquery(reports.values("state")[:1]),
        reported_on=Subquery(reports.values("reported_on")[:1]),
    )
    silent = followed.filter(reported_on__lt=today - STALE_AFTER).exclude(state__in=FINISHED)
    return number(silent, "edition")


def number(rows: QuerySet[Model], path: str) -> Coalesce:
    """How many of `rows` belong to each edition, as a part of a larger query."""
    own = rows.filter(**{path: OuterRef("pk")}).order_by().annotate(of=F(path)).values("of")
    counted = own.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
