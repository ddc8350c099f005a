"""Whatever was altered in a bundle, a recount says what: our own, and the file that lies in it."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tallying.engine.bundle import DIGESTS
from tallying.engine.bundle_program import PROGRAM
from tallying.engine.election import sha256
from tallying.engine.recounting import PABUTOOLS, examine
from tests.tallying.alterations import altered_bundles, files_of, published, sealed, zipped
from tests.tallying.test_commands import run

BUNDLE = published()
ALTERED = altered_bundles(BUNDLE)


def alone(folder: Path, *options: str) -> tuple[int, str]:
    """Exit code and words of the program of a bundle, in a Python that knows nothing of us."""
    program = folder.parent / "recount.py"
    program.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, "-I", "-X", "utf8", str(program), str(folder), *options]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert "Traceback" not in ended.stderr
    return ended.returncode, ended.stdout


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The published bundle as a file."""
    file = tmp_path / "bundle.zip"
    file.write_bytes(BUNDLE)
    return file


def test_an_unaltered_bundle_is_the_same_to_both(path: Path) -> None:
    code, words = alone(path)
    assert (code, "THE SAME" in words) == (0, True)
    code, out, _ = run("recount", str(path), "--json")
    assert (code, json.loads(out)["differences"]) == (0, [])
    assert examine(BUNDLE, PABUTOOLS).same


@pytest.mark.parametrize("name", ALTERED)
def test_our_recount_names_what_was_altered(path: Path, name: str) -> None:
    bundle, words = ALTERED[name]
    path.write_bytes(bundle)
    code, out, err = run("recount", str(path), "--json")
    found = json.loads(out)
    assert code == (3 if "stale" in name else 4)
    assert ("digest_mismatch" in err) == ("stale" in name)
    assert found["same"] is False
    said = json.dumps(found["differences"], ensure_ascii=False).replace('\\"', '"')
    assert [word for word in words if word not in said] == []


@pytest.mark.parametrize("name", ALTERED)
def test_the_one_file_names_what_was_altered(path: Path, name: str) -> None:
    bundle, words = ALTERED[name]
    path.write_bytes(bundle)
    code, said = alone(path)
    assert (code, "DIFFERENT" in said) == (1, True)
    assert [word for word in words if word not in said] == []


def test_the_folder_a_bundle_was_unpacked_in_will_do(tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    for name, content in files_of(BUNDLE).items():
        (folder / name).write_bytes(content)
    assert alone(folder)[0] == 0


def test_a_fingerprint_of_the_page_tells_another_bundle_apart(path: Path) -> None:
    files = files_of(BUNDLE)
    results = json.loads(files["result.json"])
    for digest in (sha256(files[DIGESTS]), results[0]["digest"], results[1]["digest"]):
        assert alone(path, "--digest", digest)[0] == 0
        assert run("recount", str(path), "--digest", digest)[0] == 0
    other = "sha256:" + "0" * 64
    code, words = alone(path, "--digest", other)
    assert (code, other in words) == (1, True)
    code, out, _ = run("recount", str(path), "--digest", other)
    assert (code, other in out) == (4, True)


@pytest.mark.parametrize("content", [b"", b"no zip", zipped({"rule.json": b"{}"})])
def test_what_is_no_bundle_leaves_with_2(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    code, words = alone(path)
    assert (code, "cannot be read" in words) == (2, True)
    assert alone(path.with_name("nothing.zip"))[0] == 2


def test_a_ballot_that_makes_the_file_unreadable_is_still_named(path: Path) -> None:
    files = files_of(BUNDLE)
    files["election.pb"] = files["election.pb"].replace(b"22;\xc3\xa9 3", b"22;nobody")
    path.write_bytes(zipped(files))
    code, out, err = run("recount", str(path))
    assert (code, err.split(":")[0]) == (3, "unknown_project")
    assert "election.pb, line 38" in out
    code, words = alone(path)
    assert (code, "election.pb, line 38" in words) == (1, True)


def test_a_screen_that_shows_few_letters_is_enough(path: Path) -> None:
    path.write_bytes(ALTERED["the budget, digests anew"][0])
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    program = path.with_name("recount.py")
    program.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(program), str(path)]
    ended = subprocess.run(command, capture_output=True, env=plain, check=False)
    assert (ended.returncode, b"budget" in ended.stdout) == (1, True)


def test_the_program_in_a_bundle_is_one_short_file_that_stands_alone() -> None:
    program = files_of(BUNDLE)["recount.py"].decode()
    lines = program.splitlines()
    assert len(lines) <= 305
    assert max(map(len, lines)) <= 100
    assert "tallying" not in program


def test_a_module_that_lies_beside_the_program_is_not_run(tmp_path: Path) -> None:
    for name, content in files_of(BUNDLE).items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "csv.py").write_text("raise SystemExit(9)", encoding="utf-8")
    command = [sys.executable, str(tmp_path / "recount.py"), str(tmp_path)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("step", ["0", "0.000000000001", "-1", "1e0"])
def test_a_step_that_never_gets_there_is_refused_in_a_sentence(path: Path, step: str) -> None:
    files = files_of(BUNDLE)
    rule = files["rule.json"].replace(b'"step": "1"', f'"step": "{step}"'.encode())
    path.write_bytes(zipped(sealed({**files, "rule.json": rule})))
    code, words = alone(path)
    assert (code, "cannot be read or counted" in words) == (2, True)


@pytest.mark.parametrize("content", [b"[null,null]", b"null", b"[" * 100_000, b"\xff"])
def test_results_that_are_none_leave_with_2(path: Path, content: bytes) -> None:
    path.write_bytes(zipped(sealed({**files_of(BUNDLE), "result.json": content})))
    code, words = alone(path)
    assert (code, "cannot be read or counted" in words) == (2, True)


def test_a_zip_that_swells_is_not_unpacked(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files_of(BUNDLE), "lines.txt": bytes(60 << 20)}.items():
            archive.writestr(name, content)
    assert path.stat().st_size < 1 << 20
    code, words = alone(path)
    assert (code, "lines.txt is too large" in words) == (2, True)


def test_a_file_twice_in_the_zip_is_named(path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("election.pb", files_of(BUNDLE)["election.pb"])
    code, words = alone(path)
    assert (code, "election.pb" in words) == (1, True)
    assert [item.file for item in examine(path.read_bytes()).discrepancies] == ["election.pb"]
