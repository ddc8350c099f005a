"""Limits in the rules of an edition file: refused with their key, or counted."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tallying.services.document import BadFile
from tallying.services.loading import load_edition
from tests import build
from tests.tallying import files

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"conflicts": [["1", "3"]]}, "limit_cannot_work"),
        ({"caps": [{"column": "category", "value": "blue", "at_most": "900"}]},
         "limit_cannot_work"),
        ({"caps": [{"column": "category", "value": "green", "at_most": "500.49"}]},
         "limit_cannot_work"),
        ({"conflicts": [["1"]]}, "rule_not_known"),
        ({"caps": [{"column": "category", "at_most": "900"}]}, "rule_not_known"),
    ],
)  # fmt: skip
def test_a_file_with_a_limit_that_cannot_work_is_refused_with_its_key(
    tmp_path: Path, limits: dict[str, Any], code: str
) -> None:
    rule, shadow = {**build.MES, **limits}, {**build.GREEDY, **limits}
    for key, rules in (("rule", {"rule": rule}), ("shadow_rules[0]", {"shadow_rules": [shadow]})):
        path = files.written(tmp_path, files.document(**rules))
        with pytest.raises(BadFile) as refused:
            load_edition(path)
        assert (refused.value.code, refused.value.path) == (code, f"edition.{key}")


def test_the_command_ends_with_3_and_names_the_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = {**build.MES, "conflicts": [["1", "9"]]}
    with pytest.raises(SystemExit) as ended:
        call_command("load_edition", str(files.written(tmp_path, files.document(rule=rule))))
    assert ended.value.code == 3
    assert "edition.rule" in (told := capsys.readouterr().err)
    assert "Project 9 is not on the list." in told


def test_a_file_with_limits_is_counted_by_them(tmp_path: Path) -> None:
    cap = {"column": "category", "value": "green", "at_most": "700"}
    content = files.document(
        rule={**build.MES, "conflicts": [["1", "2"]], "caps": [cap], "step": "100"},
        budget_eur=5000,
        calendar_days={"call": [-90, -60], "vote": [-17, -7]},
    )
    content["ballots"] = [{"projects": [1, 2], "count": 30, "channel": "online"}]
    loaded = load_edition(files.written(tmp_path, content))
    outcome = loaded.tallies[0].outcome
    assert outcome["selected"] == ["2"]
    assert outcome["columns"] == {"category": {"1": "green", "2": "green"}}
    page = Client().get("/en/c/demo-laken/2026/result/").content.decode()
    assert "All projects of the theme “Groen” together: at most €700." in page
    assert "Of these projects at most one can win: 1 (Project 1), 2 (Project 2)." in page
