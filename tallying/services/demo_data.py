"""The data of the demo: five editions, people, voting codes and key shares, loaded once.

What a person needs to play along is kept in `demo.json` in the demo's folder, readable by its
owner only. Nothing in it belongs to a real vote.
"""

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Council, Edition, Role, User
from tallying.services.areas import FOLDER, load_areas
from tallying.services.demo_changes import ask_for_a_later_decision
from tallying.services.demo_council import complete_council
from tallying.services.demo_drafts import begin_an_edition
from tallying.services.demo_draw import draw_the_seats
from tallying.services.demo_evaluations import evaluate_the_first
from tallying.services.demo_overview import found_a_council, give_advice
from tallying.services.demo_paper import bring_paper
from tallying.services.demo_people import TRUSTEES, fill_seats, join, make_people
from tallying.services.demo_roles import date_roles
from tallying.services.demo_tables import leave_a_table
from tallying.services.demo_texts import change_some_texts
from tallying.services.document_reading import read_document
from tallying.services.importing import import_pabulib
from tallying.services.loading import Options, load_edition
from tallying.services.loading_council import council_of
from tallying.services.loading_votes import make_codes
from voting.models import Trustee

COUNCIL = "demo-laken"
VOTE = "2026"
REAL = ("wieliczka", "2023")
CODES = 10
THRESHOLD = 2
Say = Callable[[str], None]


def demo_file() -> Path:
    """Where links, codes and shares of the demo are kept."""
    return Path(settings.VAR_DIR) / "demo.json"


def read_demo() -> dict[str, Any]:
    """What the demo keeps: `people`, `codes`, `shares`; empty before the first run."""
    try:
        kept = json.loads(demo_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def load_demo(say: Say, base_url: str, clock: Clock = DATABASE_CLOCK) -> dict[str, Any]:
    """Load what is not there yet, each edition in a transaction of its own; answers `read_demo`.

    A run that was broken off goes on where it stopped. `base_url` is where the demo is served.
    """
    load_areas()
    kept = read_demo()
    if not Council.objects.filter(slug=COUNCIL).exists():
        _draw_before_all(clock)
    for slug in ("2025", VOTE, "2027"):
        if not Edition.objects.addressed(f"{COUNCIL}/{slug}").exists():
            say(f"Loading {COUNCIL}/{slug} …")
            with transaction.atomic():
                kept |= _load(slug, clock)
                _keep(kept)
    if not Edition.objects.addressed("/".join(REAL)).exists():
        say(f"Importing and counting {'/'.join(REAL)} (a real election, 6,586 votes) …")
        council, slug = REAL
        import_pabulib(FOLDER / "wieliczka-2023.pb", council=council, edition=slug, clock=clock)
    if "people" not in kept or not User.objects.filter(email="officer@example.org").exists():
        with transaction.atomic():
            kept["people"] = _people(clock)
            _keep(kept)
    _complete(clock, base_url)
    return kept


@transaction.atomic
def _draw_before_all(clock: Clock) -> None:
    """The lots were drawn long ago, so their lines come first: the trail is in order of time."""
    council = council_of(read_document(FOLDER / "laken-2025.json"), COUNCIL)
    today = timezone.localdate(clock.now())
    make_people(council, today)
    fill_seats(council, today)
    draw_the_seats(council, clock)


def _complete(clock: Clock, base_url: str) -> None:
    """What the councils have beyond their files, for a demo that was loaded before too."""
    change_some_texts(COUNCIL)
    evaluate_the_first(COUNCIL)
    complete_council(Council.objects.get(slug=COUNCIL), clock)
    draw_the_seats(Council.objects.get(slug=COUNCIL), clock)
    begin_an_edition(clock)
    call = Edition.objects.get(council__slug=COUNCIL, slug="2027")
    leave_a_table(call, clock)
    give_advice(call, clock)
    found_a_council(clock)
    in_vote = Edition.objects.get(council__slug=COUNCIL, slug=VOTE)
    ask_for_a_later_decision(in_vote, clock)
    bring_paper(in_vote, clock)
    date_roles(Council.objects.get(slug=COUNCIL), clock, base_url)


def _load(slug: str, clock: Clock) -> dict[str, Any]:
    """One edition of the demo council; the one in its vote also has codes and key shares."""
    in_vote = slug == VOTE
    names = [person.name for person in TRUSTEES] if in_vote else []
    loaded = load_edition(
        FOLDER / f"laken-{slug}.json",
        options=Options(trustees=names, threshold=THRESHOLD),
        clock=clock,
    )
    if not in_vote:
        return {}
    return {"codes": make_codes(loaded.edition, CODES), "shares": loaded.shares}


def _people(clock: Clock) -> dict[str, Any]:
    today = timezone.localdate(clock.now())
    council = Council.objects.get(slug=COUNCIL)
    people = make_people(council, today)
    fill_seats(council, today)
    join(Council.objects.get(slug=REAL[0]), "officer", Role.OFFICER, today)
    for index, person in enumerate(TRUSTEES, 1):
        user = User.objects.get(email=f"{person.key}@example.org")
        Trustee.objects.filter(box__edition__council__slug=COUNCIL, index=index).update(user=user)
    return people


def person_of(token: str) -> User | None:
    """The account that a sign-in link of the demo belongs to."""
    for entry in read_demo().get("people", {}).values():
        if secrets.compare_digest(entry["token"].encode(), token.encode()):
            return User.objects.filter(email=entry["email"], is_active=True).first()
    return None


def _keep(kept: dict[str, Any]) -> None:
    """Write the file anew, for its owner only."""
    path = demo_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(kept, file, ensure_ascii=False, indent=1)
    draft.replace(path)
