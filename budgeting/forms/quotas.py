"""The quotas of a draw: a minimum and a maximum for each value of each column of its list."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from budgeting.forms.draws import MOST_SEATS, DrawForm
from budgeting.models import SortitionDraw
from budgeting.services.drawing_lots import order_of
from budgeting.sortition import Infeasible, SortitionError, TooHard, rehearse, values_of
from budgeting.sortition_words import reasons, refusal_in_words, ways_out

LABELS = {"least": _("At least"), "most": _("At most")}


class QuotaRow(NamedTuple):
    """A value of a column: its candidates, its part of the seats, and its two fields."""

    value: str
    candidates: int
    share: float
    least: BoundField
    most: BoundField


class QuotasForm(DrawForm):
    """The same for a draw that is being prepared, with a minimum and a maximum for each value.

    `ways` are the nearest changes that would make quotas possible that are not.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways: list[str] = []
        self.nearest = True
        self._values = values_of(self.instance.candidates)
        for column, value, name in self._places():
            least, most = self.instance.quotas.get(column, {}).get(value, (0, self.instance.seats))
            for bound, number in (("least", least), ("most", most)):
                self.fields[f"{bound}_{name}"] = forms.IntegerField(
                    label=f"{column}, {value}: {LABELS[bound]}",
                    min_value=0, max_value=MOST_SEATS,
                    widget=forms.NumberInput({"size": 4, "class": "few-digits"}),
                )  # fmt: skip
                self.initial[f"{bound}_{name}"] = number
                self.fields[f"{bound}_{name}"].show_hidden_initial = True

    def _places(self) -> Iterator[tuple[str, str, str]]:
        for i, (column, values) in enumerate(self._values.items()):
            for j, value in enumerate(values):
                yield column, value, f"{i}_{j}"

    def table(self) -> list[tuple[str, list[QuotaRow]]]:
        """The columns with their values, to be shown as tables."""
        made: dict[str, list[QuotaRow]] = {}
        total = max(1, self.instance.candidate_count)
        for column, value, name in self._places():
            count = self._values[column][value]
            share = round(self.instance.seats * count / total, 1)
            fields = self[f"least_{name}"], self[f"most_{name}"]
            made.setdefault(column, []).append(QuotaRow(value, count, share, *fields))
        return list(made.items())

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        quotas: dict[str, dict[str, list[int]]] = {}
        for column, value, name in self._places():
            quotas.setdefault(column, {})[value] = [data[f"least_{name}"], data[f"most_{name}"]]
        wanted = SortitionDraw(
            candidates=self.instance.candidates, quotas=quotas, seats=data["seats"],
            substitutes=data["substitutes"], algorithm=data["algorithm"],
        )  # fmt: skip
        try:
            rehearse(order_of(wanted))
        except Infeasible as error:
            self.ways, self.nearest = ways_out(error), error.nearest
            for sentence in reasons(error):
                self.add_error(None, forms.ValidationError(sentence, "infeasible"))
        except SortitionError as error:
            if isinstance(error, TooHard):
                self.ways, self.nearest = ways_out(error), error.nearest
            self.add_error(None, forms.ValidationError(refusal_in_words(error), error.code))
        self.instance.quotas, self.instance.result = quotas, {}
        return data

    def also_written(self) -> list[str]:
        return ["quotas", "result"]
