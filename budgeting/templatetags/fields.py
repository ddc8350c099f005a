"""Form fields with their label, hint and mistake, as every form shows them. Builtin tags."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Form

register = template.Library()


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: str = "", label: str = "", **attrs: Any) -> dict[str, Any]:
    """`{% field form.name %}`: label, hint, error and widget, tied together for screen readers.

    `hint` and `label` replace those of the form; any other argument becomes an attribute of the
    widget (`inputmode="numeric"`, `autocomplete="off"`; underscores turn into hyphens).
    """
    widget = bound.field.widget
    group = widget.use_fieldset
    name, hint = bound.auto_id or bound.html_name, hint or str(bound.help_text)
    described = [f"{name}_helptext"] * bool(hint) + [f"{name}_error"] * bool(bound.errors)
    given = {key.replace("_", "-"): value for key, value in attrs.items()}
    if described and not group:
        given["aria-describedby"] = " ".join(described)
    if bound.errors and not group:
        given["aria-invalid"] = "true"
    control = bound.as_widget(attrs=given)
    if bound.field.show_hidden_initial:
        control += bound.as_hidden(only_initial=True)
    return {
        "bound": bound,
        "control": control,
        "name": name,
        "label": label or bound.label,
        "hint": hint,
        "described": " ".join(described),
        "group": group,
        "check": isinstance(widget, CheckboxInput),
        "optional": not bound.field.required,
    }


@register.inclusion_tag("components/fields.html")
def fields(form: Form) -> dict[str, Any]:
    """`{% fields form %}`: every field of a form in its own order, hidden ones included."""
    return {"form": form}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Form) -> dict[str, Any]:
    """`{% error_summary form %}`: what to mend, each line a link to its field; else nothing."""
    lines = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for bound in form:
        first = f"{bound.auto_id}_0" if bound.field.widget.use_fieldset else bound.auto_id
        label = str(bound.label).rstrip("? \xa0")
        lines += [{"text": text, "target": first, "label": label} for text in bound.errors]
    return {"lines": lines, "answers": any(line["target"] for line in lines)}
