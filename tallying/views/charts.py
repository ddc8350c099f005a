"""The charts of a result: which bars there are; `budgeting.charts` places them."""

from budgeting.charts import Bar, BarRow
from budgeting.templatetags.numbers import number, percent
from proposals.wording import title_of
from tallying.services.result_money import MoneyBy
from tallying.services.result_spread import SpreadLine
from tallying.services.results import Result
from tallying.wording_result import how_many_winners, key_name

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


def money_chart(way: MoneyBy) -> list[BarRow]:
    """For each line its part of the money and, below, its part of the votes, in percent."""
    return [
        BarRow(
            key_name(line.key, way.kind),
            (
                Bar(line.money_percent, percent(line.money_percent)),
                Bar(line.votes_percent, percent(line.votes_percent), "soft"),
            ),
        )
        for line in way.lines
    ]


def spread_chart(lines: list[SpreadLine]) -> list[BarRow]:
    """For each number of winners how many voters chose so many; none in a soft tone."""
    return [
        BarRow(
            how_many_winners(line),
            (Bar(line.voters, number(line.voters), "" if line.winners else "soft"),),
        )
        for line in lines
    ]
