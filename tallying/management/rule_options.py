"""A rule on the command line: one option for each part of it, or a rule document in a file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from tallying.engine import rule as rules
from tallying.engine.errors import EngineError
from tallying.engine.rule import Rule
from tallying.management.arguments import whole_number

CHOICES = (
    ("--completion", rules.COMPLETIONS, "how Equal Shares goes on"),
    ("--start", rules.STARTS, "the first share: budget / voters, or floored"),
    ("--then", rules.THENS, "what spends the rest after Equal Shares"),
    ("--ties", rules.TIES, "order of equal projects"),
)
PARTS = (
    "completion",
    "start",
    "step",
    "then",
    "ties",
    "threshold",
    "no_skip",
    "min_share",
    "comparison",
)
MOST_BYTES = 1 << 20


def add_rule_options(parser: CommandParser) -> None:
    """--rule with its parts, and --rule-file; parts that are not given take the rule's default."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--rule", choices=rules.RULES)
    which.add_argument(
        "--rule-file",
        metavar="RULE.json",
        type=Path,
        help="a rule as a JSON document, as published in a bundle; instead of --rule and its parts",
    )
    for name, choices, text in CHOICES:
        parser.add_argument(name, choices=choices, help=text)
    parser.add_argument("--step", help="raise of the share, in units of the file")
    parser.add_argument("--threshold", type=whole_number, help="fewest votes a project needs")
    parser.add_argument(
        "--no-skip", action="store_true", default=None, help="stop at the first misfit"
    )
    parser.add_argument(
        "--min-share",
        action="store_const",
        const=rules.USUAL_MIN_SHARE,
        help="a project needs votes/voters >= cost/(3 x budget)",
    )
    parser.add_argument(
        "--comparison",
        action="store_true",
        default=None,
        help="keep greedy-votes if more voters prefer it",
    )


def rule_from(options: dict[str, Any]) -> Rule:
    """The rule that the options of `add_rule_options` name.

    Raises EngineError `rule_options_clash` for parts beside a file, `rule_file_unreadable`,
    `rule_file_not_json` and the codes of Rule.
    """
    parts = {part: options[part] for part in PARTS if options.get(part) is not None}
    path = options.get("rule_file")
    if path is None:
        return Rule(options["rule"], **parts)
    if parts:
        name = "--" + next(iter(parts)).replace("_", "-")
        raise EngineError("rule_options_clash", f"--rule-file holds the whole rule; drop {name}.")
    document = _document(path)
    # The rule.json of a bundle holds the rule that decides, and more.
    inner = document.get("rule") if isinstance(document, dict) else None
    return Rule.from_json(inner if isinstance(inner, dict) else document)


def _document(path: Path) -> object:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        sentence = f"{path} cannot be read: {error.strerror}."
        raise EngineError("rule_file_unreadable", sentence) from error
    if len(data) > MOST_BYTES:
        raise EngineError("rule_file_unreadable", f"{path} is larger than 1 MB.")
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        sentence = f"{path} is not a JSON document."
        raise EngineError("rule_file_not_json", sentence) from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are there once: of two values one would be silently dropped."""
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise EngineError("rule_value_unknown", f"The rule has “{twice}” twice.")
    return found
