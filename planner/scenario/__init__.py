"""Scenarios: what is asked of the planner, checked before anything is computed."""

from __future__ import annotations

from planner.scenario.additions import Addition
from planner.scenario.crew_model import Crews, Rotation, ShipLeg, Supply
from planner.scenario.faults import Fault, ScenarioError
from planner.scenario.history import PastFlight
from planner.scenario.loading import load_scenario, loads_scenario
from planner.scenario.model import (
    Alternative,
    ArrivalOrbit,
    Budget,
    Choice,
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
from planner.scenario.pins import Pin
from planner.scenario.policies import Policies, SolverSettings, TofRange
from planner.scenario.saving import save_scenario
from planner.scenario.spans import Span

__all__ = [
    "Addition",
    "Alternative",
    "ArrivalOrbit",
    "Budget",
    "Choice",
    "Crews",
    "Fault",
    "FlightOption",
    "Horizon",
    "InPlace",
    "MoneyLimits",
    "PartnerRole",
    "PastFlight",
    "Phase",
    "Pin",
    "Policies",
    "Propulsion",
    "Rotation",
    "Scenario",
    "ScenarioError",
    "ShipLeg",
    "SolverSettings",
    "Span",
    "StationElement",
    "Supply",
    "TofRange",
    "load_scenario",
    "loads_scenario",
    "save_scenario",
]
