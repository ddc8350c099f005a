"""What an audit finds: sheets that differ, rows without a sheet, and what follows from them."""

from collections.abc import Callable

import pytest
from django.db import transaction

from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, User
from tallying.models import PaperSays
from tallying.services.auditing import begin_audit
from tallying.services.auditing_end import finish
from tallying.services.auditing_report import report_of
from tests import build
from tests.tallying.audits import CLOCK, Auditors, counted

pytestmark = pytest.mark.django_db

AB, C, D = ["1", "2"], ["3"], ["4"]


@pytest.fixture
def pair(officer: User, facilitator: User) -> Auditors:
    return Auditors(officer, facilitator)


@pytest.fixture
def edition(council: Council) -> Edition:
    """Projects 1, 2 and 3 win (€ 300,000 in all); 4, with 2 votes, stands below 3, with 6."""
    return counted(council, paper={1: [AB] * 8 + [C] * 4, 2: [C] * 2 + [D] * 2}, online=3)


PILES = [("Bibliotheek", 12, [1]), ("Buurthuis", 4, [2])]


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused, transaction.atomic():
        action()
    return refused.value.code


def test_a_row_that_was_deleted_is_found(pair: Auditors, council: Council) -> None:
    """One sheet of the library was never recorded: the pile has 13, the record 12."""
    edition = counted(council, paper={1: [AB] * 12, 2: [D] * 2})
    audit = pair.drawn(edition, [("Bibliotheek", 13, [1]), PILES[1]])
    assert audit.fixed.places == 13 + 4
    extra = audit.draws.get(pile=1, sheet=13)
    pair.both(extra, C)
    for sheet in (3, 4):  # the hand count of the second pile was two too many
        pair.both(audit.draws.get(pile=2, sheet=sheet), says=PaperSays.MISSING)
    pair.read_as_recorded(audit)
    report = report_of(audit)
    assert report is not None
    errors = report.errors
    assert (errors.wrong, errors.not_recorded, errors.not_found) == (3, 1, 2)
    assert errors.lost == {"3": 1}


def test_a_record_without_a_sheet_is_an_error(pair: Auditors, edition: Edition) -> None:
    audit = pair.drawn(edition, [("Bibliotheek", 11, [1]), PILES[1]])
    assert audit.fixed.pile(1).places == 12
    pair.both(audit.draws.get(pile=1, sheet=12), says=PaperSays.MISSING)
    pair.read_as_recorded(audit)
    report = report_of(audit)
    assert report is not None
    assert (report.errors.wrong, report.errors.not_found) == (1, 1)


def test_sheets_set_aside_are_right_when_they_have_no_valid_choice(
    pair: Auditors, edition: Edition
) -> None:
    audit = pair.drawn(edition, [*PILES, ("Blanco en ongeldig", 2, [])])
    pair.both(audit.draws.get(pile=3, sheet=2), AB)
    pair.read_as_recorded(audit)
    report = report_of(audit)
    assert report is not None
    assert (report.errors.checked, report.errors.wrong, report.errors.not_recorded) == (18, 1, 1)


def test_nothing_is_told_before_every_sheet_was_read(pair: Auditors, edition: Edition) -> None:
    audit = pair.drawn(edition, PILES)
    pair.read_as_recorded(audit, (1, 1))
    report = report_of(audit)
    assert report is not None
    assert (report.is_complete, report.risk, report.misread_at_most) == (False, None, None)
    assert code_of(lambda: finish(audit, by=pair.first)) == "sheets_waiting"
    pair.read_as_recorded(audit)
    ended = finish(audit, by=pair.first, clock=CLOCK)
    assert ended.is_complete
    assert ended.risk == ended.misread_at_most == 0
    line = Record.objects.get(event="audit_finished")
    assert line.data == {"audit": 1, "sheets": 16, "wrong": 0}
    assert code_of(lambda: finish(audit, by=pair.first)) == "audit_finished"
    assert begin_audit(edition, by=pair.first, clock=CLOCK).number == 2


def test_all_sheets_read_and_a_margin_gone_means_the_paper_says_something_else(
    pair: Auditors, council: Council
) -> None:
    """Project 3 stands one vote above 4; on paper two sheets of 3 are for 4."""
    edition = counted(council, paper={1: [AB] * 4 + [C] * 3 + [D] * 2})
    audit = pair.drawn(edition, [("Doos", 9, [1])])
    for sheet in (5, 6):
        pair.both(audit.draws.get(pile=1, sheet=sheet), D)
    pair.read_as_recorded(audit)
    report = report_of(audit)
    assert report is not None
    assert report.risk == 1
    assert not report.stands_on_paper


def test_equal_shares_has_a_bound_and_a_trial_but_no_risk_limit(
    pair: Auditors, council: Council
) -> None:
    edition = counted(council, paper={1: [AB] * 8 + [C] * 4, 2: [D] * 4}, rule=build.MES)
    audit = pair.drawn(edition, PILES)
    pair.both(audit.draws.get(pile=1, sheet=1), ["1"])
    pair.read_as_recorded(audit)
    report = finish(audit, by=pair.first, clock=CLOCK)
    assert (report.limit.why_not, report.risk) == ("equal_shares", None)
    assert report.misread_sheets == 1
    assert [(one.code, one.lost, one.added) for one in report.projects] == [("2", 0, 1)]
    tried = report.audit.simulation
    assert (tried["misread"], tried["random"][0]) == (1, 200)
    assert set(tried["loss"]) == {"1", "2", "3", "4"}


def test_where_ballots_are_kept_back_few_errors_name_no_project(
    pair: Auditors, council: Council
) -> None:
    edition = counted(council, paper={1: [AB] * 12, 2: [D] * 4}, publication="totals")
    audit = pair.drawn(edition, PILES)
    for sheet in range(1, 5):
        pair.both(audit.draws.get(pile=1, sheet=sheet), ["1"])
    some = report_of(audit)
    assert some is not None
    assert (some.errors.wrong, some.projects) == (4, [])
    for sheet in (5, 6):
        pair.both(audit.draws.get(pile=1, sheet=sheet), ["1"])
    pair.both(audit.draws.get(pile=1, sheet=7), ["2"])
    more = report_of(audit)
    assert more is not None
    assert [(one.code, one.lost, one.added) for one in more.projects] == [
        ("1", None, None),
        ("2", None, 6),
    ]
