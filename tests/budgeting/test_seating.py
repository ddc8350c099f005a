"""Seats: who sits, who waits, who moves up, and what members declare."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from budgeting.errors import Refused
from budgeting.models import Council, InterestDeclaration, Record, Seat, User
from budgeting.services.seating import move_up
from tests.budgeting import pages
from tests.people import SignIn

pytestmark = pytest.mark.django_db

DESK = "/nl/desk/demo-laken/"
PAGE = "/nl/c/demo-laken/"
TERM = {"starts_on": date(2026, 1, 1), "ends_on": date(2035, 12, 31)}


def seat(council: Council, **fields: Any) -> Seat:
    return Seat.objects.create(council=council, **({"kind": "drawn"} | TERM | fields))


def sent(**changes: str) -> dict[str, str]:
    return {"kind": "drawn", "member_name": "Fatima", "starts_on": "2026-01-01",
            "ends_on": "2031-12-31"} | changes  # fmt: skip


def test_an_officer_adds_and_changes_a_seat(council: Council, officer: User) -> None:
    client = SignIn(officer)
    assert client.post(f"{DESK}seats/new/", sent(name_public="on")).status_code == 302
    made = Seat.objects.get()
    assert (made.member_name, made.name_public) == ("Fatima", True)
    address = f"{DESK}seats/{made.pk}/"
    changed = {"member_name": "Fatima B.", "name_public": None}
    assert pages.change(client, address, **changed).status_code == 302
    made.refresh_from_db()
    assert (made.member_name, made.name_public, made.version) == ("Fatima B.", False, 2)
    lines = Record.objects.values_list("event", "data")
    assert [event for event, _data in lines] == ["seat_added", "seat_changed"]
    assert "Fatima" not in str(list(lines))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "delegate"}, "association"),
        ({"kind": "king"}, "kind"),
        ({"ends_on": "2025-01-01"}, "ends_on"),
        ({"starts_on": "yesterday"}, "starts_on"),
    ],
)
def test_mistakes_stay_in_the_form_of_a_seat(
    council: Council, officer: User, changes: dict[str, str], field: str
) -> None:
    answer = SignIn(officer).post(f"{DESK}seats/new/", sent(**changes))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert answer.context["form"]["member_name"].value() == "Fatima"


def test_two_officers_at_one_seat(council: Council, officer: User) -> None:
    client = SignIn(officer)
    address = f"{DESK}seats/{seat(council, member_name='Fatima').pk}/"
    page = client.get(address).context["form"]
    hidden = {b.html_initial_name: str(b.value() or "") for b in page
              if b.field.show_hidden_initial}  # fmt: skip
    both = hidden | {"seen": "1"}
    assert client.post(address, both | sent(member_name="Karim")).status_code == 302
    answer = client.post(address, both | sent(candidate="k7"))
    assert answer.context["form"].has_error("__all__", "changed_meanwhile")
    assert answer.context["form"]["member_name"].value() == "Karim"
    assert answer.context["form"]["candidate"].value() == "k7"


def test_a_substitute_moves_up_when_a_seat_is_free(council: Council, officer: User) -> None:
    Council.objects.update(drawn_members=1)
    client = SignIn(officer)
    first = seat(council, member_name="Fatima")
    waiting = [seat(council, substitute=True, position=n, candidate=f"k{n}") for n in (1, 2)]
    up = f"{DESK}seats/{waiting[0].pk}/move-up/"
    assert client.post(up).status_code == 400
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = client.post(f"{DESK}seats/{first.pk}/end/", {"left_on": yesterday}, follow=True)
    assert "k1" in str([str(m) for m in answer.context["messages"]])
    assert client.post(up).status_code == 302
    waiting[0].refresh_from_db()
    assert (waiting[0].substitute, waiting[0].starts_on) == (False, timezone.localdate())
    assert client.post(up).status_code == 400
    events = list(Record.objects.values_list("event", flat=True))
    assert events == ["seat_ended", "substitute_moved_up"]


def test_a_substitute_who_left_takes_no_seat(council: Council, officer: User) -> None:
    Council.objects.update(drawn_members=1)
    yesterday = timezone.localdate() - timedelta(days=1)
    gone = seat(council, substitute=True, position=1, left_on=yesterday)
    with pytest.raises(Refused) as refused:
        move_up(gone, starts_on=timezone.localdate(), by=officer)
    assert refused.value.code == "has_left"
    gone.refresh_from_db()
    assert gone.substitute


def test_a_seat_cannot_end_before_it_started(council: Council, officer: User) -> None:
    address = f"{DESK}seats/{seat(council).pk}/end/"
    assert SignIn(officer).post(address, {"left_on": "2025-01-01"}).status_code == 400
    assert SignIn(officer).post(address, {"left_on": "never"}).status_code == 200
    assert Seat.objects.get().left_on is None


def test_the_desk_shows_seats_substitutes_former_and_coming_ones(
    council: Council, officer: User
) -> None:
    past, ahead = timezone.localdate() - timedelta(9), timezone.localdate() + timedelta(9)
    seat(council, member_name="Now")
    seat(council, member_name="Waits", substitute=True, position=1)
    seat(council, member_name="Was", ends_on=past)
    seat(council, member_name="Left", left_on=past)
    seat(council, member_name="Will", starts_on=ahead)
    now = SignIn(officer).get(f"{DESK}seats/").context["now"]
    named = {name: [s.member_name for s in getattr(now, name)]
             for name in ("drawn", "substitutes", "former", "coming")}  # fmt: skip
    assert named == {"drawn": ["Now"], "substitutes": ["Waits"], "former": ["Was", "Left"],
                     "coming": ["Will"]}  # fmt: skip


def test_all_seats_leave_as_a_table(council: Council, officer: User) -> None:
    seat(council, member_name="=Fatima", name_public=True)
    answer = SignIn(officer).get(f"{DESK}seats.csv")
    header, row = answer.content.decode("utf-8-sig").splitlines()
    assert header.split(",")[:3] == ["kind", "association", "substitute"]
    assert "'=Fatima" in row
    assert "2026-01-01" in row


def test_the_public_page_says_the_ratio_and_names_only_who_agreed(
    council: Council, resident: Client
) -> None:
    seat(council, member_name="Fatima Open", name_public=True)
    seat(council, member_name="Karim Closed")
    seat(council, member_name="Sub Stitute", name_public=True, substitute=True)
    seat(council, kind="delegate", association="Straatcomité")
    text = resident.get(PAGE).content.decode()
    assert "Fatima Open" in text
    assert "Straatcomité" in text
    assert "Karim Closed" not in text
    assert "Sub Stitute" not in text
    assert '<p class="figure-value">11</p>' in text


def test_seats_without_members_are_not_filled_yet(council: Council, resident: Client) -> None:
    text = resident.get(PAGE).content.decode()
    assert "zetels voor gelote bewoners, nog niet ingevuld" in text
    assert "zetels voor afgevaardigden van verenigingen en handelaars, nog niet ingevuld" in text
    seat(council, member_name="Fatima Open")
    text = resident.get(PAGE).content.decode()
    assert "zetels voor gelote bewoners" not in text
    assert "zetels voor afgevaardigden" in text


def test_a_member_declares_an_interest_that_everybody_reads(
    council: Council, council_member: User, resident: Client
) -> None:
    client = SignIn(council_member)
    assert client.get(f"{DESK}declarations/").status_code == 200
    mine = seat(council, user=council_member, member_name="Marie", name_public=True)
    theirs = seat(council, member_name="Karim")
    other = client.post(f"{DESK}declarations/", {"seat": theirs.pk, "text": "Not mine."})
    assert "seat" in other.context["form"].errors
    data = {"seat": str(mine.pk), "text": "Ik zit in het bestuur van de club."}
    assert client.post(f"{DESK}declarations/", data).status_code == 302
    text = resident.get(PAGE).content.decode()
    assert "Ik zit in het bestuur van de club." in text
    row = InterestDeclaration.objects.get()
    assert client.post(f"{DESK}declarations/{row.pk}/end/").status_code == 302
    assert "Ik zit in het bestuur" not in resident.get(PAGE).content.decode()
    lines = Record.objects.values_list("event", "actor", "data")
    assert [line[0] for line in lines] == ["interest_declared", "interest_ended"]
    assert all(actor == f"member:{council_member.pk}" for _event, actor, _data in lines)
    assert "bestuur" not in str([data for *_rest, data in lines])


def test_an_officer_notes_an_interest_for_a_member(
    council: Council, officer: User, council_member: User
) -> None:
    theirs = seat(council, member_name="Karim")
    client = SignIn(officer)
    data = {"seat": str(theirs.pk), "text": "Zijn zus werkt er."}
    assert client.post(f"{DESK}declarations/", data).status_code == 302
    row = InterestDeclaration.objects.get()
    assert SignIn(council_member).post(f"{DESK}declarations/{row.pk}/end/").status_code == 403
    assert client.post(f"{DESK}declarations/{row.pk}/end/").status_code == 302


def test_seats_belong_to_their_council(
    council: Council, stranger: User, council_member: User, facilitator: User
) -> None:
    theirs = seat(council)
    for person in (stranger, council_member, facilitator):
        client = SignIn(person)
        for address in ("seats/", "seats.csv", "seats/new/", f"seats/{theirs.pk}/"):
            assert client.get(DESK + address).status_code == 403
        for step in ("end", "move-up"):
            assert client.post(f"{DESK}seats/{theirs.pk}/{step}/").status_code == 403
    for person in (stranger, facilitator):
        assert SignIn(person).get(f"{DESK}declarations/").status_code == 403
