"""The Method of Equal Shares at one share after another, exact and quick.

Rule: Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive
Utilities" (arXiv 2008.13276): take the project of least rho, where each supporter pays the lesser
of its purse and rho x worth, until no project can be paid. rho never falls during a run, so what is
known of it bounds it from below, and a round looks only at those whose bound is below the best.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heapify, heappop, heappush

from tallying.engine.bounded_purses import BoundedPurses
from tallying.engine.election import Choices
from tallying.engine.exact_prices import Exact
from tallying.engine.offers import Offer
from tallying.engine.prospects import Passing, Prospect, Supporters
from tallying.engine.spans import Spans
from tallying.engine.supports import Backers
from tallying.engine.ties import TieOrder

# Whether a project would break a limit beside those selected.
Blocks = Callable[[str, Sequence[str]], bool]
# How many runs are kept for other rules of the same election: memory has an end.
MOST_KNOWN = 20_000


@dataclass(frozen=True)
class Met:
    """A tie: the round (from 0) it was met in, the projects of equal rho by id, and the chosen."""

    step: int
    between: tuple[str, ...]
    chosen: str


@dataclass(frozen=True)
class Run:
    """Projects in order of selection at one share, their cost, and the ties met on the way."""

    selected: tuple[str, ...]
    cost: int
    ties: tuple[Met, ...] = ()


@dataclass
class _State:
    """One run under way. `waiting`: a heap of (what rho is at least, place)."""

    purses: BoundedPurses
    waiting: list[tuple[float, int]]
    selected: list[str] = field(default_factory=list)
    ties: list[Met] = field(default_factory=list)


class EqualShares:
    """Runs the method among `candidates` (all with a cost and a supporter) at any share.

    `choices` are the ballots of their election; `free` was selected before.
    """

    def __init__(
        self,
        candidates: Sequence[Backers],
        choices: Choices,
        order: TieOrder,
        blocks: Blocks | None = None,
        free: tuple[str, ...] = (),
    ) -> None:
        self._candidates = sorted(candidates, key=lambda item: order.place(item.id))
        self._choices, self._order = choices, order
        self._blocks, self._free = blocks, free
        self._weights = [item.weight() for item in self._candidates]
        self._supporters = [int(item.supporters) for item in self._candidates]
        self._known: dict[Exact, Run] = {}

    def run(self, share: Exact, first: tuple[str, ...] = ()) -> Run:
        """The result when every ballot starts with `share` (an exact fraction, smallest units).

        `first` are projects to take in any case, in that order, each of which must be affordable
        then; ties before and at the last of them are not told.
        """
        if not first and share in self._known:
            return self._known[share]
        state = self._start(share)
        for item in first:
            self._force(state, item)
        while tied := self._cheapest(state):
            self._take(state, tied)
        run = self._result(state)
        if not first and len(self._known) < MOST_KNOWN:
            self._known[share] = run
        return run

    def run_or_pass(self, share: Exact, passing: Passing) -> Run | None:
        """The same; None as soon as this share surely neither overspends nor stops a completion."""
        if share in self._known:
            return self._known[share]
        state, prospect = self._start(share), Prospect(self._supporting, passing, float(share))
        while True:
            prospect.look(len(state.selected), state.purses.amount, state.purses.error)
            if prospect.passed(len(state.selected)):
                return None
            tied = self._cheapest(state)
            if not tied:
                break
            self._take(state, tied)
            prospect.select(tied[0].place)
        self._known[share] = run = self._result(state)
        return run

    def _result(self, state: _State) -> Run:
        cost = {item.id: item.cost for item in self._candidates}
        total = sum(cost[item] for item in state.selected)
        return Run(tuple(state.selected), total, tuple(state.ties))

    @cached_property
    def _supporting(self) -> Supporters:
        return Supporters(self._candidates, self._choices.sizes)

    def spans(self, passing: Passing) -> Spans:
        """Spans of shares of the same candidates."""
        return Spans(self._supporting, passing)

    def independent(self, tied: Sequence[str]) -> bool:
        """Whether no ballot supports two of these projects of equal rho.

        Then taking one changes no price of the others, prices never fall, and so all of them are
        taken, one after the other, in any order, and leave every purse the same. Limits may bar
        that.
        """
        if self._blocks:
            return False
        names = set(tied)
        groups = [set(item.groups.tolist()) for item in self._candidates if item.id in names]
        return sum(map(len, groups)) == len(set().union(*groups))

    def alike(self, tied: Sequence[str]) -> bool:
        """Whether these cost the same and every ballot values them the same, without a limit."""
        names = set(tied)
        first, *others = (item for item in self._candidates if item.id in names)
        return not self._blocks and all(first.like(item) for item in others)

    def _start(self, share: Exact) -> _State:
        """Leaves out what could not be paid if every supporter gave all it has."""
        waiting = []
        for place, item in enumerate(self._candidates):
            if share * self._supporters[place] >= item.cost:
                rho = item.cost / self._weights[place] / item.worth
                waiting.append((rho * (1 - 2.0**-49), place))
        heapify(waiting)
        return _State(BoundedPurses(share, self._choices, self._candidates), waiting)

    def _force(self, state: _State, wanted: str) -> None:
        for low, place in state.waiting:
            if self._candidates[place].id == wanted:
                offer = state.purses.offer(place, low)
                if offer is None or not state.purses.confirm(offer):
                    break
                state.waiting.remove((low, place))
                heapify(state.waiting)
                self._select(state, offer)
                return
        message = f"{wanted} cannot be paid here"
        raise ValueError(message)

    def _cheapest(self, state: _State) -> list[Offer]:
        """The offers of least rho, one or several that are exactly equal; none at the end."""
        fresh: list[Offer] = []
        while True:
            high = min((offer.high for offer in fresh), default=float("inf"))
            while state.waiting and state.waiting[0][0] <= high:
                offer = self._next_offer(state, high)
                if offer:
                    fresh.append(offer)
                    high = min(high, offer.high)
            if not fresh:
                return []
            best = min(fresh, key=lambda offer: offer.high)
            if best.sure:
                break
            if not state.purses.confirm(best):
                fresh.remove(best)
        close = [offer for offer in fresh if offer.low <= best.high]
        tied = self._equal(state, close) if len(close) > 1 else close
        for offer in fresh:
            if offer not in tied:
                heappush(state.waiting, (offer.low, offer.place))
        return tied

    def _next_offer(self, state: _State, high: float) -> Offer | None:
        """The offer of whoever is next, unless it certainly has a rho above `high`."""
        low, place = heappop(state.waiting)
        blocks, item = self._blocks, self._candidates[place].id
        if blocks and blocks(item, (*self._free, *state.selected)):
            return None
        offer = state.purses.offer(place, low, high)
        if offer and offer.low > high:
            heappush(state.waiting, (offer.low, place))
            return None
        return offer

    def _equal(self, state: _State, close: list[Offer]) -> list[Offer]:
        """Those of exactly the least rho, in the order of ties."""
        able = [offer for offer in close if state.purses.confirm(offer)]
        rho = [state.purses.exactly(offer) for offer in able]
        least = min(rho)
        found = [offer for offer, value in zip(able, rho, strict=True) if value == least]
        return sorted(found, key=lambda offer: offer.place)

    def _take(self, state: _State, tied: list[Offer]) -> None:
        """Select the first of the offers of least rho; the others wait."""
        if len(tied) > 1:
            names = tuple(sorted(offer.backers.id for offer in tied))
            state.ties.append(Met(len(state.selected), names, tied[0].backers.id))
        for offer in tied[1:]:
            heappush(state.waiting, (offer.low, offer.place))
        self._select(state, tied[0])

    def _select(self, state: _State, offer: Offer) -> None:
        state.purses.pay(offer)
        state.selected.append(offer.backers.id)
