"""Every component in every state, for those who build pages; never in production."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budgeting.charts import Bar, BarRow

COLOURS = (
    *("ink", "soft", "paper", "wash", "line", "edge"),
    *("accent", "accent-strong", "accent-wash", "on-accent"),
    *("success", "success-wash", "warning", "warning-wash", "danger", "danger-wash"),
    *("deep", "deep-raised", "deep-soft", "mint"),
)
ICONS = (
    *("info", "success", "warning", "danger", "check", "back", "next", "download"),
    *("pin", "lock", "paper", "people", "clock", "external"),
)
PHASES = (
    ("Oproep · Appel", "done", "1 – 31"),
    ("Onderzoek · Étude", "done", ""),
    ("Stemming · Vote", "current", "7 – 21"),
    ("Telling · Dépouillement", "next", ""),
    ("Beslissing · Décision", "next", "19"),
)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[4.33, 50.87], [4.37, 50.87], [4.37, 50.89], [4.33, 50.89], [4.33, 50.87]]],
}


class EveryField(forms.Form):
    """One field of each kind."""

    text = forms.CharField(help_text="Kort en duidelijk · Court et clair")
    long_text = forms.CharField(widget=forms.Textarea, required=False)
    amount = forms.IntegerField(min_value=0)
    one = forms.ChoiceField(choices=[("", "–"), ("a", "A"), ("b", "B")])
    radio = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField()
    file = forms.FileField(required=False)


def styleguide(request: HttpRequest) -> HttpResponse:
    """The page; its two forms are one that is empty and one that was sent with mistakes."""
    return render(request, "styleguide.html", {**samples(), **form_samples()})


def samples() -> dict[str, Any]:
    return {
        "colours": COLOURS,
        "icons": ICONS,
        "phases": PHASES,
        "points": [(50.878, 4.345, 1, "Bank · Banc", "#map"), (50.883, 4.352, 2, "Boom · Arbre")],
        "perimeter": SQUARE,
        "rows": [
            BarRow("1. Bank · Banc", (Bar(120, "120"),)),
            BarRow("2. Boom · Arbre", (Bar(80, "80", "soft"),)),
        ],
        "double": [BarRow("Groen · Vert", (Bar(60, "60 %"), Bar(25, "25 %", "soft")))],
        "parts": [("Bank", 9_600_000), ("Boom", 4_200_000), ("Fontein", 1_850_000)],
        "facts": [("Budget", "€ 300.000"), ("Kosten · Coût", "€ 96.000")],
        "page": Paginator(range(30), 10).page(2),
        "french": SimpleNamespace(title_nl="", title_fr="Un banc au soleil", title_en=""),
    }


def form_samples() -> dict[str, Any]:
    return {
        "empty_form": EveryField(prefix="empty"),
        "wrong_form": EveryField({"wrong-text": "", "wrong-amount": "-1"}, prefix="wrong"),
    }
