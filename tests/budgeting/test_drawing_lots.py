"""A draw at the desk: prepared, announced, drawn with a seed that comes later, seated, erased."""

import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from budgeting.clock import SetClock
from budgeting.forms.draws import SHOWN_FAULTS
from budgeting.models import Council, Record, Seat, SortitionDraw, User
from budgeting.services import drawing_lots
from budgeting.sortition import draw
from tests.budgeting.draws import SEED, announced, prepared
from tests.budgeting.lots import candidates
from tests.build import NOW
from tests.people import SignIn

pytestmark = pytest.mark.django_db

DESK = "/nl/desk/demo-laken/draws/"
PUBLIC = "/nl/c/demo-laken/draws/"


def table(rows: int = 120, header: str = "id;age;sex;area;name") -> SimpleUploadedFile:
    lines = [header] + [f"{c['id']};{c['age']};{c['sex']};{c['area']};Zoë {n}"
                        for n, c in enumerate(candidates(rows))]  # fmt: skip
    return SimpleUploadedFile("list.csv", "\n".join(lines).encode("windows-1252"))


def new_form(**changes: Any) -> dict[str, Any]:
    return {
        "table": table(), "columns": "age, sex, area", "seats": "11", "substitutes": "4",
        "algorithm": "random-priority", "seed_source_nl": "Lotto", "seed_source_fr": "Le Lotto",
        "seed_known_at": f"{timezone.localdate() + timedelta(days=9)}T12:00",
    } | changes  # fmt: skip


def page_of(client: Client, address: str) -> dict[str, str]:
    """What a browser sends back for the untouched form of a page."""
    sent = {}
    for bound in client.get(address).context["form"]:
        value = bound.value()
        if isinstance(value, datetime):
            value = value.strftime("%Y-%m-%dT%H:%M")
        sent[bound.html_name] = str(value)
        if bound.field.show_hidden_initial:
            sent[bound.html_initial_name] = str(value)
    return sent


def test_a_draw_is_prepared_from_a_list_and_announced(
    council: Council, officer: User, resident: Client, django_capture_on_commit_callbacks: Any
) -> None:
    client = SignIn(officer)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{DESK}new/", new_form())
    lots = SortitionDraw.objects.get()
    desk, public = f"{DESK}{lots.pk}/", f"{PUBLIC}{lots.pk}/"
    assert answer["Location"] == f"{desk}quotas/"
    assert "Zo" not in json.dumps(lots.candidates)
    assert set(lots.candidates[0]) == {"id", "age", "sex", "area"}
    assert lots.result["probabilities"]["draws"] > 0

    quotas = page_of(client, f"{desk}quotas/")
    assert client.post(f"{desk}quotas/", quotas)["Location"] == desk
    assert resident.get(public).status_code == 404
    assert client.post(f"{desk}announce/").status_code == 302

    page = resident.get(public).content.decode()
    assert lots.list_digest in page
    assert not any(row["id"] in page for row in lots.candidates)
    events = list(Record.objects.values_list("event", flat=True))
    assert events == ["draw_prepared", "draw_changed", "draw_announced"]


def test_an_announced_draw_is_drawn_seated_and_its_list_erased(
    council: Council, officer: User, resident: Client
) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    client, lots = SignIn(officer), announced(council, officer, seed_known_at=yesterday)
    desk = f"{DESK}{lots.pk}/"
    assert client.post(f"{desk}seed/", {"seed": SEED}).status_code == 302
    again = draw(drawing_lots.order_of(lots), SEED)
    page = resident.get(f"{PUBLIC}{lots.pk}/").content.decode()
    assert all(f"<code>{name}</code>" in page for name in [*again.seats, *again.substitutes])
    assert SEED in page

    term = {"starts_on": "2027-01-01", "ends_on": "2029-12-31"}
    for _twice in range(2):
        assert client.post(f"{desk}fill/", term).status_code == 302
    seats = Seat.objects.filter(draw=lots)
    assert [s.candidate for s in seats.filter(substitute=False)] == list(again.seats)
    assert [s.candidate for s in seats.filter(substitute=True)] == list(again.substitutes)
    assert client.post(f"{desk}erase/").status_code == 302
    lots.refresh_from_db()
    assert (lots.candidates, lots.list_digest) == ([], again.list_digest)
    assert client.get(desk).status_code == 200
    events = list(Record.objects.values_list("event", flat=True))
    assert events[1:] == ["lots_drawn", *["seats_filled"] * 2, "candidates_erased"]


def test_nothing_of_an_announced_draw_can_be_changed(council: Council, officer: User) -> None:
    client = SignIn(officer)
    lots = prepared(council)
    form = page_of(client, f"{DESK}{lots.pk}/quotas/")
    drawing_lots.announce(lots.pk, by=officer, clock=SetClock(NOW))
    assert client.post(f"{DESK}{lots.pk}/quotas/", form | {"seats": "12"}).status_code == 400
    lots.refresh_from_db()
    assert lots.seats == 11


def test_impossible_quotas_stay_in_the_form_with_ways_out(council: Council, officer: User) -> None:
    client = SignIn(officer)
    lots = prepared(council)
    address = f"{DESK}{lots.pk}/quotas/"
    form = page_of(client, address)
    answer = client.post(address, form | {"least_2_0": "6", "least_2_1": "6", "most_2_0": "7",
                                          "most_2_1": "7"})  # fmt: skip
    assert answer.status_code == 200
    text = answer.content.decode()
    assert answer.context["form"].has_error("__all__", "infeasible")
    assert answer.context["form"].ways
    assert answer.context["form"].ways[0].replace("“", "&ldquo;") in text or all(
        way in text for way in answer.context["form"].ways
    )
    assert 'value="6"' in text
    lots.refresh_from_db()
    assert lots.quotas["sex"]["f"][0] != 6


def test_two_officers_at_the_quotas_lose_nothing(council: Council, officer: User) -> None:
    client = SignIn(officer)
    address = f"{DESK}{prepared(council).pk}/quotas/"
    first, second = page_of(client, address), page_of(client, address)
    assert client.post(address, first | {"substitutes": "5"}).status_code == 302
    answer = client.post(address, second | {"most_0_0": "9"})
    assert answer.context["form"].has_error("__all__", "changed_meanwhile")
    assert answer.context["form"]["substitutes"].value() == "5"
    assert answer.context["form"]["most_0_0"].value() == "9"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"table": ""}, "table"),
        ({"table": SimpleUploadedFile("a.csv", b"id;age\nk1;young\nk1;\n;old\n"),
          "columns": "age"}, "table"),
        ({"columns": "age, shoe size"}, "table"),
        ({"columns": "id"}, "columns"),
        ({"columns": "name"}, "columns"),
        ({"columns": " , "}, "columns"),
        ({"seats": "0"}, "seats"),
        ({"seed_source_fr": ""}, "seed_source_fr"),
        ({"algorithm": "coin"}, "algorithm"),
    ],
)  # fmt: skip
def test_mistakes_stay_in_the_form(
    council: Council, officer: User, changes: dict[str, Any], field: str
) -> None:
    given = {name: value for name, value in new_form(**changes).items() if value != ""}
    file = given.get("table")
    if isinstance(file, SimpleUploadedFile):
        file.seek(0)
    answer = SignIn(officer).post(f"{DESK}new/", given)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not SortitionDraw.objects.exists()


def test_every_mistake_in_the_list_is_shown_with_its_row(council: Council, officer: User) -> None:
    rows = io.BytesIO(b"id,age\nk1,young\nk1,old\n,old\nk4,\n").getvalue()
    given = new_form(table=SimpleUploadedFile("a.csv", rows), columns="age")
    answer = SignIn(officer).post(f"{DESK}new/", given)
    assert [row for row, _column, _text in answer.context["form"].faults] == [3, 4, 5]


def test_a_list_that_would_keep_the_page_busy_is_cut_short(council: Council, officer: User) -> None:
    client = SignIn(officer)
    faulty = SimpleUploadedFile("a.csv", b"id,age\n" + b",\n1,\n" * 5000)
    form = client.post(f"{DESK}new/", new_form(table=faulty, columns="age")).context["form"]
    assert len(form.faults) == SHOWN_FAULTS + 1
    large = SimpleUploadedFile("a.csv", b"id,age\n" + b"1,x\n" * 1_400_000)
    form = client.post(f"{DESK}new/", new_form(table=large, columns="age")).context["form"]
    assert form.has_error("table", "too_large")


def test_a_draw_belongs_to_its_council(
    council: Council, officer: User, stranger: User, council_member: User, facilitator: User
) -> None:
    lots = announced(council, officer)
    for person in (stranger, council_member, facilitator):
        client = SignIn(person)
        assert client.get(DESK).status_code == 403
        assert client.get(f"{DESK}{lots.pk}/").status_code == 403
        for step in ("announce", "seed", "fill", "erase", "drop"):
            assert client.post(f"{DESK}{lots.pk}/{step}/").status_code == 403
    assert SignIn(stranger).get(f"/nl/desk/elsewhere/draws/{lots.pk}/").status_code == 404
