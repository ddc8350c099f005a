"""The settings of an edition: blocks that say what is missing, forms, and who may open them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Need, Record, User
from budgeting.phases import Phase
from budgeting.services.edition_settings import blocks_of, change
from tallying.engine.rule import Rule
from tests import build
from tests.budgeting import pages
from tests.people import SignIn

pytestmark = pytest.mark.django_db

HUB = "/nl/desk/demo-laken/2026/settings/"
PAGES = ("texts", "money", "voters", "calendar", "subjects", "ballot")
MISTAKE = "out_of_order"


@pytest.fixture
def draft(council: Council) -> Edition:
    """A draft whose dates are all to come."""
    now = DATABASE_CLOCK.now().replace(second=0, microsecond=0)
    days = {
        "call_opens_at": 10,
        "call_closes_at": 40,
        "ballot_published_at": 60,
        "opens_at": 70,
        "closes_at": 90,
        "paper_intake_until": 92,
        "objections_until": 110,
    }
    moments: dict[str, Any] = {name: now + timedelta(days=many) for name, many in days.items()}
    made = build.edition(
        council,
        **moments,
        decision_on=timezone.localdate(now) + timedelta(days=150),
        influence_nl="U beslist mee.",
        influence_fr="Vous décidez.",
        decides_last_nl="De gemeenteraad.",
        decides_last_fr="Le conseil communal.",
        out_of_scope_nl="Lonen.",
        out_of_scope_fr="Les salaires.",
        rule=Rule.from_json(build.MES).to_json(),
        shadow_rules=[Rule.from_json(build.GREEDY).to_json()],
    )
    build.theme(made)
    return made


def typed(days: float) -> str:
    """A moment so many days from now, as the browser sends it."""
    moment = timezone.localtime(DATABASE_CLOCK.now() + timedelta(days=days))
    return moment.replace(hour=12).strftime("%Y-%m-%dT%H:%M")


def codes(answer: Any, field: str) -> list[str]:
    return [error.code for error in answer.context["form"].errors.as_data().get(field, [])]


def missing(edition: Edition) -> dict[str, int]:
    return {block.code: len(block.missing) for block in blocks_of(edition) if block.missing}


def test_each_block_says_what_it_lacks(draft: Edition) -> None:
    assert missing(draft) == {}
    draft.intro_nl, draft.decides_last_fr, draft.budget_cents = "Nieuw", "", 0
    draft.verification, draft.opens_at, draft.closes_at = [], None, None
    draft.save()
    Need.objects.create(edition=draft, code="shade", title_nl="Schaduw", title_fr="")
    draft.refresh_from_db()
    found = missing(draft)
    assert found == {"texts": 1, "money": 1, "voters": 2, "calendar": 2, "subjects": 1}


def test_a_text_that_no_longer_follows_is_told(draft: Edition, officer: User) -> None:
    pages.change(SignIn(officer), f"{HUB}texts/", title_nl="Een nieuwe titel")
    draft.refresh_from_db()
    assert missing(draft) == {"texts": 1}
    form = SignIn(officer).get(f"{HUB}texts/").context["form"]
    assert form["title_fr"].help_text
    assert not form["title_nl"].help_text


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_sent_back_untouched_changes_nothing(
    draft: Edition, officer: User, name: str
) -> None:
    build.proposal(draft)
    columns = [field.attname for field in Edition._meta.concrete_fields if field.name != "version"]
    before = Edition.objects.values(*columns).get(pk=draft.pk)
    client = SignIn(officer)
    extra: dict[str, Any] = {}
    if name == "subjects":
        form = client.get(f"{HUB}{name}/").context["form"]
        for rows in form.lists:
            extra |= {bound.html_name: bound.value() for bound in rows.management_form}
    answer = pages.change(client, f"{HUB}{name}/", **extra)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Edition.objects.values(*columns).get(pk=draft.pk) == before
    assert [theme.code for theme in draft.themes.all()] == ["green"]


def test_money_is_read_as_people_write_it(draft: Edition, officer: User) -> None:
    amounts = {"budget_cents": "€ 1.250,50", "grant_cap_cents": "1 000", "group_size": "5"}
    answer = pages.change(
        SignIn(officer), f"{HUB}money/", investment_cap_cents="100.000", **amounts
    )
    assert answer.status_code == 302
    draft.refresh_from_db()
    found = (draft.budget_cents, draft.grant_cap_cents, draft.investment_cap_cents)
    assert found == (125_050, 100_000, 10_000_000)
    assert draft.group_size == 5
    line = Record.objects.get(event="edition_settings")
    assert line.data["block"] == "money"
    assert "budget_cents" in line.data["fields"]


def test_who_may_vote_and_what_it_decides(draft: Edition, officer: User) -> None:
    answers = {"residence": "city", "verification": ["desk", "eid"], "influence_level": "consult"}
    pages.change(SignIn(officer), f"{HUB}voters/", min_age="18", **answers)
    draft.refresh_from_db()
    assert (draft.residence, draft.verification, draft.min_age) == ("city", ["desk", "eid"], 18)
    public = SignIn(officer).get("/nl/c/demo-laken/2026/").content.decode()
    assert "Bewoners van de Stad Brussel, vanaf 18 jaar" in public
    assert "Wie als laatste beslist: de gemeenteraad." in public


def test_each_mistake_of_the_calendar_stands_beside_its_date(draft: Edition, officer: User) -> None:
    answer = pages.change(SignIn(officer), f"{HUB}calendar/", closes_at=typed(65))
    assert answer.status_code == 200
    assert codes(answer, "closes_at") == [MISTAKE]
    assert codes(answer, "opens_at") == []
    answer = pages.change(SignIn(officer), f"{HUB}calendar/", opens_at=typed(95))
    assert codes(answer, "opens_at") == [MISTAKE]
    sentence = answer.context["form"].errors["opens_at"][0]
    assert sentence.count("202") == 2  # both dates are in it


def test_an_hour_that_does_not_exist_is_refused_in_words(draft: Edition, officer: User) -> None:
    for hour, code in (("2027-03-28T02:30", "gap"), ("2026-10-25T02:30", "overlap")):
        answer = pages.change(SignIn(officer), f"{HUB}calendar/", opens_at=hour)
        assert codes(answer, "opens_at") == [code]
    answer = pages.change(SignIn(officer), f"{HUB}calendar/", opens_at="0001-01-01T00:00")
    assert codes(answer, "opens_at") == ["year"]


def test_an_open_call_is_made_longer_never_shorter(draft: Edition, officer: User) -> None:
    past = DATABASE_CLOCK.now() - timedelta(days=1)
    Edition.objects.filter(pk=draft.pk).update(phase=Phase.CALL, call_opens_at=past)
    answer = pages.change(SignIn(officer), f"{HUB}calendar/", call_closes_at=typed(30))
    assert codes(answer, "call_closes_at") == ["shortened"]
    answer = pages.change(
        SignIn(officer), f"{HUB}calendar/", call_closes_at=typed(45), call_opens_at=typed(2)
    )
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.call_opens_at == past  # what is past stays, whatever is sent
    assert draft.call_closes_at is not None
    assert (draft.call_closes_at - DATABASE_CLOCK.now()).days >= 44


def test_two_officers_at_one_block_lose_nothing(draft: Edition, officer: User) -> None:
    address = f"{HUB}money/"
    page = pages.sent_back(SignIn(officer).get(address).context["form"])
    SignIn(officer).post(address, page | {"grant_cap_cents": "9000"})
    second = SignIn(officer).post(address, page | {"budget_cents": "5000"})
    assert second.status_code == 200
    shown = second.context["form"]
    assert shown["grant_cap_cents"].value() == "9.000"
    assert shown["budget_cents"].value() == "5000"


def subjects(client: Client, **changes: Any) -> Any:
    form = client.get(f"{HUB}subjects/").context["form"]
    sent = pages.sent_back(form)
    for rows in form.lists:
        sent |= {bound.html_name: bound.value() for bound in rows.management_form}
    return client.post(f"{HUB}subjects/", sent | changes)


def test_themes_and_needs_are_added_changed_and_removed(draft: Edition, officer: User) -> None:
    client = SignIn(officer)
    added = {
        "themes-0-name_nl": "Groen en water",
        "themes-1-name_nl": "Groen",
        "themes-1-name_fr": "Vert",
        "needs-0-title_nl": "Meer schaduw",
        "needs-0-title_fr": "Plus d’ombre",
    }
    assert subjects(client, **added).status_code == 302
    assert [theme.code for theme in draft.themes.all()] == ["green", "groen"]
    need = draft.needs.get()
    assert need.code == "meer-schaduw"
    build.proposal(draft, need=need, theme=draft.themes.get(code="groen"))
    answer = subjects(client, **{"needs-0-DELETE": "on"})
    assert answer.status_code == 200
    assert draft.needs.count() == 1
    assert subjects(client, **{"themes-0-DELETE": "on"}).status_code == 302
    assert [theme.code for theme in draft.themes.all()] == ["groen"]


def test_a_theme_in_one_language_is_not_stored(draft: Edition, officer: User) -> None:
    answer = subjects(SignIn(officer), **{"themes-1-name_nl": "Groen"})
    assert answer.status_code == 200
    assert "themes-1-name_fr" in answer.content.decode()
    assert draft.themes.count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_the_start_of_the_vote_closes_every_block(
    council: Council, officer: User, name: str
) -> None:
    build.voting(council)
    client = SignIn(officer)
    assert client.get(f"{HUB}{name}/").headers["Location"] == HUB
    assert client.post(f"{HUB}{name}/", {}).status_code == 400
    page = client.get(HUB)
    assert page.status_code == 200
    assert f"{HUB}{name}/" not in page.content.decode()


def test_a_change_that_meets_the_start_of_the_vote_is_refused(
    council: Council, officer: User
) -> None:
    edition = build.voting(council)
    with pytest.raises(Refused) as refused:
        change(edition, lambda: True, block="money", changed=["budget_cents"], by=officer)
    assert refused.value.code == "rules_frozen"


def test_the_settings_are_for_officers_of_the_council(
    draft: Edition, facilitator: User, council_member: User, stranger: User, resident: Client
) -> None:
    for client in (*map(SignIn, (facilitator, council_member, stranger)), resident):
        for name in ("", *(f"{page}/" for page in PAGES)):
            assert client.get(HUB + name).status_code == 403
            assert client.post(HUB + name, {}).status_code in {403, 405}
