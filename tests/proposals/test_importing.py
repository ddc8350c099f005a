"""Proposals from a table: as people write them, as other platforms export them, as we do."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from budgeting.models import Council, Edition, ImportState, Need, TableImport, User
from budgeting.phases import Phase
from budgeting.services.tables import flow
from budgeting.views.table_words import faults_in_words
from proposals.models import Proposal
from proposals.services.importing import TEXTS
from tests import build
from tests.budgeting.handing_in import checked, faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(council: Council) -> Edition:
    made = build.edition(council, phase=Phase.CALL)
    build.theme(made)
    Need.objects.create(edition=made, code="shade", title_nl="Meer schaduw", title_fr="De l’ombre")
    return made


def proposals_from(edition: Edition, data: bytes) -> TableImport:
    return checked(edition.council, data, "proposals", edition=edition)


def stored(edition: Edition, data: bytes, by: User) -> list[Proposal]:
    job = proposals_from(edition, data)
    assert (job.state, job.errors) == (ImportState.CLEAN, [])
    flow.take_over(job, by=by)
    flow.store(job.pk)
    return list(edition.proposals.order_by("number"))


def test_a_table_as_people_write_it(edition: Edition, officer: User) -> None:
    build.proposal(edition, 7)
    data = (
        "Titel;Titre;Samenvatting;Thema;Behoefte;Spoor;Kostprijs;Latitude;Longitude;Kanaal;"
        "Ingediend op;Contact;Nummer\r\n"
        "Bankjes;;Rusten;VERT;meer schaduw;bewoners;1.234,56;50,87;4,34;papier;1/2/2026;"
        "+32 2 000 00 00;12\r\n"
        ";Bancs;;;;;1 234,56 €;;;;;;\r\n"
    )
    first, second = stored(edition, data.encode("cp1252"), officer)[1:]
    assert (first.number, first.title_nl, first.title_fr) == (8, "Bankjes", "")
    assert first.theme == edition.themes.get()
    assert first.need == edition.needs.get()
    assert (first.track, first.cost_cents, first.cost_asked_cents) == (
        "citizen_grant", 123_456, 123_456,
    )  # fmt: skip
    assert (first.lat, first.lon, first.submitted_via) == (50.87, 4.34, "paper")
    assert timezone.localdate(first.submitted_at) == date(2026, 2, 1)
    assert (first.submitter_contact, first.source_language) == ("+32 2 000 00 00", "nl")
    assert (second.number, second.cost_cents, second.source_language) == (9, 123_456, "fr")
    assert second.outcome == ""


def test_every_mistake_says_what_is_possible(edition: Edition) -> None:
    build.proposal(edition, 1, title_nl="Een fontein")
    data = (
        "titel;titre;thema;behoefte;kosten;spoor;taal\n"
        "een  Fontein;;;;;;\n"
        ";;;;;;\n"
        "A;;water;fontein;gratis;stad;de\n"
        ";;green;;0;;\n"
        "B;;;;1000000000;;\n"
        "b;;;;;;\n"
    )
    job = proposals_from(edition, data.encode())
    assert faults(job) == [
        (2, "title_nl", "there_already"),
        (4, "theme", "theme_unknown"),
        (4, "need", "need_unknown"),
        (4, "cost_eur", "cost_unreadable"),
        (4, "language", "not_a_choice"),
        (5, "title_nl", "title_missing"),
        (5, "cost_eur", "cost_zero"),
        (6, "cost_eur", "cost_too_high"),
        (7, "title_nl", "twice"),
    ]
    for language, name in (("nl", "Groen"), ("fr", "Vert")):
        with override(language):
            assert f" {name}." in faults_in_words(job, job.errors)[1][2]


def test_a_table_without_titles_is_no_table_of_proposals(edition: Edition) -> None:
    job = proposals_from(edition, b"naam;bedrag\nA;12\nB;13\n")
    assert faults(job) == [(1, "title_nl", "column_missing")]


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_an_export_of_ours_comes_back(edition: Edition, officer: User, ending: str) -> None:
    """From last year's public list to a new edition: texts, places and costs are the same."""
    for number, cost in ((3, 1_250_050), (4, None)):
        build.proposal(
            edition,
            number,
            title_nl=f"=Voorstel {number}",
            summary_nl='Met "aanhaling";\nen een regel',
            description_fr="Texte",
            track="citizen_grant",
            cost_cents=cost,
            lat=50.87,
            lon=-4.3,
            outcome="kept",
        )
    exported = Client().get(f"/nl/c/{edition.council.slug}/{edition.slug}/proposals.{ending}")
    again = build.edition(edition.council, "2027", phase=Phase.DRAFT)
    build.theme(again)
    for one in (copies := stored(again, exported.content, officer)):
        first = edition.proposals.get(title_nl=one.title_nl)
        for name in (*TEXTS, "track", "cost_cents", "lat", "lon", "submitted_via"):
            assert getattr(one, name) == getattr(first, name), name
        assert str(one.theme) == str(first.theme) == "green"
        assert one.outcome == one.submitter_name == ""
    assert [copy.number for copy in copies] == [1, 2]
    job = proposals_from(again, exported.content)
    assert {code for _row, _column, code in faults(job)} == {"there_already"}


def test_proposals_come_in_until_the_list_is_made(edition: Edition, officer: User) -> None:
    """Also when the edition moved on between the check and the taking over."""
    job = proposals_from(edition, b"titel\nA\n")
    flow.take_over(job, by=officer)
    Edition.objects.filter(pk=edition.pk).update(phase=Phase.PUBLICATION)
    flow.store(job.pk)
    job.refresh_from_db()
    assert faults(job) == [(1, "", "table_closed")]
    assert not edition.proposals.exists()
