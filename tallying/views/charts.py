"""The charts of a result: which bars there are; `budgeting.charts` places them."""

from django.utils.translation import gettext as _

from budgeting.charts import Bar, BarRow
from budgeting.languages import in_language
from budgeting.templatetags.numbers import number, percent
from proposals.wording import title_of
from tallying.services.results import Result

MOST_ROWS = 20


def votes_chart(result: Result) -> list[BarRow]:
    """Votes for each project, most first; those without money in a soft tone."""
    return [
        BarRow(
            f"{row.project.number}. {title_of(row.project)}",
            (Bar(row.story["votes"], number(row.story["votes"]), "" if row.funded else "soft"),),
        )
        for row in result.rows[:MOST_ROWS]
    ]


def themes_chart(result: Result) -> list[BarRow]:
    """For each theme its part of the money and, below, its part of the votes, in percent."""
    return [
        BarRow(
            in_language(line.theme, "name") if line.theme else _("Other"),
            (
                Bar(line.money_percent, percent(line.money_percent)),
                Bar(line.votes_percent, percent(line.votes_percent), "soft"),
            ),
        )
        for line in result.themes
    ]
