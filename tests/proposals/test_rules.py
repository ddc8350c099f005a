"""Costs as people write them, contacts, likeness, caps and old reports."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgeting.money import format_money
from proposals.rules import (
    RuleBroken,
    broken_cap,
    contact_key,
    contact_kind,
    is_stale,
    likeness,
    most_similar,
    parse_cost,
    subject_words,
)


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("1.250,50", 125_050),
        ("1 250", 125_000),
        ("€ 1250", 125_000),
        ("1250 euro", 125_000),
        ("1,250.50", 125_050),
        ("1.250", 125_000),
        ("1,250", 125_000),
        ("12.500,-", 1_250_000),
        ("12,5", 1_250),
        ("1 250 000 EUR", 125_000_000),
        ("1\u202f250\xa0€", 125_000),
        ("0,01", 1),
    ],
)
def test_an_amount_is_read_as_people_write_it(written: str, cents: int) -> None:
    assert parse_cost(written) == cents


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("a lot", "cost_unreadable"),
        ("", "cost_unreadable"),
        ("-5", "cost_unreadable"),
        ("1.25.0", "cost_unreadable"),
        ("12.34.567", "cost_unreadable"),
        ("1.2345", "cost_unreadable"),
        ("١٢", "cost_unreadable"),
        ("0", "cost_zero"),
        ("100.000.001", "cost_too_high"),
        ("9" * 30, "cost_too_high"),
    ],
)
def test_what_is_no_amount_is_refused_with_a_code(written: str, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        parse_cost(written)
    assert broken.value.code == code


@given(cents=st.integers(1, 10_000_000_000), language=st.sampled_from(["nl", "fr", "en"]))
def test_what_the_site_writes_it_can_read(cents: int, language: str) -> None:
    assert parse_cost(format_money(cents, "EUR", language)) == cents


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("amina@example.org", "mail"),
        ("  amina@example.org ", "mail"),
        ("02 123 45 67", "phone"),
        ("+32 (0)2/123.45.67", "phone"),
        ("amina", ""),
        ("amina@example", ""),
        ("a@example.org, b@example.org", ""),
        ("a@example.org\nBcc: b@example.org", ""),
        ("12345", ""),
        ("0470 12 34", ""),
    ],
)
def test_a_contact_is_one_address_or_one_number(text: str, kind: str) -> None:
    assert contact_kind(text) == kind


def test_words_are_compared_without_accents_capitals_and_endings() -> None:
    assert subject_words("Spéciale FONTAINES") == subject_words("speciale fontaines")
    assert not subject_words("voor de wijk, dans le quartier")


def test_one_shared_word_is_no_likeness() -> None:
    assert likeness(frozenset({"boom"}), frozenset({"boom"})) == 0.0


def test_the_most_similar_proposals_come_first_and_at_most_three() -> None:
    earlier = [
        (1, ["Een bank bij de vijver", ""]),
        (2, ["Nieuwe fietsenstalling aan het station", ""]),
        (3, ["", "Un abri pour vélos"]),
        (4, ["Fietsenstalling station Bockstael overdekt", ""]),
    ]
    found = most_similar("Een overdekte fietsenstalling aan station Bockstael", earlier)
    assert found == [4, 2]


@pytest.mark.parametrize(
    ("track", "cost", "investment_cap", "broken"),
    [
        ("city_investment", 9_000_000, None, ""),
        ("city_investment", 9_000_000, 9_000_000, ""),
        ("city_investment", 9_000_001, 9_000_000, "investment"),
        ("city_investment", None, 9_000_000, ""),
        ("citizen_grant", 2_000_000, None, ""),
        ("citizen_grant", None, None, ""),
        ("citizen_grant", 2_000_001, 9_000_000, "grant"),
    ],
)
def test_each_track_has_its_own_cap(
    track: str, cost: int | None, investment_cap: int | None, broken: str
) -> None:
    found = broken_cap(
        track=track,
        cost_cents=cost,
        grant_cap_cents=2_000_000,
        investment_cap_cents=investment_cap,
    )
    assert found == broken


def test_a_report_is_stale_after_90_days_unless_the_work_is_over() -> None:
    today = date(2026, 6, 1)
    assert not is_stale(state="tender", reported_on=today - timedelta(days=90), today=today)
    assert is_stale(state="tender", reported_on=today - timedelta(days=91), today=today)
    assert not is_stale(state="done", reported_on=today - timedelta(days=400), today=today)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (" An@Example.ORG ", "an@example.org"),
        ("an+vote@example.org", "an@example.org"),
        ("02 123 45.67", "021234567"),
        ("Plein 3, 1020 Laken", "plein3,1020laken"),
    ],
)
def test_one_contact_in_several_spellings_is_one(written: str, key: str) -> None:
    assert contact_key(written) == key
