"""A campaign of a file's own: planned once a file, and as its plan is written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from planner.campaign import plan_campaign
from planner.exports.plan_json import dumps_plan
from planner.plan import CampaignPlan
from planner.scenario import Scenario


@pytest.fixture(scope="module")
def plan(scenario: Scenario) -> CampaignPlan:
    """The plan of the file's fixture ``scenario``."""
    return plan_campaign(scenario)


@pytest.fixture(scope="module")
def told(plan: CampaignPlan) -> dict[str, Any]:
    """The same as its JSON says."""
    document: dict[str, Any] = json.loads(dumps_plan(plan))
    return document
