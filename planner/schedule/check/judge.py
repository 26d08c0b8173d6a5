"""All the rules, over a whole plan."""

from __future__ import annotations

from collections.abc import Iterator

from planner.scenario import Scenario
from planner.schedule.check.choices import choice_violations
from planner.schedule.check.claims import (
    capacity_violations,
    model_violations,
    order_violations,
    wording_violations,
)
from planner.schedule.check.crewed import lander_violations, pair_violations, ship_violations
from planner.schedule.check.departure import launch_violations
from planner.schedule.check.elements import element_violations, manifest_violations
from planner.schedule.check.fleet import fleet_violations, identity_violations
from planner.schedule.check.history import history_violations
from planner.schedule.check.masses import mass_violations
from planner.schedule.check.money import money_violations
from planner.schedule.check.pins import pin_violations
from planner.schedule.check.power import power_violations
from planner.schedule.check.record import FlightRecord, PlanRecord, read_plan
from planner.schedule.check.stays import stay_violations
from planner.schedule.check.stock import stock_violations
from planner.schedule.check.support import support_violations
from planner.schedule.check.timing import timing_violations
from planner.schedule.check.totals import total_violations
from planner.schedule.check.trajectory import trajectory_violations
from planner.schedule.check.violation import Violation


def check_plan(scenario: Scenario, plan: object) -> tuple[Violation, ...]:
    """Judge a plan against the scenario it was made for.

    Parameters
    ----------
    scenario : Scenario
    plan : dict
        The plan's JSON as Python objects (``docs/plan_format.md``).

    Returns
    -------
    tuple[Violation, ...]
        Empty for a plan that keeps every rule. Faults of form (missing keys,
        wrong types, numbers that are not finite) are returned alone, since
        nothing else can be judged then.
    """
    record, faults = read_plan(plan)
    if record is None:
        return tuple(faults)
    return tuple(_violations(scenario, record))


def _violations(scenario: Scenario, plan: PlanRecord) -> Iterator[Violation]:
    for flight in plan.flights:
        yield from _flight(scenario, flight)
    yield from fleet_violations(scenario, plan)
    yield from support_violations(scenario, plan)
    yield from money_violations(scenario, plan)
    yield from element_violations(scenario, plan)
    yield from choice_violations(scenario, plan)
    yield from power_violations(scenario, plan)
    yield from pair_violations(scenario, plan)
    yield from stay_violations(scenario, plan)
    yield from stock_violations(scenario, plan)
    yield from pin_violations(scenario, plan)
    yield from history_violations(scenario, plan)
    yield from total_violations(scenario, plan)
    yield from order_violations(plan)
    yield from model_violations(plan)
    yield from wording_violations(scenario, plan)


def _flight(scenario: Scenario, flight: FlightRecord) -> Iterator[Violation]:
    option = next((option for option in scenario.fleet if option.id == flight.option), None)
    if option is None:
        yield Violation("option", flight.id, f"option {flight.option} is not in the scenario")
        return
    if option.ship is not None:
        judge = lander_violations if flight.ship is None else ship_violations
        yield from judge(scenario, option, flight)
        yield from launch_violations(option, flight)
        return
    yield from identity_violations(option, flight)
    yield from timing_violations(scenario, option, flight)
    yield from trajectory_violations(scenario, option, flight)
    yield from launch_violations(option, flight)
    yield from mass_violations(scenario, option, flight)
    yield from capacity_violations(scenario, option, flight)
    yield from manifest_violations(scenario, option, flight)
