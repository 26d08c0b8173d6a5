"""What tests in several folders share: shipped scenarios, planned once a session."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from planner.plan import CampaignPlan
from planner.scenario import Scenario, load_scenario

# The first example of a compiled function includes its compilation: no deadline an example.
settings.register_profile("planner", deadline=None)
settings.load_profile("planner")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def minimal_scenario() -> Scenario:
    return load_scenario(ROOT / "scenarios" / "minimal.yaml")


@pytest.fixture(scope="session")
def minimal_plan(minimal_scenario: Scenario) -> CampaignPlan:
    from planner.campaign import plan_campaign

    return plan_campaign(minimal_scenario)
