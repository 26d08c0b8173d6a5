"""Ways to spoil a plan with crews, and the rule that must notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

Plan = dict[str, Any]


def lander(plan: Plan) -> Plan:
    return next(f for f in plan["flights"] if f["rendezvous_with"] and not f["ship"])


def ship(plan: Plan) -> Plan:
    return next(f for f in plan["flights"] if f["id"] == lander(plan)["rendezvous_with"])


def guest(plan: Plan) -> Plan:
    return next(stay for stay in plan["crews"] if stay["shelter"] == "habitat")


def element(plan: Plan, name: str) -> Plan:
    return next(one for one in plan["elements"] if one["id"] == name)


def later(entry: Plan, days: float, *keys: str) -> None:
    for key in keys:
        at = datetime.fromisoformat(entry[key]) + timedelta(days=days)
        entry[key] = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def change(find: Callable[[Plan], Plan], key: str, by: float) -> Callable[[Plan], None]:
    def spoil(plan: Plan) -> None:
        *path, last = key.split(".")
        entry = find(plan)
        for part in path:
            entry = entry[part]
        entry[last] += by

    return spoil


def put(find: Callable[[Plan], Plan], key: str, value: object) -> Callable[[Plan], None]:
    def spoil(plan: Plan) -> None:
        find(plan)[key] = value

    return spoil


def shift(find: Callable[[Plan], Plan], days: float, *keys: str) -> Callable[[Plan], None]:
    return lambda plan: later(find(plan), days, *keys)


def lots_left_behind(plan: Plan) -> None:
    lots = [one["id"] for one in plan["elements"] if one["id"].startswith("supply-")]
    plan["elements"] = [one for one in plan["elements"] if one["id"] not in lots]
    for flight in plan["flights"]:
        flight["manifest"] = [i for i in flight["manifest"] if i["element"] not in lots]


def no_crew(plan: Plan) -> None:
    plan["crews"].remove(guest(plan))


def alone(plan: Plan) -> None:
    plan["flights"].remove(ship(plan))


def habitat_late(plan: Plan) -> None:
    later(element(plan, "habitat"), 900.0, "landed_utc", "operational_utc")


def stock(plan: Plan) -> Plan:
    return plan["stock"][-1]


SPOILS: list[tuple[str, Callable[[Plan], None]]] = [
    ("mass_balance", change(lander, "mass_kg.tli", 100.0)),
    ("mass_balance", change(lander, "mass_kg.landed", -20.0)),
    ("mass_balance", change(ship, "mass_kg.lunar_orbit", 50.0)),
    ("mass_balance", change(ship, "dv_m_s.tei", -60.0)),
    ("burns", change(ship, "dv_m_s.tei", -400.0)),
    ("burns", change(lander, "dv_m_s.ascent", -400.0)),
    ("plane", change(lander, "plane_deg", 3.0)),
    ("rendezvous", put(lander, "rendezvous_with", "F99")),
    ("rendezvous", alone),
    ("rendezvous", shift(lander, -9.0, "landing_utc")),
    ("rendezvous", shift(ship, -16.0, "tei_utc", "return_utc")),
    ("ship_wait", shift(lander, -200.0, "launch_utc", "tli_utc", "arrival_utc")),
    ("return", put(ship, "return_utc", None)),
    ("return", shift(ship, 5.0, "return_utc")),
    ("endurance", shift(ship, 300.0, "tei_utc", "return_utc")),
    ("endurance", put(guest, "shelter", "lander")),
    ("shelter", put(guest, "shelter", "lander")),
    ("shelter", put(guest, "shelter", "moon hotel")),
    ("landing_wait", shift(lander, 59.0, "landing_utc")),
    ("rendezvous", shift(ship, 60.0, "tei_utc", "return_utc")),
    ("capacity", put(lander, "capacity_kg", 9e9)),
    ("capacity", put(ship, "capacity_kg", 9e9)),
    ("stock_steps", lambda plan: plan["stock"].insert(0, dict(plan["stock"][0], kg=99_999))),
    ("demand", lambda plan: plan["demand"].append(dict(plan["demand"][0]))),
    ("seats", put(guest, "crew", 3)),
    ("crew", put(guest, "crew", 1)),
    ("crew", no_crew),
    ("crew_supplies", change(guest, "supplies_kg", -90)),
    ("stay", put(guest, "departure", "2032-12-30")),
    ("berths", habitat_late),
    ("precedence", habitat_late),
    ("stock", lots_left_behind),
    ("stock_steps", change(stock, "kg", 100)),
    ("demand", lambda plan: plan["demand"].pop()),
    ("option", put(ship, "launcher", "cz9")),
    ("option", change(ship, "cost_musd", -400.0)),
    ("spending", lambda plan: plan["spending"][0].update(spent_musd=1.0)),
    ("capacity", put(lander, "capacity_kg", 10.0)),
    ("launch_plane", shift(ship, 0.2, "launch_utc")),
    ("first_flight", shift(ship, -1500.0, "launch_utc")),
]
