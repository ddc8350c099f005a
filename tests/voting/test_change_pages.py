"""The pages of a change: asked for at the desk, decided by another, shown to everybody."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from budgeting.models import ChangeState, Council, Edition, Role, RuleChange, User
from tests import build
from tests.people import SignIn, person
from tests.voting.booth import Booth, close, code_for, open_now, text_of

pytestmark = pytest.mark.django_db
REASON = {"reason_nl": "Een fout in het bedrag.", "reason_fr": "Une erreur dans le montant."}


@pytest.fixture
def second(council: Council) -> User:
    return person(council, Role.OFFICER, "Omar")


@pytest.fixture
def edition(council: Council) -> Edition:
    return open_now(of=council, is_test=False)


def page_of(edition: Edition, rest: str = "", language: str = "en") -> str:
    return f"/{language}/desk/{edition.council.slug}/{edition.slug}/changes/{rest}"


def public(edition: Edition, rest: str = "", language: str = "nl") -> str:
    return text_of(Client().get(f"/{language}/c/{edition.council.slug}/{edition.slug}/{rest}"))


def accepted(edition: Edition, officer: User, second: User, what: str, **typed: Any) -> None:
    asked = SignIn(officer).post(page_of(edition, what), typed | REASON)
    assert asked.status_code == 302, text_of(asked)
    change = RuleChange.objects.get(state=ChangeState.PENDING)
    answer = SignIn(second).post(page_of(edition, f"{change.pk}/decide/"), {"answer": "accept"})
    assert answer.status_code == 302, text_of(answer)


def test_a_new_budget_shows_on_edition_rules_and_ballot_in_both_languages(
    edition: Edition, officer: User, second: User
) -> None:
    booth = Booth()
    booth.enter(code_for(edition))
    assert "Een fout in het bedrag." not in text_of(booth.page("ballot"))
    accepted(edition, officer, second, "new/budget/", budget_cents="350.000")
    digests = list(edition.rule_sets.order_by("version").values_list("digest", flat=True))
    for language, reason in (("nl", REASON["reason_nl"]), ("fr", REASON["reason_fr"])):
        assert reason in public(edition, language=language)
        assert digests[1] in public(edition, language=language)
        rules = public(edition, "rules/", language)
        assert all(text in rules for text in REASON.values())
        assert digests[1] in rules
        assert re.search("(Versie|Version) 2, (van|du) ", rules)
        assert re.search("(voor het eerst vastgelegd op|première fois le) ", rules)
        assert digests[0] in public(edition, "rules/?version=1", language)
        ballot = booth.client.get(f"/{language}/vote/ballot/")
        assert reason in text_of(ballot)
    assert "350.000" in public(edition, "rules/")
    assert "300.000" in public(edition, "rules/")


def test_a_longer_vote_shows_its_new_close_to_who_votes(
    edition: Edition, officer: User, second: User
) -> None:
    later = timezone.localtime(timezone.now() + timedelta(days=8)).replace(hour=20, minute=30)
    booth = Booth()
    booth.enter(code_for(edition))
    accepted(
        edition,
        officer,
        second,
        "new/calendar/",
        closes_at=later.strftime("%Y-%m-%dT%H:%M"),
        # The form shows no seconds: what stays as it is to the minute is no change.
        paper_intake_until=timezone.localtime(edition.paper_intake_until).strftime(
            "%Y-%m-%dT%H:%M"
        ),
    )
    assert "20:30" in text_of(booth.page("ballot"))
    assert list(RuleChange.objects.get().changes["calendar"]) == ["closes_at"]


def test_a_project_is_corrected_on_the_list_and_the_ballot(
    edition: Edition, officer: User, second: User
) -> None:
    project = edition.ballot_projects.get(number=2)
    texts = {
        f"{name}_{language}": getattr(project, f"{name}_{language}")
        for name in ("title", "summary", "place", "realised_by")
        for language in ("nl", "fr")
    }
    typed = texts | {"title_nl": "Beter verwoord", "cost_cents": "90.000"}
    accepted(edition, officer, second, "project/2/", **typed)
    booth = Booth()
    booth.enter(code_for(edition))
    assert "Beter verwoord" in text_of(booth.page("ballot"))
    changes = RuleChange.objects.get().changes
    assert changes == {
        "projects": {"2": {"title": {"nl": "Beter verwoord"}, "cost_cents": 9_000_000}}
    }


def test_whoever_asked_sees_no_button_to_accept(edition: Edition, officer: User) -> None:
    client = SignIn(officer)
    client.post(page_of(edition, "new/budget/"), {"budget_cents": "350.000"} | REASON)
    page = text_of(client.get(page_of(edition)))
    assert 'value="withdraw"' in page
    assert 'value="accept"' not in page
    assert "no other officer" in page
    change = RuleChange.objects.get()
    refused = client.post(page_of(edition, f"{change.pk}/decide/"), {"answer": "accept"})
    assert refused.status_code == 400
    assert edition.rule_sets.count() == 1


def test_a_mistake_stays_in_the_form_with_what_was_typed(edition: Edition, officer: User) -> None:
    client = SignIn(officer)
    same = client.post(page_of(edition, "new/budget/"), {"budget_cents": "300000"} | REASON)
    assert same.status_code == 200
    assert "Nothing would change" in text_of(same)
    assert REASON["reason_fr"] in text_of(same)
    without = client.post(page_of(edition, "new/budget/"), {"budget_cents": "350000"})
    assert without.status_code == 200
    assert "350000" in text_of(without)
    assert not RuleChange.objects.exists()


def test_after_the_close_only_dates_are_offered(
    council: Council, officer: User, second: User
) -> None:
    edition = open_now(of=council)
    client = SignIn(officer)
    client.post(page_of(edition, "new/budget/"), {"budget_cents": "350.000"} | REASON)
    close(edition)
    page = text_of(SignIn(second).get(page_of(edition)))
    assert "cannot be accepted any more" in page
    assert 'value="accept"' not in page
    assert 'value="decline"' in page
    assert client.get(page_of(edition, "new/budget/")).status_code == 400
    assert client.get(page_of(edition, "project/1/")).status_code == 400
    assert client.get(page_of(edition, "new/calendar/")).status_code == 200


def test_before_the_vote_the_page_leads_to_the_settings(council: Council, officer: User) -> None:
    draft = build.edition(council)
    client = SignIn(officer)
    assert "settings" in text_of(client.get(page_of(draft)))
    assert client.get(page_of(draft, "new/budget/")).status_code == 400


def test_only_officers_ask_and_decide_and_observers_look(
    edition: Edition, officer: User, facilitator: User, stranger: User, council: Council
) -> None:
    observer = person(council, Role.OBSERVER, "Oona")
    SignIn(officer).post(page_of(edition, "new/budget/"), {"budget_cents": "350.000"} | REASON)
    change = RuleChange.objects.get()
    page = text_of(SignIn(observer).get(page_of(edition)))
    assert REASON["reason_nl"] in page
    assert "<button" not in page.split("<main")[1]
    for somebody in (facilitator, stranger):
        assert SignIn(somebody).get(page_of(edition)).status_code == 403
    for somebody in (observer, facilitator, stranger):
        client = SignIn(somebody)
        assert client.get(page_of(edition, "new/budget/")).status_code == 403
        assert client.get(page_of(edition, "project/1/")).status_code == 403
        decided = client.post(page_of(edition, f"{change.pk}/decide/"), {"answer": "accept"})
        assert decided.status_code == 403
    assert SignIn(officer).get(page_of(edition, "new/rule/")).status_code == 404


def test_the_printing_page_says_that_earlier_sheets_stay_valid(
    edition: Edition, officer: User, second: User, facilitator: User
) -> None:
    address = f"/en/desk/{edition.council.slug}/{edition.slug}/printing/"
    assert "printed before" not in text_of(SignIn(facilitator).get(address))
    accepted(edition, officer, second, "new/budget/", budget_cents="350.000")
    assert "printed before" in text_of(SignIn(facilitator).get(address))
