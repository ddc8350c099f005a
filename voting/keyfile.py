"""The public half of a box: what `make_keys` writes and the server registers, checked strictly.

A box with an impossible threshold, a gap in its shares or a key to which nothing can be sealed
would take every vote and never be opened. So it is refused before the first vote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from voting.codes import CodedError
from voting.sealing import SealingError, seal_for_intake
from voting.shapes import fields, is_digest, is_hex_key, is_text, is_uuid, many, whole
from voting.shares import MOST_SHARES

VERSION = 1
MAX_NAME = 160

Holder = tuple[int, str, str]
"""A key holder: number of the share from 1, name, and digest of the share (`sha256:…`)."""


class KeyFileError(CodedError):
    """`not_a_public_key`, or `bad_names` for the names of key holders."""


@dataclass(frozen=True)
class PublicBox:
    """One `public.json`: the edition's UUID as text, the key, the threshold and the holders."""

    edition: str
    public_key: bytes
    threshold: int
    holders: tuple[Holder, ...]


def read_public(document: Any) -> PublicBox:
    """The content of a `public.json`; anything else is refused as `not_a_public_key`."""
    if not _IS_PUBLIC(document):
        raise KeyFileError("not_a_public_key")
    box = PublicBox(
        edition=document["edition"],
        public_key=bytes.fromhex(document["public_key"]),
        threshold=document["threshold"],
        holders=tuple((e["index"], e["name"], e["share_digest"]) for e in document["trustees"]),
    )
    check_box(box.public_key, box.threshold, box.holders)
    return box


def check_box(public_key: bytes, threshold: int, holders: Sequence[Holder]) -> None:
    """Refuse `not_a_public_key` unless k of n can open what is sealed: 2 ≤ k < n ≤ 16."""
    indices = [index for index, _name, _digest in holders]
    names = [name for _index, name, _digest in holders]
    digests = [digest for _index, _name, digest in holders]
    if (
        not 2 <= threshold < len(holders) <= MOST_SHARES
        or sorted(indices) != list(range(1, len(holders) + 1))
        or not all(map(is_digest, digests))
        or len(set(digests)) < len(holders)
    ):
        raise KeyFileError("not_a_public_key")
    try:
        check_names(names)
        seal_for_intake(public_key, b"x")
    except (KeyFileError, SealingError):
        raise KeyFileError("not_a_public_key") from None


def check_names(names: Sequence[str]) -> None:
    """Refuse `bad_names` unless each is a name of 1 to 160 characters, and no two are the same.

    The names sign for what could not be read: two holders with one name would count as one.
    """
    if not all(is_text(name) and name.strip() and len(name) <= MAX_NAME for name in names):
        raise KeyFileError("bad_names")
    if len({" ".join(name.split()).casefold() for name in names}) < len(names):
        raise KeyFileError("bad_names")


_IS_PUBLIC = fields(
    version=whole(VERSION, VERSION),
    edition=is_uuid,
    public_key=is_hex_key,
    threshold=whole(2, MOST_SHARES),
    trustees=many(fields(index=whole(1, MOST_SHARES), name=is_text, share_digest=is_digest)),
)
