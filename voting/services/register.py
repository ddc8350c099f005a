"""Issuing rights to vote and finding them again by their code."""

import secrets
from collections.abc import Callable

from django.db import transaction

from budgeting.models import Edition
from budgeting.phases import ORDER, Phase
from budgeting.services.recording import record
from voting.codes import VOTING_CODE_SYMBOLS, CodedError, new_code, parse_code
from voting.errors import refusal_of, refuse
from voting.models import Credential, CredentialKind, CredentialState
from voting.sealing import lookup_digest
from voting.services.keys import edition_keys, has_root, make_root

RandomBytes = Callable[[int], bytes]


def issue_codes(
    edition: Edition, *, count: int, random_bytes: RandomBytes = secrets.token_bytes
) -> list[str]:
    """New voting codes for letters, in an order that says nothing; only their images are kept.

    Refuses `codes_too_late` after the vote.
    """
    if Phase(edition.phase) not in ORDER[: ORDER.index(Phase.COUNTING)]:
        raise refuse("codes_too_late")
    make_root(edition, random_bytes)
    key = edition_keys(edition).lookup
    codes = [new_code(random_bytes, VOTING_CODE_SYMBOLS) for _ in range(count)]
    with transaction.atomic():
        Credential.objects.bulk_create(
            Credential(
                edition=edition,
                kind=CredentialKind.LETTER,
                state=CredentialState.RELEASED,
                lookup=lookup_digest(key, code),
            )
            for code in codes
        )
        record("codes_issued", edition=edition, data={"count": count})
    return codes


def credential_of(typed: str) -> Credential:
    """The right to vote behind a typed code, in whichever edition is voting or counting.

    Refuses `code_malformed`, `code_mistyped`, `code_unknown`, `code_void`, `code_spoiled`,
    `code_not_released`. Unknown codes and codes of other editions answer alike.
    """
    try:
        code = parse_code(typed, VOTING_CODE_SYMBOLS)
    except CodedError as error:
        raise refusal_of(error) from None
    candidates = [
        lookup_digest(edition_keys(edition).lookup, code)
        for edition in Edition.objects.filter(phase__in=[Phase.VOTING, Phase.COUNTING])
        if has_root(edition)
    ]
    found = (
        Credential.objects.filter(lookup__in=candidates)
        .select_related("edition__council", "envelope")
        .first()
    )
    if found is None:
        raise refuse("code_unknown")
    check_usable(found)
    return found


def check_usable(credential: Credential) -> None:
    """Refuse a credential whose state does not let it vote."""
    reason = {
        CredentialState.VOID: "code_void",
        CredentialState.SPOILED: "code_spoiled",
        CredentialState.PRINTED: "code_not_released",
    }.get(CredentialState(credential.state))
    if reason:
        raise refuse(reason)
