"""Every address of an edition, with every frozen value in the form: nothing of it is written."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from budgeting.digests import digest_of
from budgeting.models import Council, Edition, User
from budgeting.services.freezing import FROZEN
from tests import build
from tests.journeys.accessibility.addresses import all_addresses
from tests.people import SignIn, with_lock
from tests.voting.booth import open_now
from voting.services.frozen import frozen_document

pytestmark = pytest.mark.django_db

TYPED: dict[str, Any] = {
    **{f"title_{code}": "Iets anders" for code in ("nl", "fr", "en")},
    **{f"influence_{code}": "Iets anders" for code in ("nl", "fr")},
    **{f"decides_last_{code}": "Iets anders" for code in ("nl", "fr")},
    **{f"out_of_scope_{code}": "Iets anders" for code in ("nl", "fr")},
    **{f"name_{code}": "Iets anders" for code in ("nl", "fr")},
    **dict.fromkeys(("budget", "budget_cents", "budget_eur", "cost", "cost_cents"), "1"),
    **dict.fromkeys(("grant_cap_cents", "investment_cap_cents", "group_size"), "7"),
    "min_age": "99",
    "residence": "anywhere",
    "verification": ["eid"],
    "slug": "other",
    "influence_level": "inform",
    "publication": "totals",
    "paper_replaces_online": "",
    "kind": "knapsack",
    "min": "1",
    "max": "1",
    "rule_name": "greedy-votes",
    "currency": "USD",
    **dict.fromkeys(("opens_at", "closes_at", "paper_intake_until"), "2030-01-01T10:00"),
    **dict.fromkeys(("call_opens_at", "call_closes_at", "objections_until"), "2030-01-01T10:00"),
    **dict.fromkeys(("decision_on", "destruction_on"), "2031-01-01"),
    "to": "counting",
    "sure": "yes",
    "early": "yes",
    "seen": "1",
    "outcome": "kept",
    "reason_nl": "Omdat",
    "reason_fr": "Parce que",
    "phase": "draft",
    "is_test": "on",
}


def addresses(edition: Edition) -> Iterator[str]:
    """What can be reached with the names of the edition and a number, in this language."""
    names = (edition.council.slug, edition.slug)
    tries = (names, (*names, 1), (*names, "edition", edition.pk), (*names, "budget"))
    council = (names[0], "edition", edition.pk)
    for name in sorted(all_addresses()):
        for args in (*tries, council):
            try:
                yield reverse(name, args=args)
            except NoReverseMatch:
                continue


@pytest.fixture
def edition(council: Council) -> Edition:
    made = open_now(of=council, is_test=False)
    for number in (1, 2):
        build.proposal(made, number, outcome="kept")
    return made


def unchanged(edition: Edition) -> bool:
    stored = Edition.objects.get(pk=edition.pk)
    return digest_of(frozen_document(stored)) == stored.rule_sets.get().digest


def test_no_address_writes_what_is_frozen(edition: Edition, officer: User) -> None:
    client = SignIn(officer)
    tried = [address for address in addresses(edition) if "/logout" not in address]
    assert len(tried) > 40
    for address in tried:
        answer = client.post(address, TYPED)
        assert answer.status_code < 500, address
        assert unchanged(edition), address


def test_the_same_values_are_written_before_the_vote(council: Council, officer: User) -> None:
    draft, client = build.edition(council), SignIn(officer)
    before = Edition.objects.filter(pk=draft.pk).values(*FROZEN).get()
    written = set()
    for address in addresses(draft):
        draft.refresh_from_db()
        client.post(address, TYPED | {"seen": str(draft.version)})
        after = Edition.objects.filter(pk=draft.pk).values(*FROZEN).get()
        written |= {name for name in FROZEN if before[name] != after[name]}
    assert {"title_nl", "budget_cents", "min_age"} <= written


def test_the_administration_writes_nothing_that_is_frozen(edition: Edition) -> None:
    boss = with_lock(User.objects.create_superuser("boss@example.org"))
    client: Client = SignIn(boss)
    project = edition.ballot_projects.first()
    assert project is not None
    rules = edition.rule_sets.get()
    for row in (edition, project, rules, *edition.themes.all()):
        for action in ("change", "delete"):
            meta = row._meta
            try:
                address = reverse(
                    f"admin:{meta.app_label}_{meta.model_name}_{action}", args=[row.pk]
                )
            except NoReverseMatch:
                continue
            assert client.post(address, TYPED | {"post": "yes"}).status_code < 500, address
            assert unchanged(edition), address
