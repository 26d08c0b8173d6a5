"""A score as JSON values."""

from __future__ import annotations

from datetime import date
from typing import Any

from planner.challenges import Attempt, Challenge, Score
from planner.challenges.score import Value
from planner.plan import CampaignPlan


def score_to_dict(
    challenge: Challenge, attempt: Attempt, plan: CampaignPlan, score: Score
) -> dict[str, Any]:
    """Return the score with every part, and what was planned."""
    return {
        "challenge": challenge.file.id,
        "scenario_sha256": attempt.scenario.sha256,
        "changes": {key: _plain(value) for key, value in attempt.made.items()},
        "status": plan.status,
        "total": score.total,
        "most": score.most,
        "parts": [
            {
                "figure": part.figure,
                "value": _day_or_number(part.value),
                "full": _day_or_number(part.full),
                "none": _day_or_number(part.none),
                "points": part.points,
                "most": part.most,
                "source": part.source,
            }
            for part in score.parts
        ],
        "demands": [
            {
                "figure": one.figure,
                "says": one.says,
                "value": _day_or_number(one.value),
                "met": one.met,
            }
            for one in score.demands
        ],
    }


def _day_or_number(value: Value) -> str | float:
    return value.isoformat() if isinstance(value, date) else value


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
