"""The council and the edition of an edition file, as rows."""

from typing import Any

from budgeting.errors import Refused
from budgeting.models import (
    Council,
    Edition,
    InfluenceLevel,
    Need,
    Publication,
    Residence,
    Theme,
    Venue,
    Verification,
)
from budgeting.phases import Phase
from tallying.engine.errors import EngineError
from tallying.engine.rule import Rule
from tallying.services.areas import area_named
from tallying.services.calendars import Calendar
from tallying.services.document import BadFile, Node, slug_of
from voting.codes import CodedError
from voting.formats import parse_format

APPROVAL = {"type": "approval", "min": 1, "max": None}
DEFAULT_RULE = {
    "version": 1,
    "rule": "mes-cost",
    "completion": "add1",
    "start": "exact",
    "step": "1",
    "then": "greedy-votes",
}
DEFAULT_SHADOW = {"version": 1, "rule": "greedy-votes"}
LEVELS = {"co-dec": "co_decide", "decide": "decide", "consult": "consult", "inform": "inform"}
# What a vote needs to say of itself, where a file says nothing about it.
USUAL = {
    "influence": {
        "nl": "Uw stemmen bepalen het voorstel van de wijkraad.",
        "fr": "Vos votes déterminent la proposition du conseil de quartier.",
    },
    "decides_last": {
        "nl": "De gemeenteraad van de Stad Brussel",
        "fr": "Le conseil communal de la Ville de Bruxelles",
    },
    "out_of_scope": {
        "nl": "Wat niet onder de bevoegdheid van de Stad valt.",
        "fr": "Ce qui ne relève pas des compétences de la Ville.",
    },
}
TITLES = {"nl": "Burgerbegroting", "fr": "Budget participatif", "en": "Participatory budget"}


def is_fictional(document: Node) -> bool:
    """A file that says so: `test: true`, or a notice with the word fictional."""
    notice = document.get("_notice").text()
    return document.get("edition").get("test").flag() or "fictional" in notice.lower()


def council_of(document: Node, slug: str) -> Council:
    """The council, made where it is not there yet, with the venues that are new."""
    node = document.get("council")
    slug = slug or node.needed("code").slug()
    names, texts = node.get("name").words(160), node.get("text").words()
    area = node.get("area_code")
    council, _ = Council.objects.get_or_create(
        slug=slug,
        defaults={
            "area": area_named(area.slug()) if area.is_set else None,
            **languages("name", {key: names[key] or _fallback(names, slug) for key in names}),
            **languages("text", texts),
            "contact_email": node.get("contact_email").text(longest=254),
            "drawn_members": node.get("drawn_members").whole(11, most=1000),
            "delegate_members": node.get("delegate_members").whole(6, most=1000),
            "fictional": is_fictional(document),
        },
    )
    for venue in node.get("venues").items():
        _venue(council, venue)
    return council


def _fallback(names: dict[str, str], slug: str) -> str:
    return next((name for name in names.values() if name), slug)


def languages(name: str, words: dict[str, str], *, without: tuple[str, ...] = ()) -> dict[str, str]:
    """`{"nl": …}` as fields: `{"title_nl": …}`."""
    return {f"{name}_{code}": text for code, text in words.items() if code not in without}


def _venue(council: Council, node: Node) -> None:
    names = node.needed("name").words(120)
    steps = node.get("step_free")
    Venue.objects.get_or_create(
        council=council,
        slug=node.needed("slug").slug(),
        defaults={
            **languages("name", {**names, **_filled(names)}),
            **languages("hours", node.get("hours").words(200), without=("en",)),
            "address": node.get("address").text(longest=200),
            "step_free": steps.flag() if steps.is_set else None,
            "lat": node.get("lat").degrees(90),
            "lon": node.get("lon").degrees(180),
        },
    )


def _filled(names: dict[str, str]) -> dict[str, str]:
    """Dutch and French, each standing in for the other where one is not given."""
    return {"nl": names["nl"] or names["fr"], "fr": names["fr"] or names["nl"]}


def edition_of(
    document: Node, council: Council, slug: str, calendar: Calendar, phase: Phase
) -> Edition:
    """A new edition with its themes; refuses `edition_exists`, `rule_not_known`, `bad_format`."""
    node = document.needed("edition")
    slug = slug or node.needed("code").slug()
    if Edition.objects.filter(council=council, slug=slug).exists():
        raise Refused("edition_exists", f"The edition {council.slug}/{slug} is already there.")
    edition = Edition.objects.create(
        council=council,
        slug=slug,
        phase=phase,
        is_test=is_fictional(document),
        **_texts(node, slug),
        **_settings(node),
        **calendar.fields(),
    )
    for code, words in document.get("themes").pairs():
        names = languages("name", words.words(80))
        Theme.objects.create(edition=edition, code=slug_of(code, words.path), **names)
    for code, need in document.get("needs").pairs():
        Need.objects.create(edition=edition, code=slug_of(code, need.path), **_need(need))
    return edition


def _need(node: Node) -> dict[str, str]:
    """A need: `{"title": {"nl": …}, "text": {"nl": …}}`."""
    titles = node.needed("title").words(120)
    return {
        **languages("title", {**titles, **_filled(titles)}),
        **languages("text", node.get("text").words(), without=("en",)),
    }


def _texts(node: Node, slug: str) -> dict[str, str]:
    return {
        **languages("title", _titles(node.get("title"), slug)),
        **languages("intro", node.get("intro").words()),
        **_usual(node, "influence"),
        **_usual(node, "decides_last", 200),
        **_usual(node, "out_of_scope"),
        "source": node.get("source").text(longest=300),
    }


def _usual(node: Node, name: str, longest: int = 10_000) -> dict[str, str]:
    found = node.get(name)
    words = found.words(longest)
    return languages(name, words if any(words.values()) else USUAL[name], without=("en",))


def _settings(node: Node) -> dict[str, Any]:
    """Money, who votes, ballot, rules and publication."""
    cap, investment = node.get("grant_cap_eur"), node.get("investment_cap_eur")
    ways = [way.one_of({w: w for w in Verification.values}) for way in
            node.get("verification").items()]  # fmt: skip
    return {
        "budget_cents": node.needed("budget_eur").cents(),
        "grant_cap_cents": cap.cents() if cap.is_set else 2_000_000,
        "investment_cap_cents": investment.cents() if investment.is_set else None,
        "group_size": node.get("group_size").whole(1, 1, 1000),
        "residence": node.get("residence").one_of({r: r for r in Residence.values}, "area"),
        "verification": ways or [Verification.LETTER, Verification.DESK],
        "min_age": node.get("min_age").whole(16, most=120),
        "influence_level": _level(node.get("influence_level")),
        "ballot_format": _format(node.get("ballot")),
        "rule": _rule(node.get("rule"), DEFAULT_RULE),
        "shadow_rules": _shadows(node.get("shadow_rules")),
        "tie_seed": node.get("tie_seed").text(longest=120),
        "publication": node.get("publication").one_of({p: p for p in Publication.values}, "full"),
    }


def _titles(node: Node, slug: str) -> dict[str, str]:
    words = node.words(160)
    return {key: words[key] or f"{TITLES[key]} {slug}" for key in words}


def _level(node: Node) -> str:
    """The influence level: its own word, or an English sentence that starts with it."""
    text = node.text("co_decide").lower().replace("_", "-")
    for start, level in LEVELS.items():
        if text.startswith(start):
            return level
    raise node.bad("not_known", f"start with one of {', '.join(InfluenceLevel.values)}.")


def _format(node: Node) -> dict[str, Any]:
    spec = node.value if node.is_set else APPROVAL
    for key, _ in node.pairs():
        node.get(key)
    try:
        return parse_format(spec).spec()
    except CodedError as error:
        raise node.bad("bad_format", f"this ballot format is not known {error.params}.") from None


def _rule(node: Node, default: dict[str, Any]) -> dict[str, Any]:
    for key, _ in node.pairs():
        node.get(key)
    try:
        return Rule.from_json(node.value if node.is_set else default).to_json()
    except EngineError as error:
        raise BadFile("rule_not_known", node.path, error.message) from None


def _shadows(node: Node) -> list[dict[str, Any]]:
    if not node.is_set:
        return [Rule.from_json(DEFAULT_SHADOW).to_json()]
    return [_rule(item, DEFAULT_SHADOW) for item in node.items()]
