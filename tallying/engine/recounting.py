"""Counts a published bundle again and says, result by result, whether it comes out the same."""

from dataclasses import dataclass
from typing import Any

from tallying.engine.bundle import Bundle
from tallying.engine.outcome import Outcome
from tallying.engine.reference import Reference


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


def recount(bundle: Bundle) -> list[Recounted]:
    """Every result of the bundle, counted again from its ballots, rules and seed alone."""
    reference = Reference(bundle.election)
    return [
        Recounted(reference.run(rule, bundle.seed), published)
        for rule, published in zip(bundle.rules, bundle.results, strict=True)
    ]
