"""Votes of an edition file: opened ballots of a finished vote, or envelopes of one under way.

A vote under way is cast through the same services as everybody's: sealed, with a MAC and a
receipt, one right to vote each, so that the box tells nothing about what is in it.
"""

import csv
import io
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from budgeting.clock import Clock, SetClock
from budgeting.models import Edition
from tallying.services.document import BadFile, Node
from tallying.services.loading_paper import put_on_sheets
from voting.codes import CodedError
from voting.errors import refusal_of
from voting.formats import canonical, parse_format
from voting.models import Ballot, Channel, Credential, CredentialKind, CredentialState
from voting.services import locks
from voting.services.ballot_list import costs_of
from voting.services.casting import cast_online, put_in_box, seal_vote
from voting.services.register import credential_of, issue_codes

MOST_BYTES = 50 << 20


@dataclass(frozen=True)
class Vote:
    """One vote as a file has it: `where` is its line or key, `choices` what a ballot says."""

    where: str
    channel: Channel
    choices: Any
    count: int = 1


def read_votes(path: Path) -> list[Vote]:
    """Votes of a CSV file with the columns `channel,projects`: numbers separated by spaces, in
    order for a ranking, with points as `3:5 7:2`. Refuses `file_unreadable`, `columns_missing`,
    `channel_not_known` and `not_a_vote`, naming the line."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile("file_too_large", path.name, f"at most {MOST_BYTES >> 20} MB.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadFile("file_unreadable", str(path), f"{error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadFile("file_unreadable", path.name, "the file is not UTF-8 text.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if not {"channel", "projects"} <= set(reader.fieldnames or ()):
        raise BadFile("columns_missing", path.name, "the first line has to be channel,projects.")
    try:
        return [
            Vote(
                where, _channel(row["channel"] or "", where), _choices(row["projects"] or "", where)
            )
            for row in reader
            if (where := f"{path.name} line {reader.line_num}")
        ]
    except csv.Error as error:
        where = f"{path.name} line {reader.reader.line_num}"
        raise BadFile("not_a_vote", where, f"this is not a line of CSV ({error}).") from None


def inline_votes(ballots: Node) -> list[Vote]:
    """Votes in the file itself: `{"channel": "paper", "projects": [1, 7], "count": 12}`, with
    points `{"points": {"3": 5, "7": 2}}`."""
    votes = []
    for node in ballots.items():
        points, projects = node.get("points"), node.get("projects")
        choices: Any = (
            {code: value.whole(0) for code, value in points.pairs()}
            if points.is_set
            else [item.text() for item in projects.items()]
        )
        channel = _channel(node.get("channel").text("online"), node.get("channel").path)
        votes.append(Vote(node.path, channel, choices, node.get("count").whole(1, 1, 100_000)))
    return votes


def _channel(text: str, where: str) -> Channel:
    try:
        return Channel(text.strip())
    except ValueError:
        raise BadFile(
            "channel_not_known", where, f"“{text[:40]}” is not online or paper."
        ) from None


def _choices(text: str, where: str) -> Any:
    words = text.split()
    if not any(":" in word for word in words):
        return words
    pairs = [word.partition(":")[::2] for word in words]
    if len(dict(pairs)) < len(pairs) or not all(code and value for code, value in pairs):
        raise BadFile("not_a_vote", where, "points are written as 3:5 7:2, each project once.")
    return dict(pairs)


def checked(edition: Edition, votes: Sequence[Vote]) -> list[tuple[Channel, Any]]:
    """Channel and canonical choices of every vote; refuses the codes of the ballot format."""
    fmt, costs = parse_format(edition.ballot_format), costs_of(edition)
    found: list[tuple[Channel, Any]] = []
    for vote in votes:
        try:
            text = canonical(fmt, vote.choices, costs=costs, budget=edition.budget_cents)
        except CodedError as error:
            raise BadFile(error.code, vote.where, str(refusal_of(error).sentence)) from None
        found += [(vote.channel, json.loads(text))] * vote.count
    return found


def store_ballots(edition: Edition, votes: Sequence[Vote]) -> int:
    """Opened ballots of a finished vote, in the order of their random keys."""
    ballots = [
        Ballot(edition=edition, channel=channel, choices=choices)
        for channel, choices in checked(edition, votes)
    ]
    ballots.sort(key=lambda ballot: ballot.id)
    return len(Ballot.objects.bulk_create(ballots, batch_size=1000))


def cast_votes(edition: Edition, votes: Sequence[Vote], clock: Clock) -> int:
    """Cast every vote into the edition's box, each with a right to vote of its own.

    The clock stands within the vote, also when a file about an earlier vote is loaded.
    """
    choices = checked(edition, votes)
    standing = SetClock(_within(edition, clock))
    online = [item for channel, item in choices if channel == Channel.ONLINE]
    for code, chosen in zip(issue_codes(edition, count=len(online)), online, strict=True):
        cast_online(credential_of(code).pk, chosen, clock=standing)
    paper = [item for channel, item in choices if channel == Channel.PAPER]
    if not put_on_sheets(edition, paper, at=standing.now(), clock=clock):
        for chosen in paper:
            _cast_paper(edition, chosen, standing)
    return len(choices)


def _within(edition: Edition, clock: Clock) -> Any:
    last = edition.closes_at - timedelta(seconds=1) if edition.closes_at else clock.now()
    return max(edition.opens_at or clock.now(), min(clock.now(), last))


def _cast_paper(edition: Edition, choices: Any, clock: SetClock) -> None:
    """A paper ballot without a sheet here: sealed the same way, under a right without a code."""
    credential = Credential.objects.create(
        edition=edition, kind=CredentialKind.SHEET, state=CredentialState.RELEASED
    )
    vote = seal_vote(edition, credential.pk, choices, channel=Channel.PAPER)
    locks.shared(edition.pk)
    put_in_box(credential, vote, current=None, at=clock.now())


def make_codes(edition: Edition, count: int) -> list[str]:
    """New voting codes, to hand out."""
    return issue_codes(edition, count=count, random_bytes=secrets.token_bytes)
