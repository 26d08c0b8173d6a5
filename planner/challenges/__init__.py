"""Class challenges: a teacher's rules, a student's try, and a score that shows its parts."""

from __future__ import annotations

from planner.challenges.attempt import Attempt, read_attempt, settings_of
from planner.challenges.challenge import Challenge, load_challenge, loads_challenge
from planner.challenges.file import (
    DayRule,
    NumberRule,
    OneOfRule,
    PartnersRule,
    Rule,
    WayRule,
)
from planner.challenges.score import Demand, Part, Score, score_of, value_text

__all__ = [
    "Attempt",
    "Challenge",
    "DayRule",
    "Demand",
    "NumberRule",
    "OneOfRule",
    "Part",
    "PartnersRule",
    "Rule",
    "Score",
    "WayRule",
    "load_challenge",
    "loads_challenge",
    "read_attempt",
    "score_of",
    "settings_of",
    "value_text",
]
