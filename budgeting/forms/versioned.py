"""Forms on rows that two people may edit at once: the second one sees what the first one did."""

from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from budgeting.models import ChangedMeanwhile, Versioned

MEANWHILE = _(
    "Somebody else changed this while you were writing. Nothing of yours is lost: their changes "
    "are in the form too. Check it and save again."
)
BY_NOW = _("By now there is: %(value)s")


class VersionedForm(forms.ModelForm):
    """A form that carries the version it was made from.

    When the stored row has another one, or the page carries none, what the other person changed
    and this one did not is taken into the form, what both changed is shown beside the field, and
    nothing is stored until the next time. `store` saves; it answers False when somebody was
    quicker.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    instance: Versioned
    NOT_WRITTEN: ClassVar[tuple[str, ...]] = ("seen",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.version
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "seen" and self.instance.pk is not None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        # A page that does not say what it was made from may be of any time.
        if self.instance.pk is not None and data.get("seen") != self.instance.version:
            self._meet()
        return data

    def store(self) -> bool:
        """Save the row; False, with a sentence in the form, when somebody else was quicker."""
        seen = self.cleaned_data.get("seen") or self.instance.version
        written = [name for name in self._meta.fields or () if name in self.fields]
        try:
            if self.instance.pk is None:
                self.instance.save()
            else:
                self.instance.save_over(seen, [*written, *self.also_written()])
        except ChangedMeanwhile as refused:
            self.add_error(None, str(refused.sentence))
            return False
        return True

    def also_written(self) -> list[str]:
        """Columns that the form sets without a field of the same name."""
        return []

    def _meet(self) -> None:
        """Bring the other person's changes into what was typed."""
        mine = set(self.changed_data)
        self.typed = cast(QueryDict, self.data).copy()
        self.data = self.typed
        self.typed[self.add_prefix("seen")] = str(self.instance.version)
        for name, field in self.fields.items():
            if name in self.NOT_WRITTEN or name not in self.initial:
                continue
            bound = self[name]
            stored = field.prepare_value(self.initial[name])
            if name not in mine:
                self._put(self.add_prefix(name), field, stored)
            elif self._moved(bound) and field.has_changed(self.initial[name], bound.data):
                words = {"value": self._written(bound, stored)}
                self.add_error(name, forms.ValidationError(BY_NOW, "changed_meanwhile", words))
            self._put(bound.html_initial_name, field, stored, empty="")
        self.add_error(None, forms.ValidationError(MEANWHILE, "changed_meanwhile"))

    def _moved(self, bound: forms.BoundField) -> bool:
        """Whether the row has another value than the page showed."""
        shown = bound.field.hidden_widget().value_from_datadict(
            self.data, self.files, bound.html_initial_name
        )
        stored = bound.initial
        if isinstance(shown, str) and isinstance(stored, str):
            return shown.split() != stored.split()  # a browser sends ends of lines of its own
        return bound.field.has_changed(stored, shown)

    def _put(self, key: str, field: forms.Field, stored: Any, empty: str | None = None) -> None:
        """Set what the form sends; a first value is there when it is empty too."""
        value = field.widget.format_value(stored)
        if isinstance(field.widget, forms.CheckboxInput):
            value = "on" if stored else None
        if value is None or value == "":
            self.typed.pop(key, None)
            if empty is not None:
                self.typed[key] = empty
        elif isinstance(value, list):
            self.typed.setlist(key, [str(one) for one in value])
        else:
            self.typed[key] = str(value)

    @staticmethod
    def _written(bound: forms.BoundField, stored: Any) -> str:
        """A stored value as its field would show it."""
        choices = dict(getattr(bound.field, "choices", ()))
        many = stored if isinstance(stored, list) else [stored]
        words = [str(choices.get(one, one)) for one in many if one not in (None, "")]
        return ", ".join(words) or "–"
