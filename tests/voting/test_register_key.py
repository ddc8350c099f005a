"""Registering a key: a box that could never be opened, or by one person alone, is refused."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from budgeting.errors import Refused
from budgeting.models import Edition
from budgeting.phases import Phase
from tests import build
from voting.models import BallotBox, Trustee
from voting.sealing import generate_election_key
from voting.services.keys import has_root
from voting.services.starting import register_box

PUBLIC = generate_election_key(lambda count: bytes(range(count))).public


def digest(number: int) -> str:
    return "sha256:" + f"{number:064x}"


def holders(*indices: int) -> list[tuple[int, str, str]]:
    return [(index, f"Holder {place}", digest(place)) for place, index in enumerate(indices)]


@pytest.fixture
def edition(db: None) -> Edition:
    return build.edition(phase=Phase.PUBLICATION)


def document(edition: Edition, **changed: Any) -> dict[str, Any]:
    trustees = [
        {"index": index, "name": name, "share_digest": share}
        for index, name, share in holders(1, 2, 3)
    ]
    public: dict[str, Any] = {
        "version": 1,
        "edition": str(edition.uuid),
        "public_key": PUBLIC.hex(),
        "threshold": 2,
        "trustees": trustees,
    }
    return public | changed


def register(edition: Edition, file: Path, text: str) -> None:
    file.write_text(text)
    call_command("register_key", edition.address, str(file), stdout=StringIO())


def with_first(edition: Edition, **changed: Any) -> dict[str, Any]:
    trustees = document(edition)["trustees"]
    return document(edition, trustees=[trustees[0] | changed, *trustees[1:]])


def test_a_key_from_the_offline_machine_is_registered(edition: Edition, tmp_path: Path) -> None:
    register(edition, tmp_path / "public.json", json.dumps(document(edition)))
    assert BallotBox.objects.get().public_key == PUBLIC.hex()
    assert [trustee.index for trustee in Trustee.objects.all()] == [1, 2, 3]


@pytest.mark.parametrize("threshold", [5, 3, 1, 0, -2, 10**30])
def test_a_threshold_that_nobody_or_one_alone_meets_is_refused(
    edition: Edition, threshold: int
) -> None:
    with pytest.raises(Refused) as refusal:
        register_box(edition, public_key=PUBLIC, threshold=threshold, trustees=holders(1, 2, 3))
    assert refusal.value.code == "not_a_public_key"
    assert not BallotBox.objects.exists()
    assert not has_root(edition)


@pytest.mark.parametrize(
    "indices", [(1,), (1, 2, 2), (2, 3, 4), (0, 1, 2), (1, 2, 17), tuple(range(1, 18)), ()]
)
def test_shares_are_numbered_from_one_without_a_gap(
    edition: Edition, indices: tuple[int, ...]
) -> None:
    with pytest.raises(Refused) as refusal:
        register_box(edition, public_key=PUBLIC, threshold=2, trustees=holders(*indices))
    assert refusal.value.code == "not_a_public_key"


@pytest.mark.parametrize("key", [bytes(32), b"\x01" + bytes(31), b"", PUBLIC[:31], PUBLIC + b"0"])
def test_a_key_to_which_nothing_can_be_sealed_is_refused(edition: Edition, key: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        register_box(edition, public_key=key, threshold=2, trustees=holders(1, 2, 3))
    assert refusal.value.code == "not_a_public_key"


@pytest.mark.parametrize("name", ["", "  ", "x" * 161, "An\ud800", "An\nBo", "An\0", "holder 1"])
def test_a_key_holder_has_a_name_that_can_be_read(edition: Edition, name: str) -> None:
    first, *others = holders(1, 2, 3)
    with pytest.raises(Refused) as refusal:
        register_box(
            edition,
            public_key=PUBLIC,
            threshold=2,
            trustees=[(first[0], name, first[2]), *others],
        )
    assert refusal.value.code == "not_a_public_key"


@pytest.mark.parametrize("share", ["", "sha256:", "sha256:" + "g" * 64, "0" * 71, digest(1)])
def test_the_digest_of_a_share_is_a_digest_and_belongs_to_one(edition: Edition, share: str) -> None:
    first, *others = holders(1, 2, 3)
    with pytest.raises(Refused) as refusal:
        register_box(
            edition,
            public_key=PUBLIC,
            threshold=2,
            trustees=[(first[0], first[1], share), *others],
        )
    assert refusal.value.code == "not_a_public_key"


@pytest.mark.parametrize(
    "changed",
    [
        {"threshold": 1},
        {"threshold": "2"},
        {"threshold": 2.0},
        {"threshold": True},
        {"threshold": 10**30},
        {"public_key": "00" * 32},
        {"public_key": "zz" * 32},
        {"public_key": 7},
        {"trustees": {}},
        {"trustees": [1, 2, 3]},
        {"trustees": None},
        {"version": 2},
        {"first": {"index": "1"}},
        {"first": {"index": 2}},
        {"first": {"name": ["An"]}},
        {"first": {"share_digest": None}},
    ],
)
def test_a_file_with_one_wrong_field_is_refused_in_one_line(
    edition: Edition,
    changed: dict[str, Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = changed.get("first")
    content = with_first(edition, **first) if first else document(edition, **changed)
    with pytest.raises(SystemExit) as stop:
        register(edition, tmp_path / "public.json", json.dumps(content))
    assert stop.value.code == 4
    assert capsys.readouterr().err.startswith("not_a_public_key: ")
    assert not BallotBox.objects.exists()


@pytest.mark.parametrize("text", ["[]", "7", "null", '"x"', "{}", '[["a"]]'])
def test_json_that_is_no_key_is_refused(
    edition: Edition, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        register(edition, tmp_path / "public.json", text)
    assert capsys.readouterr().err.startswith("not_a_public_key: ")


def test_a_key_of_another_edition_is_refused(
    edition: Edition, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = build.edition(edition.council, slug="2027")
    with pytest.raises(SystemExit):
        register(edition, tmp_path / "public.json", json.dumps(document(other)))
    assert capsys.readouterr().err.startswith("other_edition: ")


@pytest.mark.parametrize("names", [["An", "an ", "Bo"], ["An", "Bo", "\udcff"], ["An", "Bo", " "]])
def test_keys_are_not_made_for_names_that_the_server_would_refuse(
    names: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word for name in names for word in ("--trustee", name)]
    where = ["--edition", "00000000-0000-4000-8000-000000000000", "--out", str(tmp_path / "keys")]
    with pytest.raises(SystemExit) as stop:
        call_command("make_keys", *where, *words, "--threshold", "2")
    assert stop.value.code == 3
    assert capsys.readouterr().err.startswith("bad_names: ")
    assert not (tmp_path / "keys").exists()
