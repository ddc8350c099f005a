"""The document that the published digest covers, read from the rows as they stand.

Version 2 of its form adds who may vote and how, with the digest of the boundary they live within,
groups and caps, the texts of the edition and the place of each project. Version 3 adds the theme of
each project: a rule may limit what goes to one. Version 4 adds the rules of paper. Documents of
earlier versions stay as they are under their digests: they are compared in their own form.
"""

from datetime import date, datetime
from typing import Any

from budgeting.digests import digest_of
from budgeting.models import Edition, Residence
from budgeting.phases import ORDER, Phase
from budgeting.services.freezing import DAYS, MOMENTS, TEXTS
from voting.models import BallotBox, PaperRules
from voting.services.ballot_list import projects_of

FORM = 4
SETTINGS = (
    *("budget_cents", "currency", "grant_cap_cents", "investment_cap_cents", "group_size"),
    *("ballot_format", "rule", "shadow_rules", "publication", "paper_replaces_online"),
    *("min_age", "residence", "verification", "influence_level"),
)
SINCE_2 = frozenset(
    {
        *("test", "texts", "residence", "verification", "boundary"),
        *("grant_cap_cents", "investment_cap_cents", "group_size"),
    }
)
SINCE = {2: SINCE_2, 4: frozenset({"paper"})}
# By form, what it knew first of each project.
OF_A_PROJECT_SINCE = {2: ("place",), 3: ("theme",)}


def frozen_document(edition: Edition, *, form: int = FORM) -> dict[str, Any]:
    """Rule, list, costs, format, who may vote, texts, calendar, publication and box as JSON.

    The same rows give the same document, and so the same digest, every time.
    """
    document = {
        "version": FORM,
        "edition": str(edition.uuid),
        "address": edition.address,
        "test": edition.is_test,
        **{name: getattr(edition, name) for name in SETTINGS},
        "boundary": _boundary(edition),
        "texts": {name: _languages(edition, name) for name in TEXTS},
        "calendar": {name: _written(getattr(edition, name)) for name in (*MOMENTS, *DAYS)},
        "paper": PaperRules.of(edition).frozen(),
        "box": _box(BallotBox.objects.get(edition=edition)),
        "projects": [project.frozen() for project in projects_of(edition)],
    }
    return document if form == FORM else _in_form(form, document)


def _in_form(form: int, document: dict[str, Any]) -> dict[str, Any]:
    """What an earlier form knew of it; the calendar of the first one was shorter, and is compared
    nowhere."""
    unknown = {key for since, keys in SINCE.items() if since > form for key in keys}
    later = {key for since, keys in OF_A_PROJECT_SINCE.items() if since > form for key in keys}
    projects = [
        {key: part for key, part in project.items() if key not in later}
        for project in document["projects"]
    ]
    kept = {key: part for key, part in document.items() if key not in unknown}
    return kept | {"version": form, "projects": projects}


def _boundary(edition: Edition) -> str | None:
    """The digest of the perimeter that one has to live within to vote; None without such a one.

    After the count the area may have another boundary: the document keeps that of the vote.
    """
    if ORDER.index(Phase(edition.phase)) > ORDER.index(Phase.COUNTING):
        last = edition.rule_sets.order_by("version").last()
        return last.document.get("boundary") if last else None
    area = edition.council.area
    if edition.residence != Residence.AREA or area is None or area.perimeter is None:
        return None
    return digest_of(area.perimeter)


def _languages(edition: Edition, name: str) -> dict[str, str]:
    return {language: getattr(edition, f"{name}_{language}") for language in ("nl", "fr")}


def _written(moment: datetime | date | None) -> str | None:
    return moment.isoformat() if moment else None


def _box(box: BallotBox) -> dict[str, Any]:
    return {
        "public_key": box.public_key,
        "threshold": box.threshold,
        "held_by_server": box.held_by_server,
        "share_digests": [trustee.share_digest for trustee in box.trustees.all()],
    }
