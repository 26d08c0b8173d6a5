"""The whole pipeline, once, in order: scenario, transfers, masses, schedule, plan."""

from __future__ import annotations

from planner.campaign.pipeline import plan_campaign

__all__ = ["plan_campaign"]
