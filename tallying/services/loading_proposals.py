"""Proposals of an edition file, what was decided about them, and what became of the funded ones."""

from datetime import date, datetime, timedelta
from typing import Any

from budgeting.models import Edition, Need, Theme
from budgeting.phases import ORDER, Phase
from proposals.models import (
    BallotProject,
    FollowUp,
    FollowUpState,
    Outcome,
    Proposal,
    Review,
    SubmittedVia,
    Track,
)
from tallying.services.document import Node
from tallying.services.loading_council import languages

VIA = {
    **{word: word for word in SubmittedVia.values},
    "paper form": "paper",
    "assisted by facilitator": "assisted",
}
MOST_DAYS = 20_000
ON_BALLOT = (Outcome.KEPT, Outcome.CHANGED)
# Where a file does not say at all who realises a project: what its track implies.
REALISED_BY = {
    Track.CITIZEN_GRANT: {"nl": "De indieners", "fr": "Les porteurs du projet"},
    Track.CITY_INVESTMENT: {"nl": "Stad Brussel", "fr": "Ville de Bruxelles"},
}
COPIED = (
    *(f"title_{code}" for code in ("nl", "fr", "en")),
    *(f"summary_{code}" for code in ("nl", "fr", "en")),
    *("place_nl", "place_fr", "realised_by_nl", "realised_by_fr"),
    *("source_language", "theme", "track", "cost_cents", "lat", "lon"),
)


def load_proposals(document: Node, edition: Edition, now: datetime) -> dict[int, Proposal]:
    """The proposals by number, with their reviews; from PUBLICATION on also the ballot projects.

    Refuses, with the key: `key_missing`, `number_twice`, `theme_not_known`, `need_not_known`,
    `reason_missing`, `merged_into_not_known` and what Node refuses.
    """
    themes = {theme.code: theme for theme in edition.themes.all()}
    needs = {need.code: need for need in edition.needs.all()}
    published = ORDER.index(Phase(edition.phase)) >= ORDER.index(Phase.PUBLICATION)
    nodes: dict[int, Node] = {}
    made: dict[int, Proposal] = {}
    for place, node in enumerate(document.needed("proposals").items()):
        number = node.needed("number").whole(0, 1, 9999)
        if number in made:
            raise node.get("number").bad("number_twice", f"{number} is used twice.")
        submitted = _submitted_at(edition, now, place)
        made[number] = Proposal.objects.create(
            edition=edition,
            number=number,
            submitted_at=submitted,
            **_fields(node, themes, edition),
            need=_need(node.get("need"), needs),
        )
        nodes[number] = node
    for number, node in nodes.items():
        _review(node, made, made[number], edition, now, published=published)
    if published:
        _ballot(edition, made)
    return made


def _fields(node: Node, themes: dict[str, Theme], edition: Edition) -> dict[str, Any]:
    theme, asked = node.get("theme"), node.get("cost_asked_eur")
    if theme.is_set and theme.text() not in themes:
        raise theme.bad("theme_not_known", f"“{theme.text()}” is not among the themes.")
    track = node.get("track").one_of({t: t for t in Track.values}, Track.CITY_INVESTMENT)
    titles = node.needed("title").words(120)
    if not any(titles.values()):
        raise node.get("title").bad("key_missing", "a title in some language is needed.")
    return {
        **languages("title", titles),
        **languages("summary", node.get("summary").words()),
        **languages("description", node.get("description").words(), without=("en",)),
        **languages("place", _place(node.get("place"), edition), without=("en",)),
        **languages("realised_by", _realised_by(node.get("realised_by"), track), without=("en",)),
        "theme": themes.get(theme.text()),
        "track": track,
        "cost_cents": node.needed("cost_eur").cents(),
        "cost_asked_cents": asked.cents() if asked.is_set else None,
        "lat": node.get("lat").degrees(90),
        "lon": node.get("lon").degrees(180),
        "source_language": _language(node, titles),
        "submitter_kind": node.get("submitter_kind").text(longest=60),
        "submitted_via": node.get("submitted_via").one_of(VIA, "online"),
    }


def _need(node: Node, needs: dict[str, Need]) -> Need | None:
    if node.is_set and node.text() not in needs:
        raise node.bad("need_not_known", f"“{node.text()}” is not among the needs.")
    return needs.get(node.text())


def _language(node: Node, titles: dict[str, str]) -> str:
    """The submitter's own language; unknown ("") where the file names none and has several."""
    written = [language for language, title in titles.items() if title]
    own = written[0] if len(written) == 1 else ""
    return node.get("source_language").one_of({code: code for code in ("", *titles)}, own)


def _place(node: Node, edition: Edition) -> dict[str, str]:
    """The place; a file that names none means the neighbourhood of the council."""
    area = edition.council.area
    if node.is_absent and area:
        return {"nl": area.name_nl, "fr": area.name_fr}
    return node.words(160)


def _realised_by(node: Node, track: str) -> dict[str, str]:
    return REALISED_BY[Track(track)] if node.is_absent else node.words(160)


def _submitted_at(edition: Edition, now: datetime, place: int) -> datetime:
    """Within the call, one after another: the files give no moment."""
    opened = edition.call_opens_at or now
    return min(opened + timedelta(days=place % 28, hours=9 + place % 9), now)


def _review(
    node: Node,
    made: dict[int, Proposal],
    proposal: Proposal,
    edition: Edition,
    now: datetime,
    *,
    published: bool,
) -> None:
    outcome, target = _outcome(node, published=published), node.get("merged_into")
    if not outcome:
        return
    reason = node.get("reason").words()
    if outcome != Outcome.KEPT and not (reason["nl"] and reason["fr"]):
        raise node.get("reason").bad("reason_missing", "a reason in Dutch and French is needed.")
    merged = made.get(target.whole(0)) if target.is_set else None
    if (target.is_set or outcome == Outcome.MERGED) and (merged is None or merged == proposal):
        raise target.bad("merged_into_not_known", "give the number of another proposal.")
    at = min(edition.ballot_published_at or now, now)
    Review.objects.create(
        proposal=proposal,
        outcome=outcome,
        merged_into=merged,
        at=max(at, proposal.submitted_at),
        **languages("reason", reason, without=("en",)),
    )
    proposal.outcome = outcome
    proposal.save(update_fields=["outcome"])


def _outcome(node: Node, *, published: bool) -> str:
    """The decision; a file that says nothing about it kept what it lists on a ballot."""
    found = node.get("outcome_of_feasibility")
    if found.is_absent and published:
        return Outcome.KEPT
    return found.one_of({"": "", **{o: o for o in Outcome.values}})


def _ballot(edition: Edition, made: dict[int, Proposal]) -> None:
    BallotProject.objects.bulk_create(
        BallotProject(
            edition=edition,
            proposal=proposal,
            code=str(number),
            number=number,
            **{name: getattr(proposal, name) for name in COPIED},
        )
        for number, proposal in sorted(made.items())
        if proposal.outcome in ON_BALLOT
    )


def load_follow_up(document: Node, edition: Edition, today: date) -> int:
    """Reports on funded projects, by number; answers how many. `updated_days_ago` and
    `next_in_days` count from today; `updated` and `next` are days. Refuses `not_on_the_ballot`."""
    projects = {project.code: project for project in edition.ballot_projects.all()}
    reports = document.get("follow_up").pairs()
    for code, node in reports:
        if code not in projects:
            raise node.bad("not_on_the_ballot", f"project {code} is not on the ballot.")
        ago, ahead = node.get("updated_days_ago"), node.get("next_in_days")
        next_on = (
            today + timedelta(days=ahead.whole(0, -MOST_DAYS, MOST_DAYS)) if ahead.is_set else None
        )
        reported = today - timedelta(days=ago.whole(0, most=MOST_DAYS)) if ago.is_set else None
        FollowUp.objects.create(
            project=projects[code],
            state=node.needed("state").one_of({s: s for s in FollowUpState.values}),
            owner=node.get("owner").text(longest=160),
            next_on=next_on or node.get("next").day(),
            reported_on=reported or node.get("updated").day() or today,
            **languages("note", node.get("note").words(), without=("en",)),
        )
    return len(reports)
