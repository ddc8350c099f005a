"""Texts in two languages know when one no longer follows the other."""

import pytest

from budgeting.models import Council
from proposals.models import Proposal
from tests import build

pytestmark = pytest.mark.django_db


def council() -> Council:
    made = build.council(name_nl="Raad", name_fr="Conseil", text_nl="Tekst", text_fr="Texte")
    return Council.objects.get(pk=made.pk)


def test_a_change_in_one_language_makes_the_other_stale_and_keeps_what_it_followed() -> None:
    one = council()
    one.text_nl = "Andere tekst"
    one.save()
    assert Council.objects.get(pk=one.pk).stale == {"text": {"language": "fr", "was": "Tekst"}}
    one.text_nl = "Nog een andere tekst"
    one.save()
    assert one.stale["text"]["was"] == "Tekst"


def test_a_text_that_follows_again_is_no_longer_stale() -> None:
    one = council()
    one.text_nl = "Andere tekst"
    one.save(update_fields=["text_nl"])
    assert Council.objects.get(pk=one.pk).text_state("text", "fr") == "stale"
    one.text_fr = "Autre texte"
    one.save(update_fields=["text_fr"])
    assert Council.objects.get(pk=one.pk).unsettled() == []


def test_both_changed_together_and_a_change_taken_back_are_fine() -> None:
    one = council()
    one.text_nl, one.text_fr = "Samen", "Ensemble"
    one.save()
    assert one.stale == {}
    one.text_nl = "Anders"
    one.save()
    one.text_nl = "Samen"
    one.save()
    assert one.stale == {}


def test_an_empty_text_is_missing_not_stale() -> None:
    one = council()
    one.text_fr = ""
    one.save()
    assert one.unsettled() == [("text", "fr", "missing")]
    one.text_nl = ""
    one.save()
    assert one.unsettled() == []
    assert one.unsettled(["text"], needed=["text"]) == [
        ("text", "nl", "missing"),
        ("text", "fr", "missing"),
    ]


def test_a_translator_can_say_that_a_text_is_still_right() -> None:
    one = council()
    one.text_nl = "Tekst."
    one.save()
    one.settle("text")
    one.save()
    assert Council.objects.get(pk=one.pk).stale == {}


def test_a_refreshed_row_compares_with_what_it_read() -> None:
    one = council()
    other = Council.objects.get(pk=one.pk)
    other.text_nl, other.text_fr = "Nieuw", "Nouveau"
    other.save()
    one.refresh_from_db()
    one.save()
    assert one.stale == {}


def test_spaces_and_ends_of_lines_are_no_change() -> None:
    one = council()
    one.text_nl = "Eerste.\n\nTweede."
    one.text_fr = "Premier.\n\nDeuxième."
    one.save()
    one.text_nl = "Eerste.\r\n\r\nTweede. "
    one.save()
    assert one.stale == {}


def test_a_change_that_is_not_written_makes_nothing_stale() -> None:
    one = council()
    one.text_nl = "Andere tekst"
    one.save(update_fields=["contact_phone"])
    assert Council.objects.get(pk=one.pk).stale == {}
    one.save()
    assert Council.objects.get(pk=one.pk).stale == {"text": {"language": "fr", "was": "Tekst"}}


def test_settling_one_text_forgets_no_change_of_another() -> None:
    one = council()
    one.text_nl, one.name_nl = "Andere tekst", "Andere raad"
    one.settle("text")
    one.save()
    assert list(one.stale) == ["name"]


def test_a_submitters_own_words_do_not_follow_their_translation() -> None:
    made = build.proposal(build.edition(), source_language="nl", realised_by_nl="Stad",
                          realised_by_fr="Ville")  # fmt: skip
    one = Proposal.objects.get(pk=made.pk)
    one.title_fr, one.realised_by_fr = "Mieux dit", "La Ville"
    one.save()
    assert one.stale == {"realised_by": {"language": "nl", "was": "Ville"}}
    one.title_nl = "Nieuwe titel"
    one.save()
    assert one.stale["title"] == {"language": "fr", "was": "Voorstel 1"}
    one.title_fr = "Nouveau titre"
    one.save()
    assert "title" not in one.stale
