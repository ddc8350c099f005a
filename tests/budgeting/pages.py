"""What a browser would send back for a page with a form that nobody touched."""

from typing import Any

from django.forms import BoundField, CheckboxInput
from django.test import Client


def sent_back(form: Any) -> dict[str, Any]:
    """The values of all fields, with the hidden first values that a form may carry."""
    sent: dict[str, Any] = {}
    for bound in form:
        value = written(bound)
        if value not in (None, "", []):
            sent[bound.html_name] = value
            if bound.field.show_hidden_initial:
                sent[bound.html_initial_name] = value
    return sent


def written(bound: BoundField) -> Any:
    value = bound.value()
    if isinstance(bound.field.widget, CheckboxInput):
        return "on" if value else None
    return value if isinstance(value, list) else bound.field.widget.format_value(value)


def change(client: Client, address: str, **changes: Any) -> Any:
    """Open a page, change some fields of its form and send it; the answer."""
    form = client.get(address).context["form"]
    sent = {**sent_back(form), **changes}
    return client.post(address, {name: value for name, value in sent.items() if value is not None})
