"""Scenarios: what is asked of the planner, checked before anything is computed."""

from __future__ import annotations

from planner.scenario.faults import Fault, ScenarioError
from planner.scenario.loading import load_scenario, loads_scenario
from planner.scenario.model import (
    ArrivalOrbit,
    Budget,
    FlightOption,
    Horizon,
    InPlace,
    MoneyLimits,
    PartnerRole,
    Phase,
    Propulsion,
    Scenario,
    StationElement,
)
from planner.scenario.policies import Policies, SolverSettings, TofRange
from planner.scenario.saving import save_scenario

__all__ = [
    "ArrivalOrbit",
    "Budget",
    "Fault",
    "FlightOption",
    "Horizon",
    "InPlace",
    "MoneyLimits",
    "PartnerRole",
    "Phase",
    "Policies",
    "Propulsion",
    "Scenario",
    "ScenarioError",
    "SolverSettings",
    "StationElement",
    "TofRange",
    "load_scenario",
    "loads_scenario",
    "save_scenario",
]
