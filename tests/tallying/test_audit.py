"""Auditing paper: counted by hand, signed by another, drawn by dice, read by two, compared."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction

from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, User
from tallying.audit.drawing import read_manifest, sample
from tallying.models import Audit, AuditDraw, AuditEntry, AuditPile, PaperSays
from tallying.services.auditing import add_pile, begin_audit, remove_pile
from tallying.services.auditing_report import report_of
from tallying.services.auditing_sample import draw_more, freeze, record_seed
from tallying.services.auditing_sheets import next_for, read_sheet, waiting_for
from tests import build
from tests.tallying.audits import CLOCK, SEED, Auditors, counted
from voting.models import Ballot

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


def test_farid_signs_what_olga_counted_and_then_nobody_changes_it(
    pair: Auditors, edition: Edition
) -> None:
    audit = begin_audit(edition, by=pair.first, clock=CLOCK)
    for name, sheets, batches in PILES:
        add_pile(audit, name=name, sheets=sheets, batches=batches, by=pair.first, clock=CLOCK)
    assert code_of(lambda: freeze(audit, by=pair.first)) == "second_person_needed"
    assert code_of(lambda: record_seed(audit, SEED, by=pair.first)) == "audit_not_frozen"
    signed = freeze(audit, by=pair.second, clock=CLOCK)
    line = Record.objects.get(event="audit_signed")
    assert line.data == {"audit": 1, "digest": signed.manifest_digest, "sheets": 16}
    assert signed.fixed.pile(2).imprints == ("2-1", "2-3", "2-5", "2-7")
    assert code_of(lambda: remove_pile(signed, 1)) == "audit_frozen"
    assert code_of(lambda: freeze(signed, by=pair.second)) == "audit_frozen"
    assert code_of(lambda: begin_audit(edition, by=pair.first)) == "audit_under_way"


def test_whoever_counted_a_pile_does_not_sign_the_count(
    pair: Auditors, edition: Edition, second_facilitator: User
) -> None:
    audit = begin_audit(edition, by=pair.first, clock=CLOCK)
    add_pile(audit, name="Doos", sheets=16, batches=[1, 2], by=pair.second, clock=CLOCK)
    assert code_of(lambda: freeze(audit, by=pair.second)) == "second_person_needed"
    assert freeze(audit, by=second_facilitator, clock=CLOCK).is_frozen


def test_a_count_is_not_signed_while_a_batch_is_in_no_pile(
    pair: Auditors, edition: Edition
) -> None:
    audit = begin_audit(edition, by=pair.first, clock=CLOCK)
    assert code_of(lambda: freeze(audit, by=pair.second)) == "no_piles"
    add = {"name": "Doos", "sheets": 9, "by": pair.first}
    assert code_of(lambda: add_pile(audit, batches=[7], **add)) == "batch_unknown"  # type: ignore[arg-type]
    add_pile(audit, name="Doos", sheets=12, batches=[1], by=pair.first, clock=CLOCK)
    assert code_of(lambda: add_pile(audit, batches=[1], **add)) == "batch_in_another_pile"  # type: ignore[arg-type]
    assert code_of(lambda: freeze(audit, by=pair.second)) == "batch_without_pile"
    remove_pile(audit, 1)
    assert code_of(lambda: remove_pile(audit, 1)) == "pile_unknown"


def test_the_sample_follows_from_the_published_manifest_and_the_dice(
    pair: Auditors, edition: Edition
) -> None:
    audit = pair.drawn(edition, PILES, size=5)
    assert audit.draws.count() == 16  # so few sheets are all looked at
    assert Record.objects.get(event="audit_drawn").data["seed"] == SEED.replace(" ", "")
    assert code_of(lambda: record_seed(audit, SEED + "1", by=pair.first)) == "seed_is_set"


def test_a_large_edition_draws_by_its_margin_and_everybody_gets_the_same_sheets(
    pair: Auditors, council: Council
) -> None:
    large = counted(council, paper={1: [AB] * 200 + [C] * 150, 2: [D] * 150})
    audit = pair.drawn(large, [("A", 350, [1]), ("B", 151, [2])])
    manifest = read_manifest(audit.fixed.to_json())
    assert (manifest.method, manifest.margin, manifest.places) == ("with-replacement", 50, 501)
    assert manifest.size == 63  # 50 of 501 is a margin of 9.98 %
    drawn = sample(manifest, audit.seed)
    assert len(drawn) == 63
    assert {(one.pile, one.sheet) for one in audit.draws.all()} == {
        (one.pile, one.sheet) for one in drawn
    }
    more = draw_more(audit, 90, by=pair.first, clock=CLOCK)
    assert more.size == 90
    assert code_of(lambda: draw_more(audit, 90, by=pair.first)) == "sample_not_larger"
    pair.read_as_recorded(more)
    report = report_of(more)
    assert report is not None
    assert report.limit_is_reached
    assert report.risk is not None
    assert report.risk < Fraction(2, 100)


def test_two_people_who_read_the_same_settle_a_sheet(pair: Auditors, edition: Edition) -> None:
    audit = pair.drawn(edition, PILES)
    draw = audit.draws.get(pile=1, sheet=1)
    once = read_sheet(draw, says=PaperSays.CHOICES, choices=["2", "1"], by=pair.first)
    assert not once.is_settled
    again = read_sheet(draw, says=PaperSays.CHOICES, choices=["1", "2"], by=pair.first)
    assert not again.is_settled  # one person twice is one person
    done = read_sheet(draw, says=PaperSays.CHOICES, choices=["1", "2"], by=pair.second)
    assert done.is_settled
    assert (done.choices, done.first_by, done.second_by) == (AB, pair.first, pair.second)
    read = lambda: read_sheet(draw, says=PaperSays.NONE, by=pair.second)  # noqa: E731
    assert code_of(read) == "sheet_settled"


def test_two_people_who_read_something_else_both_look_again(
    pair: Auditors, edition: Edition
) -> None:
    audit = pair.drawn(edition, PILES)
    draw = audit.draws.get(pile=1, sheet=1)
    read_sheet(draw, says=PaperSays.CHOICES, choices=["1"], by=pair.first)
    differs = read_sheet(draw, says=PaperSays.CHOICES, choices=AB, by=pair.second)
    assert not differs.is_settled
    mine = next(one for one in waiting_for(audit, pair.first) if one.draw == draw)
    assert mine.differs
    assert mine.is_for_me
    assert not read_sheet(draw, says=PaperSays.CHOICES, choices=AB, by=pair.first).is_settled
    assert read_sheet(draw, says=PaperSays.CHOICES, choices=AB, by=pair.second).is_settled
    assert AuditEntry.objects.filter(draw=draw).count() == 4


def test_each_person_is_led_to_the_sheets_they_have_not_read(
    pair: Auditors, edition: Edition
) -> None:
    audit = pair.drawn(edition, PILES)
    first = next_for(audit, pair.first)
    assert first is not None
    read_sheet(first, says=PaperSays.NONE, by=pair.first)
    second = next_for(audit, pair.first, first)
    assert second is not None
    assert (second.pile, second.sheet) == (1, 2)
    assert next_for(audit, pair.second) == first


def test_choices_that_no_ballot_can_hold_are_refused(pair: Auditors, edition: Edition) -> None:
    draw = pair.drawn(edition, PILES).draws.first()
    assert draw is not None
    read = lambda: read_sheet(draw, says=PaperSays.CHOICES, choices=["9"], by=pair.first)  # noqa: E731
    assert code_of(read) == "unknown_project"


def test_without_traceable_paper_there_is_nothing_to_audit(
    pair: Auditors, edition: Edition
) -> None:
    none = counted(build.council("elsewhere"), paper={}, online=3)
    assert code_of(lambda: begin_audit(none, by=pair.first)) == "no_paper"
    Ballot.objects.create(edition=edition, channel="paper", choices=AB)
    assert code_of(lambda: begin_audit(edition, by=pair.first)) == "paper_not_traceable"
    new = build.edition(build.council("third"))
    assert code_of(lambda: begin_audit(new, by=pair.first)) == "no_result_to_audit"


def test_a_record_that_changed_after_the_signature_stops_the_dice(
    pair: Auditors, edition: Edition
) -> None:
    audit = pair.signed(edition, PILES)
    Ballot.objects.create(edition=edition, channel="paper", choices=C, imprint="2-9")
    assert code_of(lambda: record_seed(audit, SEED, by=pair.first)) == "record_changed"


@pytest.mark.parametrize(
    "change",
    [
        lambda audit: Audit.objects.filter(pk=audit.pk).update(seed="1" * 20),
        lambda audit: Audit.objects.filter(pk=audit.pk).update(manifest="{}"),
        lambda audit: Audit.objects.filter(pk=audit.pk).update(size=1),
        lambda audit: Audit.objects.filter(pk=audit.pk).delete(),
        lambda audit: AuditPile.objects.filter(audit=audit).update(sheets=1),
        lambda audit: AuditPile.objects.filter(audit=audit).delete(),
        lambda audit: AuditDraw.objects.filter(audit=audit, pile=1).update(sheet=99),
        lambda audit: AuditDraw.objects.filter(audit=audit).delete(),
        lambda audit: AuditDraw.objects.filter(sheet=1, pile=1).update(choices=D),
        lambda audit: AuditEntry.objects.update(choices=D),
        lambda audit: AuditEntry.objects.all().delete(),
    ],
)
def test_the_database_holds_what_an_audit_rests_on(
    pair: Auditors, edition: Edition, change: Callable[[Audit], object]
) -> None:
    audit = pair.drawn(edition, PILES)
    pair.both(audit.draws.get(pile=1, sheet=1), AB)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(audit)


def test_the_database_lets_nobody_settle_a_sheet_alone(pair: Auditors, edition: Edition) -> None:
    draw = pair.drawn(edition, PILES).draws.first()
    assert draw is not None
    alone = {"says": "none", "settled_at": CLOCK.now(), "first_by": pair.first}
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditDraw.objects.filter(pk=draw.pk).update(**alone, second_by=pair.first)
