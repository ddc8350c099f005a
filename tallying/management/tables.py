"""Tables of outcomes and recounts for the terminal."""

from collections.abc import Sequence

from tallying.engine.amounts import format_amount
from tallying.engine.election import Election
from tallying.engine.outcome import Outcome
from tallying.engine.recounting import Examined

# How many differences a table names.
MOST_NAMED = 50
_EFFECTS = {
    True: "other winners otherwise",
    False: "same winners either way",
    None: "not tried whether another choice changes the winners",
}


def outcome_table(election: Election, outcome: Outcome) -> str:
    """Winners in order of selection, then the sums, the ties and the digest."""
    projects = {project.id: project for project in election.projects}
    rows = [("", "id", "cost", "votes", "name")]
    for place, item in enumerate(outcome.selected, 1):
        cost = format_amount(projects[item].cost, outcome.scale)
        name = projects[item].name[:60]
        rows.append((str(place), item, cost, str(outcome.votes[item]), name))
    spent = format_amount(outcome.total_cost, outcome.scale)
    budget = format_amount(outcome.budget, outcome.scale)
    lines = [
        *columns(rows),
        "",
        (
            f"{len(outcome.selected)} of {len(projects)} projects · {spent} of {budget} spent"
            f" · {outcome.voters} voters"
        ),
    ]
    for tie in outcome.ties:
        effect = _EFFECTS[tie.changed_winners]
        lines.append(f"tie {', '.join(tie.between)}: {tie.chosen} by {tie.by} ({effect})")
    return "\n".join([*lines, outcome.digest])


def recount_table(found: Examined) -> str:
    """One line for each result of a bundle, the winners that were counted, what differs, and the
    verdict."""
    lines = []
    for item in found.results:
        winners = "same winners" if item.same_winners else "OTHER WINNERS"
        digest = "same digest" if item.same_digest else "OTHER DIGEST"
        lines.append(f"{item.outcome.rule.rule}: {winners}, {digest} {item.outcome.digest}")
        lines.append("  " + ", ".join(item.outcome.selected))
    lines += map(str, found.discrepancies[:MOST_NAMED])
    if len(found.discrepancies) > MOST_NAMED:
        lines.append(f"… and {len(found.discrepancies) - MOST_NAMED} more (--json has them all)")
    return "\n".join([*lines, _verdict(found)])


def _verdict(found: Examined) -> str:
    if not found.same:
        return "The recount DIFFERS."
    if found.withheld:
        return "Files and results agree. The ballots are kept back, so nothing was counted again."
    return "The recount gives the published result."


def columns(rows: Sequence[Sequence[str]], right: Sequence[int] = (0, 2, 3)) -> list[str]:
    """Rows with columns of equal width; the columns in `right` (from 0) to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
