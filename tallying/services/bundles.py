"""What is published of a result: the bundle, the Pabulib file, totals and outcomes.

Whole ballots are published only where the edition's rules say so; everything else stays the same
for everybody: votes by project, the rule, the outcome, its digest and its steps.
"""

import csv
import io
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from budgeting.csv_out import harmless
from budgeting.errors import Refused
from budgeting.models import Edition, Publication
from tallying.engine.bundle import write_bundle
from tallying.engine.counting import Count
from tallying.engine.election import Election
from tallying.engine.pabulib import write_pabulib
from tallying.engine.rule import Rule
from tallying.engine.transcript import transcript_text
from tallying.models import Tally
from tallying.services.elections import election_of
from tallying.services.outcomes import outcome_of
from tallying.services.results import Result, result_of
from tallying.services.tallying_up import standing_tallies

PUBLISHED = ("selected", "total_cost", "budget", "voters", "rule", "ties", "columns", "digest")


def bundle_of(edition: Edition) -> bytes:
    """The zip for whoever checks the result; refuses `no_result`.

    With ballots it is all that a recount needs. Where the rules keep ballots back it has projects,
    rules, results and a transcript without what people paid and had left. The same edition
    gives the same bytes every time.
    """
    tallies, election = _tallies(edition), election_of(edition)
    return write_bundle(
        election,
        [outcome_of(tally) for tally in tallies],
        f"wijkstem {settings.VERSION}",
        steps=_steps(tallies, election),
        ballots=edition.publication == Publication.FULL,
    )


def _steps(tallies: list[Tally], election: Election) -> str:
    """The transcripts as they were kept; made by counting again for results older than these."""
    numbered = [f'{{"result":{number},' for number in range(1, len(tallies) + 1)]
    if all(map(str.startswith, (tally.transcript for tally in tallies), numbered)):
        return "".join(tally.transcript for tally in tallies)
    counting = Count(election)
    outcomes = [counting.run(Rule.from_json(tally.rule), tally.seed) for tally in tallies]
    return transcript_text(election, outcomes)


def pabulib_of(edition: Edition) -> str:
    """The election with its anonymous ballots as Pabulib text; refuses `no_result` and
    `ballots_withheld`."""
    _tallies(edition)
    check_ballots_are_public(edition)
    return write_pabulib(election_of(edition))


def check_ballots_are_public(edition: Edition) -> None:
    """Refuses `ballots_withheld` unless the rules of the edition publish whole ballots."""
    if edition.publication != Publication.FULL:
        raise Refused(
            "ballots_withheld",
            _("The rules of this edition publish totals and the outcome, not the ballots."),
        )


def outcomes_of(edition: Edition) -> list[dict[str, Any]]:
    """The published outcomes, the deciding one first; refuses `no_result`."""
    return [
        {key: tally.outcome[key] for key in PUBLISHED if key in tally.outcome}
        for tally in _tallies(edition)
    ]


def totals_of(edition: Edition) -> str:
    """Votes and outcome by project as CSV (comma, UTF-8); refuses `no_result`."""
    result = result_of(edition)
    if result is None:
        raise _no_result()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["id", "number", "title_nl", "title_fr", "cost", "votes", "supporters"]
                    + [tally.rule["rule"] for tally in result.tallies[:2]])  # fmt: skip
    writer.writerows(_line(result, place) for place in range(len(result.rows)))
    return text.getvalue()


def _line(result: Result, place: int) -> list[str]:
    row = result.rows[place]
    project = row.project
    euro, cents = divmod(project.cost_cents, 100)
    funded = [row.funded, row.funded_otherwise][: len(result.tallies)]
    cells = [project.code, project.number, project.title_nl or project.title_source]
    cells += [project.title_fr, f"{euro}.{cents:02d}", row.story["votes"], row.story["supporters"]]
    return [str(harmless(str(cell))) for cell in cells] + [str(int(each)) for each in funded]


def _tallies(edition: Edition) -> list[Tally]:
    tallies = standing_tallies(edition) if edition.has_result() else []
    if not tallies:
        raise _no_result()
    return tallies


def _no_result() -> Refused:
    return Refused("no_result", _("This edition has no result yet."))
