"""Counts a published bundle again and says, result by result, whether it comes out the same."""

from dataclasses import dataclass
from typing import Any

from tallying.engine.bundle import Bundle, open_bundle, parsed_bundle
from tallying.engine.counting import Count
from tallying.engine.discrepancies import (
    Discrepancy,
    of_digest,
    of_files,
    of_results,
    of_rules,
    of_transcript,
    of_withheld,
    of_zip,
)
from tallying.engine.errors import EngineError
from tallying.engine.outcome import Outcome
from tallying.engine.reference import Reference

OWN, PABUTOOLS = "own", "pabutools"


class NotCounted(EngineError):
    """A bundle that can be read but not counted; `code` and `message` are those of the count."""


@dataclass(frozen=True)
class Recounted:
    """A new outcome beside the published one."""

    outcome: Outcome
    published: dict[str, Any]

    @property
    def same_winners(self) -> bool:
        """Whether the same projects won, in whatever order they were published."""
        stated = self.published.get("selected")
        return isinstance(stated, list) and sorted(map(str, stated)) == sorted(
            self.outcome.selected
        )

    @property
    def same_digest(self) -> bool:
        """Whether the published digest is the one of this outcome."""
        return bool(self.published.get("digest") == self.outcome.digest)

    @property
    def same(self) -> bool:
        """Whether every part of the published result is as counted."""
        return self.published == self.outcome.to_json()

    def to_json(self) -> dict[str, Any]:
        """The comparison, with the new outcome."""
        return {
            "same": self.same,
            "same_winners": self.same_winners,
            "same_digest": self.same_digest,
            "published_digest": self.published.get("digest"),
            "outcome": self.outcome.to_json(),
        }


@dataclass(frozen=True)
class Examined:
    """A bundle that was looked through: what was counted, and every place that differs.

    `withheld`: it has no ballots, so nothing was counted. `refusal`: why it could not be read or
    counted, though some of its files were changed.
    """

    results: tuple[Recounted, ...]
    discrepancies: tuple[Discrepancy, ...]
    files_changed: bool
    withheld: bool = False
    refusal: EngineError | None = None

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.discrepancies and self.refusal is None

    def to_json(self) -> dict[str, Any]:
        """All of it, for programs."""
        return {
            "same": self.same,
            "withheld": self.withheld,
            "results": [item.to_json() for item in self.results],
            "differences": [item.to_json() for item in self.discrepancies],
        }


def recount(bundle: Bundle, engine: str = OWN) -> list[Recounted]:
    """Every result of the bundle, counted again from its ballots, rules and seed alone.

    Raises NotCounted where the engine refuses.
    """
    try:
        counting = Count(bundle.election) if engine == OWN else Reference(bundle.election)
        return [
            Recounted(counting.run(rule, bundle.seed), published)
            for rule, published in zip(bundle.rules, bundle.results, strict=True)
        ]
    except EngineError as error:
        raise NotCounted(error.code, error.message, **error.details) from error


def examine(data: bytes, engine: str = OWN, digest: str = "") -> Examined:
    """Looks through a bundle: files, lines, results, rules and every step (steps by `own` only).

    Raises what `open_bundle` raises, and where no file was changed also what `parsed_bundle` and
    the count raise.
    """
    members = open_bundle(data)
    changed = of_files(members)
    try:
        bundle = parsed_bundle(members)
        found = [*changed, *of_zip(data, members), *of_rules(members, bundle)]
        found += of_digest(members, bundle, digest) if digest else []
        if bundle.withheld and not bundle.election.voters:
            found += of_withheld(bundle)
            return Examined((), tuple(found), bool(changed), withheld=True)
        results = recount(bundle, engine)
        outcomes = [item.outcome for item in results]
        found += of_results(bundle, outcomes)
        found += of_transcript(bundle, outcomes) if engine == OWN else []
        return Examined(tuple(results), tuple(found), bool(changed))
    except EngineError as error:
        if not changed:
            raise
        return Examined((), tuple(changed), files_changed=True, refusal=error)
