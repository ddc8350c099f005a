"""Too many or too few marks: the edition's published rule says what such a ballot becomes."""

import pytest

from budgeting.errors import Refused
from budgeting.models import Edition, Record, User
from tests.people import SignIn
from tests.voting import booth, desk
from tests.voting.desk import serial_of, states
from tests.voting.ruled import seen, voting
from tests.voting.test_casting import choice_in
from voting.models import Envelope, Scan, Sheet
from voting.services.adjudicating import Decision, confirm_as_read, correct, declare
from voting.services.casting import cast_online
from voting.services.page_table import JOINT
from voting.services.remedies import declarations

TWO_AT_MOST = {"type": "approval", "min": 1, "max": 2}
TWO_AT_LEAST = {"type": "approval", "min": 2, "max": 3}


def overvoted(facilitator: User, rule: str) -> Scan:
    council = facilitator.memberships.get().council
    edition = voting(council, {"overvote": rule}, ballot_format=TWO_AT_MOST)
    return desk.read(edition, serial_of(edition), "1", "2", "3")


def corrected(scan: Scan, by: User, reason: str, *projects: str) -> Decision:
    return correct(seen(scan, by), [(project, None) for project in projects], reason=reason)


def refused(scan: Scan, by: User, saying: str, reason: str) -> str:
    with pytest.raises(Refused) as refusal:
        declare(seen(scan, by), saying, reason=reason)
    return refusal.value.code


@pytest.mark.parametrize(
    ("rule", "other", "sheet"), [("void", "blank", "rejected"), ("blank", "void", "blank")]
)
def test_where_the_rules_leave_no_choice_one_person_applies_them(
    facilitator: User, rule: str, other: str, sheet: str
) -> None:
    scan = overvoted(facilitator, rule)
    assert refused(scan, facilitator, other, "too_many_marks") == f"rule_says_{rule}"
    assert refused(scan, facilitator, "void", "unclear_will") == f"rule_says_{rule}"
    decision = declare(seen(scan, facilitator), rule, reason="too_many_marks")
    assert (decision.waits, decision.scan.code) == (False, f"declared_{rule}")
    assert Sheet.objects.get().state == sheet
    assert not Envelope.objects.exists()
    line = Record.objects.get(event="page_decided")
    assert line.data == {"batch": 1}


@pytest.mark.parametrize("rule", ["void", "blank"])
def test_a_misread_page_is_corrected_whatever_the_rule_but_nobody_guesses_what_was_meant(
    facilitator: User, second_facilitator: User, rule: str
) -> None:
    scan = overvoted(facilitator, rule)
    with pytest.raises(Refused) as refusal:
        corrected(scan, facilitator, "voter_meant", "1", "2")
    assert refusal.value.code == f"rule_says_{rule}"
    assert corrected(scan, facilitator, "dirt_or_shadow", "1", "2").waits
    assert corrected(scan, second_facilitator, "dirt_or_shadow", "1", "2").scan.code == "ok"
    assert choice_in(Envelope.objects.get()) == ["1", "2"]


def test_where_the_voters_will_counts_two_people_say_what_was_meant(
    facilitator: User, second_facilitator: User
) -> None:
    scan = overvoted(facilitator, "intent")
    assert refused(scan, facilitator, "void", "too_many_marks") == "rule_says_look"
    assert corrected(scan, facilitator, "voter_meant", "1", "2").waits
    assert not corrected(scan, second_facilitator, "voter_meant", "1", "2").waits
    assert choice_in(Envelope.objects.get()) == ["1", "2"]


def test_a_will_that_is_not_clear_makes_a_ballot_void_when_two_people_find_so(
    facilitator: User, second_facilitator: User
) -> None:
    scan = overvoted(facilitator, "intent")
    assert declare(seen(scan, facilitator), "void", reason="unclear_will").waits
    decision = declare(seen(scan, second_facilitator), "void", reason="unclear_will")
    assert decision.scan.code == "declared_void"


def test_too_few_marks_have_a_rule_of_their_own(facilitator: User) -> None:
    council = facilitator.memberships.get().council
    rules = {"overvote": "void", "undervote": "blank"}
    edition = voting(council, rules, ballot_format=TWO_AT_LEAST)
    scan = desk.read(edition, serial_of(edition), "1")
    assert states(scan) == [("queued", "under_limit")]
    assert refused(scan, facilitator, "void", "too_few_marks") == "rule_says_blank"
    assert not declare(seen(scan, facilitator), "blank", reason="too_few_marks").waits
    assert Sheet.objects.get().state == "blank"


def test_a_reason_that_does_not_go_with_the_page_is_refused(facilitator: User) -> None:
    edition = voting(facilitator.memberships.get().council, {})
    scan = desk.read(edition, serial_of(edition), "1", doubt="faint")
    assert refused(scan, facilitator, "void", "too_many_marks") == "bad_reason"
    for reason in ("voter_meant", "no_mark", ""):
        with pytest.raises(Refused) as refusal:
            corrected(scan, facilitator, reason, "2")
        assert refusal.value.code == "bad_reason"


def test_every_page_that_cannot_be_counted_can_be_declared(facilitator: User) -> None:
    for rule in ("void", "blank", "intent"):
        council = facilitator.memberships.get().council
        rules = {"overvote": rule, "undervote": rule}
        edition = voting(council, rules, slug=f"under-{rule}")
        assert all(declarations(edition, code) for code in JOINT)


def test_a_blank_sheet_is_confirmed_by_one_person_and_the_online_vote_stands(
    facilitator: User,
) -> None:
    edition = voting(facilitator.memberships.get().council, {}, paper_replaces_online=True)
    serial = serial_of(edition)
    cast_online(Sheet.objects.get().credential_id, ["2"], clock=desk.CLOCK)
    scan = desk.read(edition, serial)
    assert states(scan) == [("queued", "blank")]
    assert not declare(seen(scan, facilitator), "blank", reason="no_mark").waits
    assert Sheet.objects.get().state == "blank"
    assert choice_in(Envelope.objects.get()) == ["2"]


def test_what_two_people_agreed_on_is_what_a_later_look_confirms(
    facilitator: User, second_facilitator: User
) -> None:
    edition = voting(
        facilitator.memberships.get().council, {"overvote": "void"}, ballot_format=TWO_AT_MOST
    )
    scan = desk.read(edition, serial_of(edition), "1", doubt="faint")
    for by in (facilitator, second_facilitator):
        corrected(scan, by, "clear_on_paper", "1", "2", "3")
    assert states(scan) == [("queued", "over_limit")]
    looked = seen(scan, facilitator)
    assert looked.reading is not None
    assert [mark[0] for mark in looked.reading.marks] == ["1", "2", "3"]
    with pytest.raises(Refused) as refusal:
        confirm_as_read(looked)
    assert refusal.value.code == "cannot_count_over_limit"


# On screen -------------------------------------------------------------------------------------


def on_screen(facilitator: User, rule: str) -> tuple[Edition, Scan]:
    council = facilitator.memberships.get().council
    edition = booth.open_now(of=council, ballot_format=TWO_AT_MOST)
    assert rule == "intent", "the usual rule"
    return edition, desk.read(edition, serial_of(edition), "1", "2", "3", clock=desk.WALL)


def test_the_page_says_the_rule_and_offers_what_it_allows(facilitator: User) -> None:
    edition, scan = on_screen(facilitator, "intent")
    page = SignIn(facilitator).get(f"/nl/desk/{edition.address}/scanning/{scan.pk}/")
    text = page.content.decode()
    assert "ga na wat de kiezer bedoelde" in text
    assert 'value="voter_meant"' in text
    assert 'value="void:unclear_will"' in text
    assert 'value="void:too_many_marks"' not in text
    assert 'value="as_read"' not in text


def test_what_the_rules_do_not_offer_is_not_taken_from_a_form(facilitator: User) -> None:
    edition, scan = on_screen(facilitator, "intent")
    address = f"/nl/desk/{edition.address}/scanning/{scan.pk}/"
    sent = {"verdict": "declared", "because": "blank:too_many_marks"}
    assert SignIn(facilitator).post(address, sent).status_code == 200
    scan.refresh_from_db()
    assert scan.state == "queued"
