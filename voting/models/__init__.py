"""The rows of a vote, in the order in which it travels."""

from voting.models.ballot import Ballot
from voting.models.batch import PrintBatch, ScanBatch
from voting.models.box import BallotBox, Opening, Trustee
from voting.models.credential import Credential, CredentialKind, CredentialState
from voting.models.envelope import Channel, Envelope, Receipt, SupersededEnvelope
from voting.models.scan import Adjudication, Scan, ScanState
from voting.models.sheet import Sheet, SheetLayout, SheetState
from voting.models.voter import Voter

__all__ = [
    "Adjudication",
    "Ballot",
    "BallotBox",
    "Channel",
    "Credential",
    "CredentialKind",
    "CredentialState",
    "Envelope",
    "Opening",
    "PrintBatch",
    "Receipt",
    "Scan",
    "ScanBatch",
    "ScanState",
    "Sheet",
    "SheetLayout",
    "SheetState",
    "SupersededEnvelope",
    "Trustee",
    "Voter",
]
