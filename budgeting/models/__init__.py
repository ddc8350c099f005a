"""The rows of the ground floor."""

from budgeting.models.abstract import ChangedMeanwhile, Translated, Versioned
from budgeting.models.area import Area
from budgeting.models.council import Council
from budgeting.models.draw import SortitionDraw
from budgeting.models.edition import (
    Edition,
    InfluenceLevel,
    Publication,
    Residence,
    ResultState,
    Verification,
)
from budgeting.models.evaluation import Evaluation, EvaluationChannel
from budgeting.models.invitation import Invitation
from budgeting.models.lines import LineField
from budgeting.models.meeting import CouncilLink, Meeting
from budgeting.models.record import Record
from budgeting.models.ruleset import ChangeState, RuleChange, RuleSet
from budgeting.models.seat import InterestDeclaration, Seat, SeatKind
from budgeting.models.sent_mail import SentMail
from budgeting.models.table_import import ImportState, TableImport
from budgeting.models.theme import Need, Theme
from budgeting.models.user import Membership, Role, User
from budgeting.models.venue import Venue

__all__ = [
    "Area",
    "ChangeState",
    "ChangedMeanwhile",
    "Council",
    "CouncilLink",
    "Edition",
    "Evaluation",
    "EvaluationChannel",
    "ImportState",
    "InfluenceLevel",
    "InterestDeclaration",
    "Invitation",
    "LineField",
    "Meeting",
    "Membership",
    "Need",
    "Publication",
    "Record",
    "Residence",
    "ResultState",
    "Role",
    "RuleChange",
    "RuleSet",
    "Seat",
    "SeatKind",
    "SentMail",
    "SortitionDraw",
    "TableImport",
    "Theme",
    "Translated",
    "User",
    "Venue",
    "Verification",
    "Versioned",
]
