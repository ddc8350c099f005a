"""`manage.py draw` where only the code is: any order and encoding of the list, every mistake."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from budgeting.sortition import ListRefused, SortitionError, read_candidates, read_quotas
from budgeting.sortition_words import fault_in_words
from tests.budgeting.lots import candidates, quotas_near

ROOT = Path(__file__).resolve().parents[2]
SEED = "Loterij 7 12 23"
COLUMNS = ("id", "age", "sex", "area")


def run(folder: Path, *arguments: str, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    """The command as somebody starts it who has configured nothing."""
    environment = {"PATH": os.environ["PATH"], "PYTHONHASHSEED": hash_seed, "HOME": str(folder)}
    command = [sys.executable, str(ROOT / "manage.py"), "draw", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def drawn(folder: Path, table: Path, *more: str, hash_seed: str = "0") -> dict[str, Any]:
    done = run(
        folder, str(table), "--seats", "11", "--seed", SEED, "--quotas", str(folder / "q.json"),
        "--substitutes", "5", "--json", *more, hash_seed=hash_seed,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def written(
    folder: Path, name: str, encoding: str = "utf-8", separator: str = ",", shuffle: int = 0
) -> Path:
    """200 candidates with a name that nobody asks for, in an order of its own."""
    rows = [[row[column] for column in COLUMNS] for row in candidates(200)]
    random.Random(shuffle).shuffle(rows)
    for row in rows:
        row[3] = f"Quartier {row[3]} né"
    lines = [separator.join((*COLUMNS, "name"))]
    lines += [separator.join((*row, f'"Zoë{separator} Example"')) for row in rows]
    path = folder / name
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    people = [dict(row) | {"area": f"Quartier {row['area']} né"} for row in candidates(200)]
    (tmp_path / "q.json").write_text(json.dumps(quotas_near(people, 11)), encoding="utf-8")
    return tmp_path


def test_the_same_list_in_any_order_and_encoding_gives_the_same_people(folder: Path) -> None:
    tables = [
        written(folder, "a.csv"),
        written(folder, "b.csv", "utf-8-sig", ";", 1),
        written(folder, "c.csv", "windows-1252", "\t", 2),
    ]
    found = [drawn(folder, path, "--no-chances", hash_seed=str(n)) for n, path in enumerate(tables)]
    assert found[0] == found[1] == found[2]
    first = found[0]
    assert {"seats", "substitutes", "list_digest", "algorithm", "reached"} <= set(first)
    assert (len(first["seats"]), len(first["substitutes"])) == (11, 5)
    assert first["algorithm"] == "random-priority"
    for column, values in first["quotas"].items():
        for value, (least, most) in values.items():
            assert least <= first["reached"][column][value] <= most


@pytest.mark.parametrize("algorithm", ["random-priority", "leximin"])
def test_chances_are_reported_and_do_not_depend_on_the_process(
    folder: Path, algorithm: str
) -> None:
    path = written(folder, "a.csv")
    one, other = (
        drawn(folder, path, "--algorithm", algorithm, hash_seed=seed) for seed in ("1", "4242")
    )
    assert one == other
    told = one["probabilities"]
    assert 0 <= told["least"] <= told["equal"]
    assert sum(each["candidates"] for each in told["groups"]) == 200


def test_what_people_read_says_the_same(folder: Path) -> None:
    path = written(folder, "a.csv")
    done = run(folder, str(path), "--seats", "11", "--seed", SEED, "--quotas", "q.json")
    assert done.returncode == 0
    for part in ("seats", "substitutes", "sha256:", SEED, "smallest chance", "asked for"):
        assert part in done.stdout


BAD_LISTS = {
    "no id": ("age,sex\n16-29,f\n", ["row 1: The list has no column “id”."]),
    "ids": (
        "id,age,sex\na,16-29,f\na,16-29,m\n,16-29,m\nb,,m\nc,young,m\nd,16-29\n",
        [
            "row 3: The id “a” stands in row 2 as well.",
            "row 4: The id of this candidate is missing.",
            "row 5: This candidate has no value in the column “age”.",
            "row 6: “young” has no quota in the column “age”. Is it a typing error?",
            "row 7: This row has 2 cells, the header 3.",
        ],
    ),
    "no column": ("id,age\na,16-29\n", ["row 1: The list has no column “sex”."]),
    "empty": ("", ["row 1: The file is empty."]),
    "picture": ("\x89PNG", ["row 1: This is a picture."]),
}


@pytest.mark.parametrize("case", BAD_LISTS)
def test_every_mistake_in_a_list_is_told_with_its_row(case: str) -> None:
    text, sentences = BAD_LISTS[case]
    quotas = read_quotas('{"age":{"16-29":[0,9]},"sex":{"f":[0,9],"m":[0,9]}}')
    with pytest.raises(ListRefused) as refused:
        read_candidates(text.encode("latin-1"), list(quotas), quotas)
    with translation.override("en"):
        told = [f"row {fault.row}: {fault_in_words(fault)}" for fault in refused.value.faults]
    assert [one for one in sentences if not any(line.startswith(one) for line in told)] == []
    assert len(told) == len(sentences)


def test_the_command_prints_the_mistakes_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,sex\na,f\na,f\n")
    (tmp_path / "q.json").write_text('{"sex": {"f": [0, 3]}}')
    done = run(tmp_path, "list.csv", "--seats", "1", "--seed", "s", "--quotas", "q.json")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("list_faulty: ")
    assert "row 3: The id “a” stands in row 2 as well." in done.stderr


def test_a_value_that_nobody_foresaw_is_told_once_with_its_count(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,sex\na,x\nb,x\nc,f\nd,x\n")
    (tmp_path / "q.json").write_text('{"sex": {"f": [0, 3]}}')
    done = run(tmp_path, "list.csv", "--seats", "1", "--seed", "s", "--quotas", "q.json")
    assert "row 2 and 2 more: “x” has no quota" in done.stderr
    assert done.stderr.count("has no quota") == 1


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"sex": 3}', '{"sex": {}}', '{"sex": {"f": [1]}}', "[" * 9999,
        '{"sex": {"f": [1, "2"]}}', '{"sex": {"f": [true, 2]}}', '{"sex": {"f": [-1, 2]}}',
        '{"id": {"a": [1, 2]}}', '{"sex": {"f": [0, 1], " f": [0, 1]}}', '{"": {"f": [0, 1]}}',
        '{"sex": {"f": [0, 1], "f": [0, 3]}}', '{"sex": {"f": [0, 1]}, "sex": {"f": [0, 3]}}',
        '{"sex": {"\\ud800": [0, 1]}}',
    ],
)  # fmt: skip
def test_quotas_of_another_shape_are_refused(text: str) -> None:
    with pytest.raises(SortitionError) as refused:
        read_quotas(text)
    assert refused.value.code == "quotas_malformed"


def test_impossible_quotas_are_refused_with_the_nearest_change(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,sex\n" + "".join(f"k{n},f\n" for n in range(9)))
    (tmp_path / "q.json").write_text('{"sex": {"f": [1, 3], "m": [1, 3]}}')
    done = run(tmp_path, "list.csv", "--seats", "4", "--seed", "s", "--quotas", "q.json")
    assert (done.returncode, done.stderr.split(":")[0]) == (4, "infeasible")
    assert "sex, “m”: at least 1 are asked for, and the list has 0." in done.stderr
    assert (
        "- sex, “f”: the maximum from 3 to 4 and sex, “m”: the minimum from 1 to 0" in done.stderr
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--seats", "1", "--seed", "s", "--quotas", "none.json"], 3),
        (["--seats", "-1", "--seed", "s", "--quotas", "q.json"], 2),
        (["--seats", "1", "--seed", "s", "--quotas", "q.json", "--algorithm", "coin"], 2),
        (["--seats", "1", "--seed", " ", "--quotas", "q.json"], 4),
        (["--seats", "1", "--seed", "a\udcffb", "--quotas", "q.json"], 4),
    ],
)
def test_a_wrong_command_line_is_no_traceback(
    tmp_path: Path, arguments: list[str], code: int
) -> None:
    (tmp_path / "list.csv").write_text("id,sex\na,f\nb,f\n")
    (tmp_path / "q.json").write_text('{"sex": {"f": [0, 3]}}')
    done = run(tmp_path, "list.csv", *arguments)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
