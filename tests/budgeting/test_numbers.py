"""Counts, parts, amounts and days, as they are written in each language."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from budgeting.dates import short_day, written
from budgeting.money import format_count, format_money

FIRST_OF_JUNE = date(2026, 6, 1)


def drawn(source: str, language: str, **values: object) -> str:
    with translation.override(language):
        return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("nl", 6586, "6.586"),
        ("fr", 6586, "6\u202f586"),
        ("en", 6586, "6,586"),
        ("nl", 999, "999"),
        ("fr", 1_234_567, "1\u202f234\u202f567"),
        ("nl", 0, "0"),
        ("en", -1200, "\u22121,200"),
    ],
)
def test_a_count_has_groups_of_three(language: str, count: int, text: str) -> None:
    assert format_count(count, language) == text
    assert drawn("{{ n|number }}", language, n=count) == text


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_count_and_an_amount_have_the_same_groups(language: str) -> None:
    assert format_count(96_000, language) in format_money(9_600_000, language=language)


@pytest.mark.parametrize(
    ("language", "text"), [("nl", "47\u00a0%"), ("fr", "47\u00a0%"), ("en", "47%")]
)
def test_a_percentage_keeps_its_sign_beside_it(language: str, text: str) -> None:
    assert drawn("{{ 47|percent }}", language) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "maandag 1 juni 2026"),
        ("fr", "lundi 1er juin 2026"),
        ("en", "Monday 1 June 2026"),
    ],
)
def test_the_first_of_the_month(language: str, text: str) -> None:
    assert drawn('{{ d|date:"l j F Y" }}', language, d=FIRST_OF_JUNE) == text
    with translation.override(language):
        assert written(FIRST_OF_JUNE, "l j F Y") == text


@pytest.mark.parametrize(("day", "text"), [(11, "11 juin 2026"), (21, "21 juin 2026")])
def test_other_days_are_plain_numbers(day: int, text: str) -> None:
    assert drawn('{{ d|date:"j F Y" }}', "fr", d=date(2026, 6, day)) == text


def test_an_hour_is_not_taken_for_a_day() -> None:
    moment = datetime(2026, 6, 1, 18, 1, tzinfo=UTC)
    assert drawn('{{ d|date:"l j F Y, H:i" }}', "fr", d=moment) == "lundi 1er juin 2026, 20:01"
    assert drawn('{{ d|date:"H:i" }}', "fr", d=moment) == "20:01"
    with translation.override("fr"):
        assert written(moment, "j F, H:i") == "1er juin, 20:01"


def test_no_day_is_no_text() -> None:
    assert drawn('{{ d|date:"j F Y" }}', "fr", d=None) == ""


@pytest.mark.parametrize(
    ("language", "text"), [("nl", "1 jun"), ("fr", "1er juin"), ("en", "1 Jun")]
)
def test_a_day_in_a_few_letters(language: str, text: str) -> None:
    with translation.override(language):
        assert short_day(FIRST_OF_JUNE) == text


def test_short_months_as_french_writes_them() -> None:
    with translation.override("fr"):
        days = [short_day(date(2027, month, 17)) for month in (1, 2, 7, 12)]
    assert days == ["17 janv.", "17 févr.", "17 juil.", "17 déc."]
