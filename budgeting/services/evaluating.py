"""Evaluations: what people who took part thought of an edition, and what may be told of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Edition, Evaluation, EvaluationChannel, User
from budgeting.phases import ORDER, Phase
from budgeting.services.recording import record

QUESTIONS = ("easy", "understood", "heard", "again")
"""Names of the marks, in the order of the form."""
HIGHEST_MARK = 5
SMALLEST_CELL = 5
"""Fewer answers than this are counted and not shown: somebody might recognise them."""

AFTER_THE_VOTE = frozenset(ORDER[ORDER.index(Phase.COUNTING) :])


@dataclass(frozen=True)
class Answers:
    """A filled-in form: marks from 1 to 5 by question, without those left open, and words."""

    marks: dict[str, int]
    words: str
    language: str
    channel: str = EvaluationChannel.ONLINE


@dataclass(frozen=True)
class Mean:
    """What was answered to a question; `mean` is None while too few answered it."""

    question: str
    answers: int
    mean: float | None


@dataclass(frozen=True)
class Report:
    """Forms in all and by channel (None where one channel has too few), and the means."""

    total: int
    online: int | None
    paper: int | None
    means: Sequence[Mean]

    @property
    def hidden(self) -> bool:
        """With the total known, one hidden channel hides the other as well."""
        return self.online is None


def takes_evaluations(edition: Edition) -> bool:
    """From the close of the vote until the edition is closed; never for an imported vote."""
    return edition.phase in AFTER_THE_VOTE - {Phase.CLOSED} and not edition.source


def has_report(edition: Edition) -> bool:
    return edition.phase in AFTER_THE_VOTE and not edition.source


def evaluate(
    edition: Edition,
    answers: Answers,
    *,
    by: User | None = None,
    role: str = "",
    clock: Clock = DATABASE_CLOCK,
) -> Evaluation:
    """Store a form with its day and nothing of who filled it in; refuses `evaluation_closed`.

    Who typed a paper form in (`by`, in a `role`) is recorded, without its answers.
    """
    if not takes_evaluations(edition):
        raise Refused(
            "evaluation_closed",
            _("An edition is evaluated from the end of its vote until it is finished."),
        )
    made = Evaluation.objects.create(
        edition=edition,
        channel=answers.channel,
        language=answers.language,
        words=answers.words,
        given_on=timezone.localdate(clock.now()),
        **answers.marks,
    )
    if by is not None:
        data = {"channel": str(answers.channel)}
        record("evaluation_typed", edition=edition, by=by, role=role, data=data, clock=clock)
    return made


def report_of(edition: Edition) -> Report:
    """Numbers that anybody may see. Two queries."""
    forms = edition.evaluations.order_by()
    counts = dict(forms.values_list("channel").annotate(Count("pk")))
    online, paper = (counts.get(one, 0) for one in EvaluationChannel)
    found = forms.aggregate(
        **{f"{name}_count": Count(name) for name in QUESTIONS},
        **{f"{name}_mean": Avg(name) for name in QUESTIONS},
    )
    means = [
        Mean(name, number, found[f"{name}_mean"] if number >= SMALLEST_CELL else None)
        for name in QUESTIONS
        if (number := found[f"{name}_count"]) is not None
    ]
    if any(0 < number < SMALLEST_CELL for number in (online, paper)):
        return Report(online + paper, None, None, means)
    return Report(online + paper, online, paper, means)
