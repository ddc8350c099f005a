"""Rows of a list that two officers changed at once, brought together in one page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from budgeting.forms.versioned import BY_NOW
from budgeting.languages import in_language
from budgeting.models import Edition

GONE = _("Somebody else removed this meanwhile. Save again to add it anew, or empty it.")

# Typed for the checker only: at run time this class of Django takes no parameter.
if TYPE_CHECKING:
    Rows = forms.BaseInlineFormSet[Any, Edition, Any]
else:
    Rows = forms.BaseInlineFormSet


class SubjectRows(Rows):
    """Rows of which those in use stay. A row that is removed tells no mistakes of its own."""

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if form.used:
                name = in_language(form.instance, form.title_of)
                sentence = _("A proposal uses “%(name)s”: it can be renamed, not removed.")
                raise forms.ValidationError(sentence, "in_use", {"name": name})

    def met(self) -> "SubjectRows":
        """The same list on top of the rows as they stand by now: what was typed here, what
        somebody else changed, added and removed, and a note where both touched one text."""
        now = type(self)(instance=self.instance, prefix=self.prefix)
        typed = {form["id"].data: form for form in self.initial_forms}
        data, notes = QueryDict(mutable=True), []
        for place, form in enumerate(now.initial_forms):
            mine = typed.pop(str(form.instance.pk), None)
            data.update(_sent(form, mine))
            notes += [(place, *note) for note in _clashes(form, mine)] if mine else []
        new = [form for form in self.extra_forms if form.has_changed()]
        gone = [form for form in typed.values() if form.has_changed()]
        kept = len(now.initial_forms)
        added = [*gone, *new][: self.absolute_max - kept]
        for place, form in enumerate(added, start=kept):
            for name in form._meta.fields:
                key = f"{self.prefix}-{place}-{name}"
                data.update({key: form[name].data or "", f"initial-{key}": ""})
            if form in gone:
                notes.append((place, form._meta.fields[0], str(GONE)))
        total = kept + max(len(added), self.extra)
        counts = {"TOTAL_FORMS": str(total), "INITIAL_FORMS": str(kept)}
        data.update({f"{self.prefix}-{name}": count for name, count in counts.items()})
        made = type(self)(data, instance=self.instance, prefix=self.prefix)
        made.full_clean()
        for place, name, note in notes:
            made.forms[place].add_error(name, forms.ValidationError(note, "changed_meanwhile"))
        return made


def _sent(form: Any, mine: Any) -> dict[str, str]:
    """What the page sends of a stored row: the text that was typed, else the one that is there."""
    changed = mine.changed_data if mine else ()
    sent = {form.add_prefix("id"): str(form.instance.pk)}
    if "DELETE" in changed:
        sent[form.add_prefix("DELETE")] = "on"
    for name in form._meta.fields:
        stored = form.initial[name]
        sent[form.add_initial_prefix(name)] = stored
        sent[form.add_prefix(name)] = mine[name].data if name in changed else stored
    return sent


def _clashes(form: Any, mine: Any) -> Iterator[tuple[str, str]]:
    """Texts that both changed, with what the other one wrote."""
    for name in set(form._meta.fields) & set(mine.changed_data):
        shown = mine.data.get(mine[name].html_initial_name) or ""
        stored, typed = form.initial[name], mine[name].data or ""
        if stored.split() not in (shown.split(), typed.split()):
            yield name, str(BY_NOW % {"value": stored or "–"})
