"""The boundary of the area: looked at first, then kept; a wrong file stores nothing."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from budgeting.errors import Refused
from budgeting.forms.areas import MISTAKES
from budgeting.models import Area, Council, Record, User
from budgeting.services.areas import remove_boundary
from tests import build
from tests.people import SignIn, with_lock

PAGE = "/nl/desk/demo-laken/area/"
SQUARE = [[4.34, 50.87], [4.36, 50.87], [4.36, 50.88], [4.34, 50.88], [4.34, 50.87]]


def polygon(ring: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def upload(officer: User, content: bytes, **fields: str) -> Any:
    file = SimpleUploadedFile("wijk.geojson", content)
    return SignIn(officer).post(PAGE, {"file": file, "source": "UrbIS"} | fields)


def decide(officer: User, shown: Any, **fields: str) -> Any:
    hidden = {
        bound.name: bound.value() or "" for bound in shown.context["decision"].hidden_fields()
    }
    return SignIn(officer).post(PAGE, hidden | fields)


def area() -> Area:
    return Area.objects.get(slug="laken")


def test_a_file_is_shown_first_and_kept_on_a_second_word(officer: User) -> None:
    shown = upload(officer, json.dumps(polygon(SQUARE)).encode())
    assert shown.status_code == 200
    assert 'class="map-edge"' in shown.content.decode()
    assert area().perimeter is None
    assert decide(officer, shown).status_code == 302
    kept = area()
    assert kept.perimeter == polygon(SQUARE)
    assert kept.perimeter_source == "UrbIS"
    assert (kept.lat, kept.lon) == (50.875, 4.35)
    assert Record.objects.get(event="boundary_changed").data["area"] == "laken"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<kml/>", "not_json"),
        (b'{"type": "Point", "coordinates": [4.3, 50.8]}', "not_an_area"),
        (json.dumps(polygon(SQUARE[:2])).encode(), "not_a_ring"),
        (json.dumps(polygon([[149000, 170000]] * 4)).encode(), "in_metres"),
        (json.dumps(polygon(SQUARE * 500)).encode(), "too_many_positions"),
        (b" " * 1_000_001, "too_large"),
    ],
)
def test_a_wrong_file_is_explained_and_stores_nothing(
    officer: User, content: bytes, code: str
) -> None:
    answer = upload(officer, content)
    form = answer.context["form"]
    assert answer.status_code == 200
    assert form.has_error("file", code)
    assert str(MISTAKES[code]) in str(form.errors["file"])
    assert "UrbIS" in answer.content.decode()
    assert area().perimeter is None


def test_no_file_and_an_empty_one_are_asked_for_again(officer: User) -> None:
    assert upload(officer, b"").context["form"].has_error("file", "empty")
    answer = SignIn(officer).post(PAGE, {"source": ""})
    assert set(answer.context["form"].errors) == {"file", "source"}


def test_an_area_far_away_has_to_be_confirmed(officer: User) -> None:
    swapped = [[lat, lon] for lon, lat in SQUARE]
    shown = upload(officer, json.dumps(polygon(swapped)).encode())
    assert 'class="notice warning"' in shown.content.decode()
    assert decide(officer, shown).context["decision"].has_error("confirmed", "unconfirmed")
    assert area().perimeter is None
    assert decide(officer, shown, confirmed="on").status_code == 302
    assert area().perimeter == polygon(swapped)
    assert Record.objects.get(event="boundary_changed").data["doubt"] == "swapped"


def test_a_boundary_that_somebody_changed_meanwhile_is_not_overwritten(officer: User) -> None:
    shown = upload(officer, json.dumps(polygon(SQUARE)).encode())
    Area.objects.update(perimeter=polygon(SQUARE[::-1]))
    assert decide(officer, shown).context["decision"].non_field_errors()
    assert area().perimeter == polygon(SQUARE[::-1])


def test_a_forged_second_step_is_checked_like_the_first(officer: User) -> None:
    answer = SignIn(officer).post(PAGE, {"document": "{}", "source": "x", "seen": "y"})
    assert answer.context["decision"].has_error("document", "not_an_area")
    assert answer.status_code == 200


def test_a_boundary_can_be_taken_off(officer: User) -> None:
    Area.objects.update(perimeter=polygon(SQUARE), perimeter_source="UrbIS")
    assert SignIn(officer).post(PAGE + "clear/").status_code == 302
    assert (area().perimeter, area().perimeter_source) == (None, "")
    assert Record.objects.filter(event="boundary_removed").exists()


@pytest.mark.parametrize("phase", ["voting", "counting"])
def test_a_boundary_stands_still_while_votes_within_it_are_cast_and_counted(
    council: Council, officer: User, phase: str
) -> None:
    Area.objects.update(perimeter=polygon(SQUARE), perimeter_source="UrbIS")
    edition = build.edition(council, phase=phase, residence="area")
    shown = upload(officer, json.dumps(polygon(SQUARE[::-1])).encode())
    answer = decide(officer, shown)
    assert "binnen deze grens" in str(answer.context["decision"].non_field_errors())
    assert SignIn(officer).post(PAGE + "clear/").status_code == 400
    assert area().perimeter == polygon(SQUARE)
    edition.residence = "city"
    edition.save()
    assert SignIn(officer).post(PAGE + "clear/").status_code == 302


def test_a_vote_of_another_council_of_the_area_counts_too(officer: User) -> None:
    elsewhere = build.council("elsewhere")
    build.edition(elsewhere, phase="voting", residence="area")
    council = officer.memberships.get().council
    with pytest.raises(Refused) as refused:
        remove_boundary(council, by=officer)
    assert refused.value.code == "boundary_fixed"


def test_what_an_open_vote_rests_on_is_to_be_looked_at(council: Council) -> None:
    build.edition(council, phase="voting", residence="area")
    area = council.area
    assert area is not None
    client = SignIn(with_lock(User.objects.create_superuser("boss@example.org")))
    client.post(
        f"/nl/admin/budgeting/area/{area.pk}/change/",
        {
            "slug": "laken",
            "name_nl": "A",
            "name_fr": "A",
            "postal_codes": "[1020]",
            "perimeter": "7",
        },
    )
    fields = {"slug": "other", "name_nl": "Ander", "name_fr": "Autre", "drawn_members": 11}
    client.post(
        f"/nl/admin/budgeting/council/{council.pk}/change/",
        fields | {"delegate_members": 6, "area": ""},
    )
    stored = Council.objects.get()
    assert (stored.slug, stored.name_nl, stored.area) == (council.slug, "Ander", area)
    assert Area.objects.get().perimeter is None
    assert Area.objects.get().name_nl == "A"


def test_an_area_of_two_councils_is_not_changed_by_one_of_them(
    officer: User, stranger: User
) -> None:
    shown = upload(officer, json.dumps(polygon(SQUARE)).encode())
    assert shown.status_code == 200
    assert decide(officer, shown).status_code == 403
    assert area().perimeter is None


def test_only_an_officer_of_this_council_may(
    facilitator: User, stranger: User, resident: Client
) -> None:
    for client in (SignIn(facilitator), SignIn(stranger), resident):
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE + "clear/").status_code == 403
