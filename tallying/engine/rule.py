"""The rule of an edition: a small versioned document that says exactly how winners are chosen."""

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tallying.engine.amounts import is_plain
from tallying.engine.election import json_object
from tallying.engine.errors import EngineError
from tallying.engine.limits import Cap, read_caps, read_conflicts

RULES = ("greedy-votes", "greedy-votes-per-euro", "mes-cost", "mes-cardinality")
COMPLETIONS = ("none", "add1", "add1-exhaustive")
STARTS = ("exact", "floor")
THENS = ("none", "greedy-votes")
TIES = ("public", "lexico")
VERSION = 1
# Used in Świecie: a project needs votes / voters of at least its cost / (3 x budget).
USUAL_MIN_SHARE = 3
_CHOICES = {"rule": RULES, "completion": COMPLETIONS, "start": STARTS, "then": THENS, "ties": TIES}


@dataclass(frozen=True)
class Rule:
    """How winners are chosen.

    rule        greedy-votes: most votes first, skip what does not fit. greedy-votes-per-euro: most
                votes per unit of cost first. mes-cost, mes-cardinality: Method of Equal Shares
                (Peters, Pierczyński and Skowron 2021) where approving a project is worth its cost,
                or one. On ballots with points, the points are what a project is worth.
    completion  of Equal Shares. add1: raise every share by `step` until the next raise would
                overspend. add1-exhaustive: also stop once no supported project fits any more.
    start       first share: exact (budget / voters) or floor (that, down to whole units of the
                file).
    step        raise of the share, decimal text in the unit of the file.
    then        greedy-votes: spend what is left on the most voted projects that fit.
    ties        public: lowest cost, most votes, SHA-256(seed and id). lexico: ids as text.
    threshold   fewest votes a project needs; None for no threshold. Without one, a greedy rule may
                spend money that is left on a project nobody chose.
    no_skip     greedy stops at the first project that does not fit.
    min_share   a whole number k: a project needs votes / voters >= cost / (k x budget).
    comparison  keep the greedy-votes result if more voters prefer it than prefer Equal Shares.
    conflicts   sets of project ids of which at most one may win.
    caps        most that may go to the projects with one value in a column of the file.
                Both hold in every step: a project that would break one is passed over.
    """

    rule: str
    completion: str = "none"
    start: str = "exact"
    step: str = "1"
    then: str = "none"
    ties: str = "public"
    threshold: int | None = None
    no_skip: bool = False
    min_share: int | None = None
    comparison: bool = False
    conflicts: tuple[tuple[str, ...], ...] = ()
    caps: tuple[Cap, ...] = ()

    def __post_init__(self) -> None:
        for key, allowed in _CHOICES.items():
            if getattr(self, key) not in allowed:
                raise _bad(key, getattr(self, key), "one of " + ", ".join(allowed))
        for key in ("no_skip", "comparison"):
            if not isinstance(getattr(self, key), bool):
                raise _bad(key, getattr(self, key), "true or false")
        for key, least in (("threshold", 0), ("min_share", 1)):
            _check_whole(key, getattr(self, key), least)
        if self.step_size <= 0:
            raise _bad("step", self.step, "more than zero")
        if not self.is_mes and (self.completion, self.then, self.comparison) != (
            "none",
            "none",
            False,
        ):
            raise EngineError(
                "rule_options_clash",
                f"completion, then and comparison belong to Equal Shares, not to {self.rule}.",
            )

    @property
    def is_mes(self) -> bool:
        """Whether this is a Method of Equal Shares."""
        return self.rule.startswith("mes-")

    @property
    def step_size(self) -> Fraction:
        """The raise of the share, in units of the file."""
        if not isinstance(self.step, str) or not is_plain(self.step):
            raise _bad("step", self.step, "a number written as text, in digits and a point")
        return Fraction(self.step)

    def to_json(self) -> dict[str, Any]:
        """Every option, also those left at their default, and the version.

        Conflicts and caps are there only where a rule declares some: documents written before
        they were known stay the same.
        """
        document = {"version": VERSION, **dataclasses.asdict(self)}
        for key in ("conflicts", "caps"):
            if not document[key]:
                del document[key]
        if self.conflicts:
            document["conflicts"] = [list(ids) for ids in self.conflicts]
        if self.caps:
            document["caps"] = [cap.to_json() for cap in self.caps]
        return document

    @classmethod
    def from_json(cls, data: object) -> "Rule":
        """A rule from its document; options left out take their default.

        Raises EngineError `rule_not_an_object`, `rule_version_unknown`, `rule_key_unknown`,
        `rule_value_unknown` or `rule_options_clash`.
        """
        options = dict(json_object(data, "rule_not_an_object", "The rule"))
        version = options.pop("version", None)
        if type(version) is not int or version != VERSION:
            raise EngineError(
                "rule_version_unknown",
                f'This rule has version {version!r}; a rule says "version": {VERSION}.',
            )
        unknown = sorted(set(options) - {item.name for item in dataclasses.fields(cls)})
        if unknown:
            raise EngineError("rule_key_unknown", f"The rule has an unknown option “{unknown[0]}”.")
        if "rule" not in options:
            raise EngineError("rule_value_unknown", "The rule does not say which rule it is.")
        options["conflicts"] = read_conflicts(options.get("conflicts", []))
        options["caps"] = read_caps(options.get("caps", []))
        return cls(**options)


def _check_whole(key: str, value: object, least: int) -> None:
    if value is not None and (type(value) is not int or value < least):
        raise _bad(key, value, f"a whole number from {least}")


def _bad(key: str, value: object, wanted: str) -> EngineError:
    return EngineError("rule_value_unknown", f"{key} is {value!r}; it must be {wanted}.")
