"""What is published of a result, and what the rules of an edition keep back."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from budgeting.errors import Refused
from budgeting.models import Edition, Publication
from tallying.engine.bundle import read_bundle
from tallying.engine.pabulib import parse_pabulib
from tallying.engine.recounting import recount
from tallying.models import Tally
from tallying.services.bundles import bundle_of, outcomes_of, pabulib_of, totals_of
from tallying.services.loading import load_edition
from tests.tallying.files import DEMO, document, votes, written
from tests.triggers import lifted

pytestmark = pytest.mark.django_db
FINISHED = {"phase": "decision", "calendar_days": {"call": [-90, -60], "vote": [-50, -40]}}


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    lines = ("online,1", "online,1 2", "paper,2", "online,1")
    path = written(tmp_path, document(**FINISHED))
    return load_edition(path, ballots=votes(tmp_path, *lines)).edition


def test_the_bundle_alone_gives_the_published_result() -> None:
    demo = load_edition(DEMO / "laken-2025.json").edition
    bundle = read_bundle(bundle_of(demo))
    assert bundle.election.voters == 800
    assert all(item.same for item in recount(bundle))


@pytest.mark.parametrize(
    ("ballot", "lines"),
    [
        ({"type": "points", "total": 5, "max_per_project": 4}, ["online,1:4 2:1", "paper,2:3"]),
        ({"type": "ranking", "max": 2, "min": 1}, ["online,2 1", "paper,1"]),
        ({"type": "score", "min": -1, "max": 5}, ["online,1:5 2:-1", "paper,2:3"]),
    ],
)
def test_other_ballots_are_recounted_from_their_bundle_as_well(
    tmp_path: Path, ballot: dict[str, Any], lines: list[str]
) -> None:
    path = written(tmp_path, document(**FINISHED, ballot=ballot))
    loaded = load_edition(path, ballots=votes(tmp_path, *lines))
    bundle = read_bundle(bundle_of(loaded.edition))
    assert all(item.same for item in recount(bundle))


def test_the_same_edition_always_gives_the_same_bytes(edition: Edition) -> None:
    assert bundle_of(edition) == bundle_of(Edition.objects.get(pk=edition.pk))


def test_the_steps_are_those_kept_with_the_result_or_made_anew(edition: Edition) -> None:
    kept = bundle_of(edition)
    tallies = Tally.objects.filter(edition=edition)
    assert (read_bundle(kept).transcript or "").startswith(tallies[0].transcript)
    with lifted():
        tallies.update(transcript="")
    assert bundle_of(edition) == kept


@pytest.mark.parametrize("publication", [Publication.GROUPED, Publication.TOTALS])
def test_ballots_stay_back_where_the_rules_say_so(
    edition: Edition, publication: Publication
) -> None:
    edition.publication = publication
    with lifted():
        edition.save()
    with pytest.raises(Refused) as refused:
        pabulib_of(edition)
    assert refused.value.code == "ballots_withheld"
    bundle = read_bundle(bundle_of(edition))
    assert (bundle.withheld, bundle.election.ballots) == (True, ())
    assert len(bundle.election.projects) == 2
    assert "1,1,Project 1,Project 1 (fr),600.00,3,3" in totals_of(edition)
    assert outcomes_of(edition)[0]["voters"] == 4
    page = Client().get(f"/en/c/{edition.council.slug}/{edition.slug}/result/").content.decode()
    assert "without ballots (zip)" in page
    assert "election.pb" not in page


def test_an_empty_cell_stays_empty_and_a_formula_becomes_text(edition: Edition) -> None:
    titles = {"title_nl": "=1+1", "title_fr": ""}
    edition.ballot_projects.filter(number=1).update(**titles)
    edition.ballot_projects.filter(number=2).update(title_nl="\r-2")
    lines = totals_of(edition).split("\r\n")
    assert "1,1,'=1+1,,600.00,3,3,1,1" in lines
    assert any(line.startswith('2,2,"\r\'-2",') for line in lines)


def test_downloads_carry_the_name_of_the_edition(edition: Edition) -> None:
    base = f"/nl/c/{edition.council.slug}/{edition.slug}"
    answer = Client().get(f"{base}/election.pb")
    assert 'filename="demo-laken-2026-election.pb"' in answer["Content-Disposition"]
    assert parse_pabulib(answer.content).voters == 4
    assert json.loads(Client().get(f"{base}/result.json").content)[0]["selected"]


def test_the_command_writes_the_file_and_refuses_an_unknown_edition(
    edition: Edition, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "bundle.zip"
    call_command("export_bundle", edition.address, "--out", out, "--json")
    assert json.loads(capsys.readouterr().out)["bytes"] == out.stat().st_size
    assert read_bundle(out.read_bytes()).election.voters == 4
    with pytest.raises(SystemExit) as ended:
        call_command("export_bundle", "no/where", "--out", out)
    assert ended.value.code == 3
