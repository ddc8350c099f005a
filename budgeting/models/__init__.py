"""The rows of the ground floor."""

from budgeting.models.area import Area
from budgeting.models.council import Council
from budgeting.models.edition import Edition, InfluenceLevel, Publication, ResultState
from budgeting.models.record import Record
from budgeting.models.ruleset import RuleSet
from budgeting.models.seat import Seat, SeatKind
from budgeting.models.theme import Theme
from budgeting.models.user import Membership, Role, User
from budgeting.models.venue import Venue

__all__ = [
    "Area",
    "Council",
    "Edition",
    "InfluenceLevel",
    "Membership",
    "Publication",
    "Record",
    "ResultState",
    "Role",
    "RuleSet",
    "Seat",
    "SeatKind",
    "Theme",
    "User",
    "Venue",
]
