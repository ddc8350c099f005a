"""The types of a tally, under one roof: what goes in, the rule, and what comes out."""

from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.errors import EngineError
from tallying.engine.outcome import Outcome, Tie
from tallying.engine.rule import Rule

__all__ = ["BallotGroup", "Election", "EngineError", "Outcome", "Project", "Rule", "Tie"]
