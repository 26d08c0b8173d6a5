"""One door: a scenario goes in, a campaign plan comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from planner.astro.kernel_cache import kernels_are_cold
from planner.campaign.alternatives import SCIENCE_SCALE
from planner.campaign.answer import (
    completion_of,
    elements_of,
    flights_of,
    headline_of,
    history_of,
    phases_of,
)
from planner.campaign.budget import spending_of
from planner.campaign.choices import YEAR_D, chosen_of, left_out_of, science_of
from planner.campaign.diagnosis import infeasible
from planner.campaign.physics import physics
from planner.campaign.question import Question, ask
from planner.campaign.stays import crews_of, demand_of_plan, stock_of
from planner.errors import InfeasiblePlanError
from planner.plan import CampaignPlan
from planner.scenario import Scenario
from planner.schedule import solve_schedule
from planner.schedule.schedule import Incumbent, Schedule

SCHEMA_VERSION = 1

#: Share of the progress bar that transfers and masses take; the schedule takes the rest.
_ASKING = 0.6

#: What is behind when the schedule turns out to be impossible.
_REFUSED = 0.8
#: What is said where the best plan flies nothing.
_NOTHING = (
    "Nothing must be delivered, and no goal gains by a flight: the best plan is to fly nothing. "
    "Take optional off an element, or put science into the objective."
)

Progress = Callable[[str, float], None]
OnPlan = Callable[[Incumbent], None]


def _silent(text: str, fraction: float) -> None:
    """Progress for callers who do not watch."""


def plan_campaign(
    scenario: Scenario,
    *,
    time_limit_s: float | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
    on_plan: OnPlan | None = None,
    stop: Callable[[], bool] | None = None,
) -> CampaignPlan:
    """Plan a scenario.

    Parameters
    ----------
    scenario : Scenario
    time_limit_s : float, optional
        Longest search of the optimiser (s); the scenario's own if absent.
    seed : int, optional
        Seed of the search; the scenario's own if absent.
    progress : callable, optional
        Told what is being done and the fraction done, 0 to 1.
    on_plan : callable, optional
        Told, from the thread that plans, of the first plan, each better one, and the proof
        of its date.
    stop : callable, optional
        Asked now and then, from other threads too, whether the search for a schedule is to
        end with the best plan so far.

    Raises
    ------
    InfeasiblePlanError
        No plan satisfies the scenario, or the search found none in its time; ``reasons``
        says what clashes.
    """
    began = perf_counter()
    solved = solve_campaign(
        scenario,
        time_limit_s=time_limit_s,
        seed=seed,
        progress=progress,
        on_plan=on_plan,
        stop=stop,
    )
    return plan_of(scenario, solved, began_s=began)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solved:
    """What was asked of the scheduler, and its answer, which has flights."""

    question: Question
    schedule: Schedule
    seed: int


def solve_campaign(
    scenario: Scenario,
    *,
    time_limit_s: float | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
    on_plan: OnPlan | None = None,
    stop: Callable[[], bool] | None = None,
) -> Solved:
    """The first part of `plan_campaign`: question and schedule."""
    tell = progress or _silent
    if kernels_are_cold():
        tell("compiling the solvers, once for this version", 0.0)
    seed = scenario.solver.seed if seed is None else seed
    question = ask(scenario, lambda text, fraction: tell(text, _ASKING * fraction))
    limit_s = scenario.solver.time_limit_s if time_limit_s is None else time_limit_s
    schedule = solve_schedule(
        question.problem,
        time_limit_s=limit_s,
        seed=seed,
        progress=lambda text, fraction: tell(text, _ASKING + (1.0 - _ASKING) * fraction),
        on_plan=on_plan,
        stop=stop,
    )
    if not schedule.flights and schedule.status in {"optimal", "feasible"}:
        raise InfeasiblePlanError((_NOTHING,))
    if not schedule.flights:
        raise infeasible(
            scenario,
            question,
            schedule,
            time_limit_s=limit_s,
            progress=lambda part: tell("looking for what would mend it", _mending(part)),
        )
    return Solved(question=question, schedule=schedule, seed=seed)


def _mending(part: float) -> float:
    return _REFUSED + (1.0 - _REFUSED) * part


def plan_of(scenario: Scenario, solved: Solved, *, began_s: float) -> CampaignPlan:
    """The second part of `plan_campaign`: from a schedule back to dated flights."""
    question, schedule = solved.question, solved.schedule
    flights = flights_of(scenario, question, schedule)
    elements = elements_of(scenario, flights)
    crews = crews_of(scenario, flights, _flown_crews(question, schedule))
    completed = completion_of(scenario, elements, crews)
    objective, bound = _objective(scenario, schedule)
    return CampaignPlan(
        scenario=scenario.id,
        scenario_sha256=scenario.sha256,
        title=scenario.title,
        schema_version=SCHEMA_VERSION,
        model=physics(),
        status=schedule.status,
        due=scenario.due,
        completion_date=completed,
        objective=objective,
        lower_bound=bound,
        headline=headline_of(
            due=scenario.due, completed=completed, flights=flights, elements=elements
        ),
        flights=flights,
        elements=elements,
        phases=phases_of(scenario, elements),
        spending=spending_of(scenario, flights),
        reasons=schedule.reasons,
        as_of=scenario.as_of,
        history=history_of(scenario),
        seed=solved.seed,
        left_out=left_out_of(scenario, elements),
        alternatives=chosen_of(scenario, elements),
        crews=crews,
        stock=stock_of(scenario, elements, crews),
        demand=demand_of_plan(scenario, elements, crews),
        science=science_of(scenario, elements),
        wall_s=perf_counter() - began_s,
    )


def _flown_crews(question: Question, schedule: Schedule) -> dict[str, tuple[str, date]]:
    """Flight option and launch day of each rotation that flies."""
    offers = {offer.id: offer for offer in question.crew_offers}
    return {
        offers[flown.option].rotation.id: (
            offers[flown.option].option.id,
            question.pairs[flown.option, flown.window].lander.launch_utc.date(),
        )
        for flown in schedule.flights
        if flown.option in offers
    }


def _objective(scenario: Scenario, schedule: Schedule) -> tuple[dict[str, float], dict[str, float]]:
    """What each goal reached and its bound, in the units of the plan, in order."""
    found = {_NAMES[one.goal]: _told(scenario, one.goal, one.value) for one in schedule.goals}
    bound = {_NAMES[one.goal]: _told(scenario, one.goal, one.bound) for one in schedule.goals}
    return found, bound


_NAMES = {
    "completion": "completion_d",
    "cost": "cost_musd",
    "launches": "launches",
    "robustness": "least_slack_d",
    "science": "science_point_years",
}


def _told(scenario: Scenario, goal: str, value: int) -> float:
    """A day counts from the horizon's start, launches without those of the past."""
    match goal:
        case "completion":
            return float(value - scenario.horizon.start.toordinal())
        case "launches":
            return float(value - sum(past.outcome == "flown" for past in scenario.history))
        case "robustness":
            return float(-value)
        case "science":
            return -value / (SCIENCE_SCALE * YEAR_D)
        case _:
            return float(value)
