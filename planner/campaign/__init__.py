"""The whole pipeline, once, in order: scenario, transfers, masses, schedule, plan."""

from __future__ import annotations

from planner.campaign.explanation import Explanation, explain_campaign, plan_and_explain
from planner.campaign.pipeline import plan_campaign

__all__ = ["Explanation", "explain_campaign", "plan_and_explain", "plan_campaign"]
