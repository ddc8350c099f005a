"""The rows of a vote, in the order in which it travels."""

from voting.models.ballot import Ballot
from voting.models.batch import PrintBatch, PrintState, ScanBatch, ScanWay, Variant
from voting.models.box import BallotBox, Opening, Trustee
from voting.models.credential import Credential, CredentialKind, CredentialState
from voting.models.custody import (
    CountKind,
    CountState,
    Explanation,
    HandCount,
    HandOver,
    Reconciliation,
    Voiding,
    Way,
)
from voting.models.device import Device, DeviceScan
from voting.models.envelope import Channel, Envelope, Receipt, SupersededEnvelope
from voting.models.paper_rules import PaperRules, Remedy
from voting.models.scan import Adjudication, Scan, ScanState
from voting.models.sheet import Sheet, SheetLayout, SheetState
from voting.models.upload import Upload, UploadPart, UploadState
from voting.models.voter import Voter

__all__ = [
    "Adjudication",
    "Ballot",
    "BallotBox",
    "Channel",
    "CountKind",
    "CountState",
    "Credential",
    "CredentialKind",
    "CredentialState",
    "Device",
    "DeviceScan",
    "Envelope",
    "Explanation",
    "HandCount",
    "HandOver",
    "Opening",
    "PaperRules",
    "PrintBatch",
    "PrintState",
    "Receipt",
    "Reconciliation",
    "Remedy",
    "Scan",
    "ScanBatch",
    "ScanState",
    "ScanWay",
    "Sheet",
    "SheetLayout",
    "SheetState",
    "SupersededEnvelope",
    "Trustee",
    "Upload",
    "UploadPart",
    "UploadState",
    "Variant",
    "Voiding",
    "Voter",
    "Way",
]
