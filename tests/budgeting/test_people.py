"""The people of a council on its desk: who, which role, until when; and who may end what."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from budgeting.access import roles_of
from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Invitation, Membership, Record, Role, User
from budgeting.services.roles import end_now, set_last_day, usual_last_day
from budgeting.views import people
from tests import build
from tests.people import SignIn, person

pytestmark = pytest.mark.django_db
DESK = "/nl/desk/demo-laken"
ADDRESS = "nadia@example.org"


@pytest.fixture(autouse=True)
def _nobody_invited_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def answers(**changed: str) -> dict[str, str]:
    last_day = usual_last_day(timezone.localdate()).isoformat()
    return {
        "email": ADDRESS,
        "role": "facilitator",
        "ends_on": last_day,
        "language": "both",
    } | changed


def held(user: User) -> Membership:
    return Membership.objects.get(user=user)


def test_an_officer_invites_sends_again_and_withdraws(
    officer: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = SignIn(officer)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{DESK}/people/invite/", answers())
    assert answer.headers["Location"] == f"{DESK}/people/"
    assert ADDRESS in client.get(f"{DESK}/people/").content.decode()
    (invitation,) = Invitation.objects.all()
    before = invitation.token_digest
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{DESK}/invitations/{invitation.pk}/resend/")
    invitation.refresh_from_db()
    assert invitation.token_digest != before
    assert [one.to for one in mail.outbox] == [[ADDRESS], [ADDRESS]]
    client.post(f"{DESK}/invitations/{invitation.pk}/withdraw/")
    assert ADDRESS not in client.get(f"{DESK}/people/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "nadia"},
        {"role": "king"},
        {"ends_on": "2020-01-01"},
        {"ends_on": "2099-01-01"},
        {"ends_on": "31-31-2027"},
        {"language": "de"},
    ],
)
def test_a_mistake_stays_in_the_form_with_what_was_typed(
    officer: User, wrong: dict[str, str]
) -> None:
    answer = SignIn(officer).post(f"{DESK}/people/invite/", answers(**wrong))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == list(wrong)
    assert answer.context["form"]["role"].value() == wrong.get("role", "facilitator")
    assert not Invitation.objects.exists()


def test_a_mailbox_is_not_filled_with_invitations(officer: User) -> None:
    client = SignIn(officer)
    client.post(f"{DESK}/people/invite/", answers())
    number = Invitation.objects.get().pk
    resend = f"{DESK}/invitations/{number}/resend/"
    tries = [client.post(resend).status_code for _ in range(people.PER_ADDRESS)]
    assert tries == [302] * (people.PER_ADDRESS - 1) + [429]
    late = client.post(f"{DESK}/people/invite/", answers(role="observer"))
    assert late.status_code == 429
    assert ADDRESS in late.content.decode()


def test_the_page_shows_who_ends_soon_and_who_has_no_lock(
    council: Council, officer: User, facilitator: User
) -> None:
    Membership.objects.filter(user=facilitator).update(ends_on=timezone.localdate())
    bare = User.objects.create_user("bare@example.org")
    Membership.objects.create(
        user=bare, council=council, role=Role.TRUSTEE, starts_on=date(2020, 1, 1)
    )
    page = SignIn(officer).get(f"{DESK}/people/").content.decode()
    assert page.count("Loopt binnenkort af") == 1
    assert page.count("Nog geen tweede slot") == 1


def test_the_table_has_every_role_and_no_formula(council: Council, officer: User) -> None:
    person(council, Role.OBSERVER, "=1+1")
    text = SignIn(officer).get(f"{DESK}/people.csv").content.decode("utf-8-sig")
    assert text.splitlines()[0] == "name,email,role,starts_on,ends_on,second_lock"
    assert "Olga,olga@example.org,officer,2020-01-01,,yes" in text
    assert "'=1+1," in text


def test_a_role_is_prolonged_and_ended(officer: User, facilitator: User) -> None:
    client, role = SignIn(officer), held(facilitator)
    day = timezone.localdate() + timedelta(days=100)
    client.post(f"{DESK}/people/{role.pk}/", {"ends_on": day.isoformat()})
    assert held(facilitator).ends_on == day
    client.post(f"{DESK}/people/{role.pk}/", {"now": "yes"})
    assert SignIn(facilitator).get(f"{DESK}/").status_code == 403
    events = list(Record.objects.values_list("event", flat=True))
    assert events == ["role_changed", "role_ended"]


def test_the_last_officer_cannot_leave(council: Council, officer: User) -> None:
    client, role = SignIn(officer), held(officer)
    for data in ({"now": "yes"}, {"ends_on": timezone.localdate().isoformat()}):
        answer = client.post(f"{DESK}/people/{role.pk}/", data)
        assert answer.status_code == 200
        assert "Nodig eerst een andere medewerker uit" in answer.content.decode()
    assert held(officer).ends_on is None
    other = person(council, Role.OFFICER, "Otto")
    assert client.post(f"{DESK}/people/{role.pk}/", {"now": "yes"}).status_code == 302
    assert client.get(f"{DESK}/people/").status_code == 403
    with pytest.raises(Refused) as last:
        end_now(held(other), by=other)
    assert last.value.code == "last_officer"


def test_an_officer_of_later_or_of_elsewhere_does_not_replace_the_last_one(
    council: Council, officer: User, stranger: User
) -> None:
    later = person(council, Role.OFFICER, "Otto")
    Membership.objects.filter(user=later).update(starts_on=date(2026, 7, 1))
    clock = SetClock(build.NOW)
    for day in (date(2026, 5, 31), date(2026, 6, 29)):
        with pytest.raises(Refused):
            set_last_day(held(officer), day, by=officer, clock=clock)
    set_last_day(held(officer), date(2026, 6, 30), by=officer, clock=clock)


def test_what_is_over_takes_an_invitation(officer: User, facilitator: User) -> None:
    Membership.objects.filter(user=facilitator).update(ends_on=date(2021, 1, 1))
    with pytest.raises(Refused) as over:
        set_last_day(held(facilitator), date(2028, 1, 1), by=officer)
    assert over.value.code == "role_has_ended"


def test_a_role_of_another_council_is_out_of_reach(officer: User, stranger: User) -> None:
    client, role = SignIn(officer), held(stranger)
    assert client.post(f"{DESK}/people/{role.pk}/", {"now": "yes"}).status_code == 404
    assert client.post(f"/nl/desk/elsewhere/people/{role.pk}/").status_code == 403


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        (datetime(2026, 6, 29, 21, 59, 59, tzinfo=UTC), False),  # 23:59 in Brussels, the day before
        (datetime(2026, 6, 29, 22, 0, tzinfo=UTC), True),  # the first day begins
        (datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), True),  # the last second of the last day
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), False),
    ],
)
def test_a_role_begins_and_ends_at_midnight_in_brussels(
    council: Council,
    facilitator: User,
    monkeypatch: pytest.MonkeyPatch,
    moment: datetime,
    counts: bool,
) -> None:
    day = date(2026, 6, 30)
    Membership.objects.filter(user=facilitator).update(starts_on=day, ends_on=day)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert bool(roles_of(facilitator, council)) == counts


def test_the_account_page_says_what_one_may_do_and_until_when(
    officer: User, facilitator: User
) -> None:
    Membership.objects.filter(user=facilitator).update(ends_on=date(2099, 3, 1))
    page = SignIn(facilitator).get("/nl/account/2fa/").content.decode()
    assert "Wijkfacilitator" in page
    assert "1 maart 2099" in page
