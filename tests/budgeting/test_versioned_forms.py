"""Two officers at one form: the second sees the first one's change and loses nothing."""

import pytest
from django import forms
from django.http import QueryDict

from budgeting.forms.versioned import VersionedForm
from budgeting.models import Council
from tests import build

pytestmark = pytest.mark.django_db


class CouncilForm(VersionedForm):
    class Meta:
        model = Council
        fields = ("name_nl", "name_fr", "contact_email", "fictional")
        widgets = {"name_nl": forms.TextInput}


def page_of(form: CouncilForm) -> dict[str, str]:
    """What a browser would send back for an untouched page, hidden first values included."""
    sent = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False, ""):
            sent[bound.html_name] = "on" if value is True else str(value)
            if bound.field.show_hidden_initial:
                sent[bound.html_initial_name] = sent[bound.html_name]
    return sent


def sent(page: dict[str, str], **changes: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(page | changes)
    return data


def two_officers(first: dict[str, str], second: dict[str, str]) -> CouncilForm:
    """Both open the page; the first saves, then the second sends theirs."""
    row = build.council(contact_email="a@example.org")
    page = page_of(CouncilForm(instance=Council.objects.get(pk=row.pk)))
    quick = CouncilForm(sent(page, **first), instance=Council.objects.get(pk=row.pk))
    assert quick.is_valid(), quick.errors
    assert quick.store()
    slow = CouncilForm(sent(page, **second), instance=Council.objects.get(pk=row.pk))
    assert not slow.is_valid()
    assert slow.has_error("__all__", "changed_meanwhile")
    return slow


def again(form: CouncilForm) -> CouncilForm:
    """The second officer saves the page as it came back."""
    data = form.data
    repeated = CouncilForm(data, instance=Council.objects.get(pk=form.instance.pk))
    assert repeated.is_valid(), repeated.errors
    assert repeated.store()
    return repeated


def test_changes_of_different_fields_are_both_kept() -> None:
    slow = two_officers({"name_nl": "Van de eerste"}, {"name_fr": "De la deuxième"})
    assert list(slow.errors) == ["__all__"], "nobody else touched that field"
    again(slow)
    stored = Council.objects.get(pk=slow.instance.pk)
    assert (stored.name_nl, stored.name_fr) == ("Van de eerste", "De la deuxième")
    assert stored.version == 3


def test_two_changes_of_one_field_are_shown_beside_each_other() -> None:
    slow = two_officers({"name_nl": "Van de eerste"}, {"name_nl": "Van de tweede"})
    assert "Van de eerste" in str(slow.errors["name_nl"])
    assert slow["name_nl"].value() == "Van de tweede"
    again(slow)
    assert Council.objects.get(pk=slow.instance.pk).name_nl == "Van de tweede"


def test_an_emptied_and_an_unticked_field_are_taken_over_too() -> None:
    slow = two_officers({"contact_email": "", "fictional": ""}, {"name_fr": "De la deuxième"})
    assert slow["contact_email"].value() in (None, "")
    again(slow)
    stored = Council.objects.get(pk=slow.instance.pk)
    assert (stored.contact_email, stored.fictional) == ("", False)


def test_a_row_that_changes_between_the_check_and_the_writing_is_not_overwritten() -> None:
    row = build.council()
    form = CouncilForm(
        sent(page_of(CouncilForm(instance=row)), name_nl="Te laat"),
        instance=Council.objects.get(pk=row.pk),
    )
    assert form.is_valid()
    Council.objects.get(pk=row.pk).save_over(1, ["name_fr"])
    assert not form.store()
    assert Council.objects.get(pk=row.pk).name_nl != "Te laat"


def test_a_page_that_comes_back_twice_still_has_what_was_typed_into_an_empty_field() -> None:
    row = build.council()
    page = page_of(CouncilForm(instance=Council.objects.get(pk=row.pk)))
    data = sent(page, contact_email="b@example.org")
    for name in ("name_nl", "name_fr"):
        Council.objects.get(pk=row.pk).save_over(Council.objects.get(pk=row.pk).version, [name])
        slow = CouncilForm(data, instance=Council.objects.get(pk=row.pk))
        assert not slow.is_valid()
        assert list(slow.errors) == ["__all__"]
        shown = slow["contact_email"].as_hidden(only_initial=True)
        assert "b@example.org" not in shown
        data = slow.typed
    again(slow)
    assert Council.objects.get(pk=row.pk).contact_email == "b@example.org"


def test_a_page_that_does_not_say_its_version_is_shown_again() -> None:
    row = build.council()
    page = page_of(CouncilForm(instance=row))
    del page["seen"]
    form = CouncilForm(sent(page, name_nl="Blind"), instance=Council.objects.get(pk=row.pk))
    assert not form.is_valid()
    assert form.has_error("__all__", "changed_meanwhile")
    assert form["name_nl"].value() == "Blind"
    again(form)
    assert Council.objects.get(pk=row.pk).name_nl == "Blind"
