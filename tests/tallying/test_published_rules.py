"""The count keeps to the rules that were published at the start of the vote."""

from datetime import timedelta

import pytest

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Edition, Role, RuleSet
from budgeting.phases import Phase
from proposals.models import BallotProject
from tallying.models import RunState, Tally, TallyRun
from tallying.services.published_rules import check_rules_stand
from tallying.services.runs import carry_out
from tallying.services.tallying_up import run_tally
from tests import build
from tests.people import person
from tests.triggers import lifted
from tests.voting.test_opening import LATER, opened, voted
from voting.models import Ballot
from voting.services.changing import accept_change, ask_change
from voting.services.closing import close_now
from voting.services.destruction import destroy_links
from voting.services.frozen import frozen_document
from voting.services.opening import import_ballots

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """A test edition whose vote was ended before its time."""
    # Four voters share as much as a real town: raises of one euro would take half a minute.
    monkeypatch.setitem(build.MES, "step", "1000")
    edition = voted(clock)
    edition = close_now(edition, by=None, clock=SetClock(build.NOW + timedelta(hours=1)))
    return Edition.objects.get(pk=edition.pk)


def test_the_published_rules_are_counted_also_after_an_early_close(closed: Edition) -> None:
    opening = import_ballots(closed, opened(closed), clock=LATER)
    destroy_links(closed, copied_digest=opening.ballots_digest, clock=LATER)
    assert run_tally(closed)[0].outcome["voters"] == 4
    closed.tie_seed = "31 41"
    assert run_tally(closed)[0].seed == "31 41"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rule", build.GREEDY),
        ("shadow_rules", []),
        ("budget_cents", 31_000_000),
        ("ballot_format", {"type": "approval", "min": 0, "max": None}),
        ("publication", "totals"),
    ],
)
def test_a_rule_changed_after_the_start_is_not_counted(
    closed: Edition, field: str, value: object
) -> None:
    setattr(closed, field, value)
    with lifted():
        closed.save()
    _refuses(closed)


def test_a_cost_changed_after_the_start_is_not_counted(closed: Edition) -> None:
    with lifted():
        BallotProject.objects.filter(edition=closed, number=2).update(cost_cents=1)
    _refuses(closed)


def test_a_project_removed_after_the_start_is_not_counted(closed: Edition) -> None:
    with lifted():
        BallotProject.objects.filter(edition=closed, number=2).delete()
    _refuses(closed)


def test_a_run_in_the_background_says_why(closed: Edition) -> None:
    closed.budget_cents += 1
    with lifted():
        closed.save()
    run = TallyRun.objects.create(edition=closed, asked_at=build.NOW)
    carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error_code) == (RunState.FAILED, "rules_changed")


def test_rules_that_two_officers_changed_are_counted(
    clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(build.MES, "step", "1000")
    edition = voted(clock)
    officer, second = (person(edition.council, Role.OFFICER, name) for name in ("Olga", "Omar"))
    reasons = {"reason_nl": "Minder geld", "reason_fr": "Moins d’argent"}
    change = ask_change(edition, {"budget_cents": 20_000_000}, by=officer, clock=clock, **reasons)
    accept_change(change, by=second, clock=clock)
    close_now(edition, by=None, clock=SetClock(build.NOW + timedelta(hours=1)))
    closed = Edition.objects.get(pk=edition.pk)
    opening = import_ballots(closed, opened(closed), clock=LATER)
    destroy_links(closed, copied_digest=opening.ballots_digest, clock=LATER)
    assert run_tally(closed)[0].outcome["budget"] == "200000"


def test_rules_published_in_the_first_form_still_stand(closed: Edition) -> None:
    with lifted():
        RuleSet.objects.update(document=frozen_document(closed, form=1))
    check_rules_stand(closed)
    closed.budget_cents += 1
    with pytest.raises(Refused):
        check_rules_stand(closed)


def test_an_edition_that_never_started_here_is_counted_as_it_is() -> None:
    edition = build.edition(phase=Phase.COUNTING)
    build.projects(edition)
    Ballot.objects.create(edition=edition, channel="online", choices=["1"])
    edition.budget_cents += 1
    edition.save()
    assert run_tally(edition)


def _refuses(edition: Edition) -> None:
    with pytest.raises(Refused) as refusal:
        run_tally(edition)
    assert refusal.value.code == "rules_changed"
    assert not Tally.objects.exists()
