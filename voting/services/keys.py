"""The key directory: per-edition keys that never enter the database.

`<edition uuid>.root` holds 32 random bytes from which lookup, MAC, paper and intake keys are
derived; `<edition uuid>.box` exists only where the server itself holds the key of the box.
Erasing a file makes what it protected unreadable in every copy of the database.
"""

import os
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from budgeting.errors import Refused
from budgeting.models import Edition
from voting.sealing import (
    KEY_BYTES,
    SEED_BYTES,
    EditionKeys,
    ElectionKey,
    derive_edition_keys,
    election_key_from_seed,
    generate_election_key,
)


def _path(edition: UUID, kind: str) -> Path:
    return Path(settings.KEY_DIR) / f"{edition}.{kind}"


def _write_new(path: Path, secret: bytes) -> None:
    """Create a key file that only this user can read; an existing one is never overwritten."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())


def make_root(edition: Edition, random_bytes: Callable[[int], bytes]) -> None:
    """Make the edition's root key where there is none yet."""
    if not _path(edition.uuid, "root").exists():
        _write_new(_path(edition.uuid, "root"), random_bytes(KEY_BYTES))


def has_root(edition: Edition) -> bool:
    return _path(edition.uuid, "root").exists()


def edition_keys(edition: Edition) -> EditionKeys:
    """The edition's symmetric and intake keys; `key_missing` when its file is not there."""
    try:
        root = _path(edition.uuid, "root").read_bytes()
    except FileNotFoundError:
        raise Refused(
            "key_missing", _("The keys of this edition are not in the key directory.")
        ) from None
    return derive_edition_keys(root, edition.uuid)


def make_server_key(edition: Edition, random_bytes: Callable[[int], bytes]) -> ElectionKey:
    """A box key that the server holds itself: the weaker form, for small or test editions."""
    key = generate_election_key(random_bytes)
    _write_new(_path(edition.uuid, "box"), key.seed)
    return key


def server_key(edition: Edition) -> ElectionKey:
    """The box key held by the server; `key_missing` where trustees hold it."""
    try:
        seed = _path(edition.uuid, "box").read_bytes()
    except FileNotFoundError:
        raise Refused("key_missing", _("The key of this box is not on this server.")) from None
    return election_key_from_seed(seed[:SEED_BYTES])
