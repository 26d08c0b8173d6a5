"""The plan's JSON holds what its documentation says, and nothing a reader must guess."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from planner.campaign import Explanation, plan_campaign
from planner.exports.plan_json import dumps_plan, instant_text, plan_to_dict
from planner.plan import CampaignPlan
from planner.scenario import Scenario, loads_scenario
from planner.schedule.check import check_plan
from tests.views.sample_plan import sample_plan

FORMAT = Path(__file__).parents[2] / "docs" / "plan_format.md"
#: A scenario that leaves something out.
CHOICES = """schema_version: 1
id: choices
title: Choices
site: shackleton_ridge
horizon: {start: 2030-01-01, end: 2030-06-30}
fleet: [{launcher: cz5, lander: cargo_cz5}]
elements:
  - {id: one, kind: rover_small}
  - {id: other, kind: rover_small}
alternatives:
  - id: rover
    choices: [{id: first, elements: [one]}, {id: second, elements: [other]}]
"""
#: Objects whose keys are names of the plan, not fields of the format.
OPEN = {"model", "explanation.sensitivities[].overrides"}


def field_paths(value: Any, path: str = "") -> set[str]:
    """Every field as ``flights[].mass_kg.tli``; free-form objects end at their own name."""
    if isinstance(value, dict) and path not in OPEN:
        inner = {f"{path}.{key}".lstrip("."): item for key, item in value.items()}
        return set().union(*(field_paths(item, name) for name, item in inner.items()))
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return set().union(*(field_paths(item, f"{path}[]") for item in value))
    return {path}


def documented() -> set[str]:
    text = FORMAT.read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([a-z0-9_.\[\]]+)` \|", text, flags=re.MULTILINE))


def test_documented_fields_are_the_fields_of_real_plans(
    minimal_plan: CampaignPlan, minimal_explanation: Explanation
) -> None:
    choosing = plan_campaign(loads_scenario(CHOICES, name="choices.yaml"))
    assert choosing.left_out
    assert choosing.alternatives
    found = field_paths(json.loads(dumps_plan(minimal_plan, minimal_explanation)))
    assert found | field_paths(plan_to_dict(choosing)) == documented()


def test_an_explanation_changes_nothing_else(
    minimal_scenario: Scenario, minimal_plan: CampaignPlan, minimal_explanation: Explanation
) -> None:
    written = json.loads(dumps_plan(minimal_plan, minimal_explanation))
    assert check_plan(minimal_scenario, written) == ()
    del written["explanation"]
    assert written == plan_to_dict(minimal_plan)


def test_documented_model_is_the_model_of_a_real_plan(minimal_plan: CampaignPlan) -> None:
    text = FORMAT.read_text(encoding="utf-8")
    named = set(re.findall(r"^- `([a-z0-9_]+)`:", text, flags=re.MULTILINE))
    assert set(minimal_plan.model) == named


def test_text_reads_back_as_the_same_plan() -> None:
    plan = sample_plan()
    assert json.loads(dumps_plan(plan)) == plan_to_dict(plan)


def test_the_same_plan_gives_the_same_text_whatever_the_clock_said() -> None:
    plan = sample_plan()
    assert dumps_plan(replace(plan, wall_s=99.0)) == dumps_plan(plan)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_not_finite_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps_plan(replace(sample_plan(), objective={"completion_d": bad}))


def test_states_keep_every_bit() -> None:
    plan = sample_plan()
    [first, *_] = json.loads(dumps_plan(plan))["flights"]
    state = plan.flights[0].tli_state
    assert tuple(first["tli_state"]["r_km"]) == state.r_km
    assert tuple(first["tli_state"]["v_km_s"]) == state.v_km_s
    assert first["tli_state"]["epoch_tdb_jd"] == state.epoch_tdb_jd


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2031, 3, 1, 4, 30, tzinfo=UTC), "2031-03-01T04:30:00.000Z"),
        (datetime(2031, 3, 1, 4, 30, 5, 987_654, tzinfo=UTC), "2031-03-01T04:30:05.987Z"),
        (
            datetime(2031, 3, 1, 4, 30, tzinfo=timezone(timedelta(hours=8))),
            "2031-02-28T20:30:00.000Z",
        ),
    ],
)
def test_instants_are_utc_to_the_millisecond(instant: datetime, text: str) -> None:
    assert instant_text(instant) == text


def test_what_does_not_apply_is_null() -> None:
    flights = plan_to_dict(sample_plan())["flights"]
    [orbiter] = [flight for flight in flights if flight["destination"] == "lunar_orbit"]
    assert orbiter["landing_utc"] is None
    assert orbiter["mass_kg"]["landed"] is None
    assert "descent" not in orbiter["dv_m_s"]
