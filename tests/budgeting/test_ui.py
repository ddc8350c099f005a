"""The components of every page: money, languages, bars and maps."""

from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from budgeting.money import format_money


def drawn(source: str, language: str = "nl", **values: object) -> str:
    with translation.override(language):
        return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("language", "cents", "text"),
    [
        ("nl", 9_600_000, "€ 96.000"),
        ("fr", 9_600_000, "96 000 €"),
        ("en", 9_600_000, "€96,000"),
        ("nl", 125_050, "€ 1.250,50"),
        ("nl", 0, "€ 0"),
    ],
)
def test_money_is_written_as_people_write_it(language: str, cents: int, text: str) -> None:
    written = format_money(cents, "EUR", language)
    assert " ".join(written.split()) == text


def test_a_text_falls_back_to_another_language_and_says_which() -> None:
    row = SimpleNamespace(title_nl="Bank", title_fr="", title_en="")
    source = '{{ row|tr:"title" }}/{% tr_lang row "title" %}/{% shown_in row "title" %}'
    shown = drawn(source, "fr", row=row)
    assert shown.startswith("Bank/nl/")
    assert "néerlandais" in shown


def test_an_imported_text_keeps_its_own_language() -> None:
    row = SimpleNamespace(title_nl="", title_fr="", title_source="Park", source_language="pl")
    assert drawn('{{ row|tr:"title" }}/{% tr_lang row "title" %}', row=row) == "Park/pl"


class Wish(forms.Form):
    title = forms.CharField(help_text="Kort.")


def test_a_field_ties_hint_and_error_to_its_input() -> None:
    form = Wish({"title": ""})
    shown = drawn("{% error_summary form %}{% fields form %}", form=form)
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'href="#id_title"' in shown


def test_a_budget_bar_says_in_words_what_it_draws() -> None:
    shown = drawn("{% budget_bar 9600000 30000000 %}")
    assert "96.000" in shown
    assert "204.000" in shown


def test_a_map_draws_numbered_pins_without_a_script() -> None:
    points = [(50.87, 4.35, 1, "Bank", "/x/"), (50.88, 4.36, 2, "Boom")]
    shown = drawn("{% map_svg points %}", points=points)
    assert shown.count("<circle") >= 2
    assert 'href="/x/"' in shown
    assert "<script" not in shown


def test_a_map_without_points_is_no_map() -> None:
    assert "<svg" not in drawn("{% map_svg points %}", points=[])


def test_texts_from_people_are_escaped() -> None:
    row = SimpleNamespace(title_nl="<script>x</script>")
    assert "<script>" not in drawn('{{ row|tr:"title" }}', row=row)
