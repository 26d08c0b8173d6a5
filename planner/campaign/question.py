"""From a scenario and its opportunities to the problem the scheduler solves."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from planner.campaign.deliveries import Carrier, available, brakes_itself, carrier_of
from planner.campaign.opportunities import Opportunity, opportunities, window_set
from planner.scenario import FlightOption, Scenario, StationElement
from planner.schedule.problem import (
    ElementTask,
    Launcher,
    Pad,
    ScheduleProblem,
    Window,
)
from planner.schedule.problem import FlightOption as OptionProblem

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """The problem, and the way back from its keys to flights.

    ``dated`` maps (option id, window key) to the opportunity and the capacity (kg).
    """

    problem: ScheduleProblem
    carriers: dict[str, Carrier]
    dated: dict[tuple[str, str], tuple[Opportunity, float]]


def ask(scenario: Scenario, progress: Progress) -> Question:
    """Compute windows and capacities, and state the scheduling problem."""
    sets = {option.id: window_set(scenario, option) for option in scenario.fleet}
    distinct = list(dict.fromkeys(sets.values()))
    for i, wanted in enumerate(distinct):
        pads = list(dict.fromkeys(o.pad.name for o in scenario.fleet if sets[o.id] == wanted))
        others = f" and {len(pads) - 1} more" if len(pads) > 1 else ""
        text = f"computing transfers from {pads[0]}{others}, {i + 1} of {len(distinct)}"
        opportunities(wanted, progress=_part(progress, text, i, len(distinct)))
    carriers = {option.id: carrier_of(scenario, option) for option in scenario.fleet}
    dated: dict[tuple[str, str], tuple[Opportunity, float]] = {}
    options = []
    for option in scenario.fleet:
        found = opportunities(sets[option.id])
        options.append(_option(scenario, option, found, carriers[option.id], dated))
    problem = ScheduleProblem(
        elements=tuple(_task(scenario, element) for element in scenario.elements),
        options=tuple(options),
        launchers=_launchers(scenario),
        pads=_pads(scenario),
        start_day=scenario.horizon.start.toordinal(),
        end_day=scenario.horizon.end.toordinal(),
    )
    return Question(problem=problem, carriers=carriers, dated=dated)


def _part(progress: Progress, text: str, i: int, n: int) -> Callable[[float], None]:
    """Progress within part ``i`` of ``n``."""
    return lambda fraction: progress(text, (i + fraction) / n)


def _option(
    scenario: Scenario,
    option: FlightOption,
    found: tuple[Opportunity, ...],
    carrier: Carrier,
    dated: dict[tuple[str, str], tuple[Opportunity, float]],
) -> OptionProblem:
    """Windows of one option that fly, deliver something and end inside the horizon.

    Craft that brake themselves share an option's windows: a window is kept if every
    craft that can use the option at all can brake in it (LOI differs by some 50 m/s
    between windows, so this drops few).
    """
    riders = [e for e in scenario.elements if e.propulsion and e.fits(option)]
    flying = [
        opportunity
        for opportunity in found
        if available(option, opportunity)
        and opportunity.delivery_utc.date() <= scenario.horizon.end
    ]
    able = [e for e in riders if any(brakes_itself(e, o, carrier.margins) for o in flying)]
    windows = []
    for index, opportunity in enumerate(flying):
        if not all(brakes_itself(e, opportunity, carrier.margins) for e in able):
            continue
        capacity = carrier.capacity_kg(opportunity)
        if capacity < 1.0:
            continue
        key = f"w{index:04d}"
        dated[option.id, key] = (opportunity, capacity)
        windows.append(
            Window(
                key=key,
                launch_day=opportunity.launch_utc.date().toordinal(),
                delivery_day=opportunity.delivery_utc.date().toordinal(),
                capacity_kg=math.floor(capacity),
            )
        )
    lander_cost = option.lander.cost_musd.value if option.lander else 0.0
    return OptionProblem(
        id=option.id,
        launcher=option.launcher.id,
        pad=option.pad.id,
        destination=option.destination,
        cost_musd=round(option.launcher.cost_musd.value + lander_cost),
        windows=tuple(windows),
    )


def _task(scenario: Scenario, element: StationElement) -> ElementTask:
    phase = next(phase for phase in scenario.phases if phase.id == element.phase)
    release = max(scenario.horizon.start, phase.start, element.earliest or date.min)
    delivered = {other.id for other in scenario.elements}
    return ElementTask(
        id=element.id,
        mass_kg=math.ceil(element.mass_kg),
        options=tuple(option.id for option in scenario.options_for(element)),
        release_day=release.toordinal(),
        due_day=(element.due or phase.end).toordinal(),
        commissioning_d=element.commissioning_d,
        requires=tuple(other for other in element.requires if other in delivered),
    )


def _launchers(scenario: Scenario) -> tuple[Launcher, ...]:
    distinct = {option.launcher.id: option.launcher for option in scenario.fleet}
    return tuple(
        Launcher(id=key, cadence_per_year=math.floor(launcher.cadence_per_year.value))
        for key, launcher in distinct.items()
    )


def _pads(scenario: Scenario) -> tuple[Pad, ...]:
    distinct = {option.pad.id: option.pad for option in scenario.fleet}
    return tuple(
        Pad(id=key, turnaround_d=math.ceil(pad.turnaround_d.value)) for key, pad in distinct.items()
    )
