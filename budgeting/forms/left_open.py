"""Fields that may stay empty without being called optional: the page says so once for all."""

from typing import Any

from django import forms


class LeftOpen(forms.Field):
    """Nothing is asked of an empty value; put this before the field's own class."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class OpenText(LeftOpen, forms.CharField):
    """A text that may stay empty."""


class OpenChoice(LeftOpen, forms.TypedChoiceField):
    """A choice that nobody has to make."""
