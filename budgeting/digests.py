"""Canonical JSON and its SHA-256: the one way this project fingerprints a document."""

import hashlib
import json
from typing import Any


def canonical_json(document: Any) -> str:
    """Sorted keys, no white space, characters as themselves: one text per document."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(document: Any) -> str:
    """`sha256:` and 64 hexadecimal characters over the canonical UTF-8 text."""
    return "sha256:" + hashlib.sha256(canonical_json(document).encode()).hexdigest()
