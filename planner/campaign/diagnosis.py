"""Why a scenario has no plan, in its own statements, and what would give it one."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from planner.campaign.deliveries import available, brakes_itself
from planner.campaign.offers import Offer
from planner.campaign.opportunities import opportunities, window_set
from planner.campaign.overrides import overrides_of
from planner.campaign.pins import is_given_beside, pin_by_text
from planner.campaign.question import Question
from planner.campaign.stock import BERTHS, STOCK
from planner.campaign.support import beside, craft_behind
from planner.errors import ClashingStatement, InfeasiblePlanError, OfferedRepair
from planner.scenario import Pin, Rotation, Scenario, StationElement
from planner.scenario.resolve import whole_horizon
from planner.schedule.problem import ScheduleProblem, Window
from planner.schedule.repairs import Slack, Statement, diagnose
from planner.schedule.schedule import Schedule

#: Share of the search's limit that conflicts and repairs may take on top of it.
_SHARE = 0.5


def infeasible(
    scenario: Scenario,
    question: Question,
    schedule: Schedule,
    *,
    time_limit_s: float,
    progress: Callable[[float], None] | None = None,
) -> InfeasiblePlanError:
    """The error for a schedule without flights, with conflicts and repairs if it is proven."""
    reasons = (*schedule.reasons, *question.closed)
    if schedule.status != "infeasible":
        return InfeasiblePlanError(reasons, proven=False)
    found = diagnose(
        stated_problem(scenario, question),
        time_limit_s=_SHARE * time_limit_s,
        seed=scenario.solver.seed,
        slack=slack_of(scenario, question),
        progress=progress,
    )
    return InfeasiblePlanError(
        reasons,
        conflicts=tuple(
            tuple(
                ClashingStatement(says=clash.says, path=_path(scenario, question, clash.statement))
                for clash in conflict
            )
            for conflict in found.conflicts
        ),
        minimal=found.minimal,
        repairs=tuple(
            OfferedRepair(
                says=repair.says, overrides=overrides_of(scenario, question, repair.changes)
            )
            for repair in found.repairs
        ),
    )


def stated_problem(scenario: Scenario, question: Question) -> ScheduleProblem:
    """The problem without due days nobody stated: those at the horizon's end of its only phase."""
    if scenario.phases != whole_horizon(scenario.horizon):
        return question.problem
    stated = {element.id for element in scenario.elements if element.due}
    tasks = (
        task if task.id in stated else replace(task, due_day=None)
        for task in question.problem.elements
    )
    return replace(question.problem, elements=tuple(tasks))


def slack_of(scenario: Scenario, question: Question) -> Slack:
    """What first flights and the elements' own fleets keep out of the problem."""
    return Slack(withheld=_withheld(scenario, question), forbidden=_forbidden(scenario, question))


def _withheld(scenario: Scenario, question: Question) -> dict[str, tuple[Window, ...]]:
    """Windows before the first flight of launcher or lander, by offer."""
    found: dict[str, list[Window]] = defaultdict(list)
    for offer in question.offers:
        carrier = offer.carrier
        if carrier.option.available_from is None or carrier.option.tankers:
            continue  # tankers would leave earlier still, before a first flight of their own
        for index, early in enumerate(opportunities(window_set(scenario, carrier.option))):
            if available(carrier.option, early) or early.delivery_utc.date() > scenario.horizon.end:
                continue
            if early.launch_utc.date() < scenario.as_of:
                continue
            capacity_kg = math.floor(carrier.capacity_kg(early))
            craft = (e for e in scenario.elements if e.id in offer.craft)
            if capacity_kg < 1 or not all(brakes_itself(e, early, carrier.margins) for e in craft):
                continue
            found[offer.id].append(
                Window(
                    key=f"early{index:04d}",
                    launch_day=early.launch_utc.date().toordinal(),
                    delivery_day=early.delivery_utc.date().toordinal(),
                    capacity_kg=capacity_kg,
                    more=beside(carrier.option, early.launch_utc.date()),
                )
            )
    return {offer: tuple(windows) for offer, windows in found.items()}


def _forbidden(scenario: Scenario, question: Question) -> dict[str, tuple[str, ...]]:
    asked = {task.id for task in question.problem.elements}
    return {
        element.id: tuple(o.id for o in question.offers if _only_unnamed(element, o))
        for element in scenario.elements
        if element.fleet and element.id in asked
    }


def _only_unnamed(element: StationElement, offer: Offer) -> bool:
    """Whether the element could fly so, had its author not named other options."""
    anywhere = element.model_copy(update={"fleet": ()})
    return offer.serves(anywhere) and not offer.serves(element)


_FIELD = {
    "mass": "mass_kg",
    "commissioning": "commissioning_d",
    "release": "earliest",
    "requires": "requires",
    "fleet": "fleet",
}


def _path(scenario: Scenario, question: Question, statement: Statement) -> tuple[str, ...]:
    """Where the scenario's file would state it."""
    name = statement.subject
    match statement.kind:
        case "horizon":
            return ("horizon", "end")
        case "cadence":
            return ("catalogue", "launchers", name, "cadence_per_year")
        case "turnaround":
            return _pad_path(name)
        case "capacity" | "first_flight":
            return ("fleet", question.carriers[name].option.id)
        case "balance":
            return _balance_path(name)
        case "budget":
            return _budget_path(scenario, statement)
        case "pin":
            return _pin_path(scenario, pin_by_text(scenario)[name])
    return _element_path(scenario, statement)


def _pad_path(name: str) -> tuple[str, ...]:
    craft = craft_behind(name)
    return ("craft", craft, "cycle_d") if craft else ("catalogue", "pads", name, "turnaround_d")


def _balance_path(name: str) -> tuple[str, ...]:
    if name == BERTHS:
        return ("crew", "rotations")
    return ("supply", "in_place_kg") if name == STOCK else ("policies", "power_balance")


def _budget_path(scenario: Scenario, statement: Statement) -> tuple[str, ...]:
    payer, year = statement.subject, statement.other
    named = dict(scenario.budget.limits_of(payer or None).by_year_musd)
    key = ("by_year_musd", year) if int(year) in named else ("per_year_musd",)
    return ("budget", *(("partners", payer) if payer else ()), *key)


def _pin_path(scenario: Scenario, pin: Pin) -> tuple[str, ...]:
    """Its position in the file; what was given beside the file has none."""
    if is_given_beside(pin):
        return (pin.place,)
    return ("pins", str(scenario.pins.index(pin)))


def _element_path(scenario: Scenario, statement: Statement) -> tuple[str, ...]:
    name = statement.subject
    if scenario.supply is not None and name in scenario.supply.lots:
        return ("supply", "lot_kg" if statement.kind == "mass" else "fleet")
    rotations = scenario.crews.rotations if scenario.crews else ()
    things: tuple[StationElement | Rotation, ...] = (*scenario.elements, *rotations)
    thing = next(thing for thing in things if thing.id == name)
    if statement.kind == "due" and thing.due is None:
        return ("phases", thing.phase, "end")
    if statement.kind == "release" and thing.earliest is None:
        return ("phases", thing.phase, "start")
    where = ("crew", "rotations") if isinstance(thing, Rotation) else ("elements",)
    return (*where, name, _FIELD.get(statement.kind, statement.kind))
