"""Each kind of table: how its rows are read, and that its template is a table of its kind."""

import pytest

from budgeting.models import Council, ImportState, Meeting, Record, Seat, User
from budgeting.services.tables import flow
from budgeting.services.tables.kinds import kinds
from budgeting.tables.header import folded
from budgeting.views.table_words import faults_in_words
from tests import build
from tests.budgeting.handing_in import checked, faults

pytestmark = pytest.mark.django_db


def test_seats_and_their_terms(council: Council, officer: User) -> None:
    data = (
        "soort;vereniging;naam;naam openbaar;plaatsvervanger;van;tot\n"
        "Délégué;Comité;An;oui;non;1/1/2027;31/12/2028\ngeloot;;Bo;nee;ja;;\n"
        ";;;;;;\ndelegate;;Cé;;;2/1/2027;1/1/2027\nafgevaardigde;Club;AN;;;;\n"
    ).encode()
    job = checked(council, data, "seats")
    assert faults(job) == [
        (5, "association", "association_missing"),
        (5, "ends_on", "ends_before_start"),
        (6, "member_name", "twice"),
    ]
    job = checked(council, b"\n".join(data.split(b"\n")[:3]), "seats")
    flow.take_over(job, by=officer)
    flow.store(job.pk)
    first, second = Seat.objects.order_by("pk")
    assert (first.kind, first.name_public, first.substitute) == ("delegate", True, False)
    assert (second.kind, second.name_public, second.substitute) == ("drawn", False, True)


def test_meetings_are_in_the_time_of_brussels(council: Council, officer: User) -> None:
    data = (
        "Jour;De;À;Titel;Titre\n2027-07-01;19:00;21h30;Zomer;Été\n15/1/2027;19u;21u;Winter;Hiver\n"
    )
    job = checked(council, data.encode(), "meetings")
    flow.take_over(job, by=officer)
    flow.store(job.pk)
    summer, winter = Meeting.objects.order_by("-starts_at")
    assert summer.starts_at.isoformat() == "2027-07-01T17:00:00+00:00"
    assert winter.ends_at.isoformat() == "2027-01-15T20:00:00+00:00"
    data = "dag;van;tot;titel;titre\n32/1/2027;21u;19u;A;A\n1/2/2027;21u;19u;A;A\n"
    wrong = checked(council, data.encode(), "meetings")
    assert faults(wrong) == [(2, "day", "not_a_day"), (3, "ends", "ends_before_start")]


def test_a_meeting_is_on_a_day_and_at_an_hour_that_there_is(council: Council) -> None:
    data = (
        "dag;van;tot;titel;titre\n0001-01-01;00:00;01:00;A;A\n31/12/9999;23:00;23:59;A;A\n"
        "2027-03-28;02:30;03:30;A;A\n31/10/2027;02:30;02:45;A;A\n"
    )
    job = checked(council, data.encode(), "meetings")
    assert faults(job) == [
        (2, "day", "year"),
        (3, "day", "year"),
        (4, "starts", "gap"),
        (5, "starts", "overlap"),
        (5, "ends", "overlap"),
    ]
    sentences = [text for _row, _column, text in faults_in_words(job, job.errors)]
    assert "2000" in sentences[0]
    assert "2027-03-28" in sentences[2]


@pytest.mark.parametrize(("kind", "word"), [("themes", "naam;nom"), ("needs", "titel;titre")])
def test_themes_and_needs_of_an_edition(
    council: Council, officer: User, kind: str, word: str
) -> None:
    edition = build.edition(council)
    data = f"{word}\nGroen & water;Vert\nVerkeer;Mobilité\n".encode("cp1252")
    job = checked(council, data, kind, edition=edition)
    flow.take_over(job, by=officer)
    flow.store(job.pk)
    assert list(getattr(edition, kind).values_list("code", flat=True)) == ["groen-water", "verkeer"]
    assert Record.objects.get(event="table_imported").edition == edition


def test_no_word_of_a_header_means_two_columns_and_every_template_is_clean(
    council: Council, officer: User
) -> None:
    edition = build.edition(council)
    for name, kind in kinds().items():
        words = [
            (folded(word), column.name)
            for column in kind.columns
            for word in (column.name, *column.spellings())
        ]
        own = dict(words)
        assert all(own[word] == column for word, column in words), name
        example = ";".join(column.example for column in kind.columns)
        of = edition if kind.of_edition else None
        for language in ("nl", "fr", "en"):
            header = ";".join(column.heading(language) for column in kind.columns)
            job = checked(council, f"{header}\n{example}\n".encode(), name, edition=of)
            assert (job.state, job.errors) == (ImportState.CLEAN, [])


def test_faults_beyond_the_most_are_counted(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "MAX_FAULTS", 3)
    job = checked(council, b"naam;nom\n" + b"A;\n" * 5)
    assert (len(job.errors), job.summary["faults"]) == (3, 9)
