"""Ways to break the plan of the minimal scenario, each with the rule that must name it."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

Plan = dict[str, Any]
ORBITER, POWER, ROVER = 0, 1, 2  # flights of the minimal plan, in launch order


def shift(flight: Plan, key: str, days: float) -> None:
    moved = datetime.fromisoformat(flight[key]) + timedelta(days=days)
    flight[key] = moved.isoformat().replace("+00:00", "Z")


def shift_all(plan: Plan, number: int, days: float) -> None:
    """Move a flight and its elements as a whole; epochs of its state too."""
    flight = plan["flights"][number]
    for key in ("launch_utc", "tli_utc", "arrival_utc", "landing_utc"):
        if flight[key] is not None:
            shift(flight, key, days)
    flight["tli_state"]["epoch_tdb_jd"] += days
    aboard = {item["element"] for item in flight["manifest"]}
    for element in plan["elements"]:
        if element["id"] in aboard:
            shift(element, "landed_utc", days)
            shift(element, "operational_utc", days)


def swap(place: str, value: object) -> Callable[[Plan], None]:
    """Set ``flights.0.mass_kg.tli`` and the like."""

    def mutate(plan: Plan) -> None:
        *path, last = (int(key) if key.isdigit() else key for key in place.split("."))
        target: Any = plan
        for key in path:
            target = target[key]
        target[last] = value

    return mutate


def scale(place: str, factor: float) -> Callable[[Plan], None]:
    def mutate(plan: Plan) -> None:
        *path, last = (int(key) if key.isdigit() else key for key in place.split("."))
        target: Any = plan
        for key in path:
            target = target[key]
        target[last] *= factor

    return mutate


def drop_flight(plan: Plan) -> None:
    del plan["flights"][ROVER]


def fly_twice(plan: Plan) -> None:
    plan["flights"][ROVER]["manifest"] = copy.deepcopy(plan["flights"][POWER]["manifest"])


def same_id(plan: Plan) -> None:
    plan["flights"][ROVER]["id"] = plan["flights"][POWER]["id"]


def delete(place: str) -> Callable[[Plan], None]:
    def mutate(plan: Plan) -> None:
        *path, last = (int(key) if key.isdigit() else key for key in place.split("."))
        target: Any = plan
        for key in path:
            target = target[key]
        del target[last]

    return mutate


MUTATIONS = [
    ("format", delete("flights.1.tof_d")),
    ("format", delete("headline")),
    ("format", swap("flights", "none")),
    ("format", swap("flights.1.tof_d", "four")),
    ("format", swap("flights.1.cost_musd", True)),
    ("format", swap("flights.1.mass_kg.tli", math.nan)),
    ("format", swap("flights.1.tli_state.r_km", [1.0, 2.0])),
    ("format", swap("flights.1.tli_state.v_km_s", [1.0, 2.0, math.inf])),
    ("format", swap("flights.1.launch_utc", "2030-02-13 12:32")),
    ("format", swap("flights.1.launch_utc", "2030-02-13T12:32:57.860+08:00")),
    ("format", swap("completion_date", "May 2030")),
    ("format", swap("schema_version", 0)),
    ("scenario", swap("scenario", "ilrs_2035")),
    ("scenario", swap("scenario_sha256", "0" * 64)),
    ("scenario", swap("due", "2031-12-30")),
    ("option", swap("flights.1.option", "saturn_v")),
    ("option", swap("flights.1.launcher", "cz8")),
    ("option", swap("flights.1.lander", None)),
    ("option", swap("flights.1.pad", "wenchang_201")),
    ("option", swap("flights.1.family", "low_energy")),
    ("option", swap("flights.1.destination", "lunar_orbit")),
    ("option", swap("flights.1.cost_musd", 1.0)),
    ("duplicate", same_id),
    ("time_order", lambda plan: shift(plan["flights"][POWER], "launch_utc", 0.1)),
    ("time_order", lambda plan: shift(plan["flights"][POWER], "launch_utc", -2.0)),
    ("time_order", lambda plan: shift(plan["flights"][POWER], "landing_utc", -20.0)),
    ("time_of_flight", swap("flights.1.tof_d", 4.7)),
    ("time_of_flight", lambda plan: shift(plan["flights"][ORBITER], "arrival_utc", 2 / 86400)),
    ("landing", swap("flights.1.landing_utc", None)),
    ("landing", lambda plan: shift(plan["flights"][POWER], "landing_utc", 20.0)),
    ("landing", lambda plan: shift(plan["flights"][POWER], "landing_utc", -2.5)),
    ("horizon", lambda plan: shift_all(plan, ORBITER, -30.0)),
    ("horizon", lambda plan: shift_all(plan, ROVER, 605.0)),
    ("due", lambda plan: shift_all(plan, ROVER, 600.0)),
    ("pad_turnaround", lambda plan: shift_all(plan, ROVER, -20.0)),
    ("precedence", lambda plan: shift_all(plan, ORBITER, 30.0)),
    ("arrival_orbit", swap("flights.1.perilune_alt_km", 102.0)),
    ("arrival_orbit", swap("flights.1.inclination_deg", 89.8)),
    ("tli_state", swap("flights.1.tli_state.center", "moon")),
    ("tli_state", swap("flights.1.c3_km2_s2", -2.0)),
    ("tli_state", scale("flights.1.tli_state.r_km.0", 1.01)),
    ("tli_state", scale("flights.1.tli_state.v_km_s.1", 1.00001)),
    ("tli_state", lambda plan: shift(plan["flights"][POWER], "tli_utc", 1 / 86400)),
    ("burns", swap("flights.1.dv_m_s.tli", 3000.0)),
    ("burns", swap("flights.1.dv_m_s.tli", 3400.0)),
    ("burns", swap("flights.1.dv_m_s.loi", 500.0)),
    ("burns", swap("flights.1.dv_m_s.loi", 2500.0)),
    ("burns", swap("flights.1.dv_m_s.descent", 1700.0)),
    ("burns", swap("flights.1.dv_m_s.descent", 3000.0)),
    ("burns", delete("flights.1.dv_m_s.descent")),
    ("burns", swap("flights.0.dv_m_s.descent", 10.0)),
    ("launch_mass", swap("flights.1.mass_kg.tli", 9000.0)),
    ("launch_mass", swap("flights.1.c3_km2_s2", 60.0)),
    ("propellant", swap("flights.0.dv_m_s.loi", 2200.0)),
    ("mass_balance", scale("flights.1.mass_kg.tli", 1.0001)),
    ("mass_balance", scale("flights.1.mass_kg.lunar_orbit", 1.0001)),
    ("mass_balance", scale("flights.1.mass_kg.landed", 1.0001)),
    ("mass_balance", swap("flights.1.mass_kg.landed", None)),
    ("mass_balance", swap("flights.0.mass_kg.landed", 500.0)),
    ("mass_balance", scale("flights.0.mass_kg.lunar_orbit", 1.001)),
    ("manifest", swap("flights.1.manifest", [])),
    ("manifest", swap("flights.1.manifest.0.element", "crystal_ball")),
    ("manifest", swap("flights.1.manifest.0.mass_kg", 599.0)),
    ("manifest", swap("flights.1.mass_kg.payload", 599.0)),
    ("capacity", swap("flights.1.capacity_kg", 599.0)),
    ("permission", swap("flights.1.manifest.0.element", "relay")),
    ("permission", swap("flights.0.manifest.0.element", "power")),
    ("phase", swap("flights.1.phase", "utilisation")),
    ("delivered_once", drop_flight),
    ("delivered_once", fly_twice),
    ("element", lambda plan: plan["elements"].pop()),
    ("element", swap("elements.1.id", "crystal_ball")),
    ("element", swap("elements.1.flight", "F01")),
    ("element", swap("elements.1.mass_kg", 601.0)),
    ("element", swap("elements.1.name", "Windmill")),
    ("element", lambda plan: shift(plan["elements"][1], "landed_utc", 0.5)),
    ("commissioning", lambda plan: shift(plan["elements"][1], "operational_utc", -1.0)),
    ("completion", swap("completion_date", "2030-05-23")),
    ("objective", swap("objective.completion_d", 100.0)),
    ("objective", swap("objective.cost_musd", 100.0)),
    ("objective", delete("objective.cost_musd")),
    ("status", swap("status", "perfect")),
    ("bound", swap("lower_bound.cost_musd", 1e6)),
    ("bound", swap("lower_bound.completion_d", 1.0)),
    ("bound", delete("lower_bound.completion_d")),
    ("headline", swap("headline.flights", 4)),
    ("headline", swap("headline.slack_d", 1)),
    ("headline", swap("headline.landed_kg", 741.0)),
    ("headline", swap("headline.cost_musd", 1.0)),
    ("phases", swap("phases", [])),
    ("phases", swap("phases.0.end", "2031-12-30")),
    ("phases", swap("phases.0.elements", ["relay"])),
    ("phases", swap("phases.0.completed_utc", None)),
    ("phases", swap("phases.0.id", "other")),
    ("reasons", swap("reasons", [])),
    ("format", delete("spending")),
    ("format", swap("spending.0.year", 2030.5)),
    ("format", swap("spending.0.partner", 7)),
    ("format", swap("spending.0.limit_musd", "none")),
    ("spending", swap("spending", [])),
    ("spending", lambda plan: plan["spending"].append(plan["spending"][0])),
    ("spending", scale("spending.0.spent_musd", 1.001)),
    ("spending", swap("spending.1.partner", "russia")),
    ("spending", swap("spending.0.year", 2031)),
    ("spending", swap("spending.0.limit_musd", 5000.0)),
    ("launch_plane", lambda plan: shift(plan["flights"][ORBITER], "launch_utc", -0.02)),
    ("capacity_claim", scale("flights.1.capacity_kg", 1.1)),
    ("capacity_claim", scale("flights.1.capacity_kg", 0.7)),
    ("capacity_claim", scale("flights.0.capacity_kg", 0.99)),
    ("order", swap("flights.1.id", "F07")),
    ("order", lambda plan: plan["elements"].reverse()),
    ("order", lambda plan: plan["flights"].reverse()),
    ("model", swap("model.center", "moon")),
    ("model", swap("model.time_scale", "UTC")),
    ("model", swap("model.gm_km3_s2", None)),
    ("model", swap("model.gm_km3_s2.moon", "large")),
    ("model", scale("model.moon_radius_km", 1.001)),
    ("scenario", swap("title", "A station")),
    ("headline", swap("headline.sentence", "The station stands tomorrow.")),
    ("phases", swap("phases.0.title", "Other")),
]
