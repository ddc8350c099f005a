"""`audit_sample` and `audit_report`: for scripts, and for anybody without a database."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from budgeting.management.output import EXIT_BAD_INPUT, EXIT_REFUSED, EXIT_USAGE
from budgeting.models import Council, Edition, User
from tallying.audit.drawing import WITH, Manifest, Pile
from tests import build
from tests.tallying.audits import SEED, Auditors, counted

AB, C = ["1", "2"], ["3"]
DIGITS = SEED.replace(" ", "")
ADDRESS = "demo-laken/2026"
Said = pytest.CaptureFixture[str]


def told(capsys: Said, *words: str) -> Any:
    call_command(*words, "--json")
    return json.loads(capsys.readouterr().out)


def refused(capsys: Said, *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        call_command(*words)
    return int(str(left.value.code)), capsys.readouterr().err.split(":")[0]


@pytest.fixture
def manifest(tmp_path: Path) -> str:
    made = Manifest(ADDRESS, "sha256:" + "0" * 64, WITH, 63, (Pile(1, "Doos", 500),), 50)
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(made.to_json()))
    return str(path)


@pytest.fixture
def pair(officer: User, facilitator: User) -> Auditors:
    return Auditors(officer, facilitator)


@pytest.fixture
def edition(council: Council) -> Edition:
    return counted(council, paper={1: [AB] * 8 + [C] * 4}, online=2)


def test_anybody_draws_again_from_a_file_without_a_database(manifest: str, capsys: Said) -> None:
    found = told(capsys, "audit_sample", "--manifest", manifest, "--seed", DIGITS)
    assert (found["size"], found["method"], found["recorded"]) == (63, WITH, False)
    more = told(capsys, "audit_sample", "--manifest", manifest, "--seed", SEED, "--risk-limit", "1")
    assert more["size"] == 96
    assert more["sample"][:63] == found["sample"]
    two = told(capsys, "audit_sample", "--manifest", manifest, "--seed", DIGITS, "--size", "2")
    assert two["sample"] == found["sample"][:2]


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        ([], "which_manifest", EXIT_USAGE),
        (["--manifest", "FILE", "--seed", "12"], "seed_too_short", EXIT_BAD_INPUT),
        (["--manifest", "FILE", "--seed", "x" * 30], "seed_not_digits", EXIT_BAD_INPUT),
        (["--manifest", "FILE", "--seed", DIGITS, "--record"], "cannot_record", EXIT_USAGE),
        (["--manifest", "nowhere.json", "--seed", DIGITS], "file_unreadable", EXIT_BAD_INPUT),
        (["--manifest", __file__, "--seed", DIGITS], "manifest_broken", EXIT_BAD_INPUT),
    ],
)
def test_what_cannot_be_drawn_is_one_line_and_an_exit_code(
    manifest: str, capsys: Said, words: list[str], code: str, exit_code: int
) -> None:
    given = [manifest if word == "FILE" else word for word in words]
    assert refused(capsys, "audit_sample", *given) == (exit_code, code)


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["audit_sample", "audit_report"])
def test_before_the_signature_there_is_nothing_to_draw_or_report(
    edition: Edition, capsys: Said, command: str
) -> None:
    assert refused(capsys, command, "no/where") == (EXIT_BAD_INPUT, "edition_unknown")
    assert refused(capsys, command, ADDRESS) == (EXIT_REFUSED, "audit_not_frozen")


@pytest.mark.django_db
def test_the_commands_follow_an_audit_from_the_signature_to_the_report(
    pair: Auditors, edition: Edition, capsys: Said, tmp_path: Path
) -> None:
    audit = pair.signed(edition, [("Doos", 12, [1])])
    dry = told(capsys, "audit_sample", ADDRESS, "--seed", DIGITS)
    assert not dry["recorded"]
    fewer = refused(capsys, "audit_sample", ADDRESS, "--seed", DIGITS, "--size", "5")
    assert fewer == (EXIT_REFUSED, "every_sheet")
    assert told(capsys, "audit_sample", ADDRESS, "--seed", DIGITS, "--size", "12") == dry
    audit.refresh_from_db()
    assert audit.seed == ""
    kept = told(capsys, "audit_sample", ADDRESS, "--seed", DIGITS, "--record")
    assert kept == dry | {"recorded": True}
    assert told(capsys, "audit_sample", ADDRESS) == kept
    other = refused(capsys, "audit_sample", ADDRESS, "--seed", DIGITS + "1")
    assert other == (EXIT_REFUSED, "seed_is_set")
    audit.refresh_from_db()
    assert told(capsys, "audit_report", ADDRESS)["found"] is None
    pair.read_as_recorded(audit)
    report = told(capsys, "audit_report", ADDRESS)
    assert report["found"]["wrong"] == 0
    assert report["found"]["risk"] == "0.000000"
    assert set(report["statements"]) == {"nl", "fr", "en"}
    assert len({" ".join(lines) for lines in report["statements"].values()}) == 3
    published = Client().get(f"/nl/c/{ADDRESS}/audit.json").json()
    assert published["manifest"] == report["manifest"]
    path = tmp_path / "audit.json"
    path.write_text(json.dumps(published))
    again = told(capsys, "audit_sample", "--manifest", str(path), "--seed", DIGITS)
    assert again["sample"] == kept["sample"] == published["sample"]


@pytest.mark.django_db
def test_a_report_for_people_is_plain_text_in_one_language(
    pair: Auditors, council: Council, capsys: Said
) -> None:
    edition = counted(council, paper={1: [AB] * 8 + [C] * 4}, rule=build.MES)
    pair.read_as_recorded(pair.drawn(edition, [("Doos", 12, [1])]))
    call_command("audit_report", ADDRESS, "--language", "en", "--try", "20")
    said = capsys.readouterr().out
    assert "Two people read 12 sheets. All of them say what was recorded." in said
    assert "For Equal Shares there is no risk limit" in said
    assert "0 of 20 counts gave other projects" in said
